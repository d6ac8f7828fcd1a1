"""The deadline of a case: reckoned from its history, on the calendars and under the terms in force."""

from datetime import date

from moothall.disclosure.law.clocks import Deadline, Happened, Happening, deadline
from moothall.disclosure.law.days import Calendars, Nation, WeekendRule
from moothall.disclosure.law.regimes import Body, Regime, rules
from moothall.disclosure.models import Case, Terms
from moothall.disclosure.queries.holidays import calendars_in_force
from moothall.kit import clock


def terms(day: date | None = None) -> Terms:
    """The terms in force on a day, or today."""
    return Terms.objects.on(day or clock.today())


def calendars(held: Terms | None = None) -> Calendars:
    """The calendars as the authority counts on them."""
    return calendars_in_force(Nation((held or terms()).nation))


def deadline_of(
    case: Case, held: Terms | None = None, on: Calendars | None = None, also: tuple[Happened, ...] = ()
) -> Deadline:
    """When this case is due and why, from its history alone; `held` and `on` save asking again for many cases.

    `also` are things that have not happened yet: what would the day be if they did?
    """
    held = held or terms()
    return deadline(
        regime=Regime(case.first_regime),
        received=case.received_on,
        history=(*case.history(), *also),
        body=Body(case.body),
        calendars=on or calendars(held),
        weekend=WeekendRule(held.weekend_rule),
    )


def longest(case: Case, held: Terms | None = None) -> date | None:
    """The last day that an extension of today could give; None where the law names none."""
    most = rules(Regime(case.regime), Body(case.body)).extension
    if most is None or most.most is None:
        return None
    return deadline_of(case, held, also=(Happened(Happening.EXTENDED, clock.today(), days=most.most),)).due
