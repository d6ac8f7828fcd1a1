"""What people let others see of their own evidence card."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from moothall.charter.models.charters import Check
from moothall.kit import clock


class Shown(models.Model):
    """That a person lets staff and councillors see how one commitment stands on their own card."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="card_shown")
    check_key = models.CharField(max_length=10, choices=Check)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name_plural = "shown"
        constraints = [
            models.UniqueConstraint(fields=["person", "check_key"], name="card_shown_once"),
            models.CheckConstraint(condition=Q(check_key__in=Check.values), name="card_shown_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} shows {self.check_key}"
