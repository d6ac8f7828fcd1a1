"""Django's e-mail backend of the hall: what is sent goes into the queue, with the transaction that sends it."""

from collections.abc import Sequence
from email.utils import parseaddr
from secrets import token_hex

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from moothall.notices.gathering import message_id
from moothall.notices.models import Letter
from moothall.notices.models.letters import Sort


class OutsideMail(EmailMessage):
    """A mail to somebody who asked for information: neither its address nor its words are shown in the outbox."""


class Queue(BaseEmailBackend):
    """Keeps each message, one row a recipient; the worker takes it from there."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Put them into the queue; returns how many. Raises ValueError for an attachment, which nothing here sends."""
        for message in email_messages:
            if message.attachments:
                raise ValueError("Mail from the hall carries no attachments: send the address of a page.")
            message.message()  # refuses line breaks in headers, before anything is kept
            for recipient in message.recipients():
                _keep(message, recipient)
        return len(email_messages)


def _keep(message: EmailMessage, recipient: str) -> Letter:
    html = next((str(part[0]) for part in getattr(message, "alternatives", []) or [] if part[1] == "text/html"), "")
    own = {name: str(value) for name, value in message.extra_headers.items() if name.lower() not in ("to", "from")}
    sort = Sort.OUTSIDE if isinstance(message, OutsideMail) else Sort.ACCOUNT
    return Letter.objects.create(
        sort=sort,
        address=parseaddr(recipient)[1] or recipient,
        sender=message.from_email or settings.DEFAULT_FROM_EMAIL,
        subject=str(message.subject),
        text=str(message.body),
        html=html,
        headers={"Auto-Submitted": "auto-generated"} | own,
        message_id=message_id(sort, token_hex(12)),
    )


def rebuilt(letter: Letter) -> EmailMultiAlternatives:
    """A letter as a message that any Django backend can send."""
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=letter.sender or settings.DEFAULT_FROM_EMAIL,
        to=[letter.address],
        headers={**letter.headers, "Message-ID": letter.message_id},
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message
