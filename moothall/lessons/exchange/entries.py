"""What a feed says, whatever it is written in: already bounded, plain and harmless."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from html import escape

from moothall.kit.text import plain
from moothall.lessons.exchange import words

MOST = 500  # entries of one document
LICENCE = 200
EXTENSION = "_moothall"  # of JSON Feed, by the rule for extensions: the whole of a thing, as another hall imports it
SCHEME = "tag:moothall,2026:kind"  # of the Atom category that says what sort of thing an entry is


@dataclass(frozen=True)
class Entry:
    """One thing that a body publishes; `guid` is its name for good, as that body says."""

    guid: str
    kind: str  # as the other side calls it
    title: str
    summary: str
    html: str
    cut: bool
    url: str
    licence: str
    licence_url: str
    said_by: str
    language: str
    published_at: datetime | None
    updated_at: datetime | None
    data: Mapping[str, object]

    @property
    def key(self) -> str:
        """SHA-256 (hexadecimal) of its name for good, which may be of any length."""
        return sha256(self.guid.encode()).hexdigest()


@dataclass(frozen=True)
class Feed:
    """A document of a feed; `total` is how many things a hall lists in all its pages, None where nobody says."""

    title: str
    home: str
    licence: str
    entries: tuple[Entry, ...]
    left_out: int = 0
    next: str = ""
    total: int | None = None


@dataclass(frozen=True)
class Raw:
    """An entry as it stands in the feed, before anything of it is believed."""

    guid: object = ""
    kind: object = ""
    title: str = ""  # HTML
    summary: str = ""  # HTML
    html: str = ""
    url: object = ""
    licence: object = ""
    licence_url: object = ""
    said_by: object = ""
    language: object = ""
    published: object = ""
    updated: object = ""
    data: object = None


def entry(raw: Raw, *, base: str) -> Entry | None:
    """An entry made fit to be kept; None where it says nothing."""
    url = words.web(raw.url, base=base)
    html, cut = words.safe(raw.html or raw.summary, base=url or base)
    title = words.of_html(raw.title, words.TITLE)
    summary = words.of_html(raw.summary, words.SUMMARY) or words.of_html(html, words.SUMMARY)
    said = plain(raw.guid).strip() if isinstance(raw.guid, str) else ""
    guid = said or url
    if not (title or summary or guid):
        return None
    return Entry(
        guid=guid or sha256(f"{title}\0{html}".encode()).hexdigest(),
        kind=words.line(raw.kind, 40),
        title=title or words.line(summary or guid, 80) or "–",
        summary=summary,
        html=html,
        cut=cut,
        url=url,
        licence=words.line(raw.licence, LICENCE),
        licence_url=words.web(raw.licence_url),
        said_by=words.line(raw.said_by, words.NAME),
        language=words.line(raw.language, 20),
        published_at=words.moment(raw.published),
        updated_at=words.moment(raw.updated),
        data=words.data(raw.data) if raw.data is not None else {},
    )


def paragraphs(text: object) -> str:
    """Plain text as HTML, an empty line between paragraphs."""
    if not isinstance(text, str):
        return ""
    parts = text[: 2 * words.MOST_HTML].replace("\r\n", "\n").split("\n\n")
    return "".join(f"<p>{escape(part.strip())}</p>" for part in parts if part.strip())
