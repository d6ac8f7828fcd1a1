"""What is true of every deadline, on ten thousand random histories and on random days."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from moothall.disclosure.law.clocks import Deadline, Happened, Happening, deadline
from moothall.disclosure.law.days import Amendment, Calendars, Nation
from moothall.disclosure.law.regimes import Body, Regime
from moothall.kit.workdays import Calendar

HISTORIES = 10_000
DATES = st.dates(min_value=date(2019, 1, 1), max_value=date(2028, 10, 31))
PLAIN = Calendars()


def an_event(dice: random.Random, received: date) -> Happened:
    what = dice.choice(list(Happening))
    return Happened(
        what,
        received + timedelta(days=dice.choice((0, 1, 3, 5, 8, 13, 20, 27, 28, 29, 35, 60, 95))),
        to=dice.choice(list(Regime)) if what == Happening.REGIME_CHANGED else None,
        days=dice.choice((None, 1, 10, 20, 40)) if what == Happening.EXTENDED else None,
    )


def worlds(seed: int, count: int) -> Iterator[tuple[Regime, Body, date, list[Happened], random.Random]]:
    """Random requests, their bodies and histories: some with ends, changes of regime, and several things on a day."""
    dice = random.Random(seed)
    for _ in range(count):
        received = date(2019, 1, 1) + timedelta(days=dice.randrange(3_500))
        history = [an_event(dice, received) for _ in range(dice.choice((0, 1, 2, 2, 3, 4, 6)))]
        yield dice.choice(list(Regime)), dice.choice(list(Body)), received, history, dice


def calendar_of(found: Deadline, body: Body) -> Calendar:
    if found.regime in {Regime.SAR, Regime.COMPLAINT}:
        return PLAIN.at_home(Nation.SCOTLAND if body == Body.SCOTTISH else Nation.ENGLAND)
    scottish = found.regime in {Regime.FOISA, Regime.EISR} or (
        body == Body.SCOTTISH and found.regime in {Regime.REVIEW, Regime.RECONSIDERATION}
    )
    return PLAIN.scotland if scottish else PLAIN.uk


def test_a_deadline_is_the_same_twice_over_and_in_every_order_of_arrival() -> None:
    for regime, body, received, history, dice in worlds(7, HISTORIES):
        first = deadline(regime=regime, received=received, history=history, body=body, calendars=PLAIN)
        shuffled = dice.sample(history, len(history))
        for again in (history, shuffled, history[::-1]):
            found = deadline(regime=regime, received=received, history=again, body=body, calendars=PLAIN)
            assert found == first, (regime, body, received, history)


def test_a_due_date_is_a_working_day_after_the_receipt_and_its_explanation_ends_there() -> None:
    for regime, body, received, history, _dice in worlds(8, 2_000):
        found = deadline(regime=regime, received=received, history=history, body=body, calendars=PLAIN)
        assert (found.due is None) == (found.notice_due is None)
        if found.due is None or found.notice_due is None:
            continue
        assert received < found.notice_due <= found.due
        assert calendar_of(found, body).is_working_day(found.due)
        told = [step for step in found.explanation if step.on <= found.due]
        assert told[-1].on == found.due and found.explanation == tuple(sorted(found.explanation, key=lambda s: s.on))


def test_the_explanation_has_one_line_for_each_day_counted_or_skipped() -> None:
    for regime, body, received, history, _dice in worlds(9, 1_500):
        found = deadline(regime=regime, received=received, history=history, body=body, calendars=PLAIN)
        numbers = [step.counted for step in found.explanation if step.counted]
        assert numbers == list(range(1, len(numbers) + 1))
        if found.due and found.regime not in {Regime.SAR, Regime.COMPLAINT}:
            last = [step for step in found.explanation if step.counted][-1]
            assert last.on == found.due


def test_another_holiday_never_makes_a_date_earlier() -> None:
    for regime, body, received, history, dice in worlds(10, 2_000):
        plain = deadline(regime=regime, received=received, history=history, body=body, calendars=PLAIN)
        day = received + timedelta(days=dice.randrange(1, 80))
        proclaimed = Calendars.amended([Amendment(dice.choice(list(Nation)), day, "A coronation")])
        later = deadline(regime=regime, received=received, history=history, body=body, calendars=proclaimed)
        if plain.due and later.due and plain.notice_due and later.notice_due:
            assert (later.due, later.notice_due) >= (plain.due, plain.notice_due), (regime, body, received, history)
            assert later.notice_due >= plain.notice_due


@settings(deadline=None)
@given(received=DATES, nation=st.sampled_from(list(Nation)), count=st.integers(min_value=1, max_value=60))
def test_the_united_kingdom_is_never_earlier_than_its_nations(received: date, nation: Nation, count: int) -> None:
    assert PLAIN.uk.after(received, count) >= PLAIN.at_home(nation).after(received, count)


@settings(deadline=None)
@given(friday=DATES.map(lambda day: day + timedelta(days=4 - day.weekday())))
def test_friday_saturday_and_sunday_share_a_due_date(friday: date) -> None:
    days = [friday + timedelta(days=number) for number in range(3)]
    for regime in (Regime.FOIA, Regime.EIR, Regime.FOISA, Regime.REUSE):
        assert len({deadline(regime=regime, received=day, calendars=PLAIN).due for day in days}) == 1
