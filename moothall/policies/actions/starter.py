"""Loading our starter texts, as drafts to be adapted."""

from collections.abc import Sequence

from moothall import audit
from moothall.kit.permissions import require
from moothall.people.models import Role, RoleHolding, User
from moothall.policies import guidance, permissions, starters
from moothall.policies.actions import policies
from moothall.policies.models import Placement, Policy, Relation
from moothall.policies.starters import Starter


@audit.act
def load(*, by: User | None) -> Sequence[Policy]:
    """Begin a policy from each starter text that is not there yet; returns those that were begun.

    They are drafts without an owner, marked as templates. Nothing is asked of anybody by them, and the clauses that we
    suggest to show beside acts are shown once the council has adopted the text. `by` is None at a command line.
    """
    administrators = RoleHolding.objects.filter(role=Role.ADMINISTRATOR).values("user")
    list(User.objects.select_for_update().filter(pk__in=administrators).order_by("pk"))  # one load at a time
    require(by is None or permissions.can_load_starters(by))
    known = {policy.slug: policy for policy in Policy.objects.all()}
    begun = [starter for starter in starters.every() if starter.slug not in known]
    made = []
    for starter in begun:
        known[starter.slug] = policy = _begin(starter, by=by)
        made.append(policy)
        Relation.objects.bulk_create(Relation(policy=policy, parent=known[slug]) for slug in starter.builds_on)
    guidance.changed()
    if made:
        audit.record("policy.starters_loaded", by=by, policies=[policy.slug for policy in made])
    return made


def _begin(starter: Starter, *, by: User | None) -> Policy:
    made = policies.create(
        by=by,
        title=starter.title,
        genre=starter.genre,
        owner=None,
        summary=starter.summary,
        body=starter.body,
        template=True,
    )
    Placement.objects.bulk_create(
        Placement(policy=made, number=number, act=act, added_by=by) for number, act in starter.beside
    )
    return made
