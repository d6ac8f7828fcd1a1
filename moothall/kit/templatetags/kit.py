"""The parts that every page uses; built in, so no template loads them."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Protocol

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from moothall.kit import clock
from moothall.kit.apps import is_on
from moothall.kit.registries import PublicPage, public_pages
from moothall.kit.registries import guidance as given
from moothall.kit.text import initials as initials_of

register = template.Library()

MORNING_ENDS = 12


class Named(Protocol):
    """Someone with a name and a kind."""

    name: str
    kind: str


@register.filter
def initials(name: str) -> str:
    """`Priya Raman` as `PR`."""
    return initials_of(name)


@register.simple_tag
def arch(person: Named, size: str = "") -> SafeString:
    """A person's arch: staff filled, councillors ringed, guests dashed."""
    looks = {"councillor": " arch--member", "guest": " arch--guest"}.get(person.kind, "")
    small = " arch--small" if size == "small" else ""
    return format_html('<span class="arch{}{}" aria-hidden="true">{}</span>', looks, small, initials_of(person.name))


@register.simple_tag
def when(moment: datetime | None, css: str = "") -> SafeString:
    """A time as people say it, with the date in `datetime`."""
    if moment is None:
        return SafeString("")
    return _when(moment.replace(second=0, microsecond=0), clock.today(), get_language(), css)


@lru_cache(maxsize=8192)
def _when(minute: datetime, _today: date, _language: str | None, css: str) -> SafeString:
    """Said once for each minute, day and language: a page has twenty times and more, most of them seen before."""
    local = timezone.localtime(minute)
    attribute = format_html(' class="{}"', css) if css else ""
    return format_html(
        '<time datetime="{}" title="{}"{}>{}</time>',
        local.isoformat(timespec="minutes"),
        date_format(local, "l j F Y, H:i"),
        attribute,
        say(local),
    )


def say(local: datetime) -> str:
    """`this morning, 8:30`, `yesterday, 9:14`, `Friday, 16:02`, `4 June`, `4 June 2019`."""
    days = (clock.today() - local.date()).days
    time = date_format(local, "G:i")
    if days == 0:
        part = _("this morning, {time}") if local.hour < MORNING_ENDS else _("today, {time}")
        return part.format(time=time)
    if days == 1:
        return _("yesterday, {time}").format(time=time)
    if 1 < days < 7:
        return _("{day}, {time}").format(day=date_format(local, "l"), time=time)
    if local.year == clock.today().year:
        return str(date_format(local, "j F"))
    return str(date_format(local, "j F Y"))


@register.simple_tag
def still(part: str) -> SafeString:
    """A part that is the same on every page and for everyone, rendered once in each language."""
    return render_to_string(part) if settings.DEBUG else _still(part, get_language())


@lru_cache(maxsize=64)
def _still(part: str, _language: str | None) -> SafeString:
    return render_to_string(part)


@register.simple_tag
def open_to_anybody() -> list[PublicPage]:
    """The pages that rooms show to anybody, in their order."""
    return list(public_pages)


@register.simple_tag
def room_on(room: str) -> bool:
    """Whether a room is switched on, so that a page does not lead to one that is not there."""
    return is_on(room)


@register.filter
def filesize(size: int) -> str:
    """Bytes in words, in decimal units as browsers show them."""
    for unit, least in (("GB", 10**9), ("MB", 10**6), ("KB", 10**3)):
        if size >= least:
            number = size / least
            return f"{number:.1f} {unit}" if number < 10 else f"{number:.0f} {unit}"
    return ngettext("{n} byte", "{n} bytes", size).format(n=size)


@register.filter
def duration(seconds: float | timedelta) -> str:
    """A length of time in a word or two."""
    total = int(seconds.total_seconds() if isinstance(seconds, timedelta) else seconds)
    if total < 60:
        return ngettext("{n} second", "{n} seconds", total).format(n=total)
    if total < 3600:
        return ngettext("{n} minute", "{n} minutes", total // 60).format(n=total // 60)
    return ngettext("{n} hour", "{n} hours", total // 3600).format(n=total // 3600)


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: object) -> str:
    """This page's query string with some parameters changed; None takes one away."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        parameters.pop(name, None)
        if value is not None:
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}"


@register.simple_tag
def guidance(act: str) -> SafeString:
    """`{% guidance "mark_sensitive" %}`: what higher rooms show beside an act, or nothing."""
    shown = [render_to_string(one.template, {"clauses": found}) for one in given if (found := one.find(act))]
    return mark_safe("".join(shown))  # noqa: S308  templates of ours
