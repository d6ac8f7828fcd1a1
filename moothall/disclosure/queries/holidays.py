"""The calendars that deadlines are counted on today."""

from functools import lru_cache

from moothall.disclosure.law.days import Amendment, Calendars, Nation
from moothall.disclosure.models import Holiday


def calendars_in_force(home: Nation = Nation.ENGLAND) -> Calendars:
    """The calendars with all that was proclaimed and struck out, in one query; `home` is the controller's nation."""
    return _amended(tuple(row.amendment for row in Holiday.objects.order_by("pk")), home)


@lru_cache(maxsize=16)
def _amended(amendments: tuple[Amendment, ...], home: Nation) -> Calendars:
    return Calendars.amended(amendments, home=home)
