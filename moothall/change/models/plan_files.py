"""The document of a plan, kept as it was uploaded; a hold on the plan keeps it too."""

from pathlib import PurePath
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse

from moothall.change.models.plans import Plan
from moothall.files import sniffing
from moothall.files.models import Blob
from moothall.kit import clock, guards
from moothall.kit.guards import AppendOnly
from moothall.people import grants
from moothall.people.models import User
from moothall.records.held import Held, HeldBehind


class PlanFileQuerySet(models.QuerySet["PlanFile"]):
    """Which documents a person may fetch."""

    def visible_to(self, user: User | AnonymousUser) -> "PlanFileQuerySet":
        """Those of the plans that they may read."""
        return self.filter(plan__in=grants.held(user, "plan"))


class PlanFile(models.Model):
    """A plan's document as somebody uploaded it; the newest is the one that counts, the others stay beside it."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="files")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[PlanFileQuerySet] = PlanFileQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(content_type="") & Q(size__gt=0), name="plan_file_whole"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where it can be fetched."""
        return reverse("change:plan_file", args=[self.pk])

    @property
    def kind(self) -> str:
        """The few letters that its chip shows, such as `PDF`."""
        return PurePath(self.name).suffix.lstrip(".").upper()[:5] or "FILE"

    @property
    def remark(self) -> str:
        """What is to be said where its bytes are not what its name says; otherwise nothing."""
        return sniffing.remark(name=self.name, content_type=self.content_type)


HELD_PLAN_FILE = Held(PlanFile, scopes={"plan": ("plan",)})

guards.declare(
    AppendOnly(PlanFile, allow_delete=True, why="a file stays as it was uploaded: upload another, or take it out"),
    Held(Plan, scopes={"plan": ("pk",)}),
    HELD_PLAN_FILE,
    HeldBehind(Blob, by=HELD_PLAN_FILE, pointer="blob", keeps=("sha256", "size")),
)
