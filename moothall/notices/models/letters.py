"""E-mail on its way out: what waits, what went, what came back."""

import re

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock


class State(models.TextChoices):
    """Where a letter is."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    KEPT = "kept", _("Kept here, not sent")
    REFUSED = "refused", _("Refused")
    BOUNCED = "bounced", _("Came back")
    DROPPED = "dropped", _("No longer wanted")


class Sort(models.TextChoices):
    """What a letter is for."""

    NOTICE = "notice", _("Notice")
    DIGEST = "digest", _("Digest")
    ACCOUNT = "account", _("Signing in")
    OUTSIDE = "outside", _("Letter to somebody who asked for information")


NOTICES = (Sort.NOTICE, Sort.DIGEST)  # written when they are sent; the others have words of their own


class LetterQuerySet(models.QuerySet["Letter"]):
    """Questions about letters."""

    def to_send(self) -> "LetterQuerySet":
        """Those whose turn it is."""
        return self.filter(state=State.WAITING, next_try_at__lte=clock.now())

    def failed(self) -> "LetterQuerySet":
        """Those that did not arrive and will not be tried again."""
        return self.filter(state__in=(State.REFUSED, State.BOUNCED))


class Letter(models.Model):
    """One e-mail to one address. One of notices gets its words when it is sent, from what may be seen then."""

    sort = models.CharField(max_length=8, choices=Sort)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="letters")
    address = models.CharField(max_length=320)
    sender = models.CharField(max_length=320, blank=True)
    message_id = models.CharField(max_length=250, unique=True)
    subject = models.TextField(blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    made_at = models.DateTimeField(default=clock.now)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(default=clock.now)
    claimed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="letter_state_known"),
            models.CheckConstraint(
                condition=Q(state="sending", claimed_at__isnull=False) | ~Q(state="sending"), name="letter_sent_by_one"
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="waiting"), name="letter_waiting"),
            models.Index(fields=["claimed_at"], condition=Q(state="sending"), name="letter_in_flight"),
            models.Index(fields=["-made_at", "-id"], name="letter_newest"),
            models.Index(fields=["person", "-settled_at"], name="letter_of_person"),
        ]

    @property
    def told_address(self) -> str:
        """Where it goes, for whoever looks after mail; of somebody outside it is nobody’s business."""
        return "" if self.sort == Sort.OUTSIDE else self.address

    @property
    def told_error(self) -> str:
        """What the server said, without an address that is not told."""
        if self.sort != Sort.OUTSIDE or not self.address:
            return self.last_error
        return re.sub(re.escape(self.address), "…", self.last_error, flags=re.IGNORECASE)
