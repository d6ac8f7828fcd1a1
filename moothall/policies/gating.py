"""The gate's grants: whom each requirement stops, written down so that pages need not ask.

They are a copy of what the rows say at a moment, and may be late; acts ask the rows. Each requirement has a container
that stops its audience (`g.p:7`), and one that those hold by name whom it does not stop (`acknowledged:7`).
"""

from collections.abc import Iterable

from django.db import transaction

from moothall.kit import clock
from moothall.people import grants
from moothall.people.models import User
from moothall.policies import reminding
from moothall.policies.models import Emergency, Policy, Requirement
from moothall.policies.queries import gates


def hold(policy: Policy | int) -> Policy:
    """Lock a policy: what is acknowledged, adopted, asked and written into grants happens one after the other."""
    pk = policy if isinstance(policy, int) else policy.pk
    return Policy.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)


@transaction.atomic
def refresh(requirement: Requirement) -> None:
    """Bring the grants of one requirement in line with its rows and the clock."""
    hold(requirement.policy_id)
    now = Requirement.objects.select_related("policy").get(pk=requirement.pk)
    rule = gates.bounds_of(now)
    if rule is None:
        grants.replace(now.gate, ())
        grants.replace(now.passed, ())
        return
    # Who passes is written before anybody is stopped, so that nobody is stopped for a moment.
    grants.replace(now.passed, (f"user:{pk}" for pk in gates.who_pass(rule)))
    grants.replace(now.gate, now.holders if rule.bites else ())


def refresh_policy(policy: Policy) -> None:
    """After a version was adopted, or the policy withdrawn."""
    for requirement in Requirement.objects.filter(policy=policy, ended_at__isnull=True).order_by("pk"):
        refresh(requirement)


def keep() -> int:
    """What the worker does from time to time: grants follow the clock, and whoever is given time is told of it once."""
    asked = list(Requirement.objects.filter(ended_at__isnull=True).select_related("policy").order_by("pk"))
    for requirement in asked:
        refresh(requirement)
    return sum(reminding.tell_of_grace(requirement) for requirement in asked if requirement.grace_days)


def let_pass(user: User, requirements: Iterable[Requirement]) -> None:
    """Stop somebody no longer at these gates, who was not to be stopped any more."""
    for requirement in requirements:
        grants.give(requirement.passed, user.holder)


def excuse(emergency: Emergency, requirements: Iterable[Requirement]) -> None:
    """Stop somebody no longer for as long as an emergency lasts."""
    let_pass(emergency.user, [one for one in requirements if gates.covers(emergency, one)])


def put_right(user: User, capability: str, place: str) -> None:
    """Where the rows stop this person no longer and the grants, being late, still do: let them pass."""
    asked = gates.asked_at(capability, place)
    now = clock.now()
    stopping = {one.requirement.pk for one in gates.due_under(user, asked) if one.stops(now)}
    let_pass(user, [one for one in asked if one.pk not in stopping])
