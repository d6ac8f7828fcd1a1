"""Threads and messages; the words of a message are read from its raw bytes, which are kept once."""

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from moothall.files.models import Blob
from moothall.kit import guards
from moothall.mail.models.mailboxes import Custodian, Mailbox
from moothall.mail.parsing import Address, Attachment
from moothall.mail.parsing.message import MAX_ADDRESS, MAX_NAME, MAX_SUBJECT, PREVIEW
from moothall.people import grants
from moothall.people.models import User
from moothall.records.held import Held, HeldBehind

MAX_MESSAGE_ID = 900


class ThreadQuerySet(models.QuerySet["Thread"]):
    """Questions about threads."""

    def visible_to(self, user: User | AnonymousUser) -> "ThreadQuerySet":
        """Those in mailboxes this person is a custodian of."""
        return self.filter(mailbox__in=grants.held(user, "mailbox"))


class Thread(models.Model):
    """Messages of one mailbox that answer each other."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="threads")
    last_at = models.DateTimeField()
    message_count = models.PositiveIntegerField()

    objects = ThreadQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["mailbox", "-last_at", "-id"], name="thread_newest_first")]

    def get_absolute_url(self) -> str:
        """The thread's page."""
        return reverse("mail:thread", args=[self.pk])


class ThreadRef(models.Model):
    """That a message id, of a message or only referred to by one, belongs to a thread."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=32)
    """A digest of the id, which may itself be as long as its sender liked."""
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailbox", "ref"], name="thread_ref_once")]


class MessageQuerySet(models.QuerySet["Message"]):
    """Questions about messages."""

    def visible_to(self, user: User | AnonymousUser) -> "MessageQuerySet":
        """Those in mailboxes this person is a custodian of."""
        return self.filter(mailbox__in=grants.held(user, "mailbox"))


class Message(models.Model):
    """One message as one mailbox holds it: the same bytes in two mailboxes are two rows and one blob."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="messages", db_index=False)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="messages", db_index=False)
    message_id = models.CharField(max_length=MAX_MESSAGE_ID, blank=True)
    subject = models.CharField(max_length=MAX_SUBJECT, blank=True)
    sender_name = models.CharField(max_length=MAX_NAME, blank=True)
    sender_address = models.CharField(max_length=MAX_ADDRESS, blank=True)
    to = models.TextField(blank=True)
    """A line for each: name, tab, address. Plain lines, because JSON in bulk costs an import a tenth of its time."""
    cc = models.TextField(blank=True)
    at = models.DateTimeField()
    """When it was sent; when nothing in it says so, when it was brought in."""
    dated = models.BooleanField()
    preview = models.CharField(max_length=PREVIEW, blank=True)
    has_html = models.BooleanField()
    attachments = models.TextField(blank=True)
    """A line for each: name, tab, content type, tab, bytes."""
    size = models.PositiveBigIntegerField()

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailbox", "blob"], name="message_once_in_mailbox")]
        indexes = [models.Index(fields=["thread", "at", "id"], name="message_in_thread")]

    def get_absolute_url(self) -> str:
        """The message's page."""
        return reverse("mail:message", args=[self.pk])

    @property
    def title(self) -> str:
        """The subject, or words for its absence."""
        return self.subject or _("(no subject)")

    @property
    def sender(self) -> str:
        """Who wrote it, as a list shows it."""
        return self.sender_name or self.sender_address or _("Unknown sender")

    @cached_property
    def recipients(self) -> tuple[Address, ...]:
        """Those in To, as named there."""
        return _people(self.to)

    @cached_property
    def copied(self) -> tuple[Address, ...]:
        """Those in Cc, as named there."""
        return _people(self.cc)

    @cached_property
    def files(self) -> tuple[Attachment, ...]:
        """The attachments in their order."""
        lines = [line.split("\t") for line in self.attachments.splitlines()]
        return tuple(Attachment(name, kind, int(size)) for name, kind, size in lines)


def _people(lines: str) -> tuple[Address, ...]:
    return tuple(Address(*line.split("\t")) for line in lines.splitlines())


def people_lines(addresses: tuple[Address, ...]) -> str:
    """Write addresses as `Message.to` holds them; neither part can hold a tab or a line's end."""
    return "\n".join([f"{address.name}\t{address.address}" for address in addresses])


def file_lines(files: tuple[Attachment, ...]) -> str:
    """Write attachments as `Message.attachments` holds them."""
    return "\n".join([f"{file.name}\t{file.content_type}\t{file.size}" for file in files])


HELD_MESSAGE = Held(
    Message,
    scopes={
        "message": ("pk",),
        "thread": ("thread",),
        "mailbox": ("mailbox",),
        "user": ("mailbox__custodians__user",),
        "address": ("sender_address",),
    },
    keeps=("blob", "message_id", "subject", "sender_name", "sender_address", "to", "cc", "at", "attachments", "size"),
)

guards.declare(
    HELD_MESSAGE,
    HeldBehind(Blob, by=HELD_MESSAGE, pointer="blob", keeps=("sha256", "size")),
    Held(
        Thread,
        scopes={
            "thread": ("pk",),
            "mailbox": ("mailbox",),
            "user": ("mailbox__custodians__user",),
            "message": ("messages__pk",),
            "address": ("messages__sender_address",),
        },
        # It is but a heading: when a later message shows two threads to be one, their messages move and it is empty.
        unless="NOT EXISTS (SELECT 1 FROM mail_message WHERE thread_id = {row}.id)",
    ),
    Held(
        Mailbox,
        scopes={
            "mailbox": ("pk",),
            "user": ("custodians__user",),
            "thread": ("threads__pk",),
            "message": ("messages__pk",),
            "address": ("messages__sender_address",),
        },
        keeps=("address",),
    ),
    Held(
        Custodian,
        scopes={"user": ("user",)},
        keeps=("mailbox",),
        # A hold on a person covers their mailboxes by this row; it may go once the hold covers the mailbox by itself.
        unless=(
            "EXISTS (SELECT 1 FROM records_holdscope AS itself WHERE itself.hold_id = {hold} "
            "AND itself.kind = 'mailbox' AND itself.ref = {row}.mailbox_id)"
        ),
    ),
)
