"""How lengths of time, and days, are said."""

import re
from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")

register = template.Library()


@register.filter
def hours(minutes: int) -> str:
    """Minutes as people say them: `2 h 10 min`."""
    whole, rest = divmod(abs(minutes), 60)
    if not whole:
        return _("{rest} min").format(rest=rest)
    return _("{whole} h {rest} min").format(whole=whole, rest=rest) if rest else _("{whole} h").format(whole=whole)


@register.filter
def dates(words: str) -> str:
    """Words with the days in them as people say them: `30 December 2026 → 31 December 2026`."""
    return ISO.sub(lambda found: date_format(date.fromisoformat(found[0]), "j F Y"), words)
