"""What becomes of a person's policies when they may no longer come in."""

from typing import cast

from moothall import audit
from moothall.kit.registries import Person
from moothall.people.models import User
from moothall.policies import history, telling
from moothall.policies.models import Policy, What


def hand_over(person: Person, by: Person | None) -> None:
    """Inside the act that stops somebody: what they own passes into the administrators' care until it has an owner."""
    user, actor = cast(User, person), cast("User | None", by)
    owned = list(Policy.objects.select_for_update().filter(owner=user).order_by("pk"))
    for policy in owned:
        policy.owner = None
        policy.save(update_fields=["owner"])
        history.note(policy, What.OWNER, by=actor)
        telling.owned(policy, by=actor)
        audit.record("policy.left_without_owner", by=actor, on=policy, user=user.pk)
