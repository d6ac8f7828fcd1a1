"""The deadline of a case: reckoned from its history, on the calendars and under the terms in force."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from moothall.disclosure.law.clocks import Deadline, Happened, Happening, deadline
from moothall.disclosure.law.days import Calendars, Nation, WeekendRule
from moothall.disclosure.law.regimes import Body, Regime, rules
from moothall.disclosure.models import Case, Closure, Counted, Holiday, Terms
from moothall.disclosure.queries.holidays import calendars_in_force, closed_days
from moothall.kit import clock
from moothall.kit.workdays import LIST_VERSION


def terms(day: date | None = None) -> Terms:
    """The terms in force on a day, or today."""
    return Terms.objects.on(day or clock.today())


def calendars(held: Terms | None = None) -> Calendars:
    """The calendars as the authority counts on them."""
    return calendars_in_force(Nation((held or terms()).nation))


@dataclass(frozen=True)
class Footing:
    """What the dates of all cases rest on besides their histories, read once for many of them."""

    terms: Terms
    calendars: Calendars
    closed: Collection[date]  # on which the school is closed


def footing() -> Footing:
    """What holds today."""
    held = terms()
    return Footing(held, calendars(held), closed_days())


def counting() -> Counted:
    """What dates that are counted now rest on; three short questions."""
    return Counted(
        terms_id=terms().pk,
        holiday=Holiday.objects.order_by("pk").last(),
        closure=Closure.objects.order_by("pk").last(),
        lists=LIST_VERSION,
    )


def deadline_of(case: Case, on: Footing | None = None, also: tuple[Happened, ...] = ()) -> Deadline:
    """When this case is due and why, from its history alone; `on` saves asking again for many cases.

    `also` are things that have not happened yet: what would the day be if they did?
    """
    held, body = on.terms if on else terms(), Body(case.body)
    shut = on.closed if on else closed_days() if body == Body.SCHOOL else ()
    return deadline(
        regime=Regime(case.first_regime),
        received=case.received_on,
        history=(*case.history(), *also),
        body=body,
        calendars=on.calendars if on else calendars(held),
        weekend=WeekendRule(held.weekend_rule),
        school_closed=shut,
    )


def longest(case: Case) -> date | None:
    """The last day that an extension of today could give; None where the law names none."""
    most = rules(Regime(case.regime), Body(case.body)).extension
    if most is None or most.most is None:
        return None
    return deadline_of(case, also=(Happened(Happening.EXTENDED, clock.today(), days=most.most),)).due
