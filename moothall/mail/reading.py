"""Messages as a page shows them: words from the raw bytes, HTML made safe."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import nh3
from django.utils.translation import gettext as _

from moothall.files import blobs
from moothall.files.blobs import Damaged
from moothall.mail.models import Message
from moothall.mail.parsing import Unreadable, read_html, read_many

SHOWN = 60_000
"""Characters of one message on a page; the rest is in the download."""

SAFE_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]{1,2000000}\Z")
REMOTE = re.compile(r"<[^<>]*?\s(?:src|background)\s*=\s*[\"']?\s*(?:https?:)?//", re.I)
TAGS = (nh3.ALLOWED_TAGS | {"font", "center", "big"}) - {"map", "area"}
ATTRIBUTES = {
    "*": {"align", "valign", "bgcolor", "color", "dir", "lang", "title", "style"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "font": {"color", "size", "face"},
    "table": {"width", "border", "cellpadding", "cellspacing"},
    "td": {"width", "height", "colspan", "rowspan"},
    "th": {"width", "height", "colspan", "rowspan", "scope"},
    "ol": {"start", "type"},
}
STYLES = {
    "background-color",
    "border",
    "color",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "line-height",
    "margin",
    "padding",
    "text-align",
    "text-decoration",
    "vertical-align",
    "white-space",
}


@dataclass(frozen=True)
class Letter:
    """A message with its words."""

    message: Message
    text: str
    cut: bool
    problem: str


def letters(messages: Sequence[Message]) -> list[Letter]:
    """Read the words of messages; each must have its blob selected."""
    raws, problems = _raw(messages)
    there = [message for message in messages if message.pk in raws]
    outcomes = dict(
        zip((message.pk for message in there), read_many([raws[message.pk] for message in there]), strict=True)
    )
    shown: list[Letter] = []
    for message in messages:
        parsed = outcomes.get(message.pk)
        if parsed is None or isinstance(parsed, Unreadable):
            why = parsed.reason if parsed else problems.get(message.pk, "")
            shown.append(Letter(message, "", cut=False, problem=why))
            continue
        shown.append(Letter(message, parsed.text[:SHOWN].strip("\n"), cut=len(parsed.text) > SHOWN, problem=""))
    return shown


def _raw(messages: Sequence[Message]) -> tuple[dict[int, bytes], dict[int, str]]:
    """Read raw bytes by message; one that is damaged does not take the others with it."""
    try:
        by_blob = blobs.read_many([message.blob for message in messages])
    except Damaged:
        by_blob = {}
    raws: dict[int, bytes] = {}
    problems: dict[int, str] = {}
    for message in messages:
        try:
            raws[message.pk] = by_blob[message.blob_id] if message.blob_id in by_blob else blobs.read(message.blob)
        except Damaged:
            problems[message.pk] = _("The stored bytes of this message are damaged. Tell an administrator.")
    return raws, problems


@dataclass(frozen=True)
class SafeHtml:
    """A mail's HTML that can do nothing, and whether something from elsewhere was left out."""

    html: str
    blocked: bool


def safe_html(message: Message) -> SafeHtml:
    """Make the HTML of a message safe to show in a frame of its own: no script, no form, nothing fetched."""
    dirty = read_html(blobs.read(message.blob))
    clean = nh3.clean(
        dirty,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_keep,
        filter_style_properties=STYLES,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
        clean_content_tags={"script", "style", "title"},
    )
    return SafeHtml(clean, REMOTE.search(dirty[:500_000]) is not None)


def _keep(tag: str, name: str, value: str) -> str | None:
    """Drop what would fetch something, or call up anything but a web page or a letter."""
    if tag == "img" and name == "src":
        return value if SAFE_IMAGE.match(value) else None
    if name == "href":
        return value if value.lower().startswith(("http://", "https://", "mailto:")) else None
    if name == "style" and "url(" in value.lower():
        return None
    return value
