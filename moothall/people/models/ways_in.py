"""Ways in: an invitation link or a one-time code, each good for one person, once, for a while."""

import secrets
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock

LINK_LASTS, CODE_LASTS = timedelta(days=7), timedelta(days=3)
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # nothing that is mistaken for something else
CODE_LENGTH = 10  # 30^10 codes: 49 bits, with five tries in five minutes
_signer = signing.Signer(salt="moothall.people.way-in")


class Form(models.TextChoices):
    """How a way in is handed over."""

    LINK = "link", _("Invitation by e-mail")
    CODE = "code", _("One-time code on a slip")


class WayInQuerySet(models.QuerySet["WayIn"]):
    """Questions about ways in."""

    def open(self) -> "WayInQuerySet":
        """Those that still open the door."""
        return self.standing().filter(expires_at__gt=clock.now(), user__is_active=True)

    def standing(self) -> "WayInQuerySet":
        """Those neither used nor withdrawn, run out or not."""
        return self.filter(used_at=None, withdrawn_at=None)


class WayIn(models.Model):
    """One person's way in without a password or passkey: used once, it is a fresh start for how they sign in.

    What would open the door is not in the database: of a code only its hash, and a link is signed with the secret key.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="ways_in")
    form = models.CharField(max_length=4, choices=Form)
    nonce = models.CharField(max_length=43, unique=True)
    digest = models.CharField(max_length=128, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["WayIn"]] = WayInQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(used_at=None, withdrawn_at=None), name="one_way_in_at_a_time"
            ),
            models.CheckConstraint(condition=Q(form__in=Form.values), name="way_in_form_known"),
        ]

    def __str__(self) -> str:
        return f"{self.form} for {self.user_id}"

    @property
    def token(self) -> str:
        """What an invitation's address carries; worked out anew each time, never stored."""
        return _signer.sign(self.nonce)

    @property
    def is_open(self) -> bool:
        """Whether it still opens the door."""
        return self.used_at is None and self.withdrawn_at is None and self.expires_at > clock.now()

    @property
    def state(self) -> str:
        """How it stands, in words."""
        if self.used_at:
            return str(_("Used"))
        if self.withdrawn_at:
            return str(_("Withdrawn"))
        return str(_("Waiting") if self.expires_at > clock.now() else _("Run out"))


def nonce_of(token: str) -> str | None:
    """The nonce in an invitation's token, or None for one that we did not sign."""
    try:
        return _signer.unsign(token)
    except signing.BadSignature:
        return None


def new_nonce() -> str:
    """256 random bits for an address."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """A code to be read from paper: `ABCDE-FGHJK`."""
    letters = "".join(secrets.choice(ALPHABET) for _letter in range(CODE_LENGTH))
    return f"{letters[: CODE_LENGTH // 2]}-{letters[CODE_LENGTH // 2 :]}"


def plain_code(typed: str) -> str | None:
    """The letters of what looks like a code, however it was spaced; None for anything else, such as a password."""
    letters = "".join(typed.upper().replace("-", " ").split())
    return letters if len(letters) == CODE_LENGTH and set(letters) <= set(ALPHABET) else None
