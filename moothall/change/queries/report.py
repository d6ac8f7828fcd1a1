"""Everything that the report of an initiative tells one person, in a number of questions that does not grow with it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from moothall.change import value
from moothall.change.models import (
    Alignment,
    Benefit,
    BenefitReview,
    Disposition,
    Edge,
    Engagement,
    EngagementStage,
    Initiative,
    Measure,
    Node,
    Objective,
    PlannedPoint,
    Reading,
    Side,
    Stakeholder,
)
from moothall.change.paths import Kind, Place, Step
from moothall.change.pictures.benefits_map import BenefitsMap, benefits_map
from moothall.change.pictures.reach import Reach, Stage, Team, reach
from moothall.change.pictures.stakeholders import Grid, Scale, stakeholder_grid
from moothall.change.pictures.stakeholders import Stakeholder as Drawn
from moothall.change.pictures.trajectory import Measured, Trajectory, trajectory
from moothall.change.queries import readiness
from moothall.kit import clock
from moothall.kit.pictures.threads import ThreadPicture, thread_picture
from moothall.kit.registries import threads_through
from moothall.lessons.models import Lesson
from moothall.lessons.queries.things import published_about
from moothall.people.models import User
from moothall.risks.models import Appraisal, Decision

MOST_PICTURES = 40  # ways of benefits that a report draws; of others it tells the standing
MOST_ENGAGEMENTS = 300
_OUTSIDE = Side.EXTERNAL


@dataclass(frozen=True)
class Told:
    """One benefit: how it stands, its picture where its measure may be read, and what was learned from it."""

    benefit: Benefit
    standing: value.Standing
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
    people = list(initiative.stakeholders.select_related("team").order_by("name"))
    every = list(initiative.engagements.prefetch_related("stakeholders__team").order_by("opened_on", "pk"))
    shown = every[:MOST_ENGAGEMENTS]
    told = [(each, get_text_list([one.name for one in each.stakeholders.all()], _("and"))) for each in shown]
    return Stakes(
        grid=stakeholder_grid("stakeholders", _scale(), [_drawn(each) for each in people]),
        reach=reach("reach", _teams(initiative, people, every)),
        engagements=told,
        left_out=len(every) - len(shown),
    )


def _scale() -> Scale:
    steps = (_("Very little"), _("Little"), _("Some"), _("Much"), _("Very much"))
    return Scale(steps, steps, tuple(str(each.label) for each in Disposition))


def _drawn(each: Stakeholder) -> Drawn:
    order = list(Disposition.values)
    return Drawn(
        name=each.name,
        power=each.power,
        interest=each.interest,
        now=order.index(each.now) + 1,
        wanted=order.index(each.wanted) + 1,
        is_internal=each.side != _OUTSIDE,
        part=each.get_raci_display() if each.raci else "",
    )


def _teams(initiative: Initiative, people: Iterable[Stakeholder], every: Iterable[Engagement]) -> list[Team]:
    """The teams that must change, and those of its stakeholders, with how often each was asked at each stage."""
    must = {each.team_id: each.team for each in initiative.teams.select_related("team")}
    teams = must | {each.team_id: each.team for each in people if each.team_id and each.team}
    asked: defaultdict[int, dict[Stage, int]] = defaultdict(lambda: dict.fromkeys(Stage, 0))
    for engagement in every:
        for pk in {each.team_id for each in engagement.stakeholders.all() if each.team_id}:
            asked[pk][Stage(EngagementStage(engagement.stage))] += 1
    return [
        Team(team.name, str(team.get_function_display()), asked[pk], must_change=pk in must)
        for pk, team in teams.items()
    ]


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
    return Place(str(node.pk), Kind(node.kind), node.title, url, note, is_disbenefit)


def benefits(initiative: Initiative, user: User) -> list[Told]:
    """Its benefits and then its disbenefits, those that were dropped last."""
    rows = initiative.benefits.select_related("owner", "measure").order_by("disbenefit", "dropped_at", "pk")
    found = sorted(rows, key=lambda each: (each.dropped_at is not None, each.disbenefit, each.pk))
    seen = set(
        Measure.objects.visible_to(user).filter(benefits__in=[each.pk for each in found]).values_list("pk", flat=True)
    )
    ways = _ways([each.measure for each in found if each.measure and each.measure.pk in seen])
    reviews: defaultdict[int, list[BenefitReview]] = defaultdict(list)
    for review in BenefitReview.objects.filter(benefit__in=found).select_related("by").order_by("at", "pk"):
        reviews[review.benefit_id].append(review)
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
        return Told(benefit, value.Standing.UNREAD, None, may_read, reviews, lessons)
    today = clock.today()
    standing = value.standing(measured.course, measured.readings, today)
    is_drawn = number < MOST_PICTURES and benefit.dropped_at is None
    picture = trajectory(f"way-{benefit.pk}", measured, today) if is_drawn else None
    return Told(benefit, standing, picture, may_read, reviews, lessons)


def _ways(measures: Sequence[Measure]) -> dict[int, Measured]:
    """Measures with their plans and the readings that stand: of one day the last that was entered."""
    planned: defaultdict[int, list[value.Point]] = defaultdict(list)
    for point in PlannedPoint.objects.filter(measure__in=measures).order_by("due_on"):
        planned[point.measure_id].append(value.Point(point.due_on, point.value))
    read: defaultdict[int, dict[object, value.Reading]] = defaultdict(dict)
    for row in Reading.objects.filter(measure__in=measures, corrected_by=None).order_by("read_on", "pk"):
        read[row.measure_id][row.read_on] = value.Reading(row.read_on, row.value, row.why_none, row.comment)
    return {
        each.pk: Measured(
            title=each.title,
            unit=each.unit,
            course=value.Course(
                value.Point(each.baseline_on, each.baseline),
                value.Point(each.target_on, each.target),
                tuple(planned[each.pk]),
            ),
            readings=tuple(read[each.pk].values()),
            source=_("Counted by the hall.") if each.metric else "",
        )
        for each in measures
    }


def untold(initiative: Initiative, told: Sequence[Told], user: User) -> list[readiness.Missing]:
    """What was missed or dropped, and risks that came true, without a lesson; nothing that may yet come."""
    waiting = {
        f"benefit:{each.benefit.pk}"
        for each in told
        if each.benefit.dropped_at is None and each.standing != value.Standing.MISSED
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
