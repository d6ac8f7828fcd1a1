"""Whom a policy is for, and what is for a person."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from moothall.people import grants
from moothall.people.models import Role, User
from moothall.policies.models import EVERYONE, Audience, Policy


def people(policy: Policy) -> QuerySet[User, User]:
    """The people whom a policy is for and who may sign in, by name."""
    holders = set(policy.audience.values_list("holder", flat=True))
    if EVERYONE in holders:
        return User.objects.active().order_by("name", "pk")
    spaces = {holder for holder in holders if holder.startswith("space:")}
    found = Q(pk__in=grants.holding(holders - spaces).order_by().values("pk"))
    for space in spaces:
        found |= Q(pk__in=grants.who_holds(space).order_by().values("pk"))
    return User.objects.active().filter(found).order_by("name", "pk")


def concerning(user: User) -> Exists:
    """The condition that a policy is for this person: by kind, team, role or space, or as it is for everyone."""
    spaces = {token for token in grants.tokens(user) if token.startswith("space:")}
    held = {EVERYONE, *grants.holders_of(user), *spaces}
    return Exists(Audience.objects.filter(policy=OuterRef("pk"), holder__in=held))


def keepers(policy: Policy) -> list[int]:
    """Primary keys of who answers for a policy: its owner, or the administrators while it has none."""
    owner = policy.owner
    if owner is not None and owner.is_active and not owner.is_guest:
        return [owner.pk]
    administrators = User.objects.active().filter(role_holdings__role=Role.ADMINISTRATOR)
    return list(administrators.values_list("pk", flat=True))
