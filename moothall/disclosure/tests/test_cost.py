"""The cost limit to the minute: what counts, what is added up, and what a sample proves."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moothall.disclosure.law import cost
from moothall.disclosure.law.cost import Activity, Asked, Fee, Spent, aggregated, estimate, last_of_window
from moothall.disclosure.law.regimes import Body, Regime
from moothall.kit import workdays

EIGHTEEN, TWENTY_FOUR = 18 * 60, 24 * 60
MONDAY = date(2026, 9, 7)


def searching(minutes: int, body: Body = Body.COUNCIL) -> cost.Cost:
    return cost.cost([Spent(Activity.LOCATE, minutes)], body=body)


@pytest.mark.parametrize(
    ("body", "limit"), [(Body.COUNCIL, EIGHTEEN), (Body.SCHOOL, EIGHTEEN), (Body.CENTRAL, TWENTY_FOUR)]
)
def test_the_limit_to_the_minute_is_not_over_it(body: Body, limit: int) -> None:
    assert searching(limit, body).limit_minutes == limit
    assert not searching(limit, body).exceeds
    assert searching(limit + 1, body).exceeds
    assert searching(limit, body).pounds == cost.limit(body)
    assert searching(limit - 1, body).left == 1


def test_redaction_and_thinking_never_count() -> None:
    spent = [Spent(activity, 10_000) for activity in Activity if not activity.counts]
    assert len(spent) == 4
    assert cost.cost([*spent, Spent(Activity.EXTRACT, EIGHTEEN)], body=Body.COUNCIL).minutes == EIGHTEEN
    assert {activity for activity in Activity if activity.counts} == {
        Activity.DETERMINE,
        Activity.LOCATE,
        Activity.RETRIEVE,
        Activity.EXTRACT,
    }


def test_many_small_entries_add_up_exactly() -> None:
    spent = [Spent(Activity.RETRIEVE, 7)] * 154 + [Spent(Activity.LOCATE, 2)]
    assert not cost.cost(spent, body=Body.COUNCIL).exceeds
    assert cost.cost([*spent, Spent(Activity.DETERMINE, 1)], body=Body.COUNCIL).exceeds


def test_scotland_and_the_environment_have_no_such_limit_here() -> None:
    with pytest.raises(LookupError):
        cost.limit(Body.SCOTTISH)
    with pytest.raises(LookupError):
        assert cost.cost([], body=Body.SCOTTISH).exceeds
    assert cost.applies(Regime.FOIA)
    assert not cost.applies(Regime.EIR) and not cost.applies(Regime.FOIA, Body.SCOTTISH)
    with pytest.raises(ValueError, match="negative"):
        Spent(Activity.LOCATE, -1)


def asked(key: str, on: date, *, by: str = "ana", about: str = "meals", campaign: str = "") -> Asked:
    return Asked(key, on, by, about, campaign)


def test_the_window_of_sixty_working_days_ends_where_the_law_ends_it() -> None:
    assert last_of_window(MONDAY) == date(2026, 11, 27)
    assert last_of_window(date(2026, 9, 5)) == date(2026, 11, 27)  # a Saturday: the window begins on Monday
    days = [MONDAY + timedelta(days=number) for number in range((date(2026, 11, 27) - MONDAY).days + 1)]
    assert sum(map(workdays.is_working_day, days)) == 60


def test_a_campaign_inside_the_window_is_added_up_and_the_day_after_is_not() -> None:
    first = asked("1", MONDAY, campaign="school meals")
    last = asked("2", date(2026, 11, 27), by="ben", campaign="school meals")
    late = asked("3", date(2026, 11, 30), by="cy", campaign="school meals")
    assert aggregated(first, [last, late]) == (first, last)
    assert aggregated(last, [first, late]) in {(first, last), (last, late)}
    assert aggregated(late, [first]) == (late,)


def test_what_is_about_something_else_or_from_strangers_is_not_added_up() -> None:
    this = asked("1", MONDAY)
    others = [
        asked("2", MONDAY, about="roads"),
        asked("3", MONDAY, by="ben"),
        asked("4", MONDAY, by="", campaign=""),
        this,
    ]
    assert aggregated(this, others) == (this,)
    assert aggregated(this, [asked("5", MONDAY + timedelta(days=1))])[1].key == "5"


@settings(deadline=None)
@given(st.lists(st.integers(0, 200), min_size=1, max_size=12))
def test_whatever_is_added_up_lies_in_one_window_whichever_way_it_is_asked(days: list[int]) -> None:
    some = [asked(str(number), MONDAY + timedelta(days=day)) for number, day in enumerate(days)]
    for this in some:
        found = aggregated(this, some)
        assert this in found
        assert found[-1].received <= last_of_window(found[0].received)
        assert found == aggregated(this, list(reversed(some)))


def test_a_sample_is_extrapolated_with_its_interval() -> None:
    guess = estimate([1, 2, 1, 2, 1, 2, 1, 2, 1, 2], total=1740, body=Body.COUNCIL)
    assert guess.likely == 2610
    assert guess.mean == Decimal("1.5")
    assert guess.fewest < guess.likely < guess.most
    assert guess.cost.exceeds
    assert guess.sure
    assert "10 of the 1740 items" in guess.words
    assert "£1087.50" in guess.words
    assert "43 hours 30 minutes" in guess.words


def test_a_sample_of_everything_is_no_guess() -> None:
    guess = estimate([5, 10, 15], total=3, body=Body.COUNCIL, already=60)
    assert (guess.fewest, guess.likely, guess.most) == (90, 90, 90)


def test_an_estimate_at_the_limit_is_not_over_it() -> None:
    assert not estimate([1, 1, 1], total=EIGHTEEN, body=Body.COUNCIL).cost.exceeds
    assert estimate([1, 1, 1], total=EIGHTEEN + 1, body=Body.COUNCIL).cost.exceeds
    part_of_a_minute = estimate([Decimal("1.0004"), Decimal("1.0004")], total=EIGHTEEN, body=Body.COUNCIL)
    assert not part_of_a_minute.cost.exceeds


@pytest.mark.parametrize(
    ("sample", "total"), [([], 10), ([5], 10), ([5, 5, 5], 2), ([0, 5], 10), ([-1, 5], 10), ([Decimal("NaN"), 1], 9)]
)
def test_a_sample_that_proves_nothing_is_refused(sample: list[Decimal | int], total: int) -> None:
    with pytest.raises(ValueError, match=r"."):
        estimate(sample, total=total, body=Body.COUNCIL)


@settings(deadline=None)
@given(st.lists(st.integers(1, 600), min_size=2, max_size=60), st.integers(0, 5000))
def test_the_interval_holds_the_estimate_and_is_never_below_what_was_timed(sample: list[int], more: int) -> None:
    guess = estimate(sample, total=len(sample) + more, body=Body.COUNCIL)
    assert sum(sample) <= guess.fewest <= guess.likely <= guess.most


def test_the_interval_holds_the_truth_nineteen_times_in_twenty() -> None:
    """A whole of 400 items of known time, sampled by thirty at every tenth of 400 rotations of a fixed shuffle."""
    import random

    chance = random.Random(12)
    whole = [chance.randint(2, 20) for _number in range(400)]
    truth = sum(whole)
    held = 0
    for _number in range(400):
        guess = estimate(chance.sample(whole, 30), total=400, body=Body.COUNCIL)
        held += guess.fewest <= truth <= guess.most
    assert held >= 0.92 * 400


def test_a_fee_is_for_communication_alone() -> None:
    assert Fee(printing=Decimal("3.20"), postage=Decimal("1.555")).pounds == Decimal("4.76")
    assert not hasattr(Fee(), "time")
    with pytest.raises(ValueError, match="negative"):
        Fee(postage=Decimal(-1))
