"""Having a clause stand beside an act, and taking it away from there."""

from moothall import audit
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.policies import guidance, permissions
from moothall.policies.models import Act, Clause, Placement, Policy


@audit.act
def place(policy: Policy, *, by: User, number: str, act: Act) -> Placement:
    """Show a clause beside an act, once; raises ValueError for a clause that no version of the policy has."""
    policy = Policy.objects.select_for_update(of=("self",)).get(pk=policy.pk)
    require(permissions.can_change(by, policy))
    if not Clause.objects.filter(text__version__policy=policy, number=number).exists():
        raise ValueError(f"{policy.slug} has no clause {number}.")
    placement, made = Placement.objects.get_or_create(policy=policy, number=number, act=act, defaults={"added_by": by})
    if made:
        guidance.changed()
        audit.record("policy.clause_placed", by=by, on=policy, clause=number, act=act)
    return placement


@audit.act
def take_away(placement: Placement, *, by: User) -> None:
    """Show a clause beside an act no more."""
    policy = Policy.objects.select_for_update(of=("self",)).get(pk=placement.policy_id)
    require(permissions.can_change(by, policy))
    if Placement.objects.filter(pk=placement.pk).delete()[0]:
        guidance.changed()
        audit.record("policy.clause_taken_away", by=by, on=policy, clause=placement.number, act=placement.act)
