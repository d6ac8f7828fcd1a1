"""Following and muting: what one person wants to hear of. It is theirs alone, so it is no act and is not recorded."""

from django.db import transaction

from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.spaces import permissions
from moothall.spaces.models import Conversation, Follow, Level, Space


@transaction.atomic
def hear(place: Conversation | Space, *, person: User, level: Level | None) -> None:
    """Follow a conversation or a space, mute it, or (None) neither."""
    conversation = place if isinstance(place, Conversation) else None
    space = place if isinstance(place, Space) else None
    require(permissions.can_read(person, place.space if isinstance(place, Conversation) else place))
    if level is None:
        Follow.objects.filter(user=person, conversation=conversation, space=space).delete()
        return
    Follow.objects.update_or_create(
        user=person, conversation=conversation, space=space, defaults={"level": level, "since": clock.now()}
    )


def follow_by_writing(conversation: Conversation, *, person: User) -> None:
    """Follow a conversation because one writes in it; what was decided before, also of its space, stays."""
    if Follow.objects.filter(user=person, space=conversation.space_id, level=Level.MUTED).exists():
        return
    follow = Follow(user=person, conversation=conversation, level=Level.FOLLOWED)
    Follow.objects.bulk_create([follow], ignore_conflicts=True)
