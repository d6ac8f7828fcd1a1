"""Handing a letter to the mail: into the hall's queue in the transaction that sends it, so that both are or neither is.

The queue carries no attachments: each redacted copy has an address of its own, which nobody can guess, for a time.
"""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moothall.disclosure.law.letters.writing import LANGUAGES
from moothall.disclosure.models import Letter, ReleasedFile, Wording
from moothall.notices.backend import OutsideMail

OPEN_FOR = timedelta(days=90)  # that the addresses of copies open


def mail(letter: Letter, wording: Wording, *, reply_to: str) -> None:
    """Put it into the queue for whoever asked."""
    with translation.override(LANGUAGES[letter.language]):
        body = "\n\n".join([wording.text, *_enclosed(letter)])
    headers = {"Auto-Submitted": "no"}
    if "@" in reply_to and " " not in reply_to.strip():
        headers["Reply-To"] = reply_to.strip()
    OutsideMail(
        " ".join(wording.subject.split()), body, settings.DEFAULT_FROM_EMAIL, [letter.case.requester.email],
        headers=headers,
    ).send()  # fmt: skip


def address_of(file: ReleasedFile) -> str:
    """Where whoever asked finds a copy."""
    return str(settings.MOOTHALL_URL + reverse("disclosure:released_copy", args=[file.key]))


def _enclosed(letter: Letter) -> list[str]:
    files = list(letter.released.all())
    if not files or letter.sent_at is None:
        return []
    until = date_format(timezone.localtime(letter.sent_at + OPEN_FOR), "j F Y")
    lead = _("You can fetch these documents until {day}:").format(day=until)
    return ["\n".join([lead, *(f"{file.name}: {address_of(file)}" for file in files)])]
