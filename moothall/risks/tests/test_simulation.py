"""Simulated years with common random numbers, and who expects the least loss."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moothall.kit.testing import never_ending
from moothall.risks.choices import Unit
from moothall.risks.quantities import Interval, Loss
from moothall.risks.simulation import Comparison, Curve, Exposure, Prospect, compare

FEW = 2_000


def loss(
    often: float | Interval = 0.1, low: float = 100_000, high: float = 1_000_000, unit: Unit = Unit.POUNDS
) -> Loss:
    frequency = often if isinstance(often, Interval) else Interval(often, often)
    return Loss(frequency, Interval(low, high), unit)


def one(*exposures: Exposure, options: tuple[str, ...] | None = None, years: int = FEW) -> Comparison:
    (comparison,) = compare(exposures, options=options, years=years)
    return comparison


def faces(option: str, risk: str, what: Loss | None) -> Exposure:
    return Exposure(option, risk, "doing", what)


def prospect(comparison: Comparison, option: str) -> Prospect:
    return next(found for found in comparison.prospects if found.option == option)


def test_the_simulated_years_agree_with_the_closed_form() -> None:
    alone = prospect(one(faces("A", "R1", loss(0.4)), years=100_000), "A")
    assert alone.curve.area == pytest.approx(alone.expectation, rel=0.03)
    assert 1 - alone.curve.any_loss == pytest.approx(0.67032, abs=0.005)


@pytest.mark.parametrize("often", [0.02, 3.0, 29.0, 31.0, 400.0, 4500.0])
@pytest.mark.parametrize("spread", [1.0, 2.0])
def test_rare_and_frequent_events_agree_with_the_closed_form(often: float, spread: float) -> None:
    what = loss(Interval(often, often * spread), 1000, 5000)
    alone = prospect(one(faces("A", "R1", what), years=100_000), "A")
    assert alone.curve.area == pytest.approx(alone.expectation, rel=0.06)
    assert 1 - alone.curve.any_loss == pytest.approx(what.chance_of_none, abs=0.01)


def test_many_events_scatter_as_poisson_does() -> None:
    often = 100.0
    curve = prospect(one(faces("A", "R1", loss(often, 1, 1)), years=100_000), "A").curve
    assert float(np.var(curve.losses)) == pytest.approx(often, rel=0.03)


def test_the_same_estimate_gives_the_same_loss_in_every_year_under_two_options() -> None:
    often = Interval(0.1, 2)
    both = one(*(faces(option, "R1", loss(often)) for option in "AB"))
    first, second = both.prospects
    assert np.array_equal(first.curve.losses, second.curve.losses)
    assert (first.least, second.least) == (0.5, 0.5)
    assert not both.can_tell
    assert both.order("A", "B") is None
    assert both.lower["A", "B"] == 0.5


def test_three_alike_share_and_the_shares_come_to_one() -> None:
    shares = [found.least for found in one(*(faces(option, "R1", loss()) for option in "ABC")).prospects]
    assert shares == pytest.approx([1 / 3] * 3)


def test_another_option_does_not_move_the_figures() -> None:
    alone = prospect(one(faces("A", "R1", loss())), "A")
    beside = prospect(one(faces("B", "R1", loss(5, 10, 1_000_000)), faces("A", "R1", loss())), "A")
    assert np.array_equal(alone.curve.losses, beside.curve.losses)


def test_the_order_in_which_risks_are_told_does_not_matter() -> None:
    told = [
        faces(option, risk, loss(0.3, 1000 * (place + 1), 90_000))
        for place, (option, risk) in enumerate((option, risk) for option in "AB" for risk in ("R1", "R2", "R3"))
    ]
    first, second = one(*told), one(*reversed(told), options=("A", "B"))
    for a, b in zip(first.prospects, second.prospects, strict=True):
        assert (a.option, a.least, a.expectation) == (b.option, b.least, b.expectation)
        assert np.array_equal(a.curve.losses, b.curve.losses)


def test_risks_draw_their_own_chance_and_so_do_the_two_stances() -> None:
    curves = [
        one(Exposure("A", risk, stance, loss(1))).prospects[0].curve.losses
        for risk, stance in (("R1", "doing"), ("R2", "doing"), ("R1", "not doing"))
    ]
    assert not any(np.array_equal(curves[a], curves[b]) for a, b in ((0, 1), (0, 2), (1, 2)))


def test_pounds_hours_and_people_are_never_summed() -> None:
    pounds, hours, people = compare(
        [
            faces("A", "R1", loss(1, 100, 200)),
            faces("A", "R2", loss(1, 5, 6, Unit.HOURS)),
            faces("A", "R3", loss(1, 7, 9, Unit.PEOPLE)),
        ],
        years=FEW,
    )
    assert [found.unit for found in (pounds, hours, people)] == [Unit.POUNDS, Unit.HOURS, Unit.PEOPLE]
    assert hours.prospects[0].expectation == loss(1, 5, 6, Unit.HOURS).expectation
    assert pounds.prospects[0].expectation == loss(1, 100, 200).expectation


def test_an_option_without_an_estimate_is_named_and_not_taken_for_the_cheapest() -> None:
    told = compare(
        [faces("A", "R1", loss(1)), faces("B", "R1", loss(2)), faces("C", "R1", loss(1, 1, 2, Unit.HOURS))],
        options=("A", "B", "C", "D"),
        years=FEW,
    )[0]
    assert [found.option for found in told.compared] == ["A", "B"]
    assert prospect(told, "C").missing == ("R1",)
    assert prospect(told, "D").missing == ("R1",)
    assert prospect(told, "D").least is None
    assert told.order("A", "C") is None


def test_a_risk_that_does_not_apply_costs_nothing_and_is_not_missing() -> None:
    told = one(faces("A", "R1", loss(1)), faces("B", "R1", None))
    assert prospect(told, "B").missing == ()
    assert prospect(told, "B").least == 1.0
    assert told.order("A", "B") == ("B", "A")
    assert told.can_tell


def test_options_that_trade_one_risk_for_another_cannot_be_told_apart() -> None:
    told = one(
        faces("A", "R1", loss(0.5)),
        faces("A", "R2", loss(0.1)),
        faces("B", "R1", loss(0.1)),
        faces("B", "R2", loss(0.5)),
    )
    assert not told.can_tell
    assert set(told.contenders) == {"A", "B"}
    assert told.order("A", "B") is None


def test_one_option_alone_is_not_called_the_best_of_several() -> None:
    assert not one(faces("A", "R1", loss())).can_tell


def test_twice_the_same_exposure_is_refused() -> None:
    with pytest.raises(ValueError, match="faces a risk once"):
        compare([faces("A", "R1", loss()), faces("A", "R1", loss(0.2))])


@pytest.mark.parametrize("years", [0, -5, 10**9])
def test_absurd_numbers_of_years_are_refused(years: int) -> None:
    with pytest.raises(ValueError, match="years"):
        compare([], years=years)


def test_no_estimates_give_no_comparison() -> None:
    assert compare([], options=("A", "B")) == ()


def test_the_most_frequent_and_widest_estimates_end() -> None:
    wide = loss(Interval(0.01, 10_000), 1e6, 1e12)
    with never_ending("simulating the worst there can be"):
        told = one(*(faces("A", f"R{number}", wide) for number in range(30)), years=20_000)
    assert np.isfinite(told.prospects[0].curve.losses).all()


def test_a_quantile_is_the_loss_that_so_many_years_stay_within() -> None:
    curve = Curve(10, np.array([1, 2, 3, 4], np.float32))
    assert [curve.quantile(share) for share in (0, 0.5, 0.6, 0.7, 0.95, 1)] == [0, 0, 0, 1, 4, 4]
    assert [curve.chance(amount) for amount in (0, 0.5, 1, 1.5, 4, 5)] == [1, 0.4, 0.4, 0.3, 0.1, 0]
    assert curve.area == 1.0
    with pytest.raises(ValueError, match="between 0 and 1"):
        curve.quantile(2)


ESTIMATES = st.builds(
    loss,
    st.one_of(
        st.floats(0, 5),
        st.builds(lambda low, times: Interval(low, low * times), st.floats(0.001, 2), st.floats(1, 20)),
    ),
    st.floats(1, 1000),
    st.floats(1000, 1e6),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(ESTIMATES, min_size=1, max_size=4))
def test_a_curve_never_rises_and_its_area_is_what_the_years_lose(estimates: list[Loss]) -> None:
    curve = one(*(faces("A", f"R{n}", estimate) for n, estimate in enumerate(estimates))).prospects[0].curve
    amounts = np.geomspace(0.1, 1e9, 60)
    chances = [curve.chance(float(amount)) for amount in amounts]
    assert all(later <= earlier for earlier, later in pairwise(chances))
    assert all(0 <= chance <= 1 for chance in chances)
    assert curve.chance(1e-9) == curve.any_loss
    steps = np.diff(curve.losses.astype(float), prepend=0)
    above = (len(curve.losses) - np.arange(len(curve.losses))) / curve.years
    assert float(steps @ above) == pytest.approx(curve.area, rel=1e-6, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(ESTIMATES, st.floats(0.05, 1), st.floats(0.05, 1))
def test_rarer_events_and_losses_shrunk_alike_never_lose_more_in_any_year(
    before: Loss, rarer: float, smaller: float
) -> None:
    after = Loss(
        Interval(before.frequency.low * rarer, before.frequency.high * rarer),
        Interval(before.loss.low * smaller, before.loss.high * smaller),
        before.unit,
    )
    told = one(faces("A", "R1", before), faces("B", "R1", after))
    first, second = (found.curve for found in told.prospects)
    assert second.area <= first.area * (1 + 1e-5)
    assert second.any_loss <= first.any_loss
    assert all(second.quantile(share) <= first.quantile(share) * (1 + 1e-5) for share in (0.5, 0.9, 0.99, 1))
    assert told.lower["B", "A"] >= 0.5


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(ESTIMATES, min_size=2, max_size=2), min_size=2, max_size=4))
def test_the_chances_of_being_least_come_to_one_and_pairs_are_two_sides_of_one(table: list[list[Loss]]) -> None:
    told = one(
        *(faces(f"O{option}", f"R{risk}", what) for option, row in enumerate(table) for risk, what in enumerate(row))
    )
    assert sum(found.least or 0 for found in told.prospects) == pytest.approx(1)
    assert all(told.lower[a, b] + told.lower[b, a] == pytest.approx(1) for a, b in told.lower)
    assert told.contenders
