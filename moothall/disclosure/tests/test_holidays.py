"""Bank holidays as facts: proclaimed, struck out, taken over from gov.uk; and files that are not gov.uk's."""

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from conftest import Cast
from moothall.audit.models import Entry
from moothall.disclosure import bank_holidays
from moothall.disclosure.actions import holidays as act
from moothall.disclosure.bank_holidays import BadFileError
from moothall.disclosure.law.clocks import deadline
from moothall.disclosure.law.days import Calendars, Nation
from moothall.disclosure.law.regimes import Regime
from moothall.disclosure.models import Holiday
from moothall.disclosure.queries.holidays import calendars_in_force
from moothall.people.models import Role
from moothall.people.tests import make

FEAST = date(2026, 9, 16)
TABLE = json.loads((Path(__file__).parent / "data/uk_bank_holidays_2019_2028.json").read_text("utf-8"))


def gov_uk(*, without: str = "", extra: tuple[str, str, str] | None = None) -> dict[str, Any]:
    """The table in the shape of gov.uk's file, less one day, or with one more: division, day, title."""
    told: dict[str, Any] = {
        name: {"division": name, "events": [event(day, title) for day, title in days(name) if day != without]}
        for name in bank_holidays.DIVISIONS
    }
    if extra:
        told[extra[0]]["events"].append(event(extra[1], extra[2]))
    return told


def days(division: str) -> list[tuple[str, str]]:
    return [(day, name) for day, kept in TABLE.items() for where, name in kept if where == division]


def event(day: str, title: str) -> dict[str, Any]:
    return {"title": title, "date": day, "notes": "", "bunting": True}


def as_bytes(told: object) -> bytes:
    return json.dumps(told).encode()


def due(received: date) -> date | None:
    return deadline(regime=Regime.FOIA, received=received, calendars=calendars_in_force()).due


def test_a_proclaimed_holiday_moves_what_is_due_and_is_on_record(cast: Cast) -> None:
    officer = make.user("Dilys Offa", roles=(Role.DISCLOSURE_OFFICER,))
    before = due(date(2026, 9, 7))
    rows = act.proclaim(by=officer, nations=[Nation.WALES], day=FEAST, name="A feast", source="London Gazette")
    assert [(row.nation, row.day) for row in rows] == [(Nation.WALES, FEAST)]
    assert (before, due(date(2026, 9, 7))) == (date(2026, 10, 5), date(2026, 10, 6))
    entry = Entry.objects.get(verb="holiday.proclaimed")
    assert entry.actor_id == officer.pk and entry.details["nations"] == ["WLS"]


def test_what_was_proclaimed_can_be_struck_out_and_proclaimed_again(cast: Cast) -> None:
    for _again in range(2):
        act.proclaim(by=cast.admin, nations=[Nation.WALES], day=FEAST, name="A feast", source="a letter")
        assert due(date(2026, 9, 7)) == date(2026, 10, 6)
        (row,) = act.strike_out(by=cast.admin, nations=list(Nation), day=FEAST, source="a second letter")
        assert (row.name, row.struck, due(date(2026, 9, 7))) == ("A feast", True, date(2026, 10, 5))
    assert Holiday.objects.count() == 4


def test_a_day_that_is_a_holiday_already_is_not_added_again(cast: Cast) -> None:
    assert not act.proclaim(by=cast.admin, nations=list(Nation), day=date(2026, 12, 25), name="Feast", source="x")
    assert not act.strike_out(by=cast.admin, nations=list(Nation), day=FEAST, source="x")


def test_only_officers_and_administrators_keep_holidays(cast: Cast) -> None:
    for person in (cast.priya, cast.joan, cast.marcus, cast.auditor):
        with pytest.raises(PermissionDenied):
            act.proclaim(by=person, nations=[Nation.WALES], day=FEAST, name="A feast", source="x")
        with pytest.raises(PermissionDenied):
            act.strike_out(by=person, nations=[Nation.WALES], day=date(2026, 8, 31), source="x")
        with pytest.raises(PermissionDenied):
            act.import_holidays(by=person, content=as_bytes(gov_uk()))
    assert not Holiday.objects.exists()


@pytest.mark.parametrize(
    ("name", "source", "day"),
    [
        ("", "x", FEAST),
        ("x", " ", FEAST),
        ("x" * 201, "x", FEAST),
        ("a\x00b", "x", FEAST),
        ("x", "x", date(2200, 1, 1)),
    ],
)
def test_words_and_days_that_cannot_be_kept_are_refused(cast: Cast, name: str, source: str, day: date) -> None:
    with pytest.raises(ValueError, match=r"characters|between"):
        act.proclaim(by=cast.admin, nations=[Nation.WALES], day=day, name=name, source=source)
    assert not Holiday.objects.exists() and not Entry.objects.filter(verb="holiday.proclaimed").exists()


def test_facts_are_only_ever_added(cast: Cast) -> None:
    (row,) = act.proclaim(by=cast.admin, nations=[Nation.WALES], day=FEAST, name="A feast", source="x")
    attacks: list[Callable[[], object]] = [
        lambda: Holiday.objects.filter(pk=row.pk).update(day=date(2026, 9, 17)),
        lambda: Holiday.objects.all().delete(),
        row.delete,
        lambda: connection.cursor().execute("DELETE FROM disclosure_holiday"),
        lambda: connection.cursor().execute("UPDATE disclosure_holiday SET struck = NOT struck"),
        lambda: Holiday.objects.bulk_create([Holiday(nation="FRA", day=FEAST, name="x", source="x")]),
        lambda: Holiday.objects.create(nation="ENG", day=FEAST, name="", source="x"),
    ]
    for attack in attacks:
        with pytest.raises(IntegrityError), transaction.atomic():
            attack()
    assert Holiday.objects.get().day == FEAST


