"""How plans and what they want are listed and shown, in a number of questions that does not grow with them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from moothall.change.models import Alignment, Initiative, Measure, Node, Objective, Plan, PlanFile
from moothall.change.queries import measures
from moothall.change.queries.measures import Stands
from moothall.kit import clock
from moothall.kit.pages import Slice, keyset
from moothall.people.models import User

PAGE = 20
DEEPEST = 4  # as far as the page shows it further in
FORCE, COMING, PAST = "force", "coming", "past"
SHOWN = (FORCE, COMING, PAST)


@dataclass(frozen=True)
class Row:
    """A plan in the list, with the versions before it, newest first."""

    plan: Plan
    objectives: int
    measures: int
    before: list[Plan]


def listed(user: User, show: str, *, today: date) -> QuerySet[Plan]:
    """The plans of one choice that this person may read."""
    rows = Plan.objects.visible_to(user)
    if show == COMING:
        return rows.filter(adopted_on__gt=today)
    force = Plan.objects.in_force(today).values("pk")
    return rows.exclude(pk__in=force).filter(adopted_on__lte=today) if show == PAST else rows.filter(pk__in=force)


def page_of(user: User, show: str, after: str | None) -> tuple[list[Row], str | None]:
    """One page of them, by their titles; under those in force the versions before."""
    found: Slice[Plan] = keyset(listed(user, show, today=clock.today()), by=("title", "pk"), after=after, size=PAGE)
    counted = Plan.objects.filter(pk__in=[plan.pk for plan in found.rows]).annotate(
        wanted=Count("objectives", distinct=True), measured=Count("objectives__measures", distinct=True)
    )
    counts = {pk: (wanted, measured) for pk, wanted, measured in counted.values_list("pk", "wanted", "measured")}
    before = versions_before(found.rows, user) if show != PAST else {}
    return [Row(plan, *counts[plan.pk], before.get(plan.pk, [])) for plan in found.rows], found.next_cursor


def versions_before(plans: Iterable[Plan], user: User) -> dict[int, list[Plan]]:
    """The versions that these plans replaced, newest first: one question for each version."""
    found: dict[int, list[Plan]] = defaultdict(list)
    ahead: dict[int, int] = {plan.replaces_id: plan.pk for plan in plans if plan.replaces_id}
    while ahead:
        further: dict[int, int] = {}
        for plan in Plan.objects.visible_to(user).filter(pk__in=list(ahead)):
            newest = ahead[plan.pk]
            found[newest].append(plan)
            if plan.replaces_id and plan.replaces_id not in {one.pk for one in found[newest]}:
                further[plan.replaces_id] = newest
        ahead = further
    return found


@dataclass
class Wanted:
    """An objective on the page of its plan, with what serves it."""

    objective: Objective
    depth: int = 0
    measures: list[Stands] = field(default_factory=list)
    initiatives: list[Initiative] = field(default_factory=list)


@dataclass(frozen=True)
class Sight:
    """All that the page of one plan shows to one person."""

    plan: Plan
    wanted: list[Wanted]
    before: list[Plan]
    after: Plan | None
    is_in_force: bool
    files: list[PlanFile]

    @property
    def document(self) -> PlanFile | None:
        """Its document, where it was uploaded: the newest file."""
        return self.files[0] if self.files else None

    @property
    def files_before(self) -> list[PlanFile]:
        """The files whose place it took, newest first."""
        return self.files[1:]

    @property
    def is_over(self) -> bool:
        """Whether the last day on which it was valid has gone by."""
        return self.plan.valid_to is not None and self.plan.valid_to < clock.today()

    @property
    def unserved(self) -> int:
        """How many objectives nothing serves: neither they themselves nor a part of them."""
        served = {one.objective.pk for one in self.wanted if one.measures or one.initiatives}
        for one in reversed(self.wanted):
            if one.objective.pk in served and one.objective.parent_id:
                served.add(one.objective.parent_id)
        return sum(one.objective.pk not in served for one in self.wanted)


def sight(plan: Plan, user: User) -> Sight:
    """The page of a plan."""
    after = Plan.objects.visible_to(user).filter(replaces=plan).first()
    return Sight(
        plan=plan,
        wanted=_wanted(list(plan.objectives.order_by("place", "pk")), user),
        before=versions_before([plan], user).get(plan.pk, []),
        after=after,
        is_in_force=Plan.objects.in_force(clock.today()).filter(pk=plan.pk).exists(),
        files=files_of(plan),
    )


def files_of(plan: Plan) -> list[PlanFile]:
    """What was uploaded of a plan, newest first."""
    return list(plan.files.select_related("added_by").order_by("-pk"))


def _wanted(rows: list[Objective], user: User) -> list[Wanted]:
    lines = {objective.pk: Wanted(objective, depth) for objective, depth in tree(rows)}
    now = lineage(rows)
    for one in measures_of(now, user):
        lines[now[one.measure.objective_id]].measures.append(one)
    for objective, initiative in initiatives_of(now, user):
        line = lines[now[objective]]
        if initiative not in line.initiatives:
            line.initiatives.append(initiative)
    return list(lines.values())


def tree(rows: Iterable[Objective]) -> Iterator[tuple[Objective, int]]:
    """Objectives as their plan has them, each before its parts, with how deep it lies, as far as a page shows that."""
    under: dict[int | None, list[Objective]] = defaultdict(list)
    for row in rows:
        under[row.parent_id].append(row)
    ahead = [(row, 0) for row in reversed(under[None])]
    while ahead:
        row, depth = ahead.pop()
        yield row, min(depth, DEEPEST)
        ahead += [(part, depth + 1) for part in reversed(under[row.pk])]


def lineage(rows: Iterable[Objective]) -> dict[int, int]:
    """Each of these objectives, and each that it continues in the versions before, by whom it is continued here."""
    now = {row.pk: row.pk for row in rows}
    ahead = {row.continues_id: row.pk for row in rows if row.continues_id}
    while ahead:
        now.update({pk: newest for pk, newest in ahead.items() if pk not in now})
        further = Objective.objects.filter(pk__in=list(ahead)).values_list("pk", "continues")
        ahead = {before: now[pk] for pk, before in further if before is not None and before not in now}
    return now


def measures_of(objectives: Collection[int], user: User) -> list[Stands]:
    """The measures that quote these objectives, those that are read first."""
    rows = Measure.objects.visible_to(user).filter(objective__in=list(objectives)).select_related("owner", "objective")
    return measures.stands(sorted(rows, key=lambda row: (row.retired_at is not None, row.title, row.pk)))


def initiatives_of(objectives: Collection[int], user: User) -> list[tuple[int, Initiative]]:
    """The initiatives that said they serve these objectives, as far as this person may see them."""
    rows = Alignment.objects.filter(objective__in=list(objectives), initiative__in=Initiative.objects.visible_to(user))
    found = rows.select_related("initiative").order_by("initiative__title", "initiative")
    return [(row.objective_id, row.initiative) for row in found]


@dataclass(frozen=True)
class ObjectiveSight:
    """All that the page of one objective shows to one person."""

    objective: Objective
    measures: list[Stands]
    served_by: list[tuple[Alignment, Initiative]]
    parts: list[Objective]
    continued_by: list[Objective]
    is_in_force: bool


def objective_sight(objective: Objective, user: User) -> ObjectiveSight:
    """The page of an objective; what quotes the version of it before serves it as well."""
    now = lineage([objective])
    said = Alignment.objects.filter(objective__in=list(now), initiative__in=Initiative.objects.visible_to(user))
    visible = Objective.objects.visible_to(user)
    return ObjectiveSight(
        objective=objective,
        measures=measures_of(now, user),
        served_by=[(row, row.initiative) for row in said.select_related("initiative").order_by("initiative__title")],
        parts=list(visible.filter(parent=objective).order_by("place", "pk")),
        continued_by=list(visible.filter(continues=objective).select_related("plan")),
        is_in_force=Plan.objects.in_force(clock.today()).filter(pk=objective.plan_id).exists(),
    )


def is_quoted(plan: Plan) -> bool:
    """Whether something quotes an objective of a plan, so that the day of its adoption stays."""
    return plan.objectives.filter(_quoted()).exists()


def objective_is_quoted(objective: Objective) -> bool:
    """Whether a measure or an initiative quotes an objective, so that its words stay."""
    return Objective.objects.filter(_quoted(), pk=objective.pk).exists()


def _quoted() -> Q:
    measured = Measure.objects.filter(objective=OuterRef("pk"))
    aligned = Alignment.objects.filter(objective=OuterRef("pk"))
    return Q(Exists(measured)) | Q(Exists(aligned))


def rests_on(objective: Objective) -> Mapping[str, int]:
    """How much rests on an objective, by what it is, so that it cannot be taken out; numbers only."""
    counted = {
        "measures": objective.measures.count(),
        "initiatives": objective.alignments.values("initiative").distinct().count(),
        "parts": objective.parts.count(),
        "versions": objective.continued_by.count(),
        "maps": Node.objects.filter(objective=objective).count(),
    }
    return {name: number for name, number in counted.items() if number}
