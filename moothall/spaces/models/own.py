"""What a person wants to hear of, and the keys with which their feed reader asks."""

import hashlib
import secrets
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock
from moothall.people.models import User
from moothall.spaces.models.spaces import Space
from moothall.spaces.models.talk import Conversation


class Level(models.TextChoices):
    """What a person wants to hear of a place."""

    FOLLOWED = "followed", _("Followed")
    MUTED = "muted", _("Muted")


class Follow(models.Model):
    """That a person follows a space or a conversation, or has muted it; without a row it is neither."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="follows")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, null=True, related_name="follows")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, null=True, related_name="follows")
    level = models.CharField(max_length=8, choices=Level)
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "user"],
                condition=Q(conversation__isnull=False),
                name="follow_conversation_once",
            ),
            models.UniqueConstraint(
                fields=["space", "user"], condition=Q(space__isnull=False), name="follow_space_once"
            ),
            models.CheckConstraint(
                condition=Q(space__isnull=True, conversation__isnull=False)
                | Q(space__isnull=False, conversation__isnull=True),
                name="follow_has_one_place",
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="follow_level_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.level}"

    def muted_by(self, space: "Follow | None") -> bool:
        """Whether a conversation that was followed is silent because its space was muted later."""
        return space is not None and space.level == Level.MUTED and space.since > self.since


class FeedKeyQuerySet(models.QuerySet["FeedKey"]):
    """Which keys there are, and which still open."""

    def visible_to(self, user: User | AnonymousUser) -> "FeedKeyQuerySet":
        """One's own keys."""
        return self.filter(user=user) if isinstance(user, User) else self.none()

    def working(self) -> "FeedKeyQuerySet":
        """Keys that were not taken back, of people who may sign in."""
        return self.filter(revoked_at__isnull=True, user__is_active=True)

    def opened_by(self, secret: str) -> "FeedKeyQuerySet":
        """The working key with this secret."""
        return self.working().filter(digest=digest_of(secret))


class FeedKey(models.Model):
    """A secret address part with which one person's feed reader may ask; only its digest is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="feed_keys")
    label = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[models.Manager["FeedKey"]] = FeedKeyQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "-made_at", "-id"], name="feed_key_newest")]

    def __str__(self) -> str:
        return self.label


def new_secret() -> str:
    """256 random bits, as they stand in an address."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """What is kept of a secret; it is random and long, so a plain hash cannot be undone by guessing."""
    return hashlib.sha256(secret.encode()).hexdigest()
