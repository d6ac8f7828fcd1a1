"""Polls: the one question that a conversation may open with, who answered it, and what was chosen."""

import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock
from moothall.people import grants
from moothall.people.models import User
from moothall.spaces.models.spaces import CONTAINER
from moothall.spaces.models.talk import Conversation

FEWEST_CHOICES, MOST_CHOICES = 2, 10
_FAR = 2**53


class Shows(models.TextChoices):
    """From when on those who can see a poll see its result."""

    AT_ONCE = "at_once", _("At once")
    ANSWERED = "answered", _("Once one has answered")
    CLOSED = "closed", _("When it has closed")


class PollQuerySet(models.QuerySet["Poll"]):
    """Which polls a person may read."""

    def visible_to(self, user: User | AnonymousUser) -> "PollQuerySet":
        """Polls in spaces this person may read, the markers of removed ones among them."""
        return self.filter(conversation__space__in=grants.held(user, CONTAINER))

    def standing(self) -> "PollQuerySet":
        """Polls that were not removed."""
        return self.filter(removed_at__isnull=True)

    def due(self) -> "PollQuerySet":
        """Polls whose time is over and that nothing has closed yet."""
        return self.filter(closed_at__isnull=True, closes_at__lte=clock.now())


class Poll(models.Model):
    """One question with a few choices. Once somebody answered, what was asked stays; once it is closed, all of it.

    Ballots are named, or anonymous: then nothing but `Ballot.link` ties what was chosen to who answered, and closing
    wipes it. The result of an anonymous poll waits until then, so that nobody learns from the numbers who came last.
    """

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="poll")
    question = models.CharField(max_length=200)
    several = models.BooleanField(default=False)  # whether more than one choice can be made
    anonymous = models.BooleanField(default=False)
    shows = models.CharField(max_length=8, choices=Shows)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="polls")
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    closes_at = models.DateTimeField(null=True)  # from this moment on it cannot be answered
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    removed_reason = models.CharField(max_length=400, blank=True)

    objects: ClassVar[PollQuerySet] = PollQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(question=""), name="poll_asks_something"),
            models.CheckConstraint(condition=Q(shows__in=Shows.values), name="poll_shows_known"),
            models.CheckConstraint(
                condition=Q(anonymous=False) | Q(shows=Shows.CLOSED), name="poll_anonymous_shows_when_closed"
            ),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True) | Q(closed_at__isnull=False),
                name="poll_closed_by_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True, removed_reason="")
                | Q(removed_at__isnull=False, removed_by__isnull=False, closed_at__isnull=False)
                & ~Q(removed_reason=""),
                name="poll_stands_or_was_removed_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["closes_at"], condition=Q(closed_at__isnull=True), name="poll_still_to_close"),
        ]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        """The poll by itself, where it is answered."""
        return reverse("spaces:poll", args=[self.pk])

    @property
    def in_place(self) -> str:
        """Where it stands in its conversation."""
        return f"{reverse('spaces:conversation', args=[self.conversation_id])}?page=1#poll"

    @property
    def is_removed(self) -> bool:
        """Whether only the marker is left."""
        return self.removed_at is not None

    @property
    def is_open(self) -> bool:
        """Whether it can be answered now."""
        if self.closed_at is not None or self.is_removed:
            return False
        return self.closes_at is None or clock.now() < self.closes_at

    @property
    def closes_on(self) -> date | None:
        """The last day on which it can be answered."""
        if self.closes_at is None:
            return None
        return timezone.localtime(self.closes_at - timedelta(microseconds=1)).date()


class PollChoice(models.Model):
    """One thing that can be chosen; its place, counted from nought, is its bit in a ballot."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="choices")
    place = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=120)

    class Meta:
        ordering = ("place",)
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="poll_choice_says_something"),
            models.CheckConstraint(condition=Q(place__lt=MOST_CHOICES), name="poll_choice_among_ten"),
            models.UniqueConstraint(fields=["poll", "place"], name="poll_choice_in_its_place"),
            models.UniqueConstraint(fields=["poll", "words"], name="poll_choice_said_once"),
        ]

    def __str__(self) -> str:
        return self.words


class Voter(models.Model):
    """That a person answered a poll, and when last; what they chose is in a ballot."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="voters")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="poll_answered_once")]

    def __str__(self) -> str:
        return f"{self.person_id} answered {self.poll_id}"


def any_number() -> int:
    """A key by chance: anonymous ballots stand in no order that could be laid beside that of the voters."""
    return 1 + secrets.randbelow(_FAR)


class Ballot(models.Model):
    """What one person chose: the places of the choices as bits. A named one has its voter.

    An anonymous one has none. While the poll is open it has a keyed digest (`link`) under which its writer, signed in
    at this hall, finds it again to change it; closing wipes the digest. It has no time and a key by chance.
    """

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="ballots")
    voter = models.OneToOneField(Voter, on_delete=models.CASCADE, null=True, related_name="ballot")
    chosen = models.PositiveSmallIntegerField()
    link = models.CharField(max_length=64, null=True)  # noqa: DJ001  none is like no other, also where it must be unique

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(chosen__gt=0, chosen__lt=2**MOST_CHOICES), name="ballot_chooses"),
            models.CheckConstraint(condition=Q(voter__isnull=True) | Q(link__isnull=True), name="ballot_one_tie"),
            models.UniqueConstraint(fields=["poll", "link"], name="ballot_linked_once"),
        ]

    def __str__(self) -> str:
        return f"Ballot {self.pk}"


def bits(places: Iterable[int]) -> int:
    """Choices, by their places, as a ballot holds them."""
    return sum(1 << place for place in set(places))


def places_in(chosen: int) -> frozenset[int]:
    """The places of the choices that a ballot holds."""
    return frozenset(place for place in range(MOST_CHOICES) if chosen >> place & 1)
