"""Bringing plans in from a file: all of it, or nothing; the same file sent twice comes in once."""

from dataclasses import dataclass

from moothall import audit
from moothall.change import permissions
from moothall.change import plan_documents as documents
from moothall.change.actions.plans import MOST, PlanWords, add_plan
from moothall.change.models import Objective, Plan
from moothall.change.plan_files import Incoming, ObjectiveSaid, PlanSaid, known_by
from moothall.kit.permissions import require
from moothall.people.models import User


@dataclass(frozen=True)
class Brought:
    """What came of a file."""

    plans: tuple[Plan, ...]  # those that the file names, new or not
    fresh: int  # how many of them are new
    objectives: int  # how many objectives are


@audit.act
def bring_in(*, by: User, incoming: Incoming) -> Brought:
    """Write what a file says. What stands here already stays as it is.

    Raises ValueError where it has faults, or no longer fits what stands here.
    """
    require(permissions.keeps_plans(by))
    if not incoming.may_come_in:
        raise ValueError("The file has faults.")
    plans, objectives, fresh = [], 0, 0
    for said in incoming.plans:
        plan = _standing(said, by=by)
        if plan is None:
            plan, fresh = add_plan(by=by, words=_words(said)), fresh + 1
        plan = Plan.objects.select_for_update().get(pk=plan.pk)
        made = _write(plan, said)
        objectives += len(made)
        documents.objectives_changed(made)
        plans.append(plan)
    audit.record("plan.imported", by=by, plans=[plan.pk for plan in plans], objectives=objectives)
    return Brought(tuple(plans), fresh, objectives)


def _standing(said: PlanSaid, *, by: User) -> Plan | None:
    """The plan that stands here already, also where it was entered since the file was read."""
    rows = Plan.objects.visible_to(by).filter(adopted_on=said.adopted_on, title__iexact=said.title)
    return rows.order_by("pk").first()


def _words(said: PlanSaid) -> PlanWords:
    return PlanWords(**{name: getattr(said, name) for name in PlanWords.__dataclass_fields__})


def _write(plan: Plan, said: PlanSaid) -> list[int]:
    """The objectives that the plan does not have; returns their keys."""
    standing = list(plan.objectives.order_by("place", "pk"))
    known = {known_by(one.title, one.quote) for one in standing}
    by_number = {one.reference.casefold(): one for one in standing if one.reference}
    place = max((one.place for one in standing), default=0)
    made: list[int] = []
    for one in said.objectives:
        if known_by(one.title, one.quote) in known:
            continue
        place += 1
        written = _quote(plan, one, by_number, place)
        made.append(written.pk)
        known.add(known_by(one.title, one.quote))
        if written.reference:
            by_number[written.reference.casefold()] = written
    if len(standing) + len(made) > MOST:
        raise ValueError("The plan has as many objectives as one plan takes.")
    return made


def _quote(plan: Plan, said: ObjectiveSaid, by_number: dict[str, Objective], place: int) -> Objective:
    parent = by_number.get(said.part_of.casefold()) if said.part_of else None
    if said.part_of and parent is None:
        raise ValueError("What it is a part of is not there.")
    return Objective.objects.create(
        plan=plan,
        parent=parent,
        place=place,
        kind=said.kind,
        title=said.title,
        quote=said.quote,
        source=said.source,
        reference=said.reference,
    )
