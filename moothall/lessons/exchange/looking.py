"""Looking at a feed: fetch it, read it, and follow its pages while there is time."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from moothall.lessons.exchange import addresses, fetching, in_json, in_xml
from moothall.lessons.exchange.entries import Entry, Feed
from moothall.lessons.exchange.faults import Fault, Faulty
from moothall.lessons.exchange.fetching import Document

MOST_PAGES = 40
MOST_ENTRIES = 2_000
MOST_SECONDS = 60.0  # for all pages together

Fetch = Callable[..., Document]


@dataclass(frozen=True)
class Look:
    """What came of looking once.

    `whole` is whether everything that the other side publishes was seen, so that what is not among it is gone there.
    `more` is whether there was more than the hall takes.
    """

    title: str = ""
    home: str = ""
    licence: str = ""
    entries: tuple[Entry, ...] = ()
    whole: bool = False
    more: bool = False
    unchanged: bool = False
    etag: str = ""
    modified: str = ""


def look(address: str, *, etag: str = "", modified: str = "", fetch: Fetch = fetching.fetch) -> Look:
    """Look at a feed; raises `Faulty` where its first page can't be had, or a later one, as half would look whole."""
    until = time.monotonic() + MOST_SECONDS
    first = fetch(address, etag=etag, modified=modified)
    if first.unchanged:
        return Look(unchanged=True, etag=etag, modified=modified)
    page = feed = _read(first)
    entries: dict[str, Entry] = {}
    _add(entries, feed)
    left_out, seen = feed.left_out, {address, first.address}
    while page.next and len(entries) < MOST_ENTRIES:
        if page.next in seen or len(seen) > MOST_PAGES or not _beside(page.next, first.address):
            break
        if time.monotonic() > until:
            raise Faulty(Fault.SLOW)
        seen.add(page.next)
        page = _read(fetch(page.next, seconds=until - time.monotonic()))
        left_out += page.left_out
        _add(entries, page)
    kept = tuple(entries.values())[:MOST_ENTRIES]
    return Look(
        title=feed.title,
        home=feed.home,
        licence=feed.licence,
        entries=kept,
        whole=feed.total is not None and len(kept) >= feed.total and not page.next and not left_out,
        more=bool(left_out or page.next or len(entries) > len(kept)),
        etag=first.etag,
        modified=first.modified,
    )


def _add(entries: dict[str, Entry], feed: Feed) -> None:
    """What was said first of a thing stands, and its pages are newest first."""
    for each in feed.entries:
        entries.setdefault(each.key, each)


def _beside(address: str, first: str) -> bool:
    """Whether a page is on the same server as the first: another body's things are not to pass as this one's."""
    one, other = addresses.place(address), addresses.place(first)
    return (one.scheme, one.host, one.port) == (other.scheme, other.host, other.port)


def _read(document: Document) -> Feed:
    if document.kind == "json":
        return in_json.read(document.body, document.address)
    return in_xml.read(document.body, document.address)
