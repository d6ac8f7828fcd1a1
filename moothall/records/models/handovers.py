"""What a disposal hands to an archive before anything goes: its bundles, and which thing is in which of them."""

from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse

from moothall.files.models import Blob
from moothall.kit import clock, guards
from moothall.kit.guards import AppendOnly, Event, Rule, Vendor, columns
from moothall.people.models import User
from moothall.records.models.disposals import Disposal, list_line
from moothall.records.models.retention import looks_after_retention


class HandoverQuerySet(models.QuerySet["HandoverBundle"]):
    """Which bundles a person may know of."""

    def visible_to(self, user: User | AnonymousUser) -> "HandoverQuerySet":
        """Those who look after retention, and auditors."""
        return self.all() if looks_after_retention(user) else self.none()


class HandoverBundle(models.Model):
    """A bag of things that are due, written and checked before any of them goes; kept until somebody removes it."""

    disposal = models.ForeignKey(Disposal, on_delete=models.PROTECT, related_name="bundles")
    number = models.PositiveIntegerField()
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, related_name="+")  # gone when it was removed
    sha256 = models.CharField(max_length=64)
    """Of the zip, as whoever receives it can reckon it."""
    manifest = models.CharField(max_length=64)
    """SHA-256 of manifest-sha256.txt, which names every file in it."""
    things = models.PositiveIntegerField()
    files = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()  # of the payload, in bytes
    made_at = models.DateTimeField(default=clock.now, editable=False)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[HandoverQuerySet] = HandoverQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["disposal", "number"], name="handover_numbered_once"),
            models.CheckConstraint(condition=~Q(sha256="") & ~Q(manifest=""), name="handover_has_its_hashes"),
            models.CheckConstraint(
                condition=Q(blob__isnull=False, removed_at=None, removed_by=None)
                | Q(blob=None, removed_at__isnull=False, removed_by__isnull=False),
                name="handover_removed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Bundle {self.number} of disposal {self.disposal_id}"

    def get_absolute_url(self) -> str:
        """Where it is fetched."""
        return reverse("records:handover_fetch", args=[self.disposal_id, self.number])

    @property
    def file_name(self) -> str:
        """What the zip is called."""
        return f"disposal-{self.disposal_id}-{self.number}.zip"


class HandedThing(models.Model):
    """One thing that was due when the bundles were written: in which bundle it is, or in none because it was held."""

    disposal = models.ForeignKey(Disposal, on_delete=models.PROTECT, related_name="handed")
    bundle = models.ForeignKey(HandoverBundle, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.CharField(max_length=20)
    ref = models.BigIntegerField()
    container = models.CharField(max_length=40)
    day = models.DateField()
    """The day from which the rule counted."""
    fingerprint = models.CharField(max_length=64, blank=True)
    """Of the bytes that were handed over: only what is still just that may go."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["disposal", "unit", "ref"], name="handed_once"),
            models.CheckConstraint(
                condition=Q(bundle=None, fingerprint="") | Q(bundle__isnull=False) & ~Q(fingerprint=""),
                name="handed_with_its_fingerprint",
            ),
        ]
        indexes = [models.Index(fields=["disposal", "ref"], name="handed_in_order")]

    def __str__(self) -> str:
        return list_line(self.unit, self.ref, self.container, self.day, "handed" if self.bundle_id else "held")


@dataclass(frozen=True)
class OnlyItsBytesGo:
    """Of a bundle that was handed over nothing changes but that its bytes are removed, once and after the receipt."""

    model: type[models.Model] = HandoverBundle
    why: str = "what was handed over stays on record"

    def rules(self, vendor: Vendor) -> "list[Rule]":
        """What the database refuses."""
        kept = [name for name in columns(self.model).values() if name not in ("blob_id", "removed_at", "removed_by_id")]
        table = guards.quote(Disposal._meta.db_table)
        waits = (
            f'SELECT 1 FROM {table} AS run WHERE run."id" = OLD."disposal_id" '  # noqa: S608  our own names
            'AND run."finished_at" IS NULL AND run."declined_at" IS NULL'
        )
        refused = [
            Rule(Event.UPDATE, self.why, when=guards.changed(vendor, kept)),
            Rule(Event.UPDATE, self.why, when='OLD."removed_at" IS NOT NULL'),
            Rule(Event.UPDATE, "the disposal that it belongs to is not finished", when=f"EXISTS ({waits})"),
            Rule(Event.DELETE, self.why),
            Rule(Event.TRUNCATE, self.why),
        ]
        return [*refused, guards.refuse_replace(self.model, self.why)] if vendor == "sqlite" else refused


guards.declare(OnlyItsBytesGo(), AppendOnly(HandedThing, why="what was handed over stays on record"))
