"""JSON Feed 1.0 and 1.1, with what another hall adds to it: the whole of each thing."""

import json
from collections.abc import Mapping

from moothall.lessons.exchange import words
from moothall.lessons.exchange.entries import EXTENSION, MOST, Entry, Feed, Raw, entry, paragraphs
from moothall.lessons.exchange.faults import Fault, Faulty

VERSION = "https://jsonfeed.org/version/1"
MOST_TOTAL = 100_000

Object = Mapping[str, object]


def read(body: bytes, address: str) -> Feed:
    """The feed; raises `Faulty` where it is damaged, or no JSON Feed."""
    try:
        said = json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Faulty(Fault.DAMAGED, type(error).__name__) from error
    if not isinstance(said, dict) or not str(said.get("version", "")).startswith(VERSION):
        raise Faulty(Fault.NO_FEED)
    items = said.get("items")
    if not isinstance(items, list):
        raise Faulty(Fault.NO_FEED)
    more = _object(said.get(EXTENSION))
    made = [_item(each, said, more, address) for each in items[:MOST] if isinstance(each, dict)]
    return Feed(
        title=words.line(said.get("title"), words.TITLE),
        home=words.web(said.get("home_page_url"), base=address),
        licence=words.line(more.get("licence"), words.NAME),
        entries=tuple(each for each in made if each is not None),
        left_out=max(0, len(items) - MOST),
        next=words.web(said.get("next_url"), base=address),
        total=_total(more.get("total")),
    )


def _item(said: Object, feed: Object, about: Object, address: str) -> Entry | None:
    more = _object(said.get(EXTENSION))
    name = said.get("id")
    return entry(
        Raw(
            guid=str(name) if isinstance(name, int) and not isinstance(name, bool) else name,
            kind=more.get("kind"),
            title=paragraphs(said.get("title")),
            summary=paragraphs(said.get("summary")),
            html=_text(said.get("content_html")) or paragraphs(said.get("content_text")),
            url=said.get("url") or said.get("external_url"),
            licence=more.get("licence") or about.get("licence"),
            licence_url=more.get("licence_url") or about.get("licence_url"),
            said_by=_author(said) or _author(feed),
            language=said.get("language") or feed.get("language"),
            published=said.get("date_published"),
            updated=said.get("date_modified"),
            data=more.get("data"),
        ),
        base=address,
    )


def _author(said: Object) -> object:
    authors = said.get("authors")
    first = authors[0] if isinstance(authors, list) and authors else said.get("author")
    return _object(first).get("name")


def _object(said: object) -> Object:
    return said if isinstance(said, dict) else {}


def _text(said: object) -> str:
    return said if isinstance(said, str) else ""


def _total(said: object) -> int | None:
    return said if isinstance(said, int) and not isinstance(said, bool) and 0 <= said <= MOST_TOTAL else None


def _refuse(constant: str) -> object:
    raise ValueError(constant)
