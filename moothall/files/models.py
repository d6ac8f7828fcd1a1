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


class State(models.TextChoices):
    """How much of a file search can look into."""

    READ = "read", _("Read")
    PART = "part", _("Read in part")
    UNREADABLE = "unreadable", _("Could not be read")
    TOO_LARGE = "too_large", _("Too large")
    ENCRYPTED = "encrypted", _("Protected with a password")
    OTHER = "other", _("Not a kind that is read")


class Why(models.TextChoices):
    """Why there are no words of a file, or not all."""

    LONG = "long", _("It is very long: only its first million characters are searched")
    SCAN = "scan", _("It holds pictures of pages and no text")
    DAMAGED = "damaged", _("It is damaged, or not what it claims to be")
    SLOW = "slow", _("Reading it took too long, so it was given up")
    BROKE = "broke", _("The reader broke off on it")
    GONE = "gone", _("Its stored bytes are damaged")
    BIG = "big", _("It has more bytes than are read")
    BOMB = "bomb", _("It unpacks to more than is read; it may be an attack")
    LOCKED = "locked", _("It is protected with a password")
    PICTURE = "picture", _("It is a picture")
    SOUND = "sound", _("It is sound or film")
    ARCHIVE = "archive", _("It is an archive of other files")
    PROGRAM = "program", _("It is a program")
    UNKNOWN = "unknown", _("Its kind is not known")


class FileText(models.Model):
    """What the bytes with this SHA-256 say, read once wherever they lie; gone with the last blob that holds them."""

    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=State.choices)
    why = models.CharField(max_length=10, choices=Why.choices, blank=True)
    words = models.BinaryField()  # UTF-8, compressed; empty when there are none
    read_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sha256"], name="files_text_sha256_once"),
            models.CheckConstraint(
                condition=Q(state=State.READ, why="") | ~Q(state=State.READ) & ~Q(why=""),
                name="file_text_says_why_it_is_not_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]}… ({self.state})"


class ReadingQuerySet(models.QuerySet["Reading"]):
    """Questions about readings."""

    def waiting(self) -> "ReadingQuerySet":
        """Those that nobody has done yet."""
        return self.filter(read_at__isnull=True)


class Reading(models.Model):
    """That a room wants the words in a blob of its own; and, when it is done, the files that were found there."""

    blob = models.ForeignKey(Blob, on_delete=models.CASCADE, related_name="readings", db_index=False)
    way = models.CharField(max_length=20)  # a key of `ways.ways`
    asked_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)

    objects: ClassVar[models.Manager["Reading"]] = ReadingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blob", "way"], name="files_reading_once")]
        indexes = [
            models.Index(fields=["tries", "id"], condition=Q(read_at__isnull=True), name="files_reading_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.way} of blob {self.blob_id}"


class ReadPart(models.Model):
    """One file that was found in a blob, by its place there."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="parts", db_index=False)
    place = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    text = models.ForeignKey(FileText, on_delete=models.PROTECT, related_name="parts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reading", "place"], name="files_read_part_once")]

    def __str__(self) -> str:
        return self.name
