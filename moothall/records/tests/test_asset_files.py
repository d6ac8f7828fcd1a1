"""The register as a file: taken away, brought in, hostile, half wrong, sent twice."""

import csv
import io
from collections.abc import Callable
from typing import cast as typed

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.files.models import Upload
from moothall.people.models import Role, User
from moothall.people.tests import make as make_people
from moothall.records import asset_columns
from moothall.records.asset_columns import COLUMNS
from moothall.records.asset_fields import NAMES
from moothall.records.forms import asset_rows
from moothall.records.models import AssetImport, InformationAsset, RefusedRow
from moothall.records.tests import make_assets as make
from moothall.records.tests import make_retention

SignIn = Callable[[User], Client]


@pytest.fixture
def keeper(cast: Cast) -> User:
    return make_people.user("Rhona Keeper", roles=(Role.RECORDS_MANAGER,))


def send(client: Client, data: str | bytes, name: str = "register.csv") -> HttpResponse:
    content = data.encode() if isinstance(data, str) else data
    file = SimpleUploadedFile(name, content, content_type="text/csv")
    return typed(HttpResponse, client.post(reverse("records:import_assets"), {"file": file}, follow=True))


def taken_away(client: Client, query: str = "") -> bytes:
    answer = client.get(reverse("records:export_assets") + query)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def state() -> list[dict[str, object]]:
    return [dict(row) for row in InformationAsset.objects.order_by("pk").values()]


def test_a_file_makes_and_changes_assets_and_says_what_became_of_each_row(
    cast: Cast, keeper: User, as_user: SignIn
) -> None:
    known = make.asset(by=keeper, identifier="IAR-1", name="Loans", volume="40 boxes")
    client = as_user(keeper)
    answer = send(
        client,
        "Identifier,Name,Service,Owner,Personal data,Lawful basis,Covers from,Mood\n"
        f"iar-1,Loans of books,Libraries,{cast.gareth.email},Yes,Public task,01/04/2019,good\n"
        "iar-2,Trees,Parks,@olwen-side,no,,2020-02-03,\n"
        "iar-3,,Parks,,,,,\n"
        "iar-4,Graves,Parks,Nobody Known,yes,6(1)(c),31/02/2020,\n",
    )
    run = AssetImport.objects.get()
    assert (run.made, run.changed, run.unchanged, run.refused) == (1, 1, 0, 2)
    assert "mood" in answer.content.decode() and "Enter what the asset is called" in answer.content.decode()
    known.refresh_from_db()
    assert (known.name, known.owner, known.lawful_basis, known.volume) == (
        "Loans of books",
        cast.gareth,
        "e",
        "40 boxes",
    )
    assert str(known.covers_from) == "2019-04-01"
    reasons = dict(RefusedRow.objects.values_list("number", "reason"))
    assert set(reasons) == {4, 5}
    assert "owner: Nobody is called that" in reasons[5] and "covers_from: Enter a day" in reasons[5]
    entry = Entry.objects.order_by("-seq")[0]
    assert entry.verb == "asset.imported" and entry.details["refused"] == 2 and len(entry.details["digest"]) == 64
    assert not Upload.objects.filter(kind=asset_rows.UPLOAD).exists()  # the file itself is not kept


def test_refused_rows_are_downloaded_with_reasons_mended_and_sent_again(keeper: User, as_user: SignIn) -> None:
    client = as_user(keeper)
    send(client, "identifier,name,closed\nA1,Fine,no\nA2,,perhaps\n")
    run = AssetImport.objects.get()
    answer = client.get(reverse("records:refused_assets", args=[run.pk]))
    back = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert back.splitlines()[0] == "identifier,name,closed,refused_because"
    assert "A2,,perhaps," in back and "enter yes or no" in back
    send(client, back.replace("A2,,perhaps", "A2,Mended,yes"))
    assert set(InformationAsset.objects.values_list("identifier", "closed")) == {("A1", False), ("A2", True)}


def test_the_same_file_twice_and_the_register_itself_change_nothing(cast: Cast, keeper: User, as_user: SignIn) -> None:
    client = as_user(keeper)
    make.asset(
        by=keeper, name="=HYPERLINK(A1)", description="-2\n+3", purpose="'=x", shared_with="@all", personal_data="yes",
        special_category=True, lawful_basis="c", searchable="part", coverage=40, marking="sensitive", closed=True,
        handling="'Don’t", owner=cast.gareth, criticality="vital",
    )  # fmt: skip
    data = taken_away(client)
    before = state()
    for _time in range(2):
        send(client, data)
        run = AssetImport.objects.latest("pk")
        assert (run.made, run.changed, run.unchanged, run.refused) == (0, 0, 1, 0), list(RefusedRow.objects.values())
    assert state() == before
    assert taken_away(client) == data


def test_a_rule_of_the_schedule_is_named_by_its_reference(keeper: User, as_user: SignIn) -> None:
    rule = make_retention.rule(make_retention.line("COM-1"), by=keeper)
    client = as_user(keeper)
    send(client, "identifier,name,retention_rule\nA1,Loans,com-1\nA2,Trees,COM-99\n")
    asset = InformationAsset.objects.get()
    assert asset.retention_rule == rule
    assert "Choose a rule of the retention schedule" in RefusedRow.objects.get().reason
    assert table(taken_away(client))[0]["retention_rule"] == "COM-1"
    assert rule.title in client.get(asset.get_absolute_url()).content.decode()


