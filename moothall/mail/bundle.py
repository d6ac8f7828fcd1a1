"""A mailbox, a thread or a message as files that open without the hall: each letter as it came, and a list to read."""

import csv
from collections.abc import Iterator
from functools import partial
from io import BytesIO, StringIO
from typing import IO

from django.db.models import QuerySet
from django.template.loader import render_to_string

from moothall.files import blobs
from moothall.kit import sheets
from moothall.mail import permissions
from moothall.mail.models import HeldBack, Mailbox, Message, Thread
from moothall.people.models import User
from moothall.records.bundling import Thing
from moothall.records.custody import File

BATCH = 500


def find_mailbox(user: User, ref: int) -> Thing | None:
    """A mailbox that this person is a custodian of."""
    box = Mailbox.objects.visible_to(user).filter(pk=ref).first()
    return Thing(box.container, str(box), box.container, box.get_absolute_url()) if box else None


def find_thread(user: User, ref: int) -> Thing | None:
    """A thread in such a mailbox, called as its first letter is."""
    thread = Thread.objects.visible_to(user).select_related("mailbox").filter(pk=ref).first()
    if thread is None:
        return None
    first = thread.messages.order_by("at", "pk").first()
    title = first.title if first else str(thread)
    return Thing(f"thread:{ref}", title, thread.mailbox.container, thread.get_absolute_url())


def find_message(user: User, ref: int) -> Thing | None:
    """A letter in such a mailbox."""
    message = Message.objects.visible_to(user).select_related("mailbox").filter(pk=ref).first()
    if message is None:
        return None
    return Thing(f"message:{ref}", message.title, message.mailbox.container, message.get_absolute_url())


def may_export(user: User, ref: int) -> bool:
    """Take a whole mailbox out: its custodians who are not guests."""
    box = Mailbox.objects.filter(pk=ref).first()
    return box is not None and permissions.can_bring_in(user, box)


def may_export_thread(user: User, ref: int) -> bool:
    """Take a thread out: custodians of its mailbox."""
    thread = Thread.objects.filter(pk=ref).first()
    return thread is not None and may_export(user, thread.mailbox_id)


def may_export_message(user: User, ref: int) -> bool:
    """Take a letter out: custodians of its mailbox."""
    message = Message.objects.filter(pk=ref).first()
    return message is not None and may_export(user, message.mailbox_id)


def of_mailbox(ref: int) -> Iterator[File]:
    """All letters of a mailbox, and those that were held back, with lists of both."""
    rows = Message.objects.filter(mailbox=ref)
    box = Mailbox.objects.get(pk=ref)
    yield File("messages.csv", partial(_list, rows))
    yield File("index.html", partial(_index, box, rows))
    yield from _letters(rows)
    for held in HeldBack.objects.filter(mailbox=ref).select_related("blob").order_by("pk").iterator(chunk_size=BATCH):
        yield File(f"held-back/{held.pk}.eml", partial(blobs.open_, held.blob))


def of_thread(ref: int) -> Iterator[File]:
    """The letters of one thread."""
    rows = Message.objects.filter(thread=ref)
    yield File("messages.csv", partial(_list, rows))
    yield from _letters(rows)


def of_message(ref: int) -> Iterator[File]:
    """One letter as it came."""
    yield from _letters(Message.objects.filter(pk=ref))


def _letters(rows: QuerySet[Message]) -> Iterator[File]:
    for message in rows.select_related("blob").order_by("pk").iterator(chunk_size=BATCH):
        yield File(f"messages/{message.pk}.eml", partial(blobs.open_, message.blob))


def _list(rows: QuerySet[Message]) -> IO[bytes]:
    words = StringIO()
    table = csv.writer(words)
    table.writerow(["file", "date", "from", "to", "subject", "message_id", "sha256", "bytes"])
    for message in rows.select_related("blob").order_by("pk").iterator(chunk_size=BATCH):
        table.writerow(
            [
                f"messages/{message.pk}.eml",
                message.at.isoformat(),
                sheets.safe(message.sender_address),
                sheets.safe("; ".join(person.address for person in message.recipients)),
                sheets.safe(message.subject),
                sheets.safe(message.message_id),
                message.blob.sha256,
                message.size,
            ]
        )
    return BytesIO(words.getvalue().encode())


def _index(box: Mailbox, rows: QuerySet[Message]) -> IO[bytes]:
    context = {"box": box, "messages": rows.order_by("at", "pk").iterator(chunk_size=BATCH)}
    return BytesIO(render_to_string("mail/bundle/mailbox.html", context).encode())
