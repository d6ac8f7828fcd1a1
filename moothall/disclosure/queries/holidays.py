"""The calendars that deadlines are counted on today, and the days on which the school is closed."""

from datetime import date
from functools import lru_cache

from moothall.disclosure.law.days import Amendment, Calendars, Nation
from moothall.disclosure.models import Closure, Holiday


def calendars_in_force(home: Nation = Nation.ENGLAND) -> Calendars:
    """The calendars with all that was proclaimed and struck out, in one query; `home` is the controller's nation."""
    return _amended(tuple(row.amendment for row in Holiday.objects.order_by("pk")), home)


@lru_cache(maxsize=16)
def _amended(amendments: tuple[Amendment, ...], home: Nation) -> Calendars:
    return Calendars.amended(amendments, home=home)


def closed_days() -> frozenset[date]:
    """The days on which the school is closed as far as was said, in one query; of one day the last row stands."""
    found: set[date] = set()
    for row in Closure.objects.order_by("pk"):
        if row.open:
            found.difference_update(row.days)
        else:
            found.update(row.days)
    return frozenset(found)
