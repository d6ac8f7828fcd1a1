"""Bringing mail in: how far it is, and what was held back."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from moothall.files.models import Blob
from moothall.kit import clock, guards
from moothall.mail.models.mailboxes import Mailbox
from moothall.people import grants
from moothall.people.models import User
from moothall.records.held import Held, HeldBehind


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    """Questions about imports."""

    def visible_to(self, user: User | AnonymousUser) -> "ImportRunQuerySet":
        """Those into mailboxes this person is a custodian of."""
        return self.filter(mailbox__in=grants.held(user, "mailbox"))

    def unfinished(self) -> "ImportRunQuerySet":
        """Those that have not come to an end: waiting, under way, paused or broken off."""
        return self.filter(finished_at=None, failed_at=None)


class ImportRun(models.Model):
    """One source being brought into a mailbox; its counts are the checkpoint from which it goes on."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    source_name = models.CharField(max_length=255)
    path = models.TextField(blank=True)
    upload = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, related_name="+")
    """What was uploaded, until all of it is in."""

    seen = models.PositiveBigIntegerField(default=0)
    imported = models.PositiveBigIntegerField(default=0)
    duplicates = models.PositiveBigIntegerField(default=0)
    quarantined = models.PositiveBigIntegerField(default=0)
    bytes_done = models.PositiveBigIntegerField(default=0)
    bytes_total = models.PositiveBigIntegerField(default=0)
    seconds = models.FloatField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    """SHA-256 over the digests of all messages seen, in their order."""

    queued_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)
    ended_early = models.TextField(blank=True)
    """Why not all of the source could be read, though the run came to its end."""

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(seen=F("imported") + F("duplicates") + F("quarantined")), name="import_counts_add_up"
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(failed_at=None), name="import_finished_or_failed_not_both"
            ),
            models.CheckConstraint(
                condition=Q(failed_at=None, failure="") | Q(failed_at__isnull=False) & ~Q(failure=""),
                name="import_failure_has_reason",
            ),
        ]

    def get_absolute_url(self) -> str:
        """The page that shows how far it is."""
        return reverse("mail:import", args=[self.pk])

    @property
    def is_over(self) -> bool:
        """Finished, or failed until someone tries again."""
        return bool(self.finished_at or self.failed_at)


class HeldBackQuerySet(models.QuerySet["HeldBack"]):
    """Questions about what was held back."""

    def visible_to(self, user: User | AnonymousUser) -> "HeldBackQuerySet":
        """Those in mailboxes this person is a custodian of."""
        return self.filter(mailbox__in=grants.held(user, "mailbox"))


class HeldBack(models.Model):
    """Something in a source that could not be read as a message: its bytes, where it lay, and why."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="held_back")
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="held_back")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=500)
    reason = models.TextField()
    at = models.DateTimeField(default=clock.now, editable=False)

    objects = HeldBackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "blob"], name="held_back_once_in_mailbox"),
            models.CheckConstraint(condition=~Q(reason=""), name="held_back_has_reason"),
        ]


IN_A_MAILBOX = {"mailbox": ("mailbox",), "user": ("mailbox__custodians__user",)}
HELD_BACK = Held(HeldBack, scopes=IN_A_MAILBOX, keeps=("blob", "place", "reason", "at"))

guards.declare(
    HELD_BACK,
    HeldBehind(Blob, by=HELD_BACK, pointer="blob", keeps=("sha256", "size")),
    Held(ImportRun, scopes=IN_A_MAILBOX),
)
