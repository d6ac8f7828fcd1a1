"""The words of others, made fit to be kept and shown: bounded, plain, and as HTML that can do nothing."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import nh3

from moothall.kit import markdown
from moothall.kit.text import is_plain, plain

TITLE, SUMMARY, NAME, LINK, GUID = 300, 2_000, 200, 1_000, 1_000
MOST_HTML = 100_000  # characters of an item, before it is cleaned
DEEP, LONG, BIG = 10, 500, 100_000  # of structured data: levels, entries of a list, characters altogether
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
INTEGER = 2**53
# What turns the direction of words around, or hides in them: a title could pretend to be another.
TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u2028\u2029]")
DROPPED = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "textarea", "select"}
HEADINGS = re.compile(r"<(/?)h([12])(?=[\s/>])", re.IGNORECASE)


def line(said: object, longest: int) -> str:
    """One line of plain words, cut where it is too long; empty for what is no text."""
    if not isinstance(said, str):
        return ""
    words = " ".join(TURNING.sub("", plain(said[: 8 * longest])).split())
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


def of_html(said: object, longest: int) -> str:
    """One line of the words of HTML."""
    if not isinstance(said, str):
        return ""
    bare = nh3.clean(plain(said[: 16 * longest]), tags={"p", "br", "li"}, clean_content_tags=DROPPED, attributes={})
    return line(markdown.plain(bare), longest)


def safe(said: object, *, base: str) -> tuple[str, bool]:
    """HTML that can do nothing but be read, and whether it was cut; its links are whole and lead to http or https."""
    if not isinstance(said, str):
        return "", False
    raw = HEADINGS.sub(r"<\1h3", plain(said[:MOST_HTML]))

    def link(tag: str, attribute: str, value: str) -> str | None:
        return web(value, base=base) or None if attribute == "href" else value

    clean = nh3.clean(
        raw,
        tags=set(markdown.TAGS),
        clean_content_tags=DROPPED,
        attributes={"a": {"href"}, "ol": {"start"}},
        attribute_filter=link,
        set_tag_attribute_values={"table": {"class": "register"}},
        url_schemes={"http", "https"},
        link_rel="noopener noreferrer nofollow ugc",
        strip_comments=True,
    )
    return clean, len(said) > MOST_HTML


def web(said: object, *, base: str = "") -> str:
    """An address on the web, whole; empty for what is none, carries a password or leads anywhere else."""
    if not isinstance(said, str) or len(said) > LINK:
        return ""
    try:
        whole = urljoin(base, said.strip()) if base else said.strip()
        parts = urlsplit(whole)
        named = parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        return ""
    odd = len(whole) > LINK or "@" in parts.netloc or "\\" in whole or any(sign.isspace() for sign in whole)
    return whole if parts.scheme in ("http", "https") and named and not odd and is_plain(whole) else ""


def moment(said: object) -> datetime | None:
    """A moment as RFC 3339 or RFC 822 write it; None for what is none, or was long before there were feeds."""
    if not isinstance(said, str) or len(said) > 60:
        return None
    try:
        found = datetime.fromisoformat(said.strip().replace("Z", "+00:00"))
    except ValueError:
        try:
            found = parsedate_to_datetime(said)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    try:
        found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if found >= EARLIEST else None


def data(said: object) -> dict[str, object]:
    """Structured data, fit for any database: plain text, bounded; empty where it is no mapping, or too much."""
    budget = _Budget(BIG)
    kept = _data(said, budget, DEEP)
    return kept if isinstance(kept, dict) and not budget.is_spent else {}


class _Budget:
    def __init__(self, left: int) -> None:
        self.left = left

    def take(self, size: int) -> None:
        self.left -= size

    @property
    def is_spent(self) -> bool:
        return self.left < 0


def _data(said: object, budget: _Budget, depth: int) -> object:
    budget.take(1)
    if budget.is_spent or depth == 0:
        return None
    if isinstance(said, Mapping):
        pairs = list(said.items())[:LONG]
        return {line(key, NAME): _data(value, budget, depth - 1) for key, value in pairs if line(key, NAME)}
    if isinstance(said, list):
        return [_data(value, budget, depth - 1) for value in said[:LONG]]
    if isinstance(said, str):
        budget.take(len(said))
        return TURNING.sub("", plain(said[:BIG]))
    return said if _is_plain_number(said) else None


def _is_plain_number(said: object) -> bool:
    """Whether it is true, false, or a number that every database and reader understands."""
    return isinstance(said, int | float) and math.isfinite(said) and abs(said) <= INTEGER
