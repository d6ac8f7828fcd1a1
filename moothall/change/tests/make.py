"""Makers of plans, measures and initiatives for tests and the demo council; they call the real actions."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from moothall.change.actions import benefits, delivery, initiatives, measures, plans, stakeholders
from moothall.change.actions.benefits import BenefitWords
from moothall.change.actions.initiatives import InitiativeWords
from moothall.change.actions.measures import MeasureWords, ReadingWords
from moothall.change.actions.plans import ObjectiveWords, PlanWords
from moothall.change.actions.stakeholders import EngagementWords, StakeholderWords
from moothall.change.models import (
    Benefit,
    BenefitCategory,
    Direction,
    Disposition,
    Engagement,
    EngagementStage,
    Form,
    Frequency,
    Initiative,
    Measure,
    NodeKind,
    Objective,
    ObjectiveKind,
    Openness,
    Part,
    Plan,
    PlanKind,
    Raci,
    Reading,
    Side,
    Stakeholder,
)
from moothall.kit import clock
from moothall.lessons.models import Lesson
from moothall.people.models import Role, Team, User
from moothall.people.tests import make as make_people
from moothall.risks.models import Decision
from moothall.risks.tests import make as make_risks


def performance_officer(name: str = "Petra Figures") -> User:
    """Somebody who keeps the plans."""
    return make_people.user(name, roles=(Role.PERFORMANCE_OFFICER,))


def plan(
    *, by: User, title: str = "Corporate Plan", adopted_on: date | None = None, replaces: Plan | None = None
) -> Plan:
    """An adopted plan, in force for a year already."""
    words = PlanWords(
        kind=PlanKind.STRATEGY,
        title=title,
        adopted_on=adopted_on or clock.today() - timedelta(days=365),
        adopted_by="Full council",
    )
    return plans.add_plan(by=by, words=words, replaces=replaces)


def objective(
    of: Plan, *, by: User, title: str = "One council, easy to deal with", parent: Objective | None = None
) -> Objective:
    """An objective that it names."""
    words = ObjectiveWords(
        kind=ObjectiveKind.OBJECTIVE,
        title=title,
        quote="We will be one council that is easy to deal with.",
        source="page 22",
        reference="4.1",
    )
    return plans.add_objective(of, by=by, words=words, parent=parent)


def measure(
    of: Objective,
    *,
    by: User,
    title: str = "Internal e-mails a person a week",
    baseline: int | str = 61,
    target: int | str = 40,
    days: int = 365,
    since: int = 0,
    planned: Mapping[date, Decimal] | None = None,
    owner: User | None = None,
    metric: str = "",
    frequency: Frequency = Frequency.MONTHLY,
) -> Measure:
    """A measure from a baseline `since` days ago to a target `days` after that."""
    begins = clock.today() - timedelta(days=since)
    low, high = Decimal(baseline), Decimal(target)
    words = MeasureWords(
        title=title,
        unit="e-mails a person a week",
        direction=Direction.UP if high > low else Direction.DOWN,
        baseline=low,
        baseline_on=begins,
        target=high,
        target_on=begins + timedelta(days=days),
        method="Counted on the mail server, four pilot teams.",
        frequency=frequency,
        first_due=begins + timedelta(days=min(30, days)),
        metric=metric,
    )
    return measures.add(of, by=by, words=words, planned=planned, owner=owner)


def reading(of: Measure, *, by: User, value: int | str | None, on: date | None = None, why_none: str = "") -> Reading:
    """What it stood at."""
    read = None if value is None else Decimal(value)
    words = ReadingWords(read_on=on or clock.today(), value=read, why_none=why_none)
    return measures.read(of, by=by, words=words)


def initiative(
    *, by: User, title: str = "Talk in the open", closed: bool = False, owner: User | None = None
) -> Initiative:
    """An idea."""
    words = InitiativeWords(
        title=title,
        problem="Talk is in e-mail, where nobody finds it.",
        outline="Internal talk moves out of e-mail into spaces.",
        openness=Openness.CLOSED if closed else Openness.HALL,
    )
    return initiatives.begin(by=by, words=words, owner=owner)


def owned(begun: Initiative, *, by: User, owner: User, guide: User | None = None) -> Initiative:
    """With an owner who accepted, and a guide."""
    initiatives.name(begun, by=by, part=Part.OWNER, person=owner)
    if guide is not None:
        initiatives.name(begun, by=by, part=Part.GUIDE, person=guide)
    return initiatives.accept(begun, by=owner)


def stakeholder(
    begun: Initiative,
    *,
    by: User,
    name: str = "Branch libraries",
    side: Side = Side.INTERNAL,
    team: Team | None = None,
    raci: Raci | str = "",
) -> Stakeholder:
    """Somebody whom it touches."""
    words = StakeholderWords(
        name=name,
        side=side,
        power=3,
        interest=4,
        now=Disposition.NEUTRAL,
        wanted=Disposition.FOR,
        raci=raci,
        team=team,
    )
    return stakeholders.add_stakeholder(begun, by=by, words=words)


def engagement(
    begun: Initiative,
    *people: Stakeholder,
    by: User,
    stage: EngagementStage = EngagementStage.DESIGN,
    on: date | None = None,
    changed: str = "Guests are plainly marked.",
) -> Engagement:
    """That they were involved."""
    words = EngagementWords(
        stage=stage,
        form=Form.MEETING,
        asked="How would you find a colleague's answer?",
        opened_on=on or clock.today(),
        elsewhere="Harrowby library",
        said="They look in three places.",
        changed=changed,
    )
    return stakeholders.engage(begun, by=by, words=words, stakeholders=list(people))


def involved(begun: Initiative, *, by: User, stage: EngagementStage = EngagementStage.DESIGN) -> None:
    """People inside and outside the organisation, involved at a stage."""
    for side, name in ((Side.INTERNAL, "Branch libraries"), (Side.EXTERNAL, "Friends of Harrowby Library")):
        who = begun.stakeholders.filter(name=name).first() or stakeholder(begun, by=by, name=name, side=side)
        engagement(begun, who, by=by, stage=stage)


def benefit(
    begun: Initiative,
    of: Measure | None,
    *,
    by: User,
    owner: User | None = None,
    title: str = "Less internal e-mail",
    disbenefit: bool = False,
) -> Benefit:
    """A benefit whose profile is complete, where it has a measure and an owner."""
    words = BenefitWords(
        title=title,
        category=BenefitCategory.COUNTED,
        disbenefit=disbenefit,
        owner=owner,
        recipients="Staff of four pilot teams",
        measure=of,
        attribution="The other teams are compared with.",
        plan="Team leaders answer in the space and not by e-mail.",
    )
    return benefits.add_benefit(begun, by=by, words=words)


def mapped(begun: Initiative, for_benefit: Benefit, serves: Objective, *, by: User) -> None:
    """An unbroken path from an enabler to an objective, through a benefit."""
    enabler = benefits.add_node(begun, by=by, kind=NodeKind.ENABLER, title="Spaces for four teams")
    change = benefits.add_node(begun, by=by, kind=NodeKind.CHANGE, title="Questions are asked in spaces")
    outcome = benefits.add_node(begun, by=by, kind=NodeKind.OUTCOME, title="Answers are found by all")
    end = benefits.add_node(begun, by=by, kind=NodeKind.OBJECTIVE, objective=serves)
    path = [enabler, change, outcome, for_benefit.node, end]
    for source, target in pairwise(path):
        benefits.join(source, target, by=by, assumption="People have time to look.")


def decided(begun: Initiative, *, by: User, approver: User) -> Decision:
    """Weighed in an appraisal that was decided for the platform."""
    decision = make_risks.decided(by=by, approver=approver)
    initiatives.weigh(begun, by=by, appraisal=decision.round.appraisal)
    return decision


def ready(*, by: User, owner: User, guide: User | None = None, title: str = "Talk in the open") -> Initiative:
    """An initiative of `by` with everything that must come before delivery, owned and accepted by `owner`."""
    officers = User.objects.filter(role_holdings__role=Role.PERFORMANCE_OFFICER)
    officer = officers.first() or performance_officer()
    begun = owned(initiative(by=by, title=title), by=by, owner=owner, guide=guide)
    serves = objective(plan(by=officer, title=f"Plan for {title}"), by=officer)
    initiatives.align(begun, by=by, objective=serves, how="What is said in the open is found by all.")
    involved(begun, by=by)
    decided(begun, by=by, approver=owner)
    hoped = benefit(begun, measure(serves, by=owner), by=by, owner=owner)
    mapped(begun, hoped, serves, by=by)
    return Initiative.objects.get(pk=begun.pk)


def delivering(*, by: User, owner: User, guide: User | None = None, title: str = "Talk in the open") -> Initiative:
    """An initiative that is being delivered."""
    begun = ready(by=by, owner=owner, guide=guide, title=title)
    delivery.begin_delivery(begun, by=owner)
    return Initiative.objects.get(pk=begun.pk)


def lesson_about(thing: str, *, by: User) -> Lesson:
    """A published lesson about a thing."""
    lesson = Lesson.objects.create(
        kind="failure", title="We asked too late", context="c", happened="h", why="w", would_do="d", author=by
    )
    lesson.subjects.create(words="asking in time")
    lesson.abouts.create(thing=thing)
    lesson.subjects.create(words="talk")
    Lesson.objects.filter(pk=lesson.pk).update(published_at=clock.now(), published_by=by)
    return lesson
