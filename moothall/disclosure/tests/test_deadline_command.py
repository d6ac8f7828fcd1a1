"""`moothall deadline`: what it prints, what it takes, and how it refuses."""

import json
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import override_settings

from moothall.disclosure.law.days import Calendars, Nation
from moothall.disclosure.models import Holiday

pytestmark = pytest.mark.django_db


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    call_command("deadline", *arguments, "--json")
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_it_says_when_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "--regime", "foia", "--received", "2026-03-02")
    assert (found["due"], found["notice_due"]) == ("2026-03-31", "2026-03-31")
    assert {
        "on": "2026-03-17",
        "counted": None,
        "words": "Saint Patrick's Day: a bank holiday in Northern Ireland.",
        "source": "FOIA s.10(6)",
    } in found["explanation"]
    assert [step["counted"] for step in found["explanation"] if step["counted"]] == list(range(1, 21))


@pytest.mark.parametrize(
    ("events", "due", "notice"),
    [
        (["--event", "clarified=2026-09-24"], "2026-10-22", "2026-10-22"),
        (["--event", "clarification_asked=2026-09-10", "clarified=2026-09-24"], "2026-10-22", "2026-10-22"),
        (["--event", "fees_notice=2026-09-14", "paid=2026-09-21"], "2026-10-13", "2026-10-13"),
        (["--event", "paid=2026-09-21", "--event", "fees_notice=2026-09-14"], "2026-10-13", "2026-10-13"),
        (["--event", "extended"], "2026-11-02", "2026-10-05"),
        (["--event", "extended", "2026-09-30"], "2026-11-02", "2026-10-05"),
        (["--event", "extended=2026-09-30:7"], "2026-10-14", "2026-10-05"),
        (["--event", "extended=7"], "2026-10-14", "2026-10-05"),
        (["--event", "fees_notice=2026-09-14"], None, None),
        (["--event", "regime=sar:2026-09-14"], "2026-10-07", "2026-10-07"),
        (["--body", "scottish"], "2026-10-05", "2026-10-05"),
    ],
)
def test_it_takes_what_happened(
    capsys: pytest.CaptureFixture[str], events: list[str], due: str | None, notice: str | None
) -> None:
    found = told(capsys, "--regime", "FOIA", "--received", "2026-09-07", *events)
    assert (found["due"], found["notice_due"]) == (due, notice)


def test_it_knows_schools_weekends_and_scotland(capsys: pytest.CaptureFixture[str]) -> None:
    school = ("--body", "school", "--closed", "2026-07-22..2026-09-01", "2026-10-26..2026-10-30")
    assert told(capsys, "--regime", "foia", "--received", "2026-07-13", *school)["due"] == "2026-09-21"
    weekend = ("--regime", "foia", "--received", "2026-09-05", "--weekend", "code")
    assert told(capsys, *weekend)["due"] == "2026-10-05"
    scottish = told(capsys, "--regime", "eir", "--received", "2026-03-20", "--body", "scottish")
    assert (scottish["regime"], scottish["due"]) == ("eisr", "2026-04-20")
    assert "not in the tables of this hall yet" in scottish["unsupported"]


def test_a_holiday_proclaimed_in_this_hall_counts(capsys: pytest.CaptureFixture[str]) -> None:
    Holiday.objects.create(nation=Nation.WALES, day=date(2026, 9, 16), name="A feast", source="London Gazette")
    assert told(capsys, "--regime", "foia", "--received", "2026-09-07")["due"] == "2026-10-06"


def test_people_read_lines(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("deadline", "--regime", "foia", "--received", "2026-03-02")
    lines = capsys.readouterr().out
    assert "Tue 2026-03-03    1  Day 1.  [FOIA s.10(1)]" in lines
    assert "Due Tuesday 2026-03-31." in lines
    call_command("deadline", "--regime", "foia", "--received", "2026-03-02", "--event", "fees_notice=2026-03-03")
    assert "waiting since 2026-03-03" in capsys.readouterr().out
    call_command("deadline", "--regime", "foia", "--received", "2026-03-02", "--event", "withdrawn=2026-03-03")
    assert "Nothing is due any more." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--received", "yesterday"], "no day"),
        (["--received", "20260302"], "no day"),
        (["--received", "2026-02-30"], "no day"),
        (["--received", "٢٠٢٦-٠٣-٠٢"], "no day"),
        (["--received", "0001-01-01"], "between"),
        (["--received", "9999-12-31"], "between"),
        (["--received", "2026-03-02", "--event", "eaten=2026-03-03"], "nothing that happens"),
        (["--received", "2026-03-02", "--event", "clarified"], "does not say when"),
        (["--received", "2026-03-02", "--event", "clarified=2026-03-01"], "before the request came"),
        (["--received", "2026-03-02", "--event", "clarified=2026-03-03:2026-03-04"], "says too much"),
        (["--received", "2026-03-02", "--event", "extended=2026-03-03:0"], "at least one"),
        (["--received", "2026-03-02", "--event", "regime=2026-03-03"], "to which"),
        (["--received", "2026-03-02", "--event", "clarified=9999-12-31"], "between"),
        (["--received", "2026-03-02", "--closed", "0001-01-01..9999-12-31"], "no closure"),
    ],
)
def test_what_is_not_understood_is_refused_in_words_with_exit_code_two(arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words) as refusal:
        call_command("deadline", "--regime", "foia", *arguments)
    assert refusal.value.returncode == 2


def test_with_the_room_switched_off_the_commands_are_gone() -> None:
    with override_settings(MOOTHALL_ROOMS_OFF=("disclosure",)):
        with pytest.raises(CommandError, match="switched off"):
            call_command("deadline", "--regime", "foia", "--received", "2026-03-02")
        with pytest.raises(CommandError, match="switched off"):
            call_command("import_holidays", "/dev/null")


def test_before_the_first_migrate_it_counts_with_the_list_alone_and_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_table(home: Nation) -> Calendars:
        raise OperationalError("no such table: disclosure_holiday")

    monkeypatch.setattr("moothall.disclosure.management.commands.deadline.calendars_in_force", no_table)
    call_command("deadline", "--regime", "sar", "--received", "2026-02-17", "--nation", "NIR", "--json")
    printed = capsys.readouterr()
    assert json.loads(printed.out)["due"] == "2026-03-18" and "list of holidays alone" in printed.err
