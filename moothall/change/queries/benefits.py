"""Benefits as pages show them: what was planned for today, what was read, how they stand, where they are heading."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moothall.change.forecasts import forecast
from moothall.change.models import Benefit, BenefitReview, Initiative, Measure, Objective
from moothall.change.pictures.trajectory import Trajectory
from moothall.change.queries import drawn
from moothall.change.queries.courses import courses
from moothall.change.standing import Course, State
from moothall.kit import clock
from moothall.kit.apps import is_on
from moothall.kit.pages import Slice, keyset
from moothall.kit.pictures.axes import figures
from moothall.lessons.models import Lesson
from moothall.lessons.queries.things import published_about
from moothall.people.models import User

PAGE = 30
REVIEWS = 20


@dataclass(frozen=True)
class Stand:
    """How a benefit stands: a word for it and its look."""

    words: str
    tone: str
    is_missed: bool = False


@dataclass(frozen=True)
class Expected:
    """Where a benefit is heading: the range in words, who says so, and whether that reaches the target."""

    words: str
    source: str
    reaches: str


@dataclass(frozen=True)
class Row:
    """A benefit with its numbers, each as people read it; empty where there is none."""

    benefit: Benefit
    stand: Stand
    planned: str = ""
    read: str = ""
    target: str = ""
    target_on: date | None = None
    due: date | None = None
    expected: Expected | None = None
    lesson: Lesson | None = None

    @property
    def wants_lesson(self) -> bool:
        """Whether it was missed or given up, and nobody published what was learned."""
        return self.stand.is_missed and not self.benefit.disbenefit and self.lesson is None

    @property
    def lesson_url(self) -> str:
        """Where the lesson from it is written; empty where that room is switched off."""
        if not is_on("lessons"):
            return ""
        return f"{reverse('lessons:new')}?about=benefit:{self.benefit.pk}&kind=failure"


@dataclass(frozen=True)
class Profile:
    """Everything that the page of a benefit shows."""

    row: Row
    picture: Trajectory | None
    reviews: list[BenefitReview]
    missing: list[str]


def page_of(initiative: Initiative, after: str | None) -> tuple[list[Row], str | None]:
    """The benefits of an initiative, then its disbenefits, as they were written."""
    found = initiative.benefits.select_related("owner", "measure", "initiative")
    part: Slice[Benefit] = keyset(found, by=("disbenefit", "pk"), after=after, size=PAGE)
    return rows(part.rows), part.next_cursor


def rows(found: list[Benefit]) -> list[Row]:
    """Benefits with how they stand, in five questions for however many there are."""
    standing = courses(each.measure_id for each in found if each.measure_id)
    reviews = _last_reviews(found)
    lessons = published_about(f"benefit:{each.pk}" for each in found)
    return [
        _row(
            each,
            standing.get(each.measure_id) if each.measure_id else None,
            reviews.get(each.pk),
            lessons.get(f"benefit:{each.pk}", [None])[0],
        )
        for each in found
    ]


def profile(benefit: Benefit) -> Profile:
    """A benefit with its picture, its reviews, and what its profile lacks."""
    reviews = list(benefit.reviews.select_related("by").order_by("-at", "-pk")[:REVIEWS])
    return Profile(
        row=rows([benefit])[0],
        picture=drawn.way("way", benefit.measure, reviews=reversed(reviews)) if benefit.measure else None,
        reviews=reviews,
        missing=lacks(benefit),
    )


def lacks(benefit: Benefit) -> list[str]:
    """What its profile does not say yet, in words."""
    said = (
        (benefit.owner_id, _("Nobody owns it.")),
        (benefit.recipients, _("It does not say who gets it.")),
        (benefit.measure_id, _("Nothing measures it, so it cannot be claimed.")),
        (benefit.plan, _("It does not say how it comes true.")),
    )
    return [words for there, words in said if not there]


def measures(initiative: Initiative, user: User) -> QuerySet[Measure]:
    """The measures of the objectives that an initiative serves, that this person may read and that are still read."""
    served = initiative.alignments.values("objective")
    found = Measure.objects.visible_to(user).filter(objective__in=served, retired_at=None)
    return found.select_related("objective").order_by("objective__title", "title", "pk")


def served(initiative: Initiative, user: User) -> QuerySet[Objective]:
    """The objectives that an initiative serves, as far as this person may read them."""
    return Objective.objects.visible_to(user).filter(alignments__initiative=initiative).order_by("title", "pk")


def stand(benefit: Benefit, course: Course | None) -> Stand:
    """How a benefit stands today, in a word."""
    if benefit.dropped_at is not None:
        return Stand(_("Given up"), "bad", is_missed=True)
    if course is None:
        return Stand(_("Not measured yet"), "care")
    state = course.state(clock.today())
    if state is State.WAITING:
        due = course.due(clock.today())
        words = _("First reading due {day}").format(day=date_format(due, "j F Y")) if due else _("Not read yet")
        return Stand(words, "")
    words, tone = {
        State.UNREAD: (_("Reading overdue"), "care"),
        State.AHEAD: (_("Ahead of plan"), "good"),
        State.ON_PLAN: (_("On plan"), "good"),
        State.BEHIND: (_("Behind plan"), "care"),
        State.MET: (_("Target reached"), "good"),
        State.MISSED: (_("Missed"), "bad"),
    }[state]
    return Stand(words, tone, is_missed=state is State.MISSED)


def _row(benefit: Benefit, course: Course | None, review: BenefitReview | None, lesson: Lesson | None) -> Row:
    stands = stand(benefit, course)
    if course is None or benefit.measure is None:
        return Row(benefit, stands, lesson=lesson)
    today = clock.today()
    return Row(
        benefit,
        stands,
        planned=_said(benefit.measure, near(course.planned_on(today), course)),
        read=_said(benefit.measure, course.latest.value) if course.latest else "",
        target=_said(benefit.measure, course.target.value),
        target_on=course.target.on,
        due=course.due(today),
        expected=expected(benefit.measure, course, review) if today < course.target.on else None,
        lesson=lesson,
    )


def expected(measure: Measure, course: Course, review: BenefitReview | None) -> Expected | None:
    """What its owner expects, or else where its readings are heading."""
    if review is not None:
        source = _("expected on {day}").format(day=date_format(review.at, "j F Y"))
        return _range(measure, course, review.low, review.high, source)
    heading = forecast(course)
    if heading is None:
        return None
    return _range(measure, course, heading.low, heading.high, _("if it goes on as it has"))


def near(value: Decimal, course: Course) -> Decimal:
    """A computed value, one figure finer than what was measured."""
    ends = (course.baseline.value, course.target.value)
    places = max(0, *(-int(end.normalize().as_tuple().exponent) for end in ends))
    return round(value, places + 1)


def _range(measure: Measure, course: Course, low: Decimal, high: Decimal, source: str) -> Expected:
    words = _said(measure, low)
    if low != high:
        words = _("{low} to {high}").format(low=words, high=_said(measure, high))
    reached = (course.reached(low), course.reached(high))
    reaches = _("reaches the target") if all(reached) else _("may reach the target")
    return Expected(words, source, reaches if any(reached) else _("does not reach the target"))


def _said(measure: Measure, value: Decimal) -> str:
    """A number as people read it; a percent sign stands close."""
    return f"{figures(value)}%" if measure.unit == "%" else figures(value)


def _last_reviews(found: list[Benefit]) -> dict[int, BenefitReview]:
    """The last review of each."""
    reviews = BenefitReview.objects.filter(Q(benefit__in=[each.pk for each in found]))
    return {review.benefit_id: review for review in reviews.order_by("at", "pk")}
