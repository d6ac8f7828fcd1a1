"""Plans as files: what comes in, what is wrong with a file, and what goes out."""

import csv
import io
from collections.abc import Callable, Mapping
from typing import cast

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.change.actions import plan_files as act
from moothall.change.forms.plan_rows import read
from moothall.change.models import Objective, Plan
from moothall.change.plan_files import Incoming
from moothall.change.tests import make
from moothall.files.models import Upload
from moothall.kit.sheets import Unreadable
from moothall.people.models import User

SignIn = Callable[[User], Client]


@pytest.fixture
def officer(db: None) -> User:
    return make.performance_officer()


def row(**cells: str) -> dict[str, str]:
    return {
        "plan": "Corporate Plan",
        "adopted_on": "2025-03-01",
        "reference": "4.1",
        "part_of": "",
        "title": "Easy to deal with",
        "quote": "We will be easy to deal with.",
        "source": "page 22",
        **cells,
    }


def data(*rows: Mapping[str, str]) -> bytes:
    names = list(dict.fromkeys(name for one in rows for name in one))
    out = io.StringIO()
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def said(content: bytes, *, by: User) -> Incoming:
    return read(content, name="plans.csv", by=by)


def faults(content: bytes, *, by: User) -> list[tuple[int, str]]:
    return [(fault.row, fault.column) for fault in said(content, by=by).faults]


def look(client: Client, content: bytes) -> HttpResponse:
    file = SimpleUploadedFile("plans.csv", content, content_type="text/csv")
    return cast(HttpResponse, client.post(reverse("change:plan_import"), {"file": file}))


def agree(client: Client, looked: HttpResponse) -> HttpResponse:
    kept = looked.content.decode().split('name="file-kept" value="')[1].split('"')[0]
    url = reverse("change:plan_import")
    return cast(HttpResponse, client.post(url, {"file-kept": kept, "bring_in": "yes"}))


PARTS = (
    row(reference="4.1.1", part_of="4.1", title="In a day", quote="An answer in a day.", plan="", adopted_on=""),
    row(plan="Digital strategy", plan_kind="Operating plan", reference="", title="Online", quote="All online."),
)


def test_a_file_is_looked_at_and_then_comes_in_whole(officer: User, as_user: SignIn) -> None:
    client, content = as_user(officer), data(row(mood="glad"), *PARTS)
    looked = look(client, content)
    page = looked.content.decode()
    assert looked.status_code == 200 and not Plan.objects.exists()
    assert "brings 3 objectives" in page and "<code>mood</code>" in page
    assert agree(client, looked).status_code == 302
    assert Plan.objects.count() == 2 and Objective.objects.count() == 3 and not Upload.objects.exists()
    assert Objective.objects.get(reference="4.1.1").parent == Objective.objects.get(reference="4.1")
    assert Plan.objects.get(title="Digital strategy").kind == "operating"
    page = look(client, content).content.decode()
    assert "Here already" in page
    assert agree(client, look(client, content)).status_code == 302  # the same file once more
    assert Plan.objects.count() == 2 and Objective.objects.count() == 3


def test_parts_may_stand_before_what_they_are_parts_of(officer: User) -> None:
    content = data(
        row(reference="1.1", part_of="1", title="Part", quote="Part."),
        row(reference="1", title="Whole", quote="Whole."),
    )
    act.bring_in(by=officer, incoming=said(content, by=officer))
    assert Objective.objects.get(title="Part").parent == Objective.objects.get(title="Whole")


def test_every_fault_is_told_by_row_and_nothing_comes_in(officer: User, as_user: SignIn) -> None:
    content = data(
        row(),
        row(reference="2", title="", quote="Another."),
        row(reference="4.1", title="Other", quote="Other."),
        row(reference="5", title="Easy to deal with"),
        row(reference="6", title="Lost", quote="Lost.", part_of="9"),
        row(reference="7", title="Round", quote="Round.", part_of="8"),
        row(reference="8", title="About", quote="About.", part_of="7"),
        row(plan="Late plan", adopted_on="31/02/2025"),
        row(plan="Late plan", plan_kind="wish", reference="1"),
    )
    answer = look(as_user(officer), content)
    page = answer.content.decode()
    assert answer.status_code == 422 and not Plan.objects.exists() and not Upload.objects.exists()
    for words in ("Enter it in a handful of words", "stands in row 2 already", "It says the same as row 2",
                  "Nothing in this plan has the number 9", "It would be a part of itself"):  # fmt: skip
        assert words in page, words
    found = set(faults(content, by=officer))
    assert found >= {(3, "title"), (4, "reference"), (5, "quote"), (6, "part_of"), (7, "part_of"), (8, "part_of")}
    assert found >= {(9, "adopted_on"), (10, "plan_kind")}


def test_a_first_row_without_a_plan_is_a_fault(officer: User) -> None:
    assert faults(data(row(plan="", adopted_on="")), by=officer)[0][0] == 2


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"plan,adopted_on,title,quote,source\n", b"\xff\xfe\x00"])
def test_what_is_no_such_file_is_said_at_the_field(officer: User, as_user: SignIn, content: bytes) -> None:
    with pytest.raises(Unreadable):
        said(content, by=officer)
    assert look(as_user(officer), content or b" ").status_code == 422
    assert not Plan.objects.exists()


def test_a_formula_goes_out_harmless_and_comes_back_as_it_was(officer: User, as_user: SignIn) -> None:
    quote = '=HYPERLINK("https://example.org","x")'
    act.bring_in(by=officer, incoming=said(data(row(quote="'" + quote), PARTS[0]), by=officer))
    plan = Plan.objects.get()
    assert Objective.objects.get(reference="4.1").quote == quote
    answer = as_user(officer).get(reverse("change:plan_csv", args=[plan.pk]))
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    cells = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert cells[0]["quote"] == "'" + quote and cells[1]["part_of"] == "4.1"
    again = said(content, by=officer)
    assert not again.faults and not again.passed_over and again.objectives == 0


def test_only_performance_officers_bring_plans_in(cast: Cast, officer: User, as_user: SignIn) -> None:
    content = data(row())
    assert look(as_user(cast.gareth), content).status_code == 403
    with pytest.raises(PermissionDenied):
        act.bring_in(by=cast.gareth, incoming=said(content, by=officer))
    looked = look(as_user(officer), content)
    kept = looked.content.decode().split('name="file-kept" value="')[1].split('"')[0]
    other = as_user(make.performance_officer("Pat Others"))
    sent = other.post(reverse("change:plan_import"), {"file-kept": kept, "bring_in": "yes"})
    assert sent.status_code == 422 and not Plan.objects.exists()
