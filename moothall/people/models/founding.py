"""That the hall was set up: one row, so that it happens once."""

from django.conf import settings
from django.db import models

from moothall.kit import clock


class Founding(models.Model):
    """The hall's beginning. Its only row has the key 1: of two who begin at once, one wins."""

    only = models.PositiveSmallIntegerField(primary_key=True, default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only=1), name="founded_once")]

    def __str__(self) -> str:
        return f"founded by {self.by_id}"
