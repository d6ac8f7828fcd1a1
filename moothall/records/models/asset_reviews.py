"""Reviews of information assets, and who was reminded of one."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock, guards
from moothall.kit.guards import AppendOnly
from moothall.people.models import User
from moothall.records.models.assets import InformationAsset


class AssetReviewQuerySet(models.QuerySet["AssetReview"]):
    """Which reviews a person may read."""

    def visible_to(self, user: User | AnonymousUser) -> "AssetReviewQuerySet":
        """Reviews of assets that this person may read."""
        return self.filter(asset__in=InformationAsset.objects.visible_to(user))


class AssetReview(models.Model):
    """That somebody looked an asset over: what they found, and when it is due again."""

    asset = models.ForeignKey(InformationAsset, on_delete=models.PROTECT, related_name="reviews")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(default=clock.today)
    words = models.TextField(max_length=2000)
    next_on = models.DateField()

    objects: ClassVar[AssetReviewQuerySet] = AssetReviewQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="asset_review_has_words"),
            models.CheckConstraint(condition=Q(next_on__gt=F("on")), name="asset_review_is_followed_by_another"),
        ]

    def __str__(self) -> str:
        return f"Asset {self.asset_id} reviewed on {self.on}"


class Stage(models.TextChoices):
    """Who is reminded: first whoever answers for the asset, later the records managers."""

    DUE = "due", _("Due")
    LATE = "late", _("Late")


class AssetReminder(models.Model):
    """That people were reminded of one review, once at each stage."""

    asset = models.ForeignKey(InformationAsset, on_delete=models.CASCADE, related_name="reminders")
    due_on = models.DateField()
    stage = models.CharField(max_length=4, choices=Stage)
    sent_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asset", "due_on", "stage"], name="asset_reminded_once"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="asset_reminder_stage_known"),
        ]

    def __str__(self) -> str:
        return f"Asset {self.asset_id} due on {self.due_on}, {self.stage}"


guards.declare(AppendOnly(AssetReview, why="reviews are kept as they were made"))
