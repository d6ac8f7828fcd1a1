"""Saying which policies and platforms rest on an option."""

from moothall import audit
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.policies.models import Policy
from moothall.records.models import InformationSystem
from moothall.risks import permissions
from moothall.risks.actions.rounds import locked
from moothall.risks.models import Option, Resting


@audit.act
def rest(option: Option, *, by: User, on_it: Policy | InformationSystem) -> Resting:
    """Say that a policy or a platform rests on an option, also after the decision; said twice, said once."""
    round = locked(option.round_id)
    require(permissions.can_write(by, round.appraisal))
    thing = {"policy": on_it} if isinstance(on_it, Policy) else {"system": on_it}
    made, new = Resting.objects.get_or_create(option=option, **thing, defaults={"added_by": by})
    if new:
        audit.record("option.rested_on", by=by, on=round.appraisal, option=option.pk, thing=str(made))
    return made


@audit.act
def rest_no_longer(resting: Resting, *, by: User) -> None:
    """Say that it no longer rests on the option."""
    round = locked(resting.option.round_id)
    require(permissions.can_write(by, round.appraisal))
    Resting.objects.filter(pk=resting.pk).delete()
    audit.record("option.rests_no_longer", by=by, on=round.appraisal, option=resting.option_id, thing=str(resting))
