"""Reviews of who has access, and how much each person opens in a day."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock, guards
from moothall.kit.guards import AppendOnly
from moothall.records.held import ANY, Held


class AccessReviewQuerySet(models.QuerySet["AccessReview"]):
    """Questions about reviews."""

    def waiting(self) -> "AccessReviewQuerySet":
        """Those that nobody has finished."""
        return self.filter(closed_at__isnull=True)


class AccessReview(models.Model):
    """That those who look after a container are to say who shall go on to have access."""

    container = models.CharField(max_length=60)
    opened_at = models.DateTimeField(default=clock.now, editable=False)
    due_on = models.DateField()
    reminded_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[AccessReviewQuerySet] = AccessReviewQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["container"], condition=Q(closed_at__isnull=True), name="access_review_one_open"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="access_review_closed_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["container", "-closed_at"], name="access_review_last")]

    def __str__(self) -> str:
        return f"review of {self.container}"

    def get_absolute_url(self) -> str:
        """The review's page."""
        return reverse("records:access_review", args=[self.pk])

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been finished."""
        return self.closed_at is None and self.due_on < clock.today()


class AccessDecision(models.Model):
    """That one person's access was confirmed or ended in a review."""

    class Outcome(models.TextChoices):
        """What was decided."""

        KEEP = "keep", _("Keep")
        REMOVE = "remove", _("Remove")

    review = models.ForeignKey(AccessReview, on_delete=models.PROTECT, related_name="decisions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=6, choices=Outcome)
    words = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "user"], name="access_decided_once"),
            models.CheckConstraint(condition=Q(outcome__in=["keep", "remove"]), name="access_outcome_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.outcome}"


class Tally(models.Model):
    """How many pages a person opened, and how many files they took, on one day: how many, never which."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    pages = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="tally_once_a_day")]
        indexes = [models.Index(fields=["day"], name="tally_of_day")]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.day}"


UNFINISHED = "{row}.closed_at IS NULL"
guards.declare(
    AppendOnly(AccessDecision, why="what was decided about access stays as it was decided"),
    Held(
        AccessReview,
        scopes={ANY: ("container",), "user": ("closed_by", "decisions__user", "decisions__by")},
        keeps=("container", "opened_at", "due_on"),
        kept_elsewhere=dict.fromkeys(("closed_at", "closed_by"), UNFINISHED),
    ),
)
