"""Everything that the report of an initiative tells one person, in a number of questions that does not grow with it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from moothall.change.models import (
    Alignment,
    Benefit,
    BenefitReview,
    Edge,
    Engagement,
    Initiative,
    Measure,
    Node,
    NodeKind,
    Objective,
)
from moothall.change.paths import Place, Step
from moothall.change.pictures.benefits_map import BenefitsMap, benefits_map
from moothall.change.pictures.measured import Measured
from moothall.change.pictures.reach import Reach
from moothall.change.pictures.stakeholders import Grid
from moothall.change.pictures.trajectory import Trajectory, trajectory
from moothall.change.queries import drawn, involving, readiness
from moothall.change.standing import State
from moothall.kit import clock
from moothall.kit.pictures.threads import ThreadPicture, thread_picture
from moothall.kit.registries import threads_through
from moothall.lessons.models import Lesson
from moothall.lessons.queries.things import published_about
from moothall.people.models import User
from moothall.risks.models import Appraisal, Decision

MOST_PICTURES = 40  # ways of benefits that a report draws; of others it tells the standing
MOST_ENGAGEMENTS = 300


@dataclass(frozen=True)
class Told:
    """One benefit: how it stands, its picture where its measure may be read, and what was learned from it."""

    benefit: Benefit
    standing: State
    picture: Trajectory | None
    may_read: bool
    reviews: Sequence[BenefitReview]
    lessons: Sequence[Lesson]


@dataclass(frozen=True)
class Weighed:
    """An appraisal, and the decisions that it came to."""

    appraisal: Appraisal
    decisions: Sequence[Decision]


@dataclass(frozen=True)
class Stakes:
    """Whom it touches: the grid and the reach, and every engagement with those who took part."""

    grid: Grid
    reach: Reach
    engagements: Sequence[tuple[Engagement, str]]
    left_out: int


def objectives(initiative: Initiative, user: User) -> list[Alignment]:
    """What it serves, as far as this person may read the plans."""
    seen = Objective.objects.visible_to(user)
    rows = initiative.alignments.filter(objective__in=seen).select_related("objective__plan", "by")
    return list(rows.order_by("at", "pk"))


def weighed(initiative: Initiative, user: User) -> list[Weighed]:
    """Its appraisals that this person may read, with their decisions, oldest first."""
    seen = Appraisal.objects.visible_to(user)
    found = list(seen.filter(initiatives__initiative=initiative).select_related("owner").order_by("pk"))
    decided: defaultdict[int, list[Decision]] = defaultdict(list)
    rows = Decision.objects.filter(round__appraisal__in=found).select_related("option", "round", "by")
    for decision in rows.order_by("at", "pk"):
        decided[decision.round.appraisal_id].append(decision)
    return [Weighed(each, decided[each.pk]) for each in found]


def threads(initiative: Initiative, user: User) -> list[ThreadPicture]:
    """The golden threads through it, each as one picture."""
    here = initiative.container
    return [
        thread_picture(f"thread-{number}", thread, here) for number, thread in enumerate(threads_through(user, here), 1)
    ]


def stakes(initiative: Initiative) -> Stakes:
    """Whom it touches and how they were involved."""
    whom = involving.whom(initiative, may_write=False)
    every = list(initiative.engagements.prefetch_related("stakeholders").order_by("opened_on", "pk"))
    shown = every[:MOST_ENGAGEMENTS]
    told = [(each, get_text_list([one.name for one in each.stakeholders.all()], _("and"))) for each in shown]
    return Stakes(
        grid=whom.grid,
        reach=whom.reach,
        engagements=told,
        left_out=len(every) - len(shown),
    )


def drawn_map(initiative: Initiative, told: Sequence[Told]) -> BenefitsMap:
    """Its benefits map; each benefit with how it stands."""
    stands = {
        each.benefit.pk: each.standing.words if each.benefit.measure_id else _("Not measured")
        for each in told
        if each.may_read
    }
    nodes = Node.objects.filter(initiative=initiative).select_related("benefit").order_by("rank", "pk")
    places = [_place(node, stands) for node in nodes if node.benefit is None or node.benefit.dropped_at is None]
    known = {place.key for place in places}
    edges = Edge.objects.filter(source__initiative=initiative).order_by("source_rank", "pk")
    steps = [Step(str(edge.source_id), str(edge.target_id), edge.assumption) for edge in edges]
    return benefits_map("map", places, [step for step in steps if step.start in known and step.end in known])


def _place(node: Node, stands: Mapping[int, str]) -> Place:
    url, note, is_disbenefit = "", "", False
    if node.benefit is not None:
        url, is_disbenefit = reverse("change:benefit", args=[node.benefit.pk]), node.benefit.disbenefit
        note = stands.get(node.benefit.pk, "")
    elif node.objective_id is not None:
        url = reverse("change:objective", args=[node.objective_id])
    return Place(str(node.pk), NodeKind(node.kind), node.title, url, note, is_disbenefit)


def benefits(initiative: Initiative, user: User) -> list[Told]:
    """Its benefits and then its disbenefits, those that were dropped last."""
    rows = initiative.benefits.select_related("owner", "measure").order_by("disbenefit", "dropped_at", "pk")
    found = sorted(rows, key=lambda each: (each.dropped_at is not None, each.disbenefit, each.pk))
    seen = set(
        Measure.objects.visible_to(user).filter(benefits__in=[each.pk for each in found]).values_list("pk", flat=True)
    )
    reviews: defaultdict[int, list[BenefitReview]] = defaultdict(list)
    for review in BenefitReview.objects.filter(benefit__in=found).select_related("by").order_by("at", "pk"):
        reviews[review.benefit_id].append(review)
    ways = drawn.ways([each.measure for each in found if each.measure and each.measure.pk in seen])
    lessons = _seen(published_about(f"benefit:{each.pk}" for each in found), user)
    return [
        _told(number, each, ways, reviews[each.pk], lessons.get(f"benefit:{each.pk}", []))
        for number, each in enumerate(found)
    ]


def _told(
    number: int,
    benefit: Benefit,
    ways: Mapping[int, Measured],
    reviews: Sequence[BenefitReview],
    lessons: Sequence[Lesson],
) -> Told:
    measured = ways.get(benefit.measure_id) if benefit.measure_id else None
    may_read = benefit.measure_id is None or measured is not None
    if measured is None:
        return Told(benefit, State.UNREAD, None, may_read, reviews, lessons)
    today = clock.today()
    is_drawn = number < MOST_PICTURES and benefit.dropped_at is None
    expecting = replace(measured, expected=drawn.expected(reviews))
    picture = trajectory(f"way-{benefit.pk}", expecting, today) if is_drawn else None
    return Told(benefit, measured.course.state(today), picture, may_read, reviews, lessons)


def untold(initiative: Initiative, told: Sequence[Told], user: User) -> list[readiness.Missing]:
    """What was missed or dropped, and risks that came true, without a lesson; nothing that may yet come."""
    waiting = {
        f"benefit:{each.benefit.pk}"
        for each in told
        if each.benefit.dropped_at is None and each.standing != State.MISSED
    }
    return [each for each in readiness.untold(initiative, user) if each.url.rpartition("about=")[2] not in waiting]


def _seen(found: Mapping[str, Sequence[Lesson]], user: User) -> dict[str, list[Lesson]]:
    """Of the lessons that were found those that this person may read."""
    every = {lesson.pk for about in found.values() for lesson in about}
    seen = set(Lesson.objects.visible_to(user).filter(pk__in=every).values_list("pk", flat=True))
    return {thing: [lesson for lesson in about if lesson.pk in seen] for thing, about in found.items()}


def lessons(initiative: Initiative, told: Sequence[Told], user: User) -> list[Lesson]:
    """The published lessons about it and about its benefits, each once."""
    here = initiative.container
    about = _seen(published_about([here]), user).get(here, [])
    every = [*about, *(lesson for each in told for lesson in each.lessons)]
    return list({lesson.pk: lesson for lesson in every}.values())
