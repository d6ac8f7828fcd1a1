"""Policies and their versions, texts and clauses."""

import hashlib
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock, guards
from moothall.people.models import User
from moothall.policies.models.frozen import AdoptedStays, PartOfAdopted
from moothall.records.held import Held


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
    """Which policies a person may read, and how they stand."""

    def visible_to(self, user: User | AnonymousUser) -> "PolicyQuerySet":
        """Staff and councillors read all, drafts too; guests what was adopted."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        return self.adopted() if user.is_guest else self

    def adopted(self) -> "PolicyQuerySet":
        """Those of which a version was adopted, whether or not it is in force."""
        return self.filter(Exists(Version.objects.filter(policy=OuterRef("pk"), adopted_at__isnull=False)))

    def in_force(self, on: date | None = None) -> "PolicyQuerySet":
        """Those that hold on a day (today): adopted, begun, not withdrawn."""
        return self.filter(Exists(Version.objects.in_force(on).filter(policy=OuterRef("pk"))))

    def public(self) -> "PolicyQuerySet":
        """Those that anybody may read on the public site."""
        return self.adopted().filter(published=True)


class Policy(models.Model):
    """A rule of the council, or guidance about one, through all its versions.

    Without an owner it is in the administrators' care, and nothing of it can be adopted until it has one.
    """

    slug = models.SlugField(max_length=80, unique=True)
    genre = models.CharField(max_length=10, choices=Genre)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="policies_owned"
    )
    review_on = models.DateField(null=True)
    template = models.BooleanField(default=False)  # a starter text of ours, to be adapted before it is adopted
    published = models.BooleanField(default=False)  # its adopted versions can be read on the public site
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=400, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    token = models.UUIDField(null=True, unique=True, editable=False)  # of the form that made it: sent twice, made once

    objects: ClassVar[PolicyQuerySet] = PolicyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(genre__in=Genre.values), name="policy_genre_known"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason=""),
                name="policy_withdrawn_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        """The policy as it is in force."""
        return reverse("policies:policy", args=[self.slug])

    @property
    def container(self) -> str:
        """What the grants of the gate name: `policy:7`."""
        return f"policy:{self.pk}"

    @property
    def is_withdrawn(self) -> bool:
        """Whether it no longer holds, without another in its place."""
        return self.withdrawn_at is not None

    @property
    def is_due(self) -> bool:
        """Whether the day of its review has come."""
        return self.review_on is not None and self.review_on <= clock.today() and not self.is_withdrawn


class Relation(models.Model):
    """That a policy builds on another (its parent)."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="builds_on")
    parent = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="built_upon")
    narrows = models.CharField(max_length=400, blank=True)
    """Where it asks for more, or allows less, than its parent: the conflict note."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy", "parent"], name="builds_on_once"),
            models.CheckConstraint(condition=~Q(policy=F("parent")), name="builds_not_on_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.policy_id} builds on {self.parent_id}"


class VersionQuerySet(models.QuerySet["Version"]):
    """Which versions hold, and which a person may read."""

    def visible_to(self, user: User | AnonymousUser) -> "VersionQuerySet":
        """Staff and councillors read all; guests what was adopted."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        return self.adopted() if user.is_guest else self

    def adopted(self) -> "VersionQuerySet":
        """Those that can no longer be changed."""
        return self.filter(adopted_at__isnull=False)

    def drafts(self) -> "VersionQuerySet":
        """Those that are still being agreed, of policies that were not withdrawn."""
        return self.filter(adopted_at__isnull=True, policy__withdrawn_at__isnull=True)

    def in_force(self, on: date | None = None) -> "VersionQuerySet":
        """Those that hold on a day (today): of each policy that was not withdrawn, the last adopted that has begun."""
        begun = Q(adopted_at__isnull=False, effective_on__lte=on or clock.today())
        newer = Version.objects.filter(begun, policy=OuterRef("policy"), number__gt=OuterRef("number"))
        return self.filter(begun, ~Exists(newer), policy__withdrawn_at__isnull=True)


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

    objects: ClassVar[VersionQuerySet] = VersionQuerySet.as_manager()  # type: ignore[assignment]

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

    def get_absolute_url(self) -> str:
        """The version as it was adopted, or the draft."""
        if self.is_draft:
            return reverse("policies:draft", args=[self.policy.slug])
        return reverse("policies:version", args=[self.policy.slug, self.number])

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.adopted_at is None

    @property
    def is_coming(self) -> bool:
        """Whether it was adopted and its day is still to come."""
        return self.adopted_at is not None and self.effective_on is not None and self.effective_on > clock.today()


def digest_of(title: str, summary: str, body: str) -> str:
    """SHA-256 (hexadecimal) of the words of a text, as UTF-8, a NUL between title, summary and body."""
    return hashlib.sha256("\0".join((title, summary, body)).encode()).hexdigest()


class Text(models.Model):
    """The words of a version in one language."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(max_length=2, choices=Language)
    title = models.CharField(max_length=160)
    summary = models.TextField()  # plain words, a line each, three at most: what the gate shows
    body = models.TextField()  # Markdown with numbered clauses
    digest = models.CharField(max_length=64)  # `digest_of` title, summary and body: what an acknowledgement proves
    edited_at = models.DateTimeField(default=clock.now)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="text_once_in_language"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="text_language_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def summary_lines(self) -> list[str]:
        """The lines of the summary that say something."""
        return [line.strip() for line in self.summary.splitlines() if line.strip()]


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

    @property
    def anchor(self) -> str:
        """Its place on the page of its policy or version: `clause-3.2`."""
        return f"clause-{self.number}"

    @property
    def thing(self) -> str:
        """What the registry of links calls it: `clause:812`."""
        return f"clause:{self.pk}"

    @property
    def is_section(self) -> bool:
        """Whether it is a section (`3`) rather than a clause within one (`3.2`)."""
        return "." not in self.number


_OF_TEXT = f'(SELECT t.version_id FROM "{Text._meta.db_table}" AS t WHERE t.id = {{row}}.text_id)'  # noqa: S608 - our own names

guards.declare(
    AdoptedStays(Version),
    PartOfAdopted(Text, "{row}.version_id", ("id", "version", "language")),
    PartOfAdopted(Clause, _OF_TEXT, ("id", "text", "number", "place")),
    Held(Policy, scopes={"policy": ("pk",)}),
    Held(Version, scopes={"policy": ("policy",)}),
    Held(Text, scopes={"policy": ("version__policy",)}),
)
