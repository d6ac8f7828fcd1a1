"""What came of bringing assets in from a file, row by row."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse

from moothall.kit import clock
from moothall.people.models import User


class AssetImportQuerySet(models.QuerySet["AssetImport"]):
    """Whose imports a person may look at."""

    def visible_to(self, user: User | AnonymousUser) -> "AssetImportQuerySet":
        """Their own: refused rows may hold what only they may see."""
        return self.filter(by=user.pk)


class AssetImport(models.Model):
    """One file that somebody brought in: how many rows it had, and what became of them."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    name = models.CharField(max_length=150)
    made = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    columns = models.JSONField(default=list)
    unknown_columns = models.JSONField(default=list)

    objects: ClassVar[AssetImportQuerySet] = AssetImportQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"{self.name} on {self.at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """The report."""
        return reverse("records:asset_import", args=[self.pk])


class RefusedRow(models.Model):
    """A row that was not brought in, as it was, and why."""

    of = models.ForeignKey(AssetImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # of the row in the file, the header being the first
    reason = models.TextField()
    cells = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="asset_row_refused_once")]

    def __str__(self) -> str:
        return f"Row {self.number} of import {self.of_id}"
