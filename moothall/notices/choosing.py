"""What people wish: their choice for a kind in a place, and their hours, looked up for many at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings

from moothall.notices.kinds import When, kinds
from moothall.notices.models import Choice, Hours
from moothall.notices.timing import Rhythm

STANDARD = Hours()


@dataclass(frozen=True)
class Wishes:
    """The choices and hours of some people."""

    choices: dict[tuple[int, str, str], When]
    hours: dict[int, Rhythm]

    @classmethod
    def of(cls, people: Iterable[int], *, kind: str | None = None, place: str | None = None) -> "Wishes":
        """Ask for some people, for one kind and place or for all; two queries."""
        pks = list(people)
        if not pks:
            return cls({}, {})
        rows = Choice.objects.filter(person__in=pks)
        if kind is not None:
            rows = rows.filter(kind__in=("", kind))
        if place is not None:
            rows = rows.filter(place__in=("", place))
        choices = {(row.person_id, row.kind, row.place): When(row.when) for row in rows}
        return cls(choices, {row.person_id: rhythm_of(row) for row in Hours.objects.filter(person__in=pks)})

    def how(self, person: int, kind: str, place: str) -> When:
        """The nearest choice: for the kind in the place, for the place, for the kind, or as the kind is set."""
        for key in ((person, kind, place), (person, "", place), (person, kind, "")):
            if key in self.choices:
                return self.choices[key]
        found = kinds.get(kind)
        return found.default if found else When.NOT

    def rhythm(self, person: int) -> Rhythm:
        """A person's hours, or the usual ones."""
        return self.hours.get(person) or rhythm_of(STANDARD)


def rhythm_of(hours: Hours) -> Rhythm:
    """Hours as they are reckoned with."""
    return _rhythm(
        hours.zone or settings.TIME_ZONE, hours.quiet_from, hours.quiet_until, hours.digest_hour, hours.digest_day
    )


@cache
def _rhythm(zone: str, quiet_from: time | None, quiet_until: time | None, hour: int, day: int) -> Rhythm:
    return Rhythm(ZoneInfo(zone), quiet_from, quiet_until, hour, day)
