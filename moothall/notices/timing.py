"""When a mail may come to a person: pure reckoning on the clock where they are (also when the clocks change)."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from moothall.notices.kinds import When

GRACE = timedelta(minutes=1)  # someone who is reading right now needs no mail about it
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rhythm:
    """A person's hours: quiet ones, and when digests come."""

    zone: ZoneInfo
    quiet_from: time | None
    quiet_until: time | None
    digest_hour: int
    digest_day: int

    def due(self, how: When, at: datetime) -> datetime | None:
        """When what happened `at` is to be mailed, in UTC; None where no mail is wanted."""
        if how == When.ONCE:
            return self.after_quiet(at + GRACE)
        if how == When.DAILY:
            return self._digest(at, weekly=False)
        if how == When.WEEKLY:
            return self._digest(at, weekly=True)
        return None

    def after_quiet(self, at: datetime) -> datetime:
        """`at` itself, or the end of the quiet hours in which it falls."""
        start, end = self.quiet_from, self.quiet_until
        if start is None or end is None or start == end:
            return at.astimezone(UTC)
        local = at.astimezone(self.zone)
        now = local.time()
        over_night = start > end
        quiet = (now >= start or now < end) if over_night else start <= now < end
        if not quiet:
            return at.astimezone(UTC)
        day = local.date() + DAY if over_night and now >= start else local.date()
        return max(at.astimezone(UTC), datetime.combine(day, end, self.zone).astimezone(UTC))

    def _digest(self, at: datetime, *, weekly: bool) -> datetime:
        """The next digest strictly after `at`."""
        day = at.astimezone(self.zone).date()
        if weekly:
            day += DAY * ((self.digest_day - day.weekday()) % 7)
        step = DAY * 7 if weekly else DAY
        while True:
            moment = datetime.combine(day, time(self.digest_hour), self.zone).astimezone(UTC)
            if moment > at:
                return moment
            day += step
