from django.db import models
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock


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
