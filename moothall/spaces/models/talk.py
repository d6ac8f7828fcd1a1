"""Conversations, and how far each person has read them."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse

from moothall.kit import clock
from moothall.people import grants
from moothall.people.models import User
from moothall.spaces.models.spaces import CONTAINER, Space

PAGE = 20  # posts on a page


class ConversationQuerySet(models.QuerySet["Conversation"]):
    """Which conversations a person may read."""

    def visible_to(self, user: User | AnonymousUser) -> "ConversationQuerySet":
        """Conversations in spaces this person may read."""
        return self.filter(space__in=grants.held(user, CONTAINER))


class Conversation(models.Model):
    """A subject that is talked about in a space; its posts are numbered from one and never go away."""

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="conversations")
    title = models.CharField(max_length=200)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    last_post_at = models.DateTimeField(default=clock.now, editable=False)
    # The number given to the newest post, taken under this row's lock; so a page of posts is a range of numbers.
    last_number = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[models.Manager["Conversation"]] = ConversationQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="conversation_has_title")]
        indexes = [models.Index(fields=["space", "-last_post_at", "-id"], name="conversation_newest")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The first page of the conversation."""
        return reverse("spaces:conversation", args=[self.pk])

    def new_since(self, read_to: int | None, joined: datetime) -> int | None:
        """How many posts are new to someone who read up to a number, or joined at a time; None when that is unclear."""
        if read_to is not None:
            return max(0, self.last_number - read_to)
        return self.last_number if self.created_at > joined else None

    @property
    def pages(self) -> int:
        """How many pages its posts fill."""
        return max(1, page_of(self.last_number))


class ReadMarkQuerySet(models.QuerySet["ReadMark"]):
    """Moving a person's mark on."""

    def reach(self, *, user: User, conversation: Conversation, number: int) -> None:
        """Remember that a person has read up to a post; never backwards. Reading is not recorded as an act."""
        behind = self.filter(user=user, conversation=conversation, number__lt=number)
        now = clock.now()
        if behind.update(number=number, read_at=now) or self.filter(user=user, conversation=conversation).exists():
            return
        self.bulk_create(
            [ReadMark(user=user, conversation=conversation, number=number, read_at=now)], ignore_conflicts=True
        )
        behind.update(number=number, read_at=now)  # another device may have been first with the row, and less far

    def back_to(self, *, user: User, conversation: Conversation, number: int) -> None:
        """Put a person's mark where they ask, further back if they wish."""
        self.update_or_create(user=user, conversation=conversation, defaults={"number": number, "read_at": clock.now()})


class ReadMark(models.Model):
    """How far a person has read a conversation: the number of the last post they have seen."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="read_marks")
    number = models.PositiveIntegerField()
    read_at = models.DateTimeField()

    objects: ClassVar[ReadMarkQuerySet] = ReadMarkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "conversation"], name="read_mark_once")]

    def __str__(self) -> str:
        return f"{self.user_id} read {self.conversation_id} to {self.number}"


def page_of(number: int) -> int:
    """The page, counted from one, on which the post with this number stands."""
    return (max(number, 1) - 1) // PAGE + 1
