"""What becomes of a person's keys and spaces when they may no longer come in."""

from typing import cast

from moothall import audit
from moothall.kit import clock
from moothall.kit.registries import Person
from moothall.people.models import User
from moothall.spaces import telling
from moothall.spaces.models import FeedKey, Membership, Space


def hand_over(person: Person, by: Person | None) -> None:
    """Inside the act that stops somebody: their keys end, and a space that only they looked after passes to the role.

    Memberships stay as the history of who was there; they give sight to nobody who may not sign in.
    """
    user, actor = cast(User, person), cast("User | None", by)
    FeedKey.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=clock.now())
    held = Membership.objects.filter(user=user, facilitator=True)
    spaces = list(Space.objects.select_for_update().filter(pk__in=held.values("space")).order_by("pk"))
    held.update(facilitator=False)
    for space in spaces:
        if not space.memberships.facilitators().exists():
            telling.unattended(space, by=actor)
            audit.record("space.left_unattended", by=actor, on=space, user=user.pk)


def begin_anew(person: Person, by: Person | None) -> None:
    """Inside the act that lets somebody come back: they are in no space until they join one or are brought in."""
    user, actor = cast(User, person), cast("User | None", by)
    gone = Membership.objects.filter(user=user)
    count = gone.count()
    gone.delete()
    if count:
        audit.record("space.memberships_ended", by=actor, on=user, count=count)
