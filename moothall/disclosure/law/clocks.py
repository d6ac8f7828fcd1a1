"""Deadlines: from a regime, the day of receipt and what happened since, the day an answer is due, and why.

Nothing of it is stored: a deadline is reckoned anew from its history, which is sorted first, so that the order in which
things arrived makes no difference. What comes after the time is up never brings the time back.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from moothall.disclosure.law.days import Calendars, Nation, WeekendRule
from moothall.disclosure.law.happenings import ANSWER_TO, BOUND_TO_THEIR_REGIME, Happened, Happening, in_order
from moothall.disclosure.law.reckoning import Note, Reckoning
from moothall.disclosure.law.regimes import (
    CODE_WEEKEND_SOURCE,
    Body,
    Regime,
    Rules,
    Unit,
    Which,
    in_force,
    rules,
)
from moothall.disclosure.law.telling import Step, steps
from moothall.kit.workdays import ONE_DAY, Calendar

__all__ = ["Deadline", "Happened", "Happening", "Step", "WeekendRule", "deadline"]

EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)  # the first Act is of 2000


@dataclass(frozen=True)
class Deadline:
    """When an answer is due, and when a refusal or an extension must be told at the latest.

    Both are None while something is waited for, where the request lapsed or was withdrawn, and where nothing with a
    limit is owed any more. `lapsed_on` is the day
    from which a request whose fee is not paid need not be answered: it may still lie ahead. `acknowledged_on` is set
    where acknowledging was all that had a limit, and is done: the outcome is owed without undue delay.
    """

    due: date | None
    notice_due: date | None
    waiting_since: date | None
    lapsed_on: date | None
    acknowledged_on: date | None
    regime: Regime
    _reckoning: Reckoning = field(repr=False, compare=False)

    def inside(self, number: int) -> date:
        """The working day of that number since the count began, or the last one before the answer is due, if sooner."""
        kept = self._reckoning
        found = kept.count.nth(kept.start, number)
        if self.due is None or found < self.due:
            return found
        day = self.due - ONE_DAY
        while not kept.calendar.is_working_day(day):
            day -= ONE_DAY
        return day

    @cached_property
    def explanation(self) -> tuple[Step, ...]:
        """Every day counted or skipped and why, with its section; reckoned when it is read."""
        return steps(self._reckoning)


def deadline(
    *,
    regime: Regime,
    received: date,
    history: Sequence[Happened] = (),
    body: Body = Body.COUNCIL,
    calendars: Calendars | None = None,
    weekend: WeekendRule = WeekendRule.ICO,
    school_closed: Collection[date] = (),
) -> Deadline:
    """The deadline of a request received on a day, on the calendars in force, with what happened to it.

    A change of regime reckons everything anew from the first receipt: environmental information was environmental from
    the start (FOIA s.39), one's own data one's own (s.40(1)). Raises ValueError for a day no Act reaches, and for a
    history that begins before the request came.
    """
    events = _checked(received, history)
    final = _final(in_force(regime, body), events, body)
    found = rules(final, body)
    presumed = frozenset(ANSWER_TO.values()) - {event.what for event in events}
    calendar = _calendar(found, body, calendars or Calendars())
    reckoning = _begin(found, calendar, received, presumed=presumed, code=weekend == WeekendRule.CODE)
    if body == Body.SCHOOL and final == Regime.FOIA:
        reckoning.school_closed = frozenset(school_closed)
    _follow(reckoning, events, regime, final, body)
    return Deadline(
        due=reckoning.due() if reckoning.runs else None,
        notice_due=reckoning.first_limit() if reckoning.runs else None,
        waiting_since=reckoning.waiting_since,
        lapsed_on=None if reckoning.over else reckoning.lapses_on,
        acknowledged_on=reckoning.acknowledged_on,
        regime=final,
        _reckoning=reckoning,
    )


def _begin(
    found: Rules, calendar: Calendar, received: date, *, presumed: Collection[Happening], code: bool
) -> Reckoning:
    reckoning = Reckoning(found, calendar, received, code_weekend=code and found.code_weekend, presumed=presumed)
    words = _("Received: the count begins the day after.") if found.unit is not Unit.MONTHS else _("Received.")
    reckoning.notes.append(Note(received, words, found.source))
    if reckoning.start != received:
        words = _("Taken as received on this day, the first working day after it came.")
        reckoning.notes.append(Note(reckoning.start, words, CODE_WEEKEND_SOURCE))
    return reckoning


def _follow(reckoning: Reckoning, events: Sequence[Happened], regime: Regime, final: Regime, body: Body) -> None:
    under = in_force(regime, body)
    for event in events:
        if event.to and not reckoning.over:
            under = in_force(event.to, body)
            reckoning.say(event, _("%(what)s to: %(to)s. The time runs from the first receipt."), to=under.label)
        elif event.what in BOUND_TO_THEIR_REGIME and under != final and not reckoning.over:
            reckoning.say(event, _("%(what)s under another Act: it says nothing under this one."))
        else:
            reckoning.take(event)


def _calendar(found: Rules, body: Body, calendars: Calendars) -> Calendar:
    match found.calendar:
        case Which.UK:
            return calendars.uk
        case Which.SCOTLAND:
            return calendars.scotland
    return calendars.at_home(Nation.SCOTLAND if body == Body.SCOTTISH else calendars.home)


def _final(regime: Regime, events: Sequence[Happened], body: Body) -> Regime:
    for event in events:
        if event.what in (Happening.ANSWERED, Happening.WITHDRAWN):
            break
        regime = in_force(event.to, body) if event.to else regime
    return regime


def _checked(received: date, history: Sequence[Happened]) -> list[Happened]:
    events = in_order(history)
    if not EARLIEST <= received <= LATEST or (events and events[-1].on > LATEST):
        raise ValueError(f"Dates lie between {EARLIEST} and {LATEST}.")
    if events and events[0].on < received:
        raise ValueError(f"{events[0].what.label} on {events[0].on}: that is before the request came, on {received}.")
    return events
