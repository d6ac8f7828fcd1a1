"""The desk, the overview, and the pages for everyone."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conftest import Cast
from moothall.kit import clock
from moothall.people.models import User
from moothall.spaces.models import Openness
from moothall.spaces.tests import make

SignIn = Callable[[User], Client]


@pytest.mark.parametrize(
    ("hour", "words"), [(8, "Good morning, Priya"), (13, "Good afternoon, Priya"), (19, "Good evening, Priya")]
)
def test_the_desk_greets_by_the_hour(cast: Cast, as_user: SignIn, hour: int, words: str) -> None:
    client = as_user(cast.priya)
    with clock.at(datetime(2026, 1, 13, hour, tzinfo=UTC)):
        page = client.get("/").content.decode()
    assert words in page
    assert "Tuesday 13 January" in page


def test_an_empty_desk_says_what_to_do(cast: Cast, as_user: SignIn) -> None:
    make.space(by=cast.gareth, name="Highways")
    assert "Highways" in as_user(cast.priya).get("/").content.decode()


def test_what_is_new_for_one_is_not_on_anothers_desk(cast: Cast, as_user: SignIn) -> None:
    space = make.space(by=cast.priya, name="Quiet corner", members=[cast.gareth], openness=Openness.PRIVATE)
    make.conversation(space, by=cast.priya, title="The vellum ledger")
    assert "The vellum ledger" in as_user(cast.gareth).get("/").content.decode()
    for stranger in (cast.outsider, cast.marcus, cast.admin, cast.joan):
        page = as_user(stranger).get("/").content.decode()
        assert "vellum" not in page
        assert "Quiet corner" not in page


def test_the_desk_costs_the_same_however_much_is_new(cast: Cast, as_user: SignIn) -> None:
    space = make.space(by=cast.priya, members=[cast.gareth])
    client = as_user(cast.gareth)

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/").status_code == 200
        return len(seen)

    make.conversation(space, by=cast.priya, title="First", body="@Gareth Pugh look")
    few = cost()
    for number in range(12):
        make.conversation(space, by=cast.priya, title=f"More {number}", body="@Gareth Pugh look")
    assert cost() <= few <= 12


def test_only_administrators_see_the_overview(cast: Cast, as_user: SignIn) -> None:
    for person in (cast.priya, cast.joan, cast.marcus, cast.auditor):
        assert as_user(person).get("/overview/").status_code == 403
    page = as_user(cast.admin).get("/overview/").content.decode()
    assert "moothall worker" in page
    assert "people who may come in" in page


@pytest.mark.parametrize(
    "address", ["/what-is-kept/", "/accessibility/", "/help/", "/account/login/", "/council.css", "/healthz"]
)
def test_these_pages_are_for_everyone(cast: Cast, address: str) -> None:
    assert Client().get(address).status_code == 200


@pytest.mark.parametrize("address", ["/", "/overview/", "/people/", "/spaces/", "/mail/", "/find/?q=x", "/audit/"])
def test_nothing_else_is_open_to_strangers(db: None, address: str) -> None:
    answer = Client().get(address)
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/account/login/")


def test_every_answer_carries_the_policy(cast: Cast, as_user: SignIn) -> None:
    for address in ("/", "/nowhere/", "/council.css"):
        policy = as_user(cast.priya).get(address).headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy


def test_the_council_gives_its_colour(db: None) -> None:
    assert Client().get("/council.css").content.decode() == ":root { --council: #5b2a55; }\n"
