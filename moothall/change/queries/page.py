"""Everything that the page of an initiative tells one person, by a number of questions that does not grow with it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import cast

from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.change.choices import EngagementStage
from moothall.change.models import (
    Alignment,
    Benefit,
    BenefitReview,
    Confirmation,
    Handover,
    Helper,
    Initiative,
    Measure,
    Objective,
    Part,
    Plan,
    PurposeReview,
    Stage,
    Touch,
    TouchedTeam,
    Weighing,
)
from moothall.change.pictures.measured import Measured
from moothall.change.pictures.trajectory import Trajectory, trajectory
from moothall.change.queries import readiness
from moothall.change.queries.courses import courses
from moothall.change.queries.drawn import expected, ways
from moothall.change.queries.initiatives import engaged
from moothall.change.queries.readiness import Missing
from moothall.change.standing import Course, State
from moothall.kit import clock
from moothall.kit.apps import is_on
from moothall.kit.pictures.axes import figures
from moothall.people.models import Team, User
from moothall.policies.models import Policy
from moothall.policies.queries import standing
from moothall.records.models import InformationSystem
from moothall.risks.models import Appraisal, Decision, OptionKind

PICTURES = 2  # trajectories on the page; each benefit's own page has its own
PURPOSE_EVERY = timedelta(days=183)  # after half a year one asks again what value one adds


@dataclass(frozen=True)
class Line:
    """A benefit in the table; without numbers where its measure may not be read."""

    benefit: Benefit
    planned: str
    read: str
    state: str
    tone: str
    due: date | None = None


@dataclass(frozen=True)
class Thing:
    """Something that it touches, as the page names it; without an address while its room is off."""

    touch: Touch
    kind: str
    title: str
    url: str


@dataclass(frozen=True)
class Weighed:
    """An appraisal with what was decided in it, newest first."""

    weighing: Weighing
    decisions: list[Decision]


@dataclass(frozen=True)
class Served:
    """An objective that it serves; whether its plan is in force now, and was when it was said."""

    alignment: Alignment
    in_force: bool
    was_in_force: bool


@dataclass(frozen=True)
class Coming:
    """A day on which something is to be done."""

    on: date
    words: str
    url: str


@dataclass(frozen=True)
class Around:
    """Who does what, and the trail of who answered for it."""

    helpers: list[Helper]
    teams: list[Team]
    trail: list[Handover]
    confirmed: Confirmation | None
    reviews: dict[str, PurposeReview] = field(default_factory=dict)


@dataclass(frozen=True)
class Involving:
    """How people were involved at one stage."""

    words: str
    engagements: int
    changed: int


def lines(initiative: Initiative, user: User) -> list[Line]:
    """Its benefits as a table tells them, what was dropped last."""
    rows = list(initiative.benefits.select_related("owner", "measure").order_by("dropped_at", "pk"))
    wanted = {each.measure_id for each in rows if each.measure_id}
    seen = set(Measure.objects.visible_to(user).filter(pk__in=wanted).values_list("pk", flat=True))
    found = courses(seen) if seen else {}
    return [_line(each, found.get(each.measure_id or 0)) for each in rows]


def _line(benefit: Benefit, course: Course | None) -> Line:
    if benefit.dropped_at is not None:
        return Line(benefit, "–", "–", _("Given up"), "bad")
    if benefit.measure_id is None:
        return Line(benefit, "–", "–", _("Not measured yet"), "care")
    if course is None:
        return Line(benefit, "–", "–", _("Its measure is not open to you"), "plain")
    today = clock.today()
    words, tone = _state(course, today)
    read = figures(course.latest.value) if course.latest else "–"
    return Line(benefit, figures(round(course.planned_on(today), 1)), read, words, tone, course.due(today))


def _state(course: Course, today: date) -> tuple[str, str]:
    state = course.state(today)
    words = {
        State.WAITING: (_("Not read yet"), ""),
        State.UNREAD: (_("Its reading is overdue"), "care"),
        State.AHEAD: (_("Ahead of plan"), "good"),
        State.ON_PLAN: (_("On plan"), "good"),
        State.BEHIND: (_("Behind plan"), "care"),
        State.MET: (_("Target reached"), "good"),
        State.MISSED: (_("Missed"), "bad"),
    }[state]
    if state in (State.AHEAD, State.ON_PLAN) and course.overdue(today):
        return _("A reading is overdue"), "care"
    return words


def drawn(found: Sequence[Line], user: User) -> list[Trajectory]:
    """The trajectories of the first benefits that are measured, as this person may see them."""
    wanted = [line.benefit.measure for line in found if not line.benefit.disbenefit]
    measures = {each.pk: each for each in wanted if each is not None}
    seen = set(Measure.objects.visible_to(user).filter(pk__in=list(measures)).values_list("pk", flat=True))
    shown = [pk for pk in measures if pk in seen][:PICTURES]
    if not shown:
        return []
    measured = ways([measures[pk] for pk in shown])
    said: defaultdict[int, list[BenefitReview]] = defaultdict(list)
    benefits = {line.benefit.pk: line.benefit.measure_id for line in found if line.benefit.measure_id in shown}
    for review in BenefitReview.objects.filter(benefit__in=list(benefits)).select_related("by").order_by("at", "pk"):
        said[benefits[review.benefit_id] or 0].append(review)
    return [_draw(measures[pk], replace(measured[pk], expected=expected(said[pk]))) for pk in shown]


def _draw(measure: Measure, measured: Measured) -> Trajectory:
    source = _("Counted by the hall.") if measure.metric else ""
    return trajectory(f"measure-{measure.pk}", replace(measured, source=source), clock.today())


def served(initiative: Initiative, user: User) -> list[Served]:
    """The objectives that it serves and that this person may read."""
    rows = initiative.alignments.filter(objective__in=Objective.objects.visible_to(user)).select_related(
        "objective__plan__replaced_by", "by"
    )
    found = list(rows.order_by("pk"))
    in_force = set(Plan.objects.in_force(clock.today()).values_list("pk", flat=True)) if found else set()
    return [Served(each, each.objective.plan_id in in_force, readiness.was_in_force(each)) for each in found]


def weighed(initiative: Initiative, user: User) -> list[Weighed]:
    """The appraisals that weigh it and that this person may read, with what was decided."""
    if not is_on("risks"):
        return []
    rows = initiative.weighings.filter(appraisal__in=Appraisal.objects.visible_to(user)).select_related("appraisal")
    found = list(rows.order_by("pk"))
    decided = Decision.objects.filter(round__appraisal__in=[each.appraisal_id for each in found])
    by_appraisal: dict[int, list[Decision]] = defaultdict(list)
    for each in decided.select_related("option", "round", "by").order_by("-at", "-pk"):
        by_appraisal[each.round.appraisal_id].append(each)
    return [Weighed(each, by_appraisal[each.appraisal_id]) for each in found]


def does_nothing(decision: Decision) -> bool:
    """Whether what was decided is to do nothing."""
    return decision.option.kind == OptionKind.DO_NOTHING


def things(initiative: Initiative, user: User) -> list[Thing]:
    """The policies and platforms that it touches and that this person may read."""
    rows = list(initiative.touches.order_by("pk"))
    policies = {row.policy_id for row in rows if row.policy_id}
    seen = {row.pk: row for row in standing.with_standing(Policy.objects.visible_to(user).filter(pk__in=policies))}
    systems = InformationSystem.objects.visible_to(user).in_bulk({row.system_id for row in rows if row.system_id})
    found: list[Thing] = []
    for row in rows:
        if row.policy_id in seen:
            policy = seen[row.policy_id]
            url = policy.get_absolute_url() if is_on("policies") else ""
            found.append(Thing(row, _("Policy"), cast(standing.Standing, policy).title, url))
        elif row.system_id in systems:
            system = systems[row.system_id]
            url = system.get_absolute_url() if is_on("records") else ""
            found.append(Thing(row, _("Platform"), system.name, url))
    return found


def around(initiative: Initiative) -> Around:
    """Its people."""
    helpers = list(initiative.helpers.select_related("user").order_by("user__name", "pk"))
    touched = TouchedTeam.objects.filter(initiative=initiative).select_related("team").order_by("team__name", "pk")
    trail = list(initiative.handovers.select_related("before", "after", "by").order_by("-pk"))
    confirmed = initiative.confirmations.select_related("by", "guide").order_by("-pk").first()
    reviews: dict[str, PurposeReview] = {}
    for each in initiative.purpose_reviews.select_related("by").order_by("pk"):
        reviews[each.part] = each
    return Around(helpers, [each.team for each in touched], trail, confirmed, reviews)


def involving(initiative: Initiative) -> list[Involving]:
    """How people were involved at each stage."""
    counted = {stage: (n, changed) for stage, n, changed in engaged(initiative)}
    words = {
        EngagementStage.DESIGN: _("at design"),
        EngagementStage.DEVELOPMENT: _("in development"),
        EngagementStage.IMPLEMENTATION: _("in use"),
    }
    return [Involving(words[stage], *counted.get(stage.value, (0, 0))) for stage in EngagementStage]


def coming(found: Sequence[Line], initiative: Initiative, people: Around) -> list[Coming]:
    """The days that come next: readings, targets, and asking oneself what value one adds."""
    days = [
        Coming(line.due, _reading(line.due).format(title=line.benefit.title), _benefit(line.benefit))
        for line in found
        if line.due is not None
    ]
    days += [
        Coming(measure.target_on, _("Target of “{title}”").format(title=line.benefit.title), _benefit(line.benefit))
        for line in found
        if line.due is not None and (measure := line.benefit.measure) is not None and measure.target_on > clock.today()
    ]
    days += [
        Coming(day, _("Purpose review of its {part}").format(part=str(part.label).lower()), _purpose(initiative, part))
        for part in (Part.OWNER, Part.GUIDE)
        if (day := purpose_due(initiative, people, part)) is not None
    ]
    return sorted(days, key=lambda each: (each.on, each.words))[:6]


def _reading(due: date) -> str:
    return _("Overdue: reading of “{title}”") if due < clock.today() else _("Reading of “{title}”")


def _benefit(benefit: Benefit) -> str:
    return reverse("change:benefit", args=[benefit.pk])


def _purpose(initiative: Initiative, part: Part) -> str:
    return reverse("change:purpose", args=[initiative.pk, part])


def purpose_due(initiative: Initiative, people: Around, part: Part) -> date | None:
    """When an owner or guide asks again what value they add: half a year after they last did, or took the part."""
    person = initiative.owner_id if part == Part.OWNER else initiative.guide_id
    if person is None or not hasattr(initiative, "delivery"):
        return None
    taken = next((each.at for each in people.trail if each.part == part), initiative.created_at)
    asked = people.reviews.get(part)
    last = asked.at if asked is not None and asked.by_id == person and asked.at > taken else taken
    return last.date() + PURPOSE_EVERY


def missing(initiative: Initiative, stage: Stage, user: User) -> list[Missing]:
    """What comes next: what stops delivery; once under way, what is not proved; after a look back, what is untold."""
    if stage in (Stage.IDEA, Stage.APPRAISED, Stage.DECIDED):
        return readiness.before_delivery(initiative)
    if stage is Stage.CLOSED:
        return []
    if initiative.delivery.before_hall:
        return [each for each in readiness.before_delivery(initiative) if not _is_past(each, initiative)]
    return readiness.untold(initiative, user) if stage is Stage.REVIEWED else []


def _is_past(each: Missing, initiative: Initiative) -> bool:
    """Whether it could be mended only by having been done before; work from before the hall is not held to that."""
    return each.url == reverse("change:appraisals", args=[initiative.pk])
