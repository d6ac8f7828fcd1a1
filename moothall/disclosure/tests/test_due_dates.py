"""The dates that stand beside a case are those of its history, whatever is written down in whatever order."""

import os
import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import pytest

from conftest import Cast
from moothall.disclosure.actions import cases
from moothall.disclosure.actions.cases import Impossible
from moothall.disclosure.law.clocks import Happening, deadline
from moothall.disclosure.law.days import Calendars
from moothall.disclosure.law.regimes import Body, Regime
from moothall.disclosure.models import Case, CaseEvent, Kind
from moothall.disclosure.models.cases import CLOSES
from moothall.disclosure.tests import make
from moothall.kit import clock
from moothall.kit.testing import CommittedDatabase, at_once
from moothall.people.models import User

HISTORIES = int(os.environ.get("MOOTHALL_ATTACK_HISTORIES", "200"))
CAME = date(2026, 3, 2)
NOW = datetime(2026, 9, 30, 9, tzinfo=UTC)
LAWS = (Regime.FOIA, Regime.FOIA, Regime.EIR, Regime.SAR, Regime.REUSE, Regime.FOISA, Regime.COMPLAINT)
KINDS: list[Happening | Kind] = [*(kind for kind in Happening if kind not in CLOSES), Kind.NOTE, Kind.REFUSAL_NOTICE]
ENDS: tuple[Happening | Kind, ...] = (Happening.ANSWERED, Happening.WITHDRAWN, Kind.CLOSED, Kind.TRANSFERRED)


class Said(NamedTuple):
    """What is written down."""

    kind: Happening | Kind
    on: date
    to: Regime | None = None
    days: int | None = None


def a_history(dice: random.Random) -> list[Said]:
    """Up to six things on days that meet, and perhaps an end."""
    said = []
    for _n in range(dice.choice((1, 2, 3, 4, 6))):
        kind = dice.choice(KINDS)
        on = CAME + timedelta(days=dice.choice((0, 1, 3, 8, 13, 20, 27, 28, 29, 60, 95)))
        to = dice.choice((Regime.FOIA, Regime.EIR, Regime.SAR)) if kind == Happening.REGIME_CHANGED else None
        days = dice.choice((None, 5, 20)) if kind == Happening.EXTENDED else None
        said.append(Said(kind, on, to, days))
    if dice.random() < 0.3:
        said.append(Said(dice.choice(ENDS), CAME + timedelta(days=dice.choice((10, 28, 100)))))
    return said


def opened(by: User, regime: Regime) -> Case:
    return make.case(by=by, owner=by, regime=regime, received_on=CAME)


def written(case: Case, said: Sequence[Said], by: User, dice: random.Random) -> list[Said]:
    """What of it could be written down; after each the dates are those of the history."""
    taken = []
    for one in said:
        try:
            cases.record(case, one.kind, by=by, on=one.on, to=one.to, days=one.days)
        except Impossible:
            agree(case, dice)
            continue
        taken.append(one)
        agree(case, dice)
    return taken


def agree(case: Case, dice: random.Random) -> tuple[object, ...]:
    """Reckon the dates from the rows alone, in any order, and compare them with those that stand beside the case."""
    case.refresh_from_db()
    struck = set(CaseEvent.objects.filter(case=case, strikes__isnull=False).values_list("strikes", flat=True))
    rows = [event for event in CaseEvent.objects.filter(case=case) if event.pk not in struck]
    dice.shuffle(rows)
    history = [row.happened for row in rows if row.kind in Happening.values]
    found = deadline(
        regime=Regime(case.first_regime),
        received=case.received_on,
        history=history,
        body=Body(case.body),
        calendars=Calendars(),
    )
    ended = min((row.on for row in rows if row.kind in CLOSES), default=None)
    beside = (case.due_on, case.notice_due_on, case.waiting_since, case.regime, case.closed_on)
    assert beside == (found.due, found.notice_due, found.waiting_since, found.regime, ended), history
    return beside


@pytest.mark.django_db
def test_hundreds_of_histories_written_down_in_any_order_leave_the_dates_of_their_events(cast: Cast) -> None:
    samira, dice, compared = make.officer(), random.Random(11), 0
    with clock.at(NOW):
        for _n in range(HISTORIES):
            regime = dice.choice(LAWS)
            first, again = opened(samira, regime), opened(samira, regime)
            taken = written(first, a_history(dice), samira, dice)
            if Counter(written(again, dice.sample(taken, len(taken)), samira, dice)) == Counter(taken):
                assert agree(again, dice) == agree(first, dice), taken
                compared += len(taken) > 1
            events = list(first.events.filter(strikes=None).exclude(kind=Kind.REDATED))
            if events and dice.random() < 0.5:
                cases.strike(dice.choice(events), by=samira, words="A slip.")
                agree(first, dice)
    assert compared > HISTORIES / 5


def test_what_two_officers_write_down_at_once_is_all_counted(committed_db: CommittedDatabase) -> None:
    samira, otto, dice = make.officer(), make.officer("Otto Keeper"), random.Random(12)
    with clock.at(NOW):
        for turn in range(6):
            case = opened(samira, Regime.FOIA)
            asked, paid = CAME + timedelta(days=2 + turn), CAME + timedelta(days=9 + turn)
            at_once(
                [
                    lambda: cases.record(case, Happening.FEES_NOTICE, by=samira, on=asked),  # noqa: B023
                    lambda: cases.record(case, Happening.FEE_PAID, by=otto, on=paid),  # noqa: B023
                    lambda: cases.record(case, Kind.NOTE, by=otto, words="Rang them."),  # noqa: B023
                    lambda: cases.give(case, by=samira, owner=otto),  # noqa: B023
                ]
            )
            assert case.events.count() == 3
            agree(case, dice)
