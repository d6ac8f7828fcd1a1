"""That those who look after a place are asked what becomes of the things in it whose time has come."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from moothall.kit import clock
from moothall.records.models.retention import Application

REMINDED_AFTER = timedelta(days=14)


class ReviewRequestQuerySet(models.QuerySet["ReviewRequest"]):
    """Questions about what was asked."""

    def waiting(self) -> "ReviewRequestQuerySet":
        """Those that still wait, under rules that are on."""
        return self.filter(closed_at=None, application__switched_on_at__isnull=False, application__switched_off_at=None)


class ReviewRequest(models.Model):
    """One question to all who look after a container: what a rule has brought to the end of its time there.

    It stands for all that waits there, however much comes to it meanwhile, and is closed when nothing does.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="requests")
    container = models.CharField(max_length=40)  # `space:7`
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    reminded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[ReviewRequestQuerySet] = ReviewRequestQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "container"], condition=Q(closed_at=None), name="review_asked_once"
            ),
        ]
        indexes = [models.Index(fields=["container"], condition=Q(closed_at=None), name="review_asked_of")]

    def __str__(self) -> str:
        return f"{self.application_id} in {self.container}"

    def get_absolute_url(self) -> str:
        """Where it is answered."""
        return reverse("records:owner_review", args=[self.pk])

    @property
    def ref(self) -> int:
        """The number of the container."""
        return int(self.container.partition(":")[2])
