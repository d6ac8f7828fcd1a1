"""Saying which requests are added up against the cost limit, and taking one out again (Fees Regulations 2004 reg 5)."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from moothall import audit
from moothall.disclosure import permissions
from moothall.disclosure.actions.cases import Impossible, locked
from moothall.disclosure.models import AddedUp, Case
from moothall.disclosure.queries import adding_up
from moothall.kit.guards import Lock
from moothall.kit.permissions import require
from moothall.people.models import User

ADDING = Lock("disclosure.adding_up", exclusive=True)  # so that no two acts together outgrow the window


@audit.act
def add_up(case: Case, *, by: User, others: Sequence[Case], why: str) -> list[AddedUp]:
    """Have the cost of other requests added up with that of this one, and say why they belong together.

    All that are added up then came within one window of sixty working days. Raises `Impossible`.
    """
    ADDING.take()
    case = locked(case)
    fresh = list(Case.objects.filter(pk__in=[one.pk for one in others]).exclude(pk=case.pk).order_by("pk"))
    require(all(permissions.can_work_on(by, one) for one in (case, *fresh)))
    if not case.is_open or not fresh or not why.strip():
        raise Impossible(_("Say which other requests are added up with one that is open, and why."))
    standing = AddedUp.objects.standing()
    bundles = set(standing.filter(case__in=[case, *fresh]).values_list("bundle", flat=True))
    if len(bundles) > 1:
        raise Impossible(_("Some of them are added up with others already. Take them out there first."))
    bundle = bundles.pop() if bundles else uuid4()
    inside = [row.case for row in standing.filter(bundle=bundle).select_related("case")]
    known = {one.pk for one in inside}
    coming = [one for one in (case, *fresh) if one.pk not in known]
    if not coming:
        raise Impossible(_("They are added up already."))
    if fault := adding_up.fault([*inside, *coming]):
        raise Impossible(fault)
    made = [_write(one, bundle, by=by, why=why) for one in coming]
    audit.record("case.added_up", by=by, on=case, requests=[one.pk for one in coming])
    return made


@audit.act
def take_out(row: AddedUp, *, by: User, why: str) -> AddedUp:
    """Have a request added up with the others no longer, and say why. Raises `Impossible`."""
    ADDING.take()
    case = locked(row.case)
    require(permissions.can_work_on(by, case))
    if not why.strip() or not AddedUp.objects.standing().filter(pk=row.pk).exists():
        raise Impossible(_("Say once why it is added up no longer."))
    made = _write(case, None, by=by, why=why)
    audit.record("case.added_up_no_more", by=by, on=case)
    return made


def _write(case: Case, bundle: UUID | None, *, by: User, why: str) -> AddedUp:
    turn = AddedUp.objects.filter(case=case).count() + 1
    return AddedUp.objects.create(case=case, turn=turn, bundle=bundle, why=why.strip(), by=by)
