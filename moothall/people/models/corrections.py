"""What people ask to have put right (UK GDPR article 16)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from moothall.kit import clock


class CorrectionQuerySet(models.QuerySet["Correction"]):
    """Questions about corrections."""

    def waiting(self) -> "CorrectionQuerySet":
        """Those nobody has answered."""
        return self.filter(answered_at=None)


class Correction(models.Model):
    """A person's request to put right what the hall holds about them, and how it was answered."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="corrections")
    asked = models.TextField(max_length=2000)
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    answer = models.TextField(max_length=2000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Correction"]] = CorrectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None) | (Q(answered_by__isnull=False) & ~Q(answer="")),
                name="correction_answered_in_words",
            )
        ]
        indexes = [models.Index(fields=["answered_at", "asked_at"], name="correction_waiting")]

    def __str__(self) -> str:
        return f"correction {self.pk} of {self.user_id}"
