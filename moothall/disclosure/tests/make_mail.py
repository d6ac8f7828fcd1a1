"""Makers of mail to the council's address for requests."""

from collections.abc import Sequence

from moothall.disclosure.actions.received import take_in
from moothall.disclosure.models import Received
from moothall.mail.tests.make import eml

OURS = "foi@wexmoor.example"
EDITH = "Edith Hollis <edith.hollis@example.com>"
WORDS = "Please tell me how much was paid to agencies in 2025, and to which.\n\nYours faithfully\nEdith Hollis"


def mail(
    subject: str = "Agency staff",
    text: str = WORDS,
    *,
    sender: str = EDITH,
    message_id: str = "<one@example.com>",
    replies_to: Sequence[str] = (),
    headers: Sequence[tuple[str, str]] = (),
    files: Sequence[tuple[str, str, bytes]] = (),
) -> bytes:
    """A mail to the council."""
    return eml(
        subject,
        text,
        sender=sender,
        to=OURS,
        message_id=message_id,
        replies_to=replies_to,
        headers=headers,
        files=files,
    )


def delivered(raw: bytes | None = None, *, sender: str = "edith.hollis@example.com") -> Received:
    """A mail that came."""
    return take_in(mail() if raw is None else raw, sender=sender)
