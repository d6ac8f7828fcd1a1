"""Mailboxes and the people who answer for them."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moothall.kit import clock
from moothall.people import grants
from moothall.people.models import User
from moothall.records import markings
from moothall.records.markings import Marked


class MailboxQuerySet(models.QuerySet["Mailbox"]):
    """Questions about mailboxes."""

    def visible_to(self, user: User | AnonymousUser) -> "MailboxQuerySet":
        """Those this person is a custodian of."""
        return self.filter(pk__in=grants.held(user, "mailbox"))

    def unattended(self) -> "MailboxQuerySet":
        """Mailboxes that nobody holds any more: they are in the administrators' care, who read nothing of them."""
        return self.filter(custodians=None)


class Mailbox(Marked):
    """All the mail of one address; only its custodians see what is in it."""

    address = models.EmailField(_("address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = MailboxQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(address=Lower("address")), name="mailbox_lower_case"),
            *markings.constraints("mailbox"),
        ]

    def __str__(self) -> str:
        return self.address

    def get_absolute_url(self) -> str:
        """The mailbox's page."""
        return reverse("mail:mailbox", args=[self.pk])

    def answering(self) -> list[User]:
        """The people who answer for it and may sign in."""
        return list(User.objects.active().filter(pk__in=self.custodians.values("user")).order_by("pk"))

    @property
    def container(self) -> str:
        """The token that everything in this mailbox carries."""
        return f"mailbox:{self.pk}"


class Custodian(models.Model):
    """Why a person may read a mailbox, and who let them."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="custodians")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "user"], name="custodian_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="custodian_has_reason"),
        ]
