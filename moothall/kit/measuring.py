"""What every metric shares: the moments that some days are, and numbers that are rounded alike.

    @over_days
    def posts(period: Period) -> Measured:
        return rate(Post.objects.filter(created_at__gte=period.start, created_at__lt=period.end).count(), …)

`posts(first, last)` then raises ValueError for days that are none, and says so of days that lie ahead.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import wraps

from django.utils import timezone
from django.utils.translation import gettext as _

from moothall.kit import clock
from moothall.kit.registries import Measured, Words

WEEK = 7  # days
STILL = timedelta(days=7)  # for so long after its last day, what stands now is taken for what stood then
HUNDREDTH = Decimal("0.01")
EARLIEST = date(1970, 1, 1)
LATEST = date(MAXYEAR - 1, 12, 31)  # so that there always is a day after it


@dataclass(frozen=True)
class Period:
    """Some days, from first to last, both included, as the council's clock counts them."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"A period begins before it ends: {self.first} is after {self.last}.")
        if self.first < EARLIEST or self.last > LATEST:
            raise ValueError(f"Nothing is measured before {EARLIEST} or after {LATEST}.")

    @property
    def start(self) -> datetime:
        """The first moment of the first day."""
        return midnight(self.first)

    @property
    def end(self) -> datetime:
        """The first moment after the last day."""
        return midnight(self.last + timedelta(days=1))

    @property
    def has_begun(self) -> bool:
        """Whether its first day has come."""
        return self.first <= clock.today()

    @property
    def days(self) -> int:
        """How many of its days have begun."""
        return (min(self.last, clock.today()) - self.first).days + 1

    @property
    def weeks(self) -> Decimal:
        """How many weeks of it have begun, parts of one among them."""
        return Decimal(self.days) / WEEK

    @property
    def is_over(self) -> bool:
        """Whether its last day has gone by."""
        return self.last < clock.today()

    @property
    def is_lately(self) -> bool:
        """Whether what stands now can be taken for what stood at its end, a week ago at most."""
        return clock.today() <= self.last + STILL

    @property
    def moment(self) -> datetime:
        """Its end, or now while it goes on: the moment at which one asks how things stood."""
        return min(self.end, clock.now())


Reading = Callable[[date, date], Measured]


def over_days(read: Callable[[Period], Measured]) -> Reading:
    """Turn a reading of a period into one of its first and last day; raises ValueError for days that are no period."""

    @wraps(read)
    def ask(first: date, last: date) -> Measured:
        period = Period(first, last)
        return read(period) if period.has_begun else Measured(None, _("These days have not begun."))

    return ask


def as_it_stands(read: Callable[[], Measured]) -> Reading:
    """Turn what is known only of now into a reading, for days that go on or ended a week ago at most."""

    @over_days
    @wraps(read)
    def ask(period: Period) -> Measured:
        if period.is_lately:
            return read()
        return Measured(None, _("It is known only as it stands now, and these days ended more than a week ago."))

    return ask


def midnight(day: date) -> datetime:
    """The first moment of a day, here; in UTC, so that moments subtract as they pass."""
    return timezone.make_aware(datetime.combine(day, time.min)).astimezone(UTC)


def share(part: int, whole: int, *, why_none: Words) -> Measured:
    """How much a part is of a whole, in 100, to a tenth; with nothing to divide by, why there is no number."""
    if not whole:
        return Measured(None, why_none)
    return Measured((Decimal(part) * 100 / whole).quantize(Decimal("0.1")))


def rate(count: int, *, people: int, period: Period, why_none: Words) -> Measured:
    """How many a person a week, to a hundredth; without people, why there is no number."""
    if not people:
        return Measured(None, why_none)
    return Measured((Decimal(count) / people / period.weeks).quantize(HUNDREDTH))
