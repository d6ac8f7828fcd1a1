"""Comments and different views, of staff and of the public."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from moothall.kit import clock
from moothall.risks.models.appraisals import Appraisal, Option
from moothall.risks.models.risks import Risk


class CommentQuerySet(models.QuerySet["Comment"]):
    """Which comments are shown."""

    def shown(self) -> "CommentQuerySet":
        """What people of the hall said, and what the public said and somebody let in."""
        return self.filter(Q(author__isnull=False) | Q(let_in=True))

    def waiting(self) -> "CommentQuerySet":
        """What the public said and nobody has looked at."""
        return self.filter(author=None, moderated_at=None)


class Comment(models.Model):
    """Something said about an appraisal, a risk or an option; a different view is kept beside the decision.

    A comment without an author is the public's: it has a name, and is shown once somebody lets it in.
    """

    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="comments")
    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, null=True, related_name="comments")
    option = models.ForeignKey(Option, on_delete=models.PROTECT, null=True, related_name="comments")
    differs = models.BooleanField(default=False)
    body = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=100, blank=True)  # what somebody of the public calls themselves
    said_at = models.DateTimeField(default=clock.now, editable=False)
    let_in = models.BooleanField(null=True)
    moderated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    moderated_at = models.DateTimeField(null=True)
    moderated_why = models.CharField(max_length=400, blank=True)
    token = models.UUIDField(null=True, unique=True, editable=False)

    objects: ClassVar[CommentQuerySet] = CommentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(body=""), name="risk_comment_says_something"),
            models.CheckConstraint(condition=Q(risk=None) | Q(option=None), name="risk_comment_about_one_thing"),
            models.CheckConstraint(
                condition=Q(author__isnull=False, name="") | Q(author=None) & ~Q(name=""),
                name="risk_comment_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(let_in=None, moderated_by=None, moderated_at=None, moderated_why="")
                | Q(author=None, let_in=True, moderated_by__isnull=False, moderated_at__isnull=False)
                | Q(author=None, let_in=False, moderated_by__isnull=False, moderated_at__isnull=False)
                & ~Q(moderated_why=""),
                name="risk_comment_moderated_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["appraisal", "said_at", "id"], name="risk_comment_in_order")]

    def __str__(self) -> str:
        return self.body
