"""How a measure stands: computed both ways, with its plan, and when it is next read."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.change.choices import Direction, Frequency
from moothall.change.standing import Course, Point, State, next_due, planned_on, share, step

SEPTEMBER = date(2025, 9, 30)
DECEMBER = date(2026, 12, 31)


def course(*readings: tuple[date, int], direction: Direction = Direction.DOWN, **other: object) -> Course:
    low, high = (61, 40) if direction is Direction.DOWN else (40, 61)
    return Course(
        direction=direction,
        baseline=Point(SEPTEMBER, Decimal(low)),
        target=Point(DECEMBER, Decimal(high)),
        frequency=Frequency.MONTHLY,
        first_due=date(2025, 10, 31),
        readings=tuple(Point(day, Decimal(value)) for day, value in readings),
        **other,  # type: ignore[arg-type]
    )


def test_the_share_that_is_realised_works_both_ways() -> None:
    assert share(Decimal(44), Decimal(61), Decimal(40)) == Decimal(17) / Decimal(21)
    assert share(Decimal(57), Decimal(40), Decimal(61)) == Decimal(17) / Decimal(21)
    assert share(Decimal(70), Decimal(61), Decimal(40)) < 0, "it got worse"
    assert course((SEPTEMBER, 61)).realised == 0
    assert course().realised is None


@given(
    baseline=st.decimals(-1000, 1000, places=2),
    target=st.decimals(-1000, 1000, places=2),
    value=st.decimals(-1000, 1000, places=2),
)
def test_the_share_is_nothing_at_the_baseline_and_all_at_the_target(
    baseline: Decimal, target: Decimal, value: Decimal
) -> None:
    if baseline == target:
        return
    assert share(baseline, baseline, target) == 0
    assert share(target, baseline, target) == 1
    mirrored = share(-value, -baseline, -target)
    assert mirrored == share(value, baseline, target)


@pytest.mark.parametrize(
    ("readings", "today", "state"),
    [
        ((), date(2025, 10, 1), State.WAITING),
        ((), date(2025, 11, 7), State.WAITING),
        ((), date(2025, 11, 8), State.UNREAD),
        ((), DECEMBER, State.MISSED),
        (((date(2026, 5, 31), 44),), date(2026, 6, 1), State.AHEAD),
        (((date(2026, 5, 31), 60),), date(2026, 6, 1), State.BEHIND),
        (((date(2026, 5, 31), 40),), date(2026, 6, 1), State.MET),
        (((DECEMBER, 41),), DECEMBER, State.MISSED),
        (((DECEMBER, 39),), DECEMBER + timedelta(days=400), State.MET),
    ],
)
def test_a_measure_stands_beside_its_plan(readings: tuple[tuple[date, int], ...], today: date, state: State) -> None:
    assert course(*readings).state(today) is state


def test_more_is_better_where_the_target_is_higher() -> None:
    up = course((date(2026, 5, 31), 60), direction=Direction.UP)
    assert up.state(date(2026, 6, 1)) is State.AHEAD
    assert not up.reached(Decimal(60))
    assert up.reached(Decimal(61))


def test_the_plan_runs_straight_between_its_points() -> None:
    plan = (Point(SEPTEMBER, Decimal(61)), Point(date(2026, 3, 31), Decimal(50)), Point(DECEMBER, Decimal(40)))
    assert planned_on(plan, SEPTEMBER - timedelta(days=9)) == 61
    assert planned_on(plan, date(2026, 3, 31)) == 50
    assert planned_on(plan, date(2025, 12, 30)) == Decimal("55.5")
    assert planned_on(plan, DECEMBER + timedelta(days=1)) == 40


def test_a_month_later_is_its_last_day_where_the_day_is_missing() -> None:
    assert step(date(2026, 1, 31), Frequency.MONTHLY, 1) == date(2026, 2, 28)
    assert step(date(2026, 1, 31), Frequency.MONTHLY, 2) == date(2026, 3, 31), "and no day is lost for good"
    assert step(date(2024, 2, 29), Frequency.YEARLY, 1) == date(2025, 2, 28)
    assert step(date(2026, 11, 30), Frequency.QUARTERLY, 1) == date(2027, 2, 28)
    assert step(date(2026, 11, 30), Frequency.WEEKLY, 2) == date(2026, 12, 14)


def test_a_reading_counts_for_the_period_in_which_it_was_read() -> None:
    first, ends = date(2025, 10, 31), DECEMBER
    assert next_due(first, Frequency.MONTHLY, [], ends) == first
    assert next_due(first, Frequency.MONTHLY, [first], ends) == date(2025, 11, 30)
    assert next_due(first, Frequency.MONTHLY, [date(2025, 10, 20)], ends) == first, "too early for its period"
    assert next_due(first, Frequency.MONTHLY, [date(2025, 11, 3)], ends) == date(2025, 11, 30)
    assert next_due(first, Frequency.YEARLY, [first], ends) == date(2026, 10, 31)
    assert next_due(first, Frequency.YEARLY, [date(2026, 11, 1)], ends) == ends, "the target's day is read for"
    assert next_due(first, Frequency.MONTHLY, [ends], ends) is None


def test_a_reason_for_no_reading_is_an_answer_too() -> None:
    told = course(gaps=(date(2025, 10, 31),))
    assert told.due(date(2025, 11, 20)) == date(2025, 11, 30)
    assert not told.overdue(date(2025, 11, 20))
