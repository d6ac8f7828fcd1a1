"""The sample of the discard pile, the second reader, and the hours to come."""

import math
import random
from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.disclosure.sifting import elusion, second
from moothall.disclosure.sifting.progress import Decided, next_item, paces, project
from moothall.disclosure.tests.make_found import START, file_of, letter

PILE = [f"item {number}" for number in range(2000)]


def test_one_seed_draws_one_sample_in_whatever_order_the_pile_lies() -> None:
    mixed = [*PILE, *PILE[:50]]
    random.Random(3).shuffle(mixed)
    drawn = elusion.draw(PILE, size=200, seed="case 7")
    assert elusion.draw(mixed, size=200, seed="case 7") == drawn
    assert len(set(drawn)) == 200
    assert elusion.draw(PILE, size=300, seed="case 7")[:200] == drawn
    assert elusion.draw(PILE, size=200, seed="case 8") != drawn
    assert elusion.draw(PILE, size=9999, seed="x") == elusion.draw(PILE, size=2000, seed="x")
    assert elusion.draw(PILE, size=-1, seed="x") == ()


@pytest.mark.parametrize(("pile", "there", "drawn"), [(1000, 30, 200), (1000, 0, 100), (1000, 950, 100), (300, 9, 250)])
def test_the_interval_holds_the_truth_in_95_of_100_seeds(pile: int, there: int, drawn: int) -> None:
    in_scope = set(PILE[:there])
    held = 0
    for seed in range(300):
        found = sum(key in in_scope for key in elusion.draw(PILE[:pile], size=drawn, seed=str(seed)))
        missed = elusion.interval(pile, drawn, found)
        held += missed.low <= there <= missed.high
    assert held >= 0.95 * 300 - 3 * math.sqrt(300 * 0.05 * 0.95)


@pytest.mark.parametrize(("pile", "drawn"), [(1, 1), (12, 5), (30, 7), (25, 25), (40, 1)])
def test_for_every_truth_the_chance_to_be_held_is_at_least_95_in_100(pile: int, drawn: int) -> None:
    """Reckoned, not sampled: the chance of each sample by counting the ways there are."""
    told = [elusion.interval(pile, drawn, found) for found in range(drawn + 1)]
    for there in range(pile + 1):
        ways = sum(
            math.comb(there, found) * math.comb(pile - there, drawn - found)
            for found, missed in enumerate(told)
            if missed.low <= there <= missed.high
        )
        assert ways / math.comb(pile, drawn) >= 0.95 - 1e-12


def test_with_a_very_large_pile_it_is_clopper_and_pearsons() -> None:
    pile = 50_000_000
    none = elusion.judge(pile=pile, drawn=200, found=0)
    assert none.low == 0
    assert none.high == pytest.approx(1 - 0.025 ** (1 / 200), rel=1e-3)  # 1.83 %, in closed form
    every = elusion.judge(pile=pile, drawn=200, found=200)
    assert every.low == pytest.approx(0.025 ** (1 / 200), rel=1e-3)
    assert every.high == 1.0
    some = elusion.judge(pile=pile, drawn=200, found=5)
    assert _binomial_at_most(5, 200, some.high) == pytest.approx(0.025, rel=1e-2)
    assert 1 - _binomial_at_most(4, 200, some.low) == pytest.approx(0.025, rel=1e-2)


def _binomial_at_most(found: int, drawn: int, rate: float) -> float:
    return math.fsum(math.comb(drawn, n) * rate**n * (1 - rate) ** (drawn - n) for n in range(found + 1))


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 400))
def test_an_interval_holds_what_was_seen_and_narrows_to_it(pile: int, drawn: int, found: int) -> None:
    drawn, found = min(drawn, pile), min(found, drawn, pile)
    missed = elusion.interval(pile, drawn, found)
    assert found <= missed.low <= missed.high <= pile - (drawn - found)
    if drawn == pile:
        assert missed.low == missed.high == found
    if pile and not drawn:
        assert (missed.low, missed.high) == (0, pile)


@pytest.mark.parametrize(("pile", "drawn", "found"), [(10, 11, 0), (10, 5, 6), (10, 5, -1)])
def test_numbers_that_cannot_be_are_refused(pile: int, drawn: int, found: int) -> None:
    with pytest.raises(ValueError, match="No more can be found"):
        elusion.judge(pile=pile, drawn=drawn, found=found)


