import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock
from moothall.kit.registries import Person

LIFETIME = timedelta(days=2)  # an upload that nothing carries on, or that no form used, is given up then


class Encoding(models.TextChoices):
    """How a blob's bytes lie in its pack."""

    IDENTITY = "identity", _("As they are")
    ZSTD = "zstd", _("Compressed")


class Pack(models.Model):
    """One file in the blob storage, holding one blob or many; written whole and never changed."""

    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    created = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="files_pack_name_once")]

    def __str__(self) -> str:
        return self.name


class Blob(models.Model):
    """Bytes kept once, addressed by their SHA-256."""

    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="blobs")
    offset = models.PositiveBigIntegerField()
    stored_size = models.PositiveBigIntegerField()
    encoding = models.CharField(max_length=8, choices=Encoding.choices)
    created = models.DateTimeField(default=clock.now)

    class Meta:
        # A constraint and not unique=True: PostgreSQL would add a second, pattern index that every insert pays for.
        constraints = [models.UniqueConstraint(fields=["sha256"], name="files_blob_sha256_once")]

    def __str__(self) -> str:
        return f"{self.sha256[:12]}… ({self.size} bytes)"


def _after_a_lifetime() -> datetime:
    return clock.now() + LIFETIME


class UploadQuerySet(models.QuerySet["Upload"]):
    """Whose uploads a person may know of: their own."""

    def visible_to(self, user: Person) -> "UploadQuerySet":
        """This person's uploads that have not expired."""
        return self.filter(owner=user.pk, expires__gt=clock.now()) if user.is_authenticated else self.none()

    def under_way(self) -> "UploadQuerySet":
        """Uploads that still lack bytes, or their end."""
        return self.filter(blob__isnull=True)

    def finished(self) -> "UploadQuerySet":
        """Uploads whose bytes are kept."""
        return self.filter(blob__isnull=False)


class Upload(models.Model):
    """A file on its way in, part by part, and then waiting for a form to use it. Its key is the token forms carry."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads")
    kind = models.CharField(max_length=20)  # a key of `kinds.kinds`
    name = models.CharField(max_length=150)  # safe already
    size = models.PositiveBigIntegerField()  # as declared at the start; what came is as large, or it is not finished
    received = models.PositiveBigIntegerField(default=0)  # acknowledged: on the disk for good
    content_type = models.CharField(max_length=200, blank=True)  # decided from the bytes, at the end
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, related_name="+")
    started = models.DateTimeField(default=clock.now, editable=False)
    expires = models.DateTimeField(default=_after_a_lifetime)

    objects: ClassVar[models.Manager["Upload"]] = UploadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gt=0, received__lte=F("size"))
                & (Q(blob__isnull=True) | Q(received=F("size")) & ~Q(content_type="")),
                name="upload_is_within_its_size_and_whole_at_its_end",
            )
        ]
        indexes = [
            models.Index(fields=["owner", "started"], name="upload_of_a_person"),
            models.Index(fields=["expires"], name="upload_expiring"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.received} of {self.size} bytes)"

    @property
    def is_finished(self) -> bool:
        """Whether its bytes are kept and a form may use it."""
        return self.blob_id is not None

    @property
    def kept(self) -> Blob:
        """The bytes of a finished upload; raises ValueError while it is under way."""
        if self.blob is None:
            raise ValueError("This upload is not finished.")
        return self.blob
