"""What a new starter is offered: spaces to join, and where they are already."""

from django.db.models import Count, Q, QuerySet

from moothall.kit.registries import Person
from moothall.people.models import User
from moothall.spaces.models import Membership, Openness, Post, Space

SUGGESTED, CHOSEN = 6, 3


def suggested(user: User) -> QuerySet[Space]:
    """Open spaces to join: where colleagues of the same team are, then where most people are."""
    here = Q(memberships__user__is_active=True)
    team = here & Q(memberships__user__team=user.team_id) if user.team_id else Q(pk__in=[])
    return (
        Space.objects.visible_to(user)
        .filter(openness=Openness.OPEN)
        .exclude(memberships__user=user)
        .annotate(colleagues=Count("memberships", filter=team), people=Count("memberships", filter=here))
        .order_by("-colleagues", "-people", "name")[:SUGGESTED]
    )


def joins(person: Person) -> bool:
    """Whether this person may join spaces unasked: staff and councillors."""
    return isinstance(person, User) and not person.is_guest


def may_say_hello(person: Person) -> bool:
    """Whether there is, or can be, a space in which this person writes."""
    return isinstance(person, User) and (not person.is_guest or has_joined(person))


def has_joined(person: Person) -> bool:
    """Whether this person is in a space."""
    return Membership.objects.filter(user_id=person.pk).exists()


def has_written(person: Person) -> bool:
    """Whether this person said anything yet."""
    return Post.objects.filter(author_id=person.pk).exists()
