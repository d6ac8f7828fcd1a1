"""Letters for those who need not know who asked: marks stand for the name and the address, and turn back when kept."""

import re
from collections.abc import Iterator

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from moothall.disclosure.models import Requester

LEAST = 3  # letters of a surname that is hidden by itself


def hidden(text: str, who: Requester) -> str:
    """The text with marks for what names whoever asked."""
    for said, mark in _marks(who):
        text = re.sub(rf"(?<!\w){re.escape(said)}(?!\w)", mark, text)
    return text


def shown(text: str, who: Requester) -> str:
    """The text with its marks turned back, in whatever language of the hall they were set."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for said, mark in _marks(who):
                text = text.replace(mark, said)
    return text


def _marks(who: Requester) -> Iterator[tuple[str, str]]:
    name, email = who.name.strip(), who.email.strip()
    if email:
        yield email, _("[their e-mail address]")
    if name:
        yield name, _("[who asks]")
    surname = name.split()[-1] if " " in name else ""
    if len(surname) >= LEAST:
        yield surname, _("[their surname]")
