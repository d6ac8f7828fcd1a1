"""The history of one thing, for those who check the record."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall import audit
from moothall.audit.models import Entry

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db


@audit.act
def act(cast: Cast, number: int) -> None:
    audit.record("person.noted", by=cast.priya, on=cast.gareth, number=number)


def address(cast: Cast) -> str:
    entry = Entry.objects.filter(verb="person.noted").latest("seq")
    return reverse("audit:case_file", args=[entry.object_type, entry.object_id])


def test_a_case_tells_the_history_and_the_people_in_it(cast: Cast, as_user: SignIn) -> None:
    for number in range(3):
        act(cast, number)
    page = as_user(cast.auditor).get(address(cast)).text
    assert page.count(reverse("audit:entry", args=[Entry.objects.latest("seq").pk])) >= 1
    assert "Priya Raman" in page
    assert "Gareth Pugh" in page


def test_a_long_case_is_paged_at_the_same_cost(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.auditor)

    def cost() -> int:
        client.get(address(cast))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address(cast)).status_code == 200
        return len(seen)

    for number in range(10):
        act(cast, number)
    few = cost()
    for number in range(10, 260):
        act(cast, number)
    assert cost() <= few + 1 <= 13
    assert "after=" in client.get(address(cast)).text


@pytest.mark.parametrize(
    ("kind", "ref"),
    [("people.user", "999999"), ("no.such", "1"), ("people.user", "x' OR 1=1"), ("people.user", "9" * 40)],
)
def test_what_has_no_history_is_not_there(cast: Cast, as_user: SignIn, kind: str, ref: str) -> None:
    assert as_user(cast.auditor).get(reverse("audit:case_file", args=[kind, ref])).status_code == 404


def test_nobody_else_opens_a_case(cast: Cast, as_user: SignIn) -> None:
    act(cast, 1)
    for person in (cast.priya, cast.gareth, cast.joan, cast.marcus):
        assert as_user(person).get(address(cast)).status_code in {403, 404}
