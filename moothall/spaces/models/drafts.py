"""Words that were begun and not yet said: nobody's but their writer's."""

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
from moothall.spaces.models.talk import Conversation


class DraftQuerySet(models.QuerySet["Draft"]):
    """Which drafts a person may read: their own."""

    def visible_to(self, user: User | AnonymousUser) -> "DraftQuerySet":
        """One's own drafts, where one may still read the place they are for."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        held = grants.held(user, CONTAINER)
        nowhere = Q(space__isnull=True, conversation__isnull=True)
        return self.filter(nowhere | Q(space__in=held) | Q(conversation__space__in=held), user=user)


class Draft(models.Model):
    """What a person has begun to write: a reply, a conversation in a space, or one whose space is not chosen yet."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, null=True, related_name="drafts")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, null=True, related_name="drafts")
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)  # who saves says which one they began from
    token = models.UUIDField(null=True)  # of the form that saved it last: what that form posts is no draft any more
    saved_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["Draft"]] = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "conversation"], condition=Q(conversation__isnull=False), name="draft_reply_once"
            ),
            models.UniqueConstraint(
                fields=["user", "space"], condition=Q(space__isnull=False), name="draft_start_once"
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(space__isnull=True, conversation__isnull=True), name="draft_nowhere_once"
            ),
            models.CheckConstraint(
                condition=Q(space__isnull=True) | Q(conversation__isnull=True), name="draft_has_one_place"
            ),
        ]
        indexes = [models.Index(fields=["user", "-saved_at", "-id"], name="draft_newest")]

    def __str__(self) -> str:
        return f"Draft {self.pk}"

    def get_absolute_url(self) -> str:
        """Where it is written on."""
        if self.conversation_id is not None:
            return f"{reverse('spaces:conversation', args=[self.conversation_id])}#reply"
        if self.space is not None:
            return reverse("spaces:start", args=[self.space.slug])
        return reverse("spaces:write")
