"""Estimates, and what follows from them in closed form."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.risks.choices import Unit
from moothall.risks.quantities import Interval, Loss, Rise, is_too_wide, rise

ONE_IN_TEN = Interval(0.1, 0.1)
FREQUENCIES = st.floats(1e-6, 50)
AMOUNTS = st.floats(1, 1e9)
TIMES = st.floats(1, 1000)


def pounds(low: float, high: float, frequency: Interval = ONE_IN_TEN) -> Loss:
    return Loss(frequency, Interval(low, high), Unit.POUNDS)


def test_the_worked_example_comes_to_the_pound() -> None:
    assert pounds(100_000, 1_000_000).expectation == pytest.approx(40400.128269457266, rel=1e-9)


def test_when_only_the_lower_bound_falls_far_the_expectation_rises_and_the_page_can_warn() -> None:
    warning = rise(pounds(100_000, 1_000_000), pounds(10, 900_000))
    assert warning is not None
    assert warning.without == pytest.approx(40400.128, abs=0.01)
    assert warning.with_mitigation == pytest.approx(122528, abs=1)
    assert is_too_wide(Interval(10, 900_000))
    assert not is_too_wide(Interval(100_000, 1_000_000))


def test_nothing_is_warned_of_when_an_end_rises_or_the_expectation_falls_or_the_units_differ() -> None:
    before = pounds(100_000, 1_000_000)
    assert rise(before, pounds(100_000, 2_000_000)) is None
    assert rise(before, pounds(90_000, 500_000)) is None
    assert rise(before, before) is None
    assert rise(before, Loss(ONE_IN_TEN, Interval(10, 900_000), Unit.HOURS)) is None


def test_a_wider_frequency_can_lift_the_expectation_too() -> None:
    before = pounds(1000, 1000, Interval(0.9, 1))
    assert isinstance(rise(before, pounds(1000, 1000, Interval(0.000005, 1))), Rise)


def test_a_year_without_an_event_has_the_chance_of_poisson() -> None:
    assert pounds(1, 2, Interval(0.4, 0.4)).chance_of_none == pytest.approx(0.67032, abs=5e-6)
    assert pounds(1, 2, Interval(0, 0)).chance_of_none == 1.0
    nearly = Interval(0.4, 0.4 * (1 + 1e-9))
    assert pounds(1, 2, nearly).chance_of_none == pytest.approx(math.exp(-0.4), rel=1e-8)


def test_what_never_happens_loses_nothing() -> None:
    assert pounds(1, 2, Interval(0, 0)).expectation == 0


def test_an_uncertain_frequency_counts_with_its_mean() -> None:
    often = Interval(0.1, 1)
    assert pounds(1000, 1000, often).expectation == pytest.approx(1000 * often.mean)
    assert often.mean > math.sqrt(0.1)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (math.nan, 1, "numbers"),
        (1, math.inf, "numbers"),
        (-1, 1, "below zero"),
        (-2, -1, "below zero"),
        (2, 1, "above the upper end"),
        (0, 1, "above zero"),
        (1, 1e7, "million times"),
    ],
)
def test_an_interval_that_cannot_be_is_refused_in_plain_words(low: float, high: float, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Interval(low, high)


def test_a_loss_that_cannot_be_is_refused_in_plain_words() -> None:
    with pytest.raises(ValueError, match="rate of work"):
        pounds(1, 2, Interval(1, 20_000))
    with pytest.raises(ValueError, match="above zero"):
        pounds(0, 0)
    with pytest.raises(ValueError, match="more than can be lost"):
        pounds(1e11, 1e13)
    with pytest.raises(ValueError, match="tears"):
        Loss(ONE_IN_TEN, Interval(1, 2), "tears")  # type: ignore[arg-type]


@given(FREQUENCIES, AMOUNTS, TIMES, st.floats(0.01, 1), st.floats(0.01, 1))
def test_the_expectation_never_rises_when_events_are_rarer_and_losses_shrink_alike(
    frequency: float, low: float, times: float, rarer: float, smaller: float
) -> None:
    before = pounds(low, low * times, Interval(frequency, frequency))
    now = Interval(frequency * rarer, frequency * rarer)
    after = pounds(low * smaller, low * times * smaller, now)
    assert after.expectation <= before.expectation * (1 + 1e-9)


@given(AMOUNTS, TIMES)
def test_the_mean_lies_above_the_middle_and_nine_in_ten_lie_between_the_ends(low: float, times: float) -> None:
    interval = Interval(low, low * times)
    assert interval.mean >= math.sqrt(interval.low * interval.high) * (1 - 1e-12)
    assert interval.mu + 1.644854 * interval.sigma == pytest.approx(math.log(interval.high), abs=1e-5)


@given(FREQUENCIES, st.floats(1, 100))
def test_the_chance_of_none_is_a_chance_and_never_below_that_of_the_mean(frequency: float, times: float) -> None:
    often = Interval(frequency, frequency * times)
    none = pounds(1, 2, often).chance_of_none
    assert 0 <= none <= 1
    assert none >= math.exp(-often.mean) * (1 - 1e-6)
