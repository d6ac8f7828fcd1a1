"""Words that were begun and not yet said: nobody's but their writer's."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse

from moothall.kit import clock, guards
from moothall.kit.guards import Event, Rule, Vendor
from moothall.people import grants
from moothall.people.models import User
from moothall.records.held import ASKING, IN_FORCE, WHY, Held, row_named
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


SAID_OR_EMPTY = (
    "{row}.title = '' AND {row}.body = '' OR EXISTS (SELECT 1 FROM spaces_post AS said "
    "JOIN spaces_conversation AS talk ON talk.id = said.conversation_id "
    "WHERE said.author_id = {row}.user_id AND said.body = {row}.body AND {row}.title IN ('', talk.title) "
    "AND COALESCE({row}.conversation_id, talk.id) = talk.id "
    "AND COALESCE({row}.space_id, talk.space_id) = talk.space_id)"
)
"""That a draft says nothing, or nothing that its writer has not posted where it was for."""


@dataclass(frozen=True)
class NotEmptied:
    """The guard that refuses to throw a held draft away by taking out all that it says."""

    by: Held

    @property
    def model(self) -> type[models.Model]:
        """The model that is guarded."""
        return self.by.model

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """A draft says what its writer says last, but not nothing at all."""
        emptied = "NEW.title = '' AND NEW.body = '' AND NOT (OLD.title = '' AND OLD.body = '')"
        held = f"{IN_FORCE} AND ({self.by.covered(row_named('OLD'))})"
        yield Rule(Event.UPDATE, WHY, given=emptied, when=held, lock=ASKING)


HELD_DRAFT = Held(
    Draft,
    scopes={"conversation": ("conversation",), "space": ("space", "conversation__space"), "user": ("user",)},
    keeps=("user",),
    unless=SAID_OR_EMPTY,
)
guards.declare(HELD_DRAFT, NotEmptied(HELD_DRAFT))
