"""What a request costs in law: the appropriate limit, what counts towards it, and how it is estimated.

Freedom of Information and Data Protection (Appropriate Limit and Fees) Regulations 2004 (SI 2004/3244). Everything is
counted in whole minutes and exact decimals. The environmental regulations know no such limit.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from statistics import stdev

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.disclosure.law import regimes
from moothall.disclosure.law.regimes import Body, Regime
from moothall.kit import workdays

RATE = Decimal(25)  # pounds for a person's hour, whatever it really costs: reg 4(4)
WINDOW = 60  # consecutive working days within which requests are added up: reg 5(2)(b)
LEAST_SAMPLE = 2
PENNY = Decimal("0.01")
MINUTES = Decimal(60)
# Student's t for a two-sided 95% interval, by degrees of freedom; beyond the last it is close to 1.96.
STUDENT = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
    2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip


class Activity(TextChoices):
    """What somebody spent time on. Only the first four count towards the limit (reg 4(3))."""

    DETERMINE = "determine", gettext_lazy("Finding out whether we hold it")
    LOCATE = "locate", gettext_lazy("Locating it")
    RETRIEVE = "retrieve", gettext_lazy("Retrieving it")
    EXTRACT = "extract", gettext_lazy("Extracting it")
    READ = "read", gettext_lazy("Reading and reviewing")
    REDACT = "redact", gettext_lazy("Redacting")
    CONSULT = "consult", gettext_lazy("Consulting others")
    WRITE = "write", gettext_lazy("Writing the answer")

    @property
    def counts(self) -> bool:
        """Whether its time counts towards the limit."""
        return self in CHARGEABLE


CHARGEABLE = (Activity.DETERMINE, Activity.LOCATE, Activity.RETRIEVE, Activity.EXTRACT)


@dataclass(frozen=True, slots=True)
class Spent:
    """Time of one or more people on one activity, in whole minutes of each person added up."""

    activity: Activity
    minutes: int

    def __post_init__(self) -> None:
        """Refuse time that is not a number of minutes."""
        if self.minutes < 0:
            raise ValueError("Time cannot be negative.")


@dataclass(frozen=True, slots=True)
class Cost:
    """Chargeable minutes against the limit of a body."""

    minutes: int
    body: Body

    @property
    def pounds(self) -> Decimal:
        """What the minutes cost at the rate of the Regulations, rounded to a penny for showing alone."""
        return (self.minutes * RATE / MINUTES).quantize(PENNY, rounding=ROUND_HALF_UP)

    @property
    def limit(self) -> Decimal:
        """The appropriate limit in pounds."""
        return limit(self.body)

    @property
    def limit_minutes(self) -> int:
        """The limit as time: 18 hours, or 24 for central government."""
        return int(self.limit * MINUTES / RATE)

    @property
    def exceeds(self) -> bool:
        """Whether the cost is over the limit; what comes to the limit exactly is not (s.12(1): “exceed”)."""
        return self.minutes * RATE > self.limit * MINUTES

    @property
    def left(self) -> int:
        """The minutes that may still be spent; below nothing it is nothing."""
        return max(0, self.limit_minutes - self.minutes)


def limit(body: Body) -> Decimal:
    """The appropriate limit in pounds (reg 3); raises LookupError for a Scottish body, which has its own rule."""
    rule = None if body == Body.SCOTTISH else regimes.cost(Regime.FOIA, body)
    if rule is None:
        raise LookupError(_("The Scottish cost rule is not yet supported here."))
    return Decimal(rule.limit)


def applies(regime: Regime, body: Body = Body.COUNCIL) -> bool:
    """Whether the limit is part of that law, of the Freedom of Information Act alone, and known for such a body."""
    return regime == Regime.FOIA and body != Body.SCOTTISH


def cost(spent: Iterable[Spent], *, body: Body) -> Cost:
    """The chargeable part of what was or will be spent; a limit that is not supported is missed when it is asked."""
    return Cost(sum(one.minutes for one in spent if one.activity.counts), body)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as far as adding up is concerned: who asked, about what, when, and in concert with whom."""

    key: str
    received: date
    requester: str
    subject: str
    campaign: str = ""


