"""How far one person has read, where they say so themselves. Reading is no act and is not recorded."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

from moothall import notices
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.spaces import permissions, telling
from moothall.spaces.models import Conversation, Post, ReadMark, Space


def reach(conversation: Conversation, posts: Sequence[Post], *, person: User) -> None:
    """Remember that these posts, the last on the page last, were shown; notices of them are read too."""
    ReadMark.objects.reach(user=person, conversation=conversation, number=posts[-1].number)
    notices.read(person, telling.OF_POSTS, [post.pk for post in posts])


@transaction.atomic
def mark_all_read(space: Space, *, person: User, until: datetime) -> None:
    """Read everything in a space that was said up to a moment; marks that are further stay where they are."""
    require(permissions.can_read(person, space))
    notices.read_place(person, telling.OF_POSTS, space.container, until)
    said = Post.objects.filter(conversation=OuterRef("pk"), created_at__lte=until).order_by()
    newest = Subquery(said.values("conversation").annotate(n=Max("number")).values("n"))
    fresh = Conversation.objects.filter(space=space).exclude(read_marks__user=person).annotate(upto=newest)
    ReadMark.objects.bulk_create(
        [
            ReadMark(user=person, conversation_id=pk, number=number, read_at=clock.now())
            for pk, number in fresh.filter(upto__isnull=False).values_list("pk", "upto").iterator()
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    behind = Conversation.objects.filter(space=space, read_marks__user=person, read_marks__number__lt=F("last_number"))
    for pk, number in behind.annotate(upto=Coalesce(newest, 0)).values_list("pk", "upto").iterator():
        ReadMark.objects.filter(user=person, conversation=pk, number__lt=number).update(
            number=number, read_at=clock.now()
        )


@transaction.atomic
def mark_unread_from(post: Post, *, person: User) -> None:
    """Put this person's mark before a post: the one way in which it goes back."""
    require(permissions.can_read(person, post.conversation.space))
    ReadMark.objects.back_to(user=person, conversation=post.conversation, number=post.number - 1)
