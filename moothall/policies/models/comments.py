"""What is said about a draft, clause by clause, and how each comment was answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock, guards
from moothall.kit.guards import Event, Rule, Vendor
from moothall.policies.models.frozen import PartOfAdopted
from moothall.policies.models.policies import Language, Version


class Answer(models.TextChoices):
    """What came of a comment."""

    CHANGED = "changed", _("Changed")
    KEPT = "kept", _("Not changed")


class CommentQuerySet(models.QuerySet["Comment"]):
    """Questions about comments."""

    def waiting(self) -> "CommentQuerySet":
        """Those that nobody has answered."""
        return self.filter(answered_at__isnull=True)


class Comment(models.Model):
    """What one person said about a clause of a draft, or about the whole; it is answered once."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="comments")
    language = models.CharField(max_length=2, choices=Language)
    number = models.CharField(max_length=12, blank=True)  # of the clause; empty for the whole
    said_of = models.TextField(blank=True)  # the Markdown of the clause as it stood then
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="policy_comments")
    body = models.TextField()  # plain words
    created_at = models.DateTimeField(default=clock.now, editable=False)
    answer = models.CharField(max_length=8, choices=Answer, blank=True)
    answer_words = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    token = models.UUIDField(null=True, unique=True, editable=False)  # of the form that made it: sent twice, said once

    objects: ClassVar[models.Manager["Comment"]] = CommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(body=""), name="comment_has_words"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="comment_language_known"),
            models.CheckConstraint(
                condition=Q(answer="", answer_words="", answered_at__isnull=True, answered_by__isnull=True)
                | Q(answer=Answer.CHANGED, answered_at__isnull=False, answered_by__isnull=False)
                | Q(answer=Answer.KEPT, answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer_words=""),
                name="comment_answered_whole_and_kept_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["version", "answered_at"], name="comment_waiting")]

    def __str__(self) -> str:
        return f"comment {self.pk} on {self.version_id}"


@dataclass(frozen=True)
class SaidStays:
    """The guard of comments: what was said stays, and so does its answer."""

    model: type[models.Model]

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse another wording, another answer, and taking a comment away."""
        said = ("version", "language", "number", "said_of", "author", "body", "created_at", "token")
        same = guards.changed(vendor, (guards.columns(self.model)[name] for name in ("id", *said)))
        yield Rule(Event.UPDATE, "what was said about a draft stays as it was said", when=same)
        yield Rule(Event.UPDATE, "a comment is answered once", when="OLD.answered_at IS NOT NULL")
        yield Rule(Event.DELETE, "what was said about a draft is kept")


guards.declare(
    PartOfAdopted(Comment, "{row}.version_id", ("id", "version")),
    SaidStays(Comment),
)