def last_of_window(first: date, *, after: Callable[[date, int], date] = workdays.after) -> date:
    """The sixtieth working day of a window that opens on a day, that day included where it is a working day itself."""
    opens = after(_day_before(first), 1)
    return after(opens, WINDOW - 1)


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def aggregated(
    this: Asked, others: Iterable[Asked], *, after: Callable[[date, int], date] = workdays.after
) -> tuple[Asked, ...]:
    """The requests that may be added up with this one (reg 5), itself included, in the order of receipt.

    They are about the same or similar information, from one person or people in concert, and all lie in one window of
    sixty consecutive working days that holds this one too; where several windows do, the fullest is taken.
    """
    kin = [one for one in others if one.key != this.key and _together(this, one)]
    best: list[Asked] = [this]
    for start in sorted({this.received, *(one.received for one in kin if one.received <= this.received)}):
        last = last_of_window(start, after=after)
        if not start <= this.received <= last:
            continue
        inside = [one for one in (this, *kin) if start <= one.received <= last]
        if len(inside) > len(best):
            best = inside
    return tuple(sorted(best, key=lambda one: (one.received, one.key)))


def _together(one: Asked, other: Asked) -> bool:
    if one.subject != other.subject:
        return False
    return one.requester == other.requester or bool(one.campaign and one.campaign == other.campaign)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a timed sample says of the whole: minutes, with the interval in which it lies with 95% confidence."""

    sampled: int
    total: int
    mean: Decimal
    fewest: int
    likely: int
    most: int
    body: Body

    @property
    def cost(self) -> Cost:
        """The likely cost."""
        return Cost(self.likely, self.body)

    @property
    def sure(self) -> bool:
        """Whether even the fewest minutes of the interval are over the limit."""
        return Cost(self.fewest, self.body).exceeds

    @property
    def words(self) -> str:
        """The evidence as it can stand in a letter and before the Commissioner: sensible, realistic, cogent."""
        limited = _(
            "At £25 an hour that is £%(pounds)s; the limit is £%(limit)s, which is %(limit_hours)s of work."
        ) % {
            "pounds": self.cost.pounds,
            "limit": limit(self.body),
            "limit_hours": spoken(self.cost.limit_minutes),
        }
        return f"{self.timed} {limited}"

    @property
    def timed(self) -> str:
        """The hours alone, where the law knows no limit."""
        return _(
            "We timed %(sampled)s of the %(total)s items to be searched. On average one took %(mean)s minutes, so that "
            "all of them would take about %(hours)s (with 95%% confidence between %(fewest)s and %(most)s)."
        ) % {
            "sampled": self.sampled,
            "total": self.total,
            "mean": self.mean,
            "hours": spoken(self.likely),
            "fewest": spoken(self.fewest),
            "most": spoken(self.most),
        }


def estimate(sample: Sequence[Decimal | int], *, total: int, body: Body, already: int = 0) -> Estimate:
    """Extrapolate from the minutes that each sampled item took to all of them; `already` is other chargeable time.

    The interval is Student's with the correction for a sample from a finite whole. Raises ValueError where there are
    fewer than two items, more than the whole has, or an item that took no or negative time.
    """
    if len(sample) < LEAST_SAMPLE:
        raise ValueError(_("Time at least two items."))
    if total < len(sample):
        raise ValueError(_("More items were timed than there are."))
    if any(not Decimal(one).is_finite() or one <= 0 for one in sample) or already < 0:
        raise ValueError(_("Every item took some time."))
    times = [Fraction(Decimal(one)) for one in sample]
    size, spent = len(times), sum(times, Fraction(0))
    likely = spent * total / size
    finite = math.sqrt((total - size) / (total - 1)) if total > 1 else 0.0
    half = Fraction(_student(size - 1) * stdev(map(float, times)) / math.sqrt(size) * finite) * total
    return Estimate(
        sampled=size,
        total=total,
        mean=(Decimal(spent.numerator) / spent.denominator / size).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP),
        fewest=already + math.floor(max(spent, likely - half)),  # what the sample took is known
        likely=already + math.floor(likely),  # a fraction of a minute never carries a request over the limit
        most=already + math.ceil(likely + half),
        body=body,
    )


def _student(freedom: int) -> float:
    return STUDENT[freedom - 1] if freedom <= len(STUDENT) else 1.96 + 2.5 / freedom


def spoken(minutes: int) -> str:
    """Minutes as people say them."""
    hours, rest = divmod(minutes, 60)
    if not rest:
        return _("%(hours)s hours") % {"hours": hours}
    return _("%(hours)s hours %(rest)s minutes") % {"hours": hours, "rest": rest}


@dataclass(frozen=True, slots=True)
class Fee:
    """What answering within the limit may be charged at: communication alone (reg 6), never anybody's time."""

    printing: Decimal = Decimal(0)
    copying: Decimal = Decimal(0)
    postage: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        """Refuse sums that are no prices."""
        if any(one < 0 or not one.is_finite() for one in (self.printing, self.copying, self.postage)):
            raise ValueError("A fee cannot be negative.")

    @property
    def pounds(self) -> Decimal:
        """The fee."""
        return (self.printing + self.copying + self.postage).quantize(PENNY, rounding=ROUND_HALF_UP)
