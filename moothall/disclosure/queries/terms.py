"""The terms in force and to come, who stands in for whom, and the bank holidays that deadlines are counted on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from moothall.disclosure.law.days import Nation
from moothall.disclosure.models import Closure, Cover, Holiday, Terms
from moothall.disclosure.queries.deadlines import terms
from moothall.disclosure.queries.holidays import calendars_in_force
from moothall.kit import clock
from moothall.people.models import User

MOST = 50


@dataclass(frozen=True)
class Standing:
    """What holds now, what will, and what did."""

    now: Terms
    coming: Sequence[Terms]
    before: Sequence[Terms]


@dataclass(frozen=True)
class HolidayLine:
    """A day that is a bank holiday somewhere in the United Kingdom, and where."""

    day: date
    name: str
    nations: tuple[str, ...]


def standing() -> Standing:
    """The terms in their order; two questions."""
    now, today = terms(), clock.today()
    rows = list(Terms.objects.select_related("said_by").order_by("-from_on", "-pk")[:MOST])
    coming = [row for row in rows if row.from_on > today]
    return Standing(now, coming, [row for row in rows if row.from_on <= today and row.pk != now.pk])


def covers(user: User, *, officer: bool) -> list[Cover]:
    """Who stands in, now and later: for officers everybody, else what concerns oneself."""
    rows = Cover.objects.filter(last_on__gte=clock.today()).select_related("person", "stand_in", "said_by")
    if not officer:
        rows = rows.filter(person=user) | rows.filter(stand_in=user)
    return list(rows.order_by("first_on", "pk")[:MOST])


def holidays(year: int) -> list[HolidayLine]:
    """The bank holidays of a year as deadlines are counted on them."""
    calendars = calendars_in_force()
    found: dict[date, dict[str, list[str]]] = {}
    day = date(year, 1, 1)
    while day.year == year:
        for nation in Nation:
            known = calendars.at_home(nation).bank_holiday(day)
            if known:
                found.setdefault(day, {}).setdefault(known.name, []).append(str(nation.label))
        day = date.fromordinal(day.toordinal() + 1)
    return [
        HolidayLine(day, name, tuple(nations))
        for day, names in sorted(found.items())
        for name, nations in names.items()
    ]


def amendments() -> list[Holiday]:
    """What was proclaimed and struck out last."""
    return list(Holiday.objects.order_by("-pk")[:MOST])


def closures() -> list[Closure]:
    """What was said last of when the school is closed."""
    return list(Closure.objects.order_by("-pk")[:MOST])
