"""What is measured of talk comes out exactly, over any days, in the same few questions."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import Cast
from moothall.kit import clock
from moothall.people import actions as people
from moothall.people.models import User
from moothall.spaces.actions import posts as acts
from moothall.spaces.models import Openness, Space
from moothall.spaces.queries import measuring
from moothall.spaces.tests import make

MONDAY = datetime(2026, 6, 1, 9, tzinfo=UTC)
WEEK = date(2026, 6, 1), date(2026, 6, 7)
LATER = datetime(2026, 7, 15, 12, tzinfo=UTC)


@pytest.fixture
def places(cast: Cast) -> tuple[Space, Space]:
    """An open and a closed space, in a hall that everybody came to in spring."""
    User.objects.update(joined_at=MONDAY - timedelta(days=100))
    with clock.at(MONDAY - timedelta(days=50)):
        return (
            make.space(name="Market Place", by=cast.priya, members=[cast.gareth]),
            make.space(name="Back Room", by=cast.priya, openness=Openness.CLOSED, members=[cast.gareth]),
        )


def asked(space: Space, *, by: User, at: datetime, body: str = "Who opens up?", title: str = "Saturday") -> None:
    with clock.at(at):
        make.conversation(space, by=by, title=title, body=body)


def test_the_share_of_talk_in_the_open_counts_what_stands_and_was_said_in_these_days(
    cast: Cast, places: tuple[Space, Space]
) -> None:
    market, back = places
    with clock.at(MONDAY):
        open_talk = make.conversation(market, by=cast.priya, body="Hello.")
        make.post(open_talk, by=cast.gareth)
        make.conversation(back, by=cast.priya, body="Hush.")
        gone = make.post(open_talk, by=cast.gareth, body="Oh dear.")
        acts.remove(gone, by=cast.gareth, reason="Said in haste")
    with clock.at(MONDAY + timedelta(days=7)):  # the Monday after
        make.post(open_talk, by=cast.gareth, body="Later.")
    with clock.at(LATER):
        assert measuring.in_the_open(*WEEK).value == Decimal("66.7")
        assert measuring.in_the_open(date(2026, 6, 8), date(2026, 6, 8)).value == Decimal("100.0")
        nothing = measuring.in_the_open(date(2026, 6, 9), date(2026, 6, 9))
        assert nothing.value is None and "Nobody wrote" in str(nothing.why_none)


def test_posts_a_person_are_by_who_may_come_in_and_by_week(cast: Cast, places: tuple[Space, Space]) -> None:
    market, _back = places
    with clock.at(MONDAY):
        talk = make.conversation(market, by=cast.priya)
        for number in range(20):
            make.post(talk, by=cast.gareth, body=f"{number}")
    with clock.at(LATER):
        assert measuring.posts_a_person(*WEEK).value == Decimal("3.00")  # 21 posts, seven people
        assert measuring.posts_a_person(WEEK[0], date(2026, 6, 14)).value == Decimal("1.50")
        people.deactivate(cast.marcus, by=cast.admin)
        assert measuring.posts_a_person(*WEEK).value == Decimal("3.50")
        before = date(2026, 1, 1), date(2026, 1, 7)  # nobody had come yet
        assert measuring.posts_a_person(*before).value is None


def test_a_question_is_answered_in_time_by_somebody_else_within_two_working_days(
    cast: Cast, places: tuple[Space, Space]
) -> None:
    market, _back = places
    friday = MONDAY + timedelta(days=4)
    answers = {
        "by another on the last day": (cast.gareth, friday, timedelta(days=4)),
        "by another a day late": (cast.gareth, friday, timedelta(days=5)),
        "by whoever asked": (cast.priya, MONDAY, timedelta(hours=1)),
    }
    for title, (person, at, after) in answers.items():
        with clock.at(at):
            talk = make.conversation(market, by=cast.priya, title=title, body="Who opens up?")
        with clock.at(at + after):
            make.post(talk, by=person)
    asked(market, by=cast.priya, at=MONDAY, body="I open up.", title="No question")
    with clock.at(LATER):
        assert measuring.answered_in_time(*WEEK).value == Decimal("33.3")


def test_a_question_that_can_still_be_answered_in_time_is_not_counted_yet(
    cast: Cast, places: tuple[Space, Space]
) -> None:
    asked(places[0], by=cast.priya, at=MONDAY)
    with clock.at(MONDAY + timedelta(days=2)):  # Wednesday, the last of the two days
        assert measuring.answered_in_time(*WEEK).value is None
    with clock.at(MONDAY + timedelta(days=3)):
        assert measuring.answered_in_time(*WEEK).value == Decimal("0.0")


def test_an_answer_that_was_removed_is_none(cast: Cast, places: tuple[Space, Space]) -> None:
    with clock.at(MONDAY):
        talk = make.conversation(places[0], by=cast.priya)
        answer = make.post(talk, by=cast.gareth)
    with clock.at(LATER):
        assert measuring.answered_in_time(*WEEK).value == Decimal("100.0")
        acts.remove(answer, by=cast.gareth, reason="Said in haste")
        assert measuring.answered_in_time(*WEEK).value == Decimal("0.0")


def test_the_questions_asked_of_the_database_stay_the_same(cast: Cast, places: tuple[Space, Space]) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries, clock.at(LATER):
            measuring.in_the_open(*WEEK), measuring.posts_a_person(*WEEK), measuring.answered_in_time(*WEEK)
        return len(queries)

    asked(places[0], by=cast.priya, at=MONDAY)
    before = count()
    for number in range(6):
        asked(places[0], by=cast.gareth, at=MONDAY, title=f"{number}?")
    assert count() == before <= 6