def test_the_calendars_in_force_cost_one_query(cast: Cast, django_assert_num_queries: Any) -> None:
    for day in range(1, 20):
        act.proclaim(by=cast.admin, nations=list(Nation), day=date(2027, 9, day), name="A feast", source="x")
    with django_assert_num_queries(1):
        assert calendars_in_force().uk.after(date(2027, 8, 31), 1) == date(2027, 9, 20)


def test_the_file_of_gov_uk_changes_nothing_that_is_known(cast: Cast) -> None:
    assert bank_holidays.differences(bank_holidays.read(as_bytes(gov_uk())), Calendars()) == []


def test_a_new_day_in_the_file_is_proclaimed_once_for_each_nation_of_its_division(cast: Cast) -> None:
    content = as_bytes(gov_uk(extra=("england-and-wales", "2027-05-10", "A coronation")))
    rows = act.import_holidays(by=cast.admin, content=content)
    assert [(row.nation, row.day.isoformat(), row.name) for row in rows] == [
        ("ENG", "2027-05-10", "A coronation"),
        ("WLS", "2027-05-10", "A coronation"),
    ]
    assert act.import_holidays(by=cast.admin, content=content) == []
    assert Entry.objects.filter(verb="holiday.list_imported").count() == 2


def test_a_day_gone_from_the_file_is_struck_out_and_comes_back_with_it(cast: Cast) -> None:
    rows = act.import_holidays(by=None, content=as_bytes(gov_uk(without="2027-07-12")))
    assert [(row.nation, row.day.isoformat(), row.struck) for row in rows] == [("NIR", "2027-07-12", True)]
    assert calendars_in_force().uk.is_working_day(date(2027, 7, 12))
    rows = act.import_holidays(by=None, content=as_bytes(gov_uk()))
    assert [(row.day.isoformat(), row.struck) for row in rows] == [("2027-07-12", False)]
    assert not calendars_in_force().uk.is_working_day(date(2027, 7, 12))


def test_a_file_cut_short_strikes_nothing(cast: Cast) -> None:
    told = gov_uk()
    for division in told.values():
        division["events"] = division["events"][:3]
    assert act.import_holidays(by=None, content=as_bytes(told)) == []


def broken(path: tuple[Any, ...], value: object) -> bytes:
    told: Any = deepcopy(gov_uk())
    place = told
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return as_bytes(told)


FIRST = ("scotland", "events", 0)
BAD_FILES = {
    "nothing": b"",
    "no JSON": b"{",
    "no text": b"\xff\xfe\x00",
    "a list": b"[]",
    "null": b"null",
    "deep": b"[" * 400_000,
    "deep objects": b'{"a":' * 150_000,
    "a long number": b"9" * 500_000,
    "huge": b" " * 1_000_001,
    "other divisions": b'{"france": {"events": []}}',
    "a division that is a list": broken(("scotland",), []),
    "events that are words": broken(("scotland", "events"), "events"),
    "no events": broken(("scotland", "events"), []),
    "far too many events": broken(("scotland", "events"), [event("2026-01-01", "x")] * 2_001),
    "an event that is a number": broken(FIRST, 7),
    "a title that is a list": broken((*FIRST, "title"), ["x"]),
    "an empty title": broken((*FIRST, "title"), "  "),
    "a title without end": broken((*FIRST, "title"), "x" * 201),
    "a title with a NUL": broken((*FIRST, "title"), "a\x00b"),
    "half a character": broken((*FIRST, "title"), "a\ud800"),
    "a day that is a number": broken((*FIRST, "date"), 20260101),
    "a day that is none": broken((*FIRST, "date"), "2026-02-30"),
    "a day with a time": broken((*FIRST, "date"), "2026-01-01T00:00"),
    "a day in other digits": broken((*FIRST, "date"), "٢٠٢٦-٠١-٠١"),
    "a day long ago": broken((*FIRST, "date"), "0001-01-01"),
    "a day far off": broken((*FIRST, "date"), "9999-12-31"),
}


@pytest.mark.parametrize("name", list(BAD_FILES))
def test_a_file_that_is_not_gov_uks_is_refused_whole(db: None, name: str, tmp_path: Path) -> None:
    with pytest.raises(BadFileError):
        act.import_holidays(by=None, content=BAD_FILES[name])
    file = tmp_path / "holidays.json"
    file.write_bytes(BAD_FILES[name])
    with pytest.raises(CommandError) as refusal:
        call_command("import_holidays", str(file))
    assert refusal.value.returncode == 2 and not Holiday.objects.exists()


def test_the_command_says_what_changed(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "holidays.json"
    file.write_bytes(as_bytes(gov_uk(extra=("scotland", "2027-06-14", "A cup"))))
    call_command("import_holidays", str(file), "--json")
    told = json.loads(capsys.readouterr().out)
    assert told == {"proclaimed": [{"nation": "SCT", "day": "2027-06-14", "name": "A cup"}], "struck_out": []}
    call_command("import_holidays", str(file))
    assert "right already" in capsys.readouterr().out


@pytest.mark.parametrize("file", ["/dev/zero", "/", "/nowhere/at/all"])
def test_the_command_does_not_read_without_end_or_what_is_no_file(db: None, file: str) -> None:
    with pytest.raises(CommandError):
        call_command("import_holidays", file)