def test_no_cell_is_a_formula(cast: Cast, keeper: User, as_user: SignIn) -> None:
    for number, start in enumerate(("=", "+", "-", "@", "\t=", "'=")):
        make.asset(by=keeper, identifier=f"F{number}", name=f"{start}cmd|' /C calc'!A0", volume=f"{start}1")
    for row in table(taken_away(as_user(cast.priya))):
        for cell in row.values():
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"identifier\nA1\n", "has no column"),
        (b"identifier,name,Name\nA1,a,b\n", "stands twice"),
        (b'identifier,name\nA1,"unclosed\n', "not a CSV file"),
        (b'identifier,name\nA1,"x" y\n', "not a CSV file"),
        (b"identifier,name\nA1," + b"x" * 200_000 + b"\n", "not a CSV file"),
        ("identifier,name\nA1,ü\n".encode("utf-16-le"), "not text"),  # without the mark that says so
        (b"PK\x03\x04\x00\x00identifier,name", "not text"),
        (b"identifier,name\n" + b"".join(b"A%d,x\n" % n for n in range(2001)), "more than 2000 rows"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(keeper: User, as_user: SignIn, data: bytes, words: str) -> None:
    answer = send(as_user(keeper), data)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not InformationAsset.objects.exists() and not AssetImport.objects.exists()


def test_rows_that_would_slip_are_refused_one_by_one(cast: Cast, keeper: User, as_user: SignIn) -> None:
    rows = {
        "A1,too few": "fewer cells",
        "A2,too,many,cells": "more cells",
        ",Nameless,": "no identifier",
        "A4,First,": "",
        "a4,Second,": "stands in row 5 already",
        "A6,Bell\x07,": "can’t be shown",
        "A7," + "x" * 300 + ",": "name:",
        "A8,A guest,marcus.finch@wexmoor.example": "can’t be a guest",
        "=A9,Formula,": "identifier:",
    }
    send(as_user(keeper), "identifier,name,owner\n" + "\n".join(rows) + "\n")
    assert list(InformationAsset.objects.values_list("identifier", flat=True)) == ["A4"]
    reasons = dict(RefusedRow.objects.values_list("number", "reason"))
    for number, words in enumerate(rows.values(), start=2):
        assert words in reasons.get(number, ""), (number, words, reasons.get(number))


def test_excels_own_files_are_read(keeper: User, as_user: SignIn) -> None:
    client = as_user(keeper)
    send(client, "identifier;name\r\nA1;Caf\u00e9\r\n".encode("cp1252"))
    send(client, "\ufeffidentifier\tname\nA2\tCaf\u00e9\n")
    assert list(InformationAsset.objects.order_by("pk").values_list("name", flat=True)) == ["Café", "Café"]


def test_only_who_keeps_the_records_brings_in_and_only_they_see_their_report(
    cast: Cast, keeper: User, as_user: SignIn
) -> None:
    for person in (cast.priya, cast.joan, cast.auditor, cast.marcus):
        client = as_user(person)
        assert client.get(reverse("records:import_assets")).status_code == 403
        assert send(client, "identifier,name\nA1,x\n").status_code == 403
        assert client.get(reverse("records:asset_template")).status_code == 403
    send(as_user(keeper), "identifier,name\nA1,\n")
    run = AssetImport.objects.get()
    for page in ("asset_import", "refused_assets"):
        assert as_user(cast.admin).get(reverse(f"records:{page}", args=[run.pk])).status_code == 404
    assert not InformationAsset.objects.exists()


def test_an_administrator_who_may_not_see_a_closed_asset_learns_and_changes_nothing_of_it(
    cast: Cast, keeper: User, as_user: SignIn
) -> None:
    make.asset(by=keeper, identifier="SECRET-1", name="Quagga", closed=True)
    before = state()
    answer = send(as_user(cast.admin), "identifier,name,closed\nsecret-1,Mine now,no\n")
    assert "taken by an asset that you can’t change" in answer.content.decode()
    assert "Quagga" not in answer.content.decode() and state() == before


def test_the_columns_are_documented_and_the_empty_file_has_them(keeper: User, as_user: SignIn) -> None:
    client = as_user(keeper)
    page = client.get(reverse("records:import_assets")).content.decode()
    assert all(f"<code>{column.name}</code>" in page for column in COLUMNS)
    empty = client.get(reverse("records:asset_template")).content
    assert table(empty + b"\n") == [] and b"identifier" in empty
    said = {column.name for column in COLUMNS if column.read}
    said = said - {"system", "retention_rule"} | {"system_id", "retention_rule_id"}
    assert said == set(NAMES)


def test_five_hundred_rows_ask_about_as_many_questions_as_fifty_for_what_they_share(keeper: User) -> None:
    def asked(rows: int) -> int:
        lines = "".join(f"A{n},Name {n},{keeper.email}\n" for n in range(rows))
        with CaptureQueriesContext(connection) as queries:
            sheet = asset_rows.read(f"identifier,name,owner\n{lines}".encode(), name="x.csv", by=keeper)
        assert len(sheet.good) == rows
        return len(queries)

    asked(1)
    assert asked(50) == asked(450)


def test_written_values_are_what_the_columns_say() -> None:
    for column in COLUMNS:
        for value, label in column.choices:
            assert asset_columns.choice(column, str(label).upper()) == value
            assert asset_columns.choice(column, f" {value} ") == value