@given(st.dictionaries(st.text(max_size=5), st.sampled_from(["in", "out", "exempt"])), st.integers(-2, 60), st.text())
def test_the_second_reader_gets_just_so_many_and_some_of_each_tag(tags: dict[str, str], size: int, seed: str) -> None:
    drawn = second.draw(tags, size=size, seed=seed)
    assert len(drawn) == len(set(drawn)) == min(max(0, size), len(tags))
    assert set(drawn) <= tags.keys()
    if size >= 3:
        assert {tags[key] for key in drawn} == set(tags.values())
    assert second.draw(dict(reversed(tags.items())), size=size, seed=seed) == drawn


def test_agreement_is_more_than_what_lots_would_give() -> None:
    first = {str(number): "in" if number < 50 else "out" for number in range(100)}
    again = first | {"0": "out", "1": "out", "99": "in"}
    judged = second.compare(first, {key: tag for key, tag in again.items() if int(key) % 2 or int(key) < 50})
    assert (judged.both, judged.agreed) == (75, 72)
    assert judged.differ == ((("in", "out"), 2), (("out", "in"), 1))
    inside, outside = judged.by_tag
    assert (inside.tag, inside.tagged, inside.read_again, inside.otherwise, inside.in_all.high) == ("in", 50, 50, 2, 2)
    assert (outside.read_again, outside.otherwise) == (25, 1)
    assert outside.in_all.high > 1
    by_lot = (50 * 49 + 25 * 26) / 75**2
    assert judged.kappa == pytest.approx((72 / 75 - by_lot) / (1 - by_lot))
    assert second.compare(first, {}).kappa is None
    assert second.compare({"1": "in"}, {"1": "in"}).kappa is None


def _pace(seconds: list[int], *, by: int = 1) -> list[Decided]:
    at, made = START, [Decided(by, START)]
    for gap in seconds:
        at += timedelta(seconds=gap)
        made.append(Decided(by, at))
    return made


def test_breaks_are_not_reading_and_each_reader_has_a_pace_of_their_own() -> None:
    decisions = [*_pace([30, 30, 7200, 30], by=1), *_pace([60, 60], by=2)]
    random.Random(1).shuffle(decisions)
    assert paces(decisions) == [30, 30, 30, 60, 60]
    assert project(decisions, left=100) is None


def test_the_hours_left_follow_the_pace_with_their_range() -> None:
    steady = project(_pace([36] * 50), left=1000)
    assert steady is not None
    assert (steady.hours_left, steady.low, steady.high) == (10, 10, 10)
    assert steady.hours_spent == 0.5
    wild = project(_pace([6, 66] * 25), left=1000)
    assert wild is not None
    assert wild.hours_left == 10
    assert wild.low < 10 < wild.high
    assert project(_pace([36] * 50), left=0).hours_left == 0  # type: ignore[union-attr]


def test_the_next_item_goes_on_from_here_and_leaves_no_item_behind() -> None:
    from moothall.disclosure.sifting import sift

    one, other = letter("mail:1", minutes=0), letter("mail:2", minutes=5)
    items = sift([one, file_of(one, 1, digest="plan"), other, file_of(other, 1, digest="costs")]).items
    assert next_item(items, decided=()) == 0
    assert next_item(items, decided={0}, after=0) == 1
    assert next_item(items, decided={3}, after=3) == 0
    assert next_item(items, decided={0}, after=0, taken={0}) == 2
    assert next_item(items, decided={2, 3, 0}, after=3, taken={0}) == 1
    assert next_item(items, decided={0, 1, 2, 3}) is None
    seen: list[int] = []
    while (number := next_item(items, decided=seen, after=seen[-1] if seen else None)) is not None:
        seen.append(number)
    assert seen == [0, 1, 2, 3]


def test_every_sample_of_a_small_pile_is_drawn_about_equally_often() -> None:
    seen = dict.fromkeys(combinations("abcd", 2), 0)
    for seed in range(3000):
        seen[tuple(sorted(elusion.draw("abcd", size=2, seed=str(seed))))] += 1  # type: ignore[index]
    assert all(400 < count < 600 for count in seen.values())
