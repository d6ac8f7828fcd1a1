"""Policies and their versions, texts and clauses."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock
from moothall.people.models import User


class Genre(models.TextChoices):
    """What sort of text it is."""

    POLICY = "policy", _("Policy")
    GUIDANCE = "guidance", _("Guidance")
    RULES = "rules", _("House rules")
    NOTICE = "notice", _("Notice")


class Language(models.TextChoices):
    """In what language a text is written."""

    ENGLISH = "en", _("English")
    WELSH = "cy", _("Welsh")


class PolicyQuerySet(models.QuerySet["Policy"]):
    """Which policies a person may read."""

    def visible_to(self, user: User | AnonymousUser) -> "PolicyQuerySet":
        """What is or was in force is for all who may sign in; a draft that never was in force is not for guests."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        if user.is_guest:
            return self.filter(versions__adopted_at__isnull=False).distinct()
        return self


class Policy(models.Model):
    """A rule of the council, or guidance about one, through all its versions."""

    slug = models.SlugField(max_length=80, unique=True)
    genre = models.CharField(max_length=10, choices=Genre)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="policies_owned")
    review_on = models.DateField(null=True)
    template = models.BooleanField(default=False)  # a starter text of ours, to be adapted before it is adopted
    published = models.BooleanField(default=False)  # its adopted versions can be read on the public site
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=400, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[models.Manager["Policy"]] = PolicyQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(genre__in=Genre.values), name="policy_genre_known")]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        """The policy as it is in force."""
        return reverse("policies:policy", args=[self.slug])

    @property
    def container(self) -> str:
        """What the grants of the gate name: `policy:7`."""
        return f"policy:{self.pk}"


class Relation(models.Model):
    """That a policy builds on another (its parent)."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="builds_on")
    parent = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="built_upon")
    narrows = models.CharField(max_length=400, blank=True)
    """Where it asks for more, or allows less, than its parent: the conflict note."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy", "parent"], name="builds_on_once"),
            models.CheckConstraint(condition=~Q(policy=models.F("parent")), name="builds_not_on_itself"),
        ]


class Version(models.Model):
    """One wording of a policy: a draft until it is adopted, in force from its date until the next is."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    material = models.BooleanField(default=True)  # whether those who acknowledged the last one are asked again
    change_note = models.CharField(max_length=600, blank=True)  # what changed and why it is material or not
    effective_on = models.DateField(null=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField(default=clock.now, editable=False)
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="version_numbered_once"),
            models.CheckConstraint(
                condition=Q(adopted_at__isnull=True, adopted_by__isnull=True)
                | Q(adopted_at__isnull=False, adopted_by__isnull=False, effective_on__isnull=False),
                name="version_adopted_by_someone_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | Q(adopted_at__isnull=True) | ~Q(change_note=""),
                name="version_says_what_changed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy_id} version {self.number}"

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.adopted_at is None


class Text(models.Model):
    """The words of a version in one language."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(max_length=2, choices=Language)
    title = models.CharField(max_length=160)
    summary = models.TextField()  # plain words, a line each, three at most: what the gate shows
    body = models.TextField()  # Markdown with numbered clauses
    digest = models.CharField(max_length=64)  # SHA-256 of title, summary and body: what an acknowledgement proves
    edited_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="text_once_in_language"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="text_language_known"),
        ]

    def __str__(self) -> str:
        return self.title


class Clause(models.Model):
    """One numbered clause of a text, cut out of its body when that is saved."""

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="clauses")
    number = models.CharField(max_length=12)  # `3` or `3.2`
    place = models.PositiveIntegerField()  # in the order of the text
    heading = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)  # Markdown of the clause
    html = models.TextField(blank=True)  # sanitised

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="clause_numbered_once"),
            models.UniqueConstraint(fields=["text", "place"], name="clause_placed_once"),
        ]

    def __str__(self) -> str:
        return self.number
