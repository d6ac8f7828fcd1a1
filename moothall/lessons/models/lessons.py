"""Lessons, what they apply to, and what they are about."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from moothall.kit import clock
from moothall.lessons.choices import Licence, Outcome
from moothall.people.models import Team, User

HALL = "lessons:0"  # the container of what is published in the hall: staff and councillors hold it, guests don't
PARTS = ("context", "happened", "why", "would_do")  # what a lesson says, in the order in which it is read


class LessonQuerySet(models.QuerySet["Lesson"]):
    """Which lessons a person may read."""

    def visible_to(self, user: User | AnonymousUser) -> "LessonQuerySet":
        """Staff and councillors read what is published, guests what is public; a draft is its author's alone."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        published = Q(public_at__isnull=False) if user.is_guest else Q(published_at__isnull=False)
        return self.filter(published | Q(published_at=None, author=user.pk))

    def drafts_of(self, user: User) -> "LessonQuerySet":
        """What this person has not published."""
        return self.filter(published_at=None, author=user.pk)

    def published(self) -> "LessonQuerySet":
        """Those that were published, whatever became of them."""
        return self.filter(published_at__isnull=False)

    def counting(self) -> "LessonQuerySet":
        """Those that were published and not withdrawn, replaced or not: what they are about has its lesson."""
        return self.filter(published_at__isnull=False, withdrawn_at=None)

    def standing(self) -> "LessonQuerySet":
        """Those that count, and that no other that counts replaces."""
        return self.counting().filter(~Exists(Lesson.objects.counting().filter(replaces=OuterRef("pk"))))

    def public(self) -> "LessonQuerySet":
        """Those that anybody may read on the public site; one that was replaced is read from what replaces it."""
        return self.filter(public_at__isnull=False)


class Lesson(models.Model):
    """What was learned from a success or a failure.

    Until it is published it is a draft that its author alone may see. From then on its words stay: a correction is a
    lesson that `replaces` it. One without an author was brought in from another body.
    """

    kind = models.CharField(max_length=8, choices=Outcome)
    title = models.CharField(max_length=160)
    context = models.TextField(blank=True)
    happened = models.TextField(blank=True)
    why = models.TextField(blank=True)
    would_do = models.TextField(blank=True)  # what we would do another time
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="lessons")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="lessons")
    licence = models.CharField(max_length=60, choices=Licence, default=Licence.OGL)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    edited_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    public_at = models.DateTimeField(null=True)
    public_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.CharField(max_length=400, blank=True)
    token = models.UUIDField(null=True, unique=True, editable=False)  # of the form that made it: sent twice, made once

    objects: ClassVar[LessonQuerySet] = LessonQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Outcome.values), name="lesson_kind_known"),
            models.CheckConstraint(condition=~Q(title=""), name="lesson_has_title"),
            models.CheckConstraint(
                condition=Q(author=None) | Q(licence__in=Licence.values), name="lesson_of_ours_has_known_licence"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None)
                | ~Q(context="") & ~Q(happened="") & ~Q(why="") & ~Q(would_do="") & ~Q(licence=""),
                name="lesson_published_says_everything",
            ),
            models.CheckConstraint(
                condition=Q(author=None)
                | Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False, published_by=F("author")),
                name="lesson_published_by_its_author",
            ),
            models.CheckConstraint(
                condition=Q(public_at=None, public_by=None)
                | Q(public_at__isnull=False, public_by__isnull=False, published_at__isnull=False, withdrawn_at=None),
                name="lesson_public_once_published",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, published_at__isnull=False)
                & ~Q(withdrawn_reason=""),
                name="lesson_withdrawn_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="lesson_newest_first"),
            models.Index(fields=["-public_at", "-id"], name="lesson_public_newest_first"),
            models.Index(fields=["author", "-id"], name="lesson_of_author"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The lesson, in the hall."""
        return reverse("lessons:lesson", args=[self.pk])

    @property
    def origin(self) -> str:
        """The body whose lesson it is; empty for one of our own."""
        brought = None if self.author_id else getattr(self, "brought", None)
        return brought.origin if brought is not None else ""

    @property
    def thing(self) -> str:
        """How other rooms name it: `lesson:8`."""
        return f"lesson:{self.pk}"

    @property
    def is_draft(self) -> bool:
        """Whether its author alone may see it."""
        return self.published_at is None

    @property
    def is_public(self) -> bool:
        """Whether anybody may read it on the public site."""
        return self.public_at is not None

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was published and is no longer stood by."""
        return self.withdrawn_at is not None

    @property
    def published_on(self) -> date | None:
        """The day it was published, if it was."""
        return timezone.localdate(self.published_at) if self.published_at else None


class Subject(models.Model):
    """A few words that a lesson applies to, as they are compared: `school transport`."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="subjects")
    words = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lesson", "words"], name="lesson_subject_once"),
            models.CheckConstraint(condition=~Q(words=""), name="lesson_subject_has_words"),
        ]
        indexes = [models.Index(fields=["words", "lesson"], name="lesson_by_subject")]

    def __str__(self) -> str:
        return self.words


class LessonAbout(models.Model):
    """That a lesson is about a thing of the hall, by the key that links know it by: `initiative:7`, `incident:5`."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="abouts")
    thing = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lesson", "thing"], name="lesson_about_once"),
            models.CheckConstraint(condition=Q(thing__contains=":"), name="lesson_about_a_thing"),
        ]
        indexes = [models.Index(fields=["thing", "lesson"], name="lesson_by_thing")]

    def __str__(self) -> str:
        return f"{self.lesson_id} about {self.thing}"
