"""The front page of the room: the initiatives that a person may read, how far each came and what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from moothall.change.models import (
    Alignment,
    Benefit,
    Closing,
    Delivery,
    Engagement,
    Helper,
    Initiative,
    InitiativeReview,
    Involved,
    Objective,
    Outcome,
    Plan,
    Side,
    Stage,
    Weighing,
)
from moothall.kit.pages import Slice, keyset
from moothall.people.models import Function, Team, User
from moothall.risks.models import Decision, OptionKind

PAGE = 15
LOOKS = {
    Stage.IDEA: "plain",
    Stage.APPRAISED: "news",
    Stage.DECIDED: "news",
    Stage.DELIVERING: "news",
    Stage.REVIEWED: "good",
    Stage.CLOSED: "plain",
}


@dataclass(frozen=True)
class Wanted:
    """How the list is narrowed."""

    stage: Stage | None = None
    mine: bool = False
    team: int | None = None
    objective: int | None = None

    @property
    def narrows(self) -> bool:
        """Whether anything was asked for."""
        return self != Wanted()


@dataclass(frozen=True)
class Row:
    """An initiative in the list."""

    initiative: Initiative
    stage: Stage
    look: str
    next: str


@dataclass(frozen=True)
class Choice:
    """One way to narrow the list, with how many it would show."""

    key: str
    label: str
    count: int
    current: bool


@dataclass(frozen=True)
class Narrowing:
    """The teams and objectives by which a list can be narrowed."""

    teams: list[Team] = field(default_factory=list)
    objectives: list[Objective] = field(default_factory=list)


def wanted(given: Mapping[str, str]) -> Wanted:
    """What an address asks for; what is no choice is left out."""
    stage = given.get("stage", "")
    return Wanted(
        stage=Stage(stage) if stage in Stage.values else None,
        mine=given.get("who", "") == "mine",
        team=_number(given.get("team", "")),
        objective=_number(given.get("objective", "")),
    )


def _number(words: str) -> int | None:
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 19 else None


def every(user: User, asked: Wanted, after: str | None) -> Slice[Initiative]:
    """A page of the initiatives that this person may read, the newest first."""
    found = with_stage(_narrowed(user, asked))
    if asked.stage is not None:
        found = found.filter(stage=asked.stage)
    people = found.select_related("owner", "guide", "closing")
    return keyset(with_gaps(people), by=("-pk",), after=after, size=PAGE)


def choices(user: User, asked: Wanted) -> list[Choice]:
    """The stages with how many stand there; those that would show nothing are left out."""
    counted = dict(
        with_stage(_narrowed(user, asked)).order_by().values("stage").annotate(n=Count("pk")).values_list("stage", "n")
    )
    every_one = Choice("", _("All"), sum(counted.values()), asked.stage is None)
    return [
        every_one,
        *(
            Choice(stage.value, str(stage.label), counted.get(stage.value, 0), asked.stage is stage)
            for stage in Stage
            if counted.get(stage.value) or asked.stage is stage
        ),
    ]


def narrowing(user: User) -> Narrowing:
    """The teams touched and the objectives served by initiatives that this person may read."""
    mine = Initiative.objects.visible_to(user)
    teams = Team.objects.filter(initiatives__initiative__in=mine).distinct().order_by("name", "pk")
    objectives = Objective.objects.visible_to(user).filter(alignments__initiative__in=mine).distinct()
    return Narrowing(list(teams[:200]), list(objectives.order_by("title", "pk")[:200]))


def _narrowed(user: User, asked: Wanted) -> QuerySet[Initiative]:
    found = Initiative.objects.visible_to(user)
    if asked.mine:
        found = found.filter(of(user))
    if asked.team is not None:
        found = found.filter(teams__team=asked.team)
    if asked.objective is not None:
        served = Objective.objects.visible_to(user).filter(pk=asked.objective)
        found = found.filter(alignments__objective__in=served)
    return found


def of(user: User) -> Q:
    """Those in which somebody has a part, or at which they work."""
    helped = Helper.objects.filter(user=user).values("initiative")
    return Q(owner=user) | Q(guide=user) | Q(sponsor=user) | Q(created_by=user) | Q(pk__in=helped)


def with_stage(found: QuerySet[Any]) -> QuerySet[Any]:
    """Each with how far it came, from its rows."""
    own = OuterRef("pk")
    staged: QuerySet[Any] = found.annotate(
        stage=Case(
            When(Exists(Closing.objects.filter(initiative=own)), then=Value(Stage.CLOSED.value)),
            When(
                Exists(Delivery.objects.filter(initiative=own))
                & Exists(InitiativeReview.objects.filter(initiative=own)),
                then=Value(Stage.REVIEWED.value),
            ),
            When(Exists(Delivery.objects.filter(initiative=own)), then=Value(Stage.DELIVERING.value)),
            When(Exists(_decided()), then=Value(Stage.DECIDED.value)),
            When(Exists(Weighing.objects.filter(initiative=own)), then=Value(Stage.APPRAISED.value)),
            default=Value(Stage.IDEA.value),
            output_field=CharField(),
        )
    )
    return staged


def _decided() -> QuerySet[Decision]:
    rows = Decision.objects.filter(round__appraisal__initiatives__initiative=OuterRef("pk"))
    return rows.exclude(option__kind=OptionKind.DO_NOTHING)


def with_gaps(found: QuerySet[Any]) -> QuerySet[Any]:
    """Each with what its next step is told by, in one question for all of them."""
    own = OuterRef("pk")
    live = Benefit.objects.filter(initiative=own, dropped_at=None)
    unplanned = Q(owner=None) | Q(measure=None) | Q(recipients="") | Q(plan="")
    early = Involved.objects.filter(
        engagement__initiative=own,
        engagement__stage="design",
        engagement__opened_on__lte=OuterRef("decided_at__date"),
    )
    decided = found.annotate(decided_at=Subquery(_decided().order_by("-at").values("at")[:1]))
    told: QuerySet[Any] = decided.annotate(
        aligned=Exists(_aligned()),
        aligned_early=Exists(_aligned().filter(at__lt=OuterRef("decided_at"))),
        hoped=Exists(live.filter(disbenefit=False)),
        half_planned=Exists(live.filter(unplanned)),
        inside=Exists(early.filter(stakeholder__side=Side.INTERNAL)),
        outside=Exists(early.filter(stakeholder__side=Side.EXTERNAL)),
        owned_by_technology=Exists(User.objects.filter(pk=OuterRef("owner"), team__function=Function.TECHNOLOGY)),
    )
    return told


def _aligned() -> QuerySet[Alignment]:
    """What an outer initiative serves, of plans that were in force when it was said."""
    valid = Q(objective__plan__valid_to=None) | Q(objective__plan__valid_to__gte=F("at__date"))
    replaced = Plan.objects.filter(replaces=OuterRef("objective__plan"), adopted_on__lte=OuterRef("at__date"))
    rows = Alignment.objects.filter(valid, initiative=OuterRef("pk"), objective__plan__adopted_on__lte=F("at__date"))
    return rows.filter(~Exists(replaced))


def rows(found: list[Initiative]) -> list[Row]:
    """Initiatives as a list shows them; they come with their stage and their gaps."""
    return [_row(each) for each in found]


def _row(each: Initiative) -> Row:
    stage = Stage(cast(Any, each).stage)
    return Row(each, stage, LOOKS[stage], next_step(each, stage))


def next_step(each: Initiative, stage: Stage) -> str:
    """What comes next, in a few words; the initiative comes with its gaps."""
    gaps = cast(Any, each)
    if stage is Stage.CLOSED:
        return str(Outcome(each.closing.outcome).label)
    if stage is Stage.REVIEWED:
        return _("Close it, and say what came of it")
    if stage is Stage.DELIVERING:
        return _("Write a benefits plan") if not gaps.hoped else _("Read its measures, and look back at it")
    steps = (
        (each.owner_id is None, _("Name a business owner")),
        (gaps.owned_by_technology, _("Name a business owner outside technology")),
        (each.owner_accepted_at is None, _("{name} is asked to own it").format(name=each.owner)),
        (not gaps.aligned, _("Say which objective it serves")),
        (stage is Stage.IDEA, _("Weigh its risks")),
        (gaps.decided_at is None, _("Decide whether to do it")),
        (not gaps.aligned_early, _("Decide again, with the objective known")),
        (not gaps.hoped, _("Write a benefits plan")),
        (gaps.half_planned, _("Complete its benefits plan")),
        (not (gaps.inside and gaps.outside), _("Involve people inside and outside")),
    )
    return next((words for missing, words in steps if missing), _("Ready to begin"))


def ready() -> QuerySet[Any]:
    """Those whose rows lack nothing that can be told in one question; `readiness` has the last word."""
    found = Initiative.objects.filter(owner__is_active=True, owner_accepted_at__isnull=False)
    found = found.filter(delivery=None, closing=None)
    return with_gaps(found).filter(
        decided_at__isnull=False,
        aligned_early=True,
        hoped=True,
        half_planned=False,
        inside=True,
        outside=True,
        owned_by_technology=False,
    )


def unowned(before: date | None = None) -> QuerySet[Initiative]:
    """Those under way that nobody owns; with a day, of which the last word on their owner is older than that."""
    found = Initiative.objects.filter(owner=None, closing=None)
    if before is None:
        return found
    lately = Q(handovers__part="owner", handovers__at__date__gte=before)
    return found.filter(created_at__date__lt=before).exclude(lately)


def engaged(initiative: Initiative) -> list[tuple[str, int, int]]:
    """For each stage how many engagements there were, and how many of them said what changed."""
    rows = Engagement.objects.filter(initiative=initiative).order_by().values("stage")
    counted = rows.annotate(n=Count("pk"), answered=Count("pk", filter=~Q(changed=""))).values_list(
        "stage", "n", "answered"
    )
    return [(str(stage), n, answered) for stage, n, answered in counted]
