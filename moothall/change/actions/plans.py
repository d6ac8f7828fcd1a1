"""Entering adopted plans and what they want, in the plans' own words."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from moothall import audit
from moothall.change import permissions
from moothall.change import plan_documents as documents
from moothall.change.actions.plan_uploads import attach
from moothall.change.models import Objective, ObjectiveKind, Plan, PlanKind
from moothall.files.models import Upload
from moothall.kit.permissions import require
from moothall.people import grants
from moothall.people.models import Kind, User

COPIED = ("kind", "reference", "title", "quote", "source", "place")
MOST = 500  # objectives of one plan


@dataclass(frozen=True)
class PlanWords:
    """What is said of an adopted plan."""

    kind: PlanKind
    title: str
    adopted_on: date
    valid_to: date | None = None
    adopted_by: str = ""
    document_url: str = ""


@dataclass(frozen=True)
class ObjectiveWords:
    """An outcome or objective as its plan says it, with the page or section."""

    kind: ObjectiveKind
    title: str
    quote: str
    source: str
    reference: str = ""


@audit.act
def add_plan(
    *,
    by: User,
    words: PlanWords,
    replaces: Plan | None = None,
    file: Upload | None = None,
    token: UUID | None = None,
) -> Plan:
    """Enter an adopted plan, or a version that replaces another, with its document. Sent twice, entered once.

    Raises ValueError where the one it replaces was replaced already, or was adopted later, and `Refused` for a file
    that is gone.
    """
    require(permissions.keeps_plans(by))
    if replaces is not None:
        replaces = Plan.objects.select_for_update().get(pk=replaces.pk)
    made = Plan.objects.filter(token=token, added_by=by).first() if token else None
    if made is not None:
        return made
    if replaces is not None:
        if Plan.objects.filter(replaces=replaces).exists():
            raise ValueError("That plan was replaced already.")
        if words.adopted_on <= replaces.adopted_on:
            raise ValueError("A version is adopted after the one it replaces.")
    plan = Plan.objects.create(**vars(words), replaces=replaces, added_by=by, token=token)
    grants.replace(plan.container, [f"kind:{Kind.STAFF}", f"kind:{Kind.COUNCILLOR}"])
    audit.record("plan.added", by=by, on=plan, replaces=replaces.pk if replaces else None)
    if file is not None:
        attach(plan, by=by, upload=file)
    return plan


@audit.act
def replace(plan: Plan, *, by: User, words: PlanWords, file: Upload | None = None, token: UUID | None = None) -> Plan:
    """Enter the version that replaces a plan, its objectives carried over; each continues the one that it comes from.

    What quotes the version before goes on quoting it; its document stays with it. Raises as `add_plan` does.
    """
    made = add_plan(by=by, words=words, replaces=plan, file=file, token=token)
    if made.objectives.exists():
        return made  # sent twice
    carried = _carry_over(plan, made)
    documents.objectives_changed(carried)
    audit.record("plan.carried_over", by=by, on=made, objectives=len(carried))
    return made


def _carry_over(plan: Plan, made: Plan) -> list[int]:
    """Copy the objectives of a plan, each before its parts; returns the keys of the copies."""
    copies: dict[int, Objective] = {}
    waiting = list(plan.objectives.order_by("place", "pk"))
    while waiting:
        ready = [one for one in waiting if one.parent_id is None or one.parent_id in copies]
        if not ready:
            raise ValueError("Its objectives are parts of each other.")
        for one in ready:
            copies[one.pk] = Objective.objects.create(
                plan=made,
                parent=copies[one.parent_id] if one.parent_id else None,
                continues=one,
                **{name: getattr(one, name) for name in COPIED},
            )
        waiting = [one for one in waiting if one.pk not in copies]
    return [one.pk for one in copies.values()]


@audit.act
def edit_plan(plan: Plan, *, by: User, words: PlanWords, file: Upload | None = None) -> Plan:
    """Correct what is said of a plan; the day of its adoption stays once something quotes it (IntegrityError).

    Raises ValueError for a day that is not between those of the versions before and after it, and as `attach` does.
    """
    require(permissions.keeps_plans(by))
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    before, after = plan.replaces, Plan.objects.filter(replaces=plan).first()
    if (before and words.adopted_on <= before.adopted_on) or (after and words.adopted_on >= after.adopted_on):
        raise ValueError("A version is adopted after the one it replaces.")
    for name, value in vars(words).items():
        setattr(plan, name, value)
    plan.save(update_fields=list(vars(words)))
    documents.objectives_changed(plan.objectives.values_list("pk", flat=True))
    audit.record("plan.edited", by=by, on=plan)
    if file is not None:
        attach(plan, by=by, upload=file)
    return plan


@audit.act
def add_objective(
    plan: Plan,
    *,
    by: User,
    words: ObjectiveWords,
    parent: Objective | None = None,
    continues: Objective | None = None,
) -> Objective:
    """Quote an outcome or objective of a plan, under another one of it or at its top.

    Raises ValueError for a parent of another plan, one that does not continue the plan before, or a plan that is full.
    """
    require(permissions.keeps_plans(by))
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if parent is not None and parent.plan_id != plan.pk:
        raise ValueError("Its parent is in another plan.")
    if continues is not None and continues.plan_id != plan.replaces_id:
        raise ValueError("It continues an objective of the plan before.")
    if plan.objectives.count() >= MOST:
        raise ValueError("The plan has as many objectives as one plan takes.")
    last = plan.objectives.order_by("-place").values_list("place", flat=True).first()
    objective = Objective.objects.create(
        plan=plan, parent=parent, continues=continues, place=(last or 0) + 1, **vars(words)
    )
    documents.objectives_changed([objective.pk])
    audit.record("objective.added", by=by, on=objective, plan=plan.pk)
    return objective


@audit.act
def edit_objective(objective: Objective, *, by: User, words: ObjectiveWords) -> Objective:
    """Correct a quotation, until something rests on it (IntegrityError); its short title may always be mended."""
    require(permissions.keeps_plans(by))
    objective = Objective.objects.select_for_update().get(pk=objective.pk)
    for name, value in vars(words).items():
        setattr(objective, name, value)
    objective.save(update_fields=list(vars(words)))
    documents.objectives_changed([objective.pk])
    audit.record("objective.edited", by=by, on=objective)
    return objective


@audit.act
def remove_objective(objective: Objective, *, by: User) -> None:
    """Take out what was entered by mistake; raises ProtectedError where something rests on it."""
    require(permissions.keeps_plans(by))
    objective = Objective.objects.select_for_update().get(pk=objective.pk)
    pk, plan = objective.pk, objective.plan_id
    objective.delete()
    documents.objectives_changed([pk])
    audit.record("objective.removed", by=by, plan=plan, objective=pk)
