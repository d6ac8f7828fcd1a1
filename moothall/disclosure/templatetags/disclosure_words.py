"""How lengths of time are said."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def hours(minutes: int) -> str:
    """Minutes as people say them: `2 h 10 min`."""
    whole, rest = divmod(abs(minutes), 60)
    if not whole:
        return _("{rest} min").format(rest=rest)
    return _("{whole} h {rest} min").format(whole=whole, rest=rest) if rest else _("{whole} h").format(whole=whole)
