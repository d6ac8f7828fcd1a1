"""How measures are listed and shown, in a fixed number of questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from moothall.change import amounts
from moothall.change.models import Benefit, Direction, Initiative, Measure, Reading
from moothall.change.pictures.measured import Measured
from moothall.change.pictures.trajectory import Trajectory, rounded_share, trajectory
from moothall.change.queries import drawn
from moothall.change.queries.courses import courses
from moothall.change.standing import GRACE, Course, State
from moothall.kit import clock
from moothall.kit.pages import Slice, keyset
from moothall.kit.pictures.axes import figures
from moothall.kit.registries import Metric, metrics
from moothall.people.models import User
from moothall.risks.models import Risk
from moothall.risks.queries.incidents import risks_to_link

PAGE = 20
READINGS = 30  # on one page of a measure
BATCH = 5000
MOST_RISKS = 20
LIVE, MINE, LATE, FED, UNOWNED, RETIRED = "live", "mine", "late", "fed", "unowned", "retired"
SHOWN = (LIVE, MINE, LATE, FED, UNOWNED, RETIRED)


@dataclass(frozen=True)
class Stands:
    """A measure as it stands today. What is realised is computed from its readings."""

    measure: Measure
    course: Course
    today: date

    @cached_property
    def standing(self) -> State:
        """How it stands beside its plan."""
        return self.course.state(self.today)

    @property
    def words(self) -> str:
        """The same in words."""
        return self.standing.words

    @property
    def tone(self) -> str:
        """Its colour among the states of a page."""
        return self.standing.tone

    @property
    def latest(self) -> str:
        """What was read last, with its unit."""
        last = self.course.latest
        return amounts.told(last.value, self.measure.unit) if last else ""

    @property
    def began(self) -> str:
        """Where it began, its unit left to the target beside it."""
        return amounts.told(self.measure.baseline, "%" if self.measure.unit == "%" else "").strip()

    @property
    def baseline(self) -> str:
        """Where it began."""
        return amounts.told(self.measure.baseline, self.measure.unit)

    @property
    def target(self) -> str:
        """Where it is to be."""
        return amounts.told(self.measure.target, self.measure.unit)

    @property
    def realised(self) -> str:
        """How much of the way was gone, in words; computed, and typed by nobody."""
        share = self.course.realised
        return "" if share is None else realised_words(share)

    @property
    def due(self) -> date | None:
        """The day on which it is read next; None once it is read no longer."""
        return None if self.measure.retired_at else self.course.due(self.today)

    @property
    def is_late(self) -> bool:
        """Whether a reading should be there by now."""
        return self.measure.retired_at is None and self.course.overdue(self.today)

    @property
    def is_due(self) -> bool:
        """Whether it is to be read by now."""
        return self.due is not None and self.due <= self.today


def realised_words(share: Decimal) -> str:
    """“57 in 100 of the way”; below nothing it went the wrong way."""
    if share < 0:
        return _("It went the wrong way, by {n} in 100 of the way").format(n=figures(rounded_share(-share)))
    return _("{n} in 100 of the way").format(n=figures(rounded_share(share)))


def stands(measures: Iterable[Measure]) -> list[Stands]:
    """How these measures stand, in their order: three questions for all of them."""
    rows, today = list(measures), clock.today()
    known = courses(row.pk for row in rows)
    return [Stands(row, known[row.pk], today) for row in rows]


def listed(user: User, show: str, *, today: date) -> QuerySet[Measure]:
    """The measures of one choice that this person may read."""
    rows = Measure.objects.visible_to(user)
    if show == RETIRED:
        return rows.filter(retired_at__isnull=False)
    rows = rows.filter(retired_at=None)
    if show == MINE:
        return rows.filter(owner=user)
    if show == FED:
        return rows.exclude(metric="")
    if show == UNOWNED:
        return rows.filter(owner=None)
    if show == LATE:
        return rows.filter(pk__in=[row.pk for row, _due in overdue(rows, today)])
    return rows


def page_of(user: User, show: str, after: str | None) -> Slice[Measure]:
    """One page of them, by their titles."""
    rows = listed(user, show, today=clock.today()).select_related("objective__plan", "owner")
    return keyset(rows, by=("title", "pk"), after=after, size=PAGE)


def unread_since(rows: QuerySet[Measure], day: date) -> QuerySet[Measure]:
    """Those that are still read, were to be read by a day, and were not read on it or later.

    Whether one is due is told by its course; this leaves out most of those that are not.
    """
    standing = Reading.objects.filter(measure=OuterRef("pk"), corrected_by=None)
    lately = standing.filter(Q(read_on__gte=day) | Q(read_on__gte=OuterRef("target_on")))
    return rows.filter(retired_at=None, first_due__lte=day).exclude(Exists(lately))


def overdue(rows: QuerySet[Measure], today: date) -> list[tuple[Measure, date]]:
    """Those of which a reading should be there by now, with the day on which it was due, longest first."""
    return [(row, due) for row, due in waiting(rows, today - GRACE) if due < today - GRACE]


def waiting(rows: QuerySet[Measure], today: date) -> list[tuple[Measure, date]]:
    """Those that are to be read by today and were not, with the day on which they were due, longest first."""
    found: list[tuple[Measure, date]] = []
    could = list(unread_since(rows, today).select_related("objective__plan").order_by("pk"))
    for start in range(0, len(could), BATCH):
        some = could[start : start + BATCH]
        known = courses(row.pk for row in some)
        days = [(row, known[row.pk].due(today)) for row in some]
        found += [(row, due) for row, due in days if due is not None and due <= today]
    return sorted(found, key=lambda one: (one[1], one[0].pk))


def of_person(user: User) -> QuerySet[Measure]:
    """The measures that this person reads: their own, that the hall does not read off itself."""
    return Measure.objects.visible_to(user).filter(owner=user, metric="", retired_at=None)


@dataclass(frozen=True)
class Entry:
    """One reading on the page of its measure."""

    reading: Reading
    told: str
    correction: Reading | None  # what stands in its place

    @property
    def is_fed(self) -> bool:
        """Whether the hall read it off itself."""
        return self.reading.fed_for is not None


@dataclass(frozen=True)
class Sight:
    """All that the page of one measure shows to one person."""

    stands: Stands
    picture: Trajectory
    page: Page[Reading]
    entries: list[Entry]
    benefits: list[Benefit]
    risk: Risk | None  # that it watches, where this person may see it
    metric: Metric | None

    @property
    def measure(self) -> Measure:
        """The measure."""
        return self.stands.measure

    @property
    def trigger(self) -> str:
        """From which value on the risk is looked at."""
        return "" if self.measure.trigger is None else amounts.told(self.measure.trigger, self.measure.unit)

    @property
    def is_triggered(self) -> bool:
        """Whether what was read last has passed it."""
        last = self.stands.course.latest
        return last is not None and passes(self.measure, last.value)


def sight(measure: Measure, user: User, page: str | None) -> Sight:
    """The page of a measure."""
    (one,) = stands([measure])
    rows = Reading.objects.filter(measure=measure).order_by("-read_on", "-pk")
    shown: Page[Reading] = Paginator(rows.select_related("by", "corrected_by__by"), READINGS).get_page(page or 1)
    may = Benefit.objects.filter(measure=measure, initiative__in=Initiative.objects.visible_to(user))
    watched = Risk.objects.visible_to(user).filter(indicators=measure).select_related("round__appraisal")
    return Sight(
        stands=one,
        picture=picture(one, list(rows)),
        page=shown,
        entries=[_entry(row, measure) for row in shown],
        benefits=list(may.select_related("initiative").order_by("pk")),
        risk=watched.first() if measure.watches_id else None,
        metric=metrics.get(measure.metric) if measure.metric else None,
    )


def picture(one: Stands, rows: Iterable[Reading]) -> Trajectory:
    """The trajectory of a measure, of all its readings."""
    rows = sorted(rows, key=lambda row: row.pk)
    wrong = {row.corrects_id for row in rows}
    read = drawn.one_a_day(row for row in rows if row.pk not in wrong)
    source = _("Counted by the hall.") if one.measure.metric else ""
    return trajectory("course", Measured(one.measure.title, one.measure.unit, one.course, read, source), one.today)


def passes(measure: Measure, read: Decimal) -> bool:
    """Whether a value is as bad as the one from which on the risk is looked at, or worse."""
    if measure.trigger is None:
        return False
    return read <= measure.trigger if measure.direction == Direction.UP else read >= measure.trigger


def _entry(row: Reading, measure: Measure) -> Entry:
    told = _("Not read") if row.value is None else amounts.told(row.value, measure.unit)
    return Entry(row, told, getattr(row, "corrected_by", None))


def risks_to_watch(user: User, words: str, *, also: Iterable[object]) -> list[Risk]:
    """Risks that this person may read, with all of these words, as many as a page takes; and those that are chosen."""
    chosen = {int(pk) for pk in map(str, also) if pk.isascii() and pk.isdecimal() and len(pk) < 19}
    rows = risks_to_link(user)
    for word in words.split()[:8]:
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(cause__icontains=word)
            | Q(event__icontains=word)
            | Q(consequence__icontains=word)
            | Q(round__appraisal__question__icontains=word)
        )
    found = list(rows[:MOST_RISKS])
    more = chosen - {risk.pk for risk in found}
    visible = Risk.objects.visible_to(user).filter(pk__in=more).select_related("round__appraisal")
    return [*(visible if more else []), *found]
