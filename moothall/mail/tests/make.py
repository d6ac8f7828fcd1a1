"""Makers of mail, for tests and for the demo council; they call the real actions."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from moothall.mail.actions import imports, mailboxes
from moothall.mail.importing import run_import
from moothall.mail.models import ImportRun, Mailbox
from moothall.people.models import User

DAY = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
UNIX = SMTP.clone(linesep="\n")


def mailbox(address: str = "libraries@wexmoor.example", *, owner: User, others: Iterable[User] = ()) -> Mailbox:
    """A mailbox with its custodians."""
    made = mailboxes.create_mailbox(by=None, address=address, owner=owner, reason="Runs the libraries")
    for person in others:
        mailboxes.add_custodian(made, by=owner, user=person, reason="Covers on Saturdays")
    return made


def eml(
    subject: str = "Lone working units",
    text: str = "We can deliver on Thursday.",
    *,
    sender: str = "Halden Safety <sales@halden.example>",
    to: str = "libraries@wexmoor.example",
    message_id: str = "",
    replies_to: Sequence[str] = (),
    at: datetime = DAY,
    html: str = "",
    files: Sequence[tuple[str, str, bytes]] = (),
    headers: Sequence[tuple[str, str]] = (),
) -> bytes:
    """A message as bytes; files are (name, content type, content)."""
    made = EmailMessage(policy=UNIX)
    made["From"], made["To"], made["Subject"], made["Date"] = sender, to, subject, format_datetime(at)
    made["Message-ID"] = message_id or f"<{abs(hash((subject, text, sender, at)))}@halden.example>"
    if replies_to:
        made["In-Reply-To"], made["References"] = replies_to[-1], " ".join(replies_to)
    for name, value in headers:
        made[name] = value
    made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    for name, kind, content in files:
        main, sub = kind.split("/")
        made.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return made.as_bytes()


def mbox(messages: Iterable[bytes]) -> bytes:
    """An mbox of these messages."""
    return b"".join(b"From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n" + raw.rstrip(b"\n") + b"\n\n" for raw in messages)


def brought_in(box: Mailbox, messages: Iterable[bytes] = (), *, data: bytes | None = None, name: str = "") -> ImportRun:
    """A finished import of some messages, or of a file's bytes."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / (name or "old.mbox")
        path.write_bytes(mbox(messages) if data is None else data)
        run, _resumed = imports.begin_from_path(box, path)
        return run_import(run.pk)
