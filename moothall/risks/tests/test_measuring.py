"""How well decisions are kept up comes out exactly."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from conftest import Cast
from moothall.kit import clock
from moothall.risks.actions import responses
from moothall.risks.models import Response
from moothall.risks.queries import measuring
from moothall.risks.tests import make

MONDAY = datetime(2026, 6, 1, 9, tzinfo=UTC)
AUGUST = date(2026, 7, 31), date(2026, 8, 31)  # in which the step of `make.decided` is due


@pytest.fixture
def step(cast: Cast) -> Response:
    """The one step of a decision, due within sixty days."""
    with clock.at(MONDAY):
        decision = make.decided(by=cast.priya, approver=cast.joan)
    return Response.objects.get(round=decision.round, kind="treat")


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def test_an_empty_hall_has_decided_nothing(cast: Cast) -> None:
    today = clock.today()
    for read in (measuring.classified, measuring.steps_overdue, measuring.steps_in_time):
        assert read(today, today).value is None


def test_what_is_not_decided_counts_for_nothing(cast: Cast) -> None:
    make.ready(by=cast.priya, approver=cast.joan)
    assert measuring.classified(clock.today(), clock.today()).value is None


def test_what_rests_on_a_dropped_step_is_classified_no_longer(cast: Cast, step: Response) -> None:
    with clock.at(MONDAY):
        assert measuring.classified(MONDAY.date(), MONDAY.date()).value == Decimal("100.0")
        responses.drop(step, by=cast.priya, why="There is no money for it")
        assert measuring.classified(MONDAY.date(), MONDAY.date()).value == Decimal("0.0")  # of two


def test_a_step_is_overdue_once_its_day_went_by(cast: Cast, step: Response) -> None:
    assert step.due_on == date(2026, 7, 31)
    for day, overdue in ((date(2026, 7, 31), 0), (date(2026, 8, 1), 1)):
        with clock.at(at(day)):
            assert measuring.steps_overdue(day, day).value == overdue
    with clock.at(at(date(2026, 8, 20))):
        assert measuring.steps_overdue(date(2026, 8, 1), date(2026, 8, 2)).value is None  # known only of now
        responses.put_in_place(step, by=cast.priya)
        assert measuring.steps_overdue(date(2026, 8, 20), date(2026, 8, 20)).value == 0


@pytest.mark.parametrize(("done", "share"), [(timedelta(0), "100.0"), (timedelta(days=1), "0.0"), (None, "0.0")])
def test_a_step_is_in_time_when_it_is_in_place_by_its_day(
    cast: Cast, step: Response, done: timedelta | None, share: str
) -> None:
    assert step.due_on is not None
    if done is not None:
        with clock.at(at(step.due_on + done)):
            responses.put_in_place(step, by=cast.priya)
    with clock.at(at(date(2026, 9, 1))):
        assert measuring.steps_in_time(*AUGUST).value == Decimal(share)
        assert measuring.steps_in_time(date(2026, 8, 1), date(2026, 8, 31)).value is None


def test_a_step_whose_day_has_not_gone_by_is_not_counted_yet(cast: Cast, step: Response) -> None:
    with clock.at(at(date(2026, 7, 31))):
        assert measuring.steps_in_time(*AUGUST).value is None
