"""What was taken out of the hall, and what was fixed as a record."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from moothall.files.models import Blob
from moothall.kit import clock, guards
from moothall.kit.guards import AppendOnly
from moothall.people import grants
from moothall.people.models import User
from moothall.records.held import ANY, Held, HeldBehind
from moothall.records.models.assets import InformationAsset

KEPT = timedelta(days=7)  # how long a bundle can be fetched


def _a_week_on() -> datetime:
    return clock.now() + KEPT


def _may_be_read(user: User) -> Q:
    """Rows about things in containers that this person holds.

    An asset is closed and opened by moving to another container, and what was taken of it does not move: so of an asset
    it is asked whether it may be read now.
    """
    token = Concat(Value("asset:"), Cast("pk", CharField()))
    assets = InformationAsset.objects.visible_to(user).annotate(named=token).values("named")
    of_asset = Q(thing__startswith="asset:")
    return (of_asset & Q(thing__in=assets)) | (~of_asset & Q(container__in=grants.tokens(user)))


class BundleQuerySet(models.QuerySet["Bundle"]):
    """Questions about bundles."""

    def visible_to(self, user: User | AnonymousUser) -> "BundleQuerySet":
        """One's own, of what one may still see."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        return self.filter(_may_be_read(user), asked_by=user)

    def waiting(self) -> "BundleQuerySet":
        """Those still to be made."""
        return self.filter(made_at__isnull=True, failed="")


class Bundle(models.Model):
    """A space, a mailbox or an asset that somebody takes out, whole, for a reason."""

    thing = models.CharField(max_length=60)  # `space:7`
    container = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    reason = models.CharField(max_length=400)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField(default=_a_week_on)
    made_at = models.DateTimeField(null=True)
    failed = models.CharField(max_length=300, blank=True)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, related_name="+")  # gone when it has expired
    files = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)  # of the payload, in bytes
    digest = models.CharField(max_length=64, blank=True)  # of the manifest

    objects: ClassVar[BundleQuerySet] = BundleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="bundle_has_a_reason"),
            models.CheckConstraint(
                condition=Q(made_at__isnull=True, digest="") | (Q(made_at__isnull=False) & ~Q(digest="")),
                name="bundle_made_has_a_digest",
            ),
        ]
        indexes = [models.Index(fields=["asked_by", "-asked_at", "-id"], name="bundle_newest")]

    def __str__(self) -> str:
        return f"{self.thing} for {self.asked_by_id}"

    def get_absolute_url(self) -> str:
        """The bundle's page."""
        return reverse("records:bundle", args=[self.pk])

    @property
    def can_be_fetched(self) -> bool:
        """Whether its bytes are there."""
        return self.blob_id is not None and self.expires_at > clock.now()

    @property
    def file_name(self) -> str:
        """What the zip is called."""
        return f"{self.thing.replace(':', '-')}-{self.asked_at:%Y-%m-%d}.zip"


class RecordQuerySet(models.QuerySet["DeclaredRecord"]):
    """Which records a person may read."""

    def visible_to(self, user: User | AnonymousUser) -> "RecordQuerySet":
        """Records of what this person may see where it came from."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        return self.filter(_may_be_read(user))


class DeclaredRecord(models.Model):
    """A post, conversation, letter or file fixed as evidence: a bag of it as it was, with its context."""

    thing = models.CharField(max_length=60)  # `conversation:9`
    container = models.CharField(max_length=60)  # who could read it may read the record
    title = models.CharField(max_length=200)
    why = models.CharField(max_length=400)
    asset = models.CharField(max_length=60, blank=True)  # `asset:4`, under which it is kept
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(default=clock.now, editable=False)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)  # of the manifest
    files = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    origin = models.CharField(max_length=120, blank=True)
    """Which hall it was declared in, where it came in again with a bundle; then what it was, by whom and when."""
    origin_thing = models.CharField(max_length=60, blank=True)
    origin_by = models.CharField(max_length=120, blank=True)
    origin_at = models.DateTimeField(null=True)

    objects: ClassVar[RecordQuerySet] = RecordQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="record_says_why"),
            models.CheckConstraint(
                condition=Q(origin="", origin_thing="", origin_by="", origin_at=None)
                | Q(origin_at__isnull=False) & ~Q(origin="") & ~Q(origin_thing="") & ~Q(origin_by=""),
                name="record_origin_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["asset", "-declared_at", "-id"], name="record_of_asset"),
            models.Index(fields=["thing"], name="record_of_thing"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The record's page."""
        return reverse("records:record", args=[self.pk])


HELD_RECORD = Held(DeclaredRecord, scopes={ANY: ("thing", "container", "asset")})

guards.declare(
    AppendOnly(DeclaredRecord, why="a declared record stays as it was declared", allow_delete=True),
    HELD_RECORD,
    HeldBehind(Blob, by=HELD_RECORD, pointer="blob", keeps=("sha256", "size")),
)
