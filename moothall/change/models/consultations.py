"""Open consultations: what anybody is asked on the public site, what they answer, and what came of it."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from moothall.change.models.stakeholders import Engagement
from moothall.kit import clock
from moothall.people import grants
from moothall.people.models import User


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    """Which consultations a person may look after, and which anybody may read."""

    def visible_to(self, user: User | AnonymousUser) -> "ConsultationQuerySet":
        """Those of the initiatives that they may read."""
        return self.filter(engagement__initiative__in=grants.held(user, "initiative"))

    def public(self) -> "ConsultationQuerySet":
        """Those on the public site."""
        return self.filter(published_at__isnull=False)

    def running(self, on: date) -> "ConsultationQuerySet":
        """Those that anybody can answer on a day."""
        return self.public().filter(ended_at=None, opens_on__lte=on, closes_on__gte=on)

    def over(self, on: date) -> "ConsultationQuerySet":
        """Those on the public site that take no more answers on a day."""
        return self.public().filter(Q(closes_on__lt=on) | Q(ended_at__isnull=False))


class Consultation(models.Model):
    """An engagement that is open to anybody, on the public site, from its first day to its last.

    `answered_at` is when the organisation said what it did with what people said. `ended_at` is when it stopped taking
    answers before its last day, for a reason that anybody may read.
    """

    engagement = models.OneToOneField(Engagement, on_delete=models.PROTECT, related_name="consultation")
    title = models.CharField(max_length=160)
    introduction = models.TextField()
    opens_on = models.DateField()
    closes_on = models.DateField()  # the last day on which it can be answered
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_why = models.CharField(max_length=400, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[ConsultationQuerySet] = ConsultationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(introduction=""), name="consultation_says_what_it_asks"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="consultation_closes_after_opening"),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="consultation_published_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False, published_at__isnull=False),
                name="consultation_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, ended_why="")
                | Q(ended_at__isnull=False, ended_by__isnull=False, published_at__isnull=False) & ~Q(ended_why=""),
                name="consultation_ended_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The consultation, in the hall."""
        return reverse("change:consultation", args=[self.pk])

    @property
    def is_public(self) -> bool:
        """Whether anybody can read it."""
        return self.published_at is not None

    @property
    def is_open(self) -> bool:
        """Whether anybody can answer it today."""
        return self.is_public and self.ended_at is None and self.opens_on <= clock.today() <= self.closes_on

    @property
    def is_over(self) -> bool:
        """Whether it was ended, or its last day went by."""
        return self.ended_at is not None or clock.today() > self.closes_on

    @property
    def last_on(self) -> date:
        """The last day on which it can or could be answered: the day on which it was ended early, or its last one."""
        return self.closes_on if self.ended_at is None else timezone.localdate(self.ended_at)

    @property
    def days(self) -> int:
        """For how many days it can be answered, the first and the last included."""
        return (self.last_on - self.opens_on).days + 1


class Question(models.Model):
    """One thing that is asked; it stays as it was asked once anybody answered."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="questions")
    place = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=400)

    class Meta:
        ordering = ("place",)
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="question_asks_something"),
            models.UniqueConstraint(fields=["consultation", "place"], name="question_in_its_place"),
        ]

    def __str__(self) -> str:
        return self.words


class PublicAnswerQuerySet(models.QuerySet["PublicAnswer"]):
    """Which answers are shown."""

    def shown(self) -> "PublicAnswerQuerySet":
        """Those that somebody let in."""
        return self.filter(let_in=True)

    def waiting(self) -> "PublicAnswerQuerySet":
        """Those that nobody has looked at."""
        return self.filter(moderated_at=None)


class PublicAnswer(models.Model):
    """What somebody of the public answered; shown once somebody lets it in, with the name that they gave, if any."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="answers")
    name = models.CharField(max_length=100, blank=True)
    said_at = models.DateTimeField(default=clock.now, editable=False)
    let_in = models.BooleanField(null=True)
    moderated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    moderated_at = models.DateTimeField(null=True)
    moderated_why = models.CharField(max_length=400, blank=True)
    token = models.UUIDField(null=True, unique=True, editable=False)

    objects: ClassVar[PublicAnswerQuerySet] = PublicAnswerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(let_in=None, moderated_by=None, moderated_at=None, moderated_why="")
                | Q(let_in=True, moderated_by__isnull=False, moderated_at__isnull=False)
                | Q(let_in=False, moderated_by__isnull=False, moderated_at__isnull=False) & ~Q(moderated_why=""),
                name="public_answer_moderated_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["consultation", "said_at", "id"], name="public_answer_in_order")]

    def __str__(self) -> str:
        return self.name or f"answer {self.pk}"


class AnswerPart(models.Model):
    """What an answer says to one question; a question that it leaves out has none."""

    answer = models.ForeignKey(PublicAnswer, on_delete=models.PROTECT, related_name="parts")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="parts")
    words = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="answer_part_says_something"),
            models.UniqueConstraint(fields=["answer", "question"], name="question_answered_once"),
        ]

    def __str__(self) -> str:
        return self.words


class ThemeQuerySet(models.QuerySet["Theme"]):
    """Which themes count."""

    def standing(self) -> "ThemeQuerySet":
        """Those that no later one corrects."""
        return self.filter(corrected_by=None)


class Theme(models.Model):
    """What several people said, and what was done about it or why nothing was.

    Once it is published it stays; what was wrong in it is said anew beside it.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="themes")
    said = models.TextField()
    did = models.TextField(blank=True)
    why_not = models.TextField(blank=True)  # nothing was done, and why
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    token = models.UUIDField(null=True, unique=True, editable=False)

    objects: ClassVar[ThemeQuerySet] = ThemeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(said=""), name="theme_says_what_was_said"),
            models.CheckConstraint(condition=Q(did="") | Q(why_not=""), name="theme_did_something_or_not"),
            models.CheckConstraint(condition=~Q(corrects=F("id")), name="theme_corrects_another"),
        ]

    def __str__(self) -> str:
        return self.said

    @property
    def is_answered(self) -> bool:
        """Whether it says what was done, or why nothing was."""
        return bool(self.did or self.why_not)
