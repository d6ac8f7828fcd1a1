"""Our feeds for everybody: Atom (RFC 4287) and JSON Feed 1.1, with the whole of each thing for other halls."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Atom1Feed, get_tag_uri
from django.utils.html import escape
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _

from moothall.lessons.exchange.entries import EXTENSION, SCHEME
from moothall.lessons.publications import Publication, PublishedItem, publications

PAGE = 50  # things of one page; the page names the next
AGE = 300  # seconds that anybody may keep a page
ALL = "everything"
FORMAT = 1  # of what is said of a thing as a whole; it grows where a field changes its meaning
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)  # the date of a feed with nothing in it
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 has no way to say these
LICENCES = {
    "OGL-UK-3.0": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}


@dataclass(frozen=True)
class Page:
    """A page of a feed, the things that changed last first."""

    key: str
    title: str
    front: str
    items: tuple[PublishedItem, ...]
    number: int
    total: int

    @property
    def is_last(self) -> bool:
        """Whether there is nothing after it."""
        return self.number * PAGE >= self.total

    @property
    def updated_at(self) -> datetime:
        """When something on it changed last."""
        return max((item.updated_at for item in self.items), default=EPOCH)


def page(key: str, number: int) -> Page | None:
    """A page of what is published of one kind, or of everything; None where there is no such kind or page."""
    chosen = [each for each in publications if key in (ALL, each.key)]
    if not chosen and key != ALL:
        return None
    with translation.override(settings.LANGUAGE_CODE):  # whoever asks, in whatever language, the words are the same
        stamps = [(stamp, each) for each in chosen for stamp in each.stamps()]
        stamps.sort(key=lambda pair: (pair[0].updated_at, pair[0].key), reverse=True)
        if number > 1 and (number - 1) * PAGE >= len(stamps):
            return None
        items = _load(stamps[(number - 1) * PAGE : number * PAGE])
        one = chosen[0] if key != ALL else None
        title = f"{settings.MOOTHALL_COUNCIL.name}: {one.label if one else _('what we share')}"
    front = reverse(one.front) if one else reverse("lessons:published")
    return Page(key, title, front, tuple(items), number, len(stamps))


def _load(stamps: Sequence[tuple[Any, Publication]]) -> list[PublishedItem]:
    """The things themselves, in order; one that was withdrawn between two questions is left out."""
    wanted: dict[str, list[str]] = {}
    for stamp, publication in stamps:
        wanted.setdefault(publication.key, []).append(stamp.key)
    found = {item.key: item for each in publications if each.key in wanted for item in each.load(wanted[each.key])}
    return [found[stamp.key] for stamp, _publication in stamps if stamp.key in found]


def address(page: Page, ending: str, number: int | None = None) -> str:
    """The whole address of a page of a feed."""
    path = reverse(f"lessons:published_{ending}", args=[page.key])
    number = page.number if number is None else number
    return whole(path) + (f"?page={number}" if number > 1 else "")


def whole(path: str) -> str:
    """A whole address from a path of ours: always the hall's own name, whatever name it was asked by."""
    return f"{settings.MOOTHALL_URL}{path}"


def name(item: PublishedItem) -> str:
    """The name of a thing for good (RFC 4151): it stays, however the thing is called and wherever it stands."""
    kind, _colon, ref = item.key.partition(":")
    return str(get_tag_uri(whole(f"/{kind}/{ref}"), item.made_on))


def as_json(request: HttpRequest, page: Page) -> HttpResponse:
    """The page as JSON Feed 1.1, or 304 where the reader has it."""
    council = settings.MOOTHALL_COUNCIL.name
    said: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": page.title,
        "home_page_url": whole(page.front),
        "feed_url": address(page, "json"),
        "language": settings.LANGUAGE_CODE,
        "authors": [{"name": council, "url": settings.MOOTHALL_URL}],
        EXTENSION: {"about": whole(reverse("lessons:published")), "format": FORMAT, "total": page.total},
        "items": [_json_item(item, council) for item in page.items],
    }
    if not page.is_last:
        said["next_url"] = address(page, "json", page.number + 1)
    body = json.dumps(said, ensure_ascii=False, indent=1).encode("utf-8", "replace")
    return _answer(request, body, "application/feed+json; charset=utf-8", page)


def _json_item(item: PublishedItem, council: str) -> dict[str, object]:
    return {
        "id": name(item),
        "url": whole(item.path),
        "title": item.title,
        "summary": item.summary,
        "content_html": item.html,
        "date_published": item.published_at.astimezone(UTC).isoformat(),
        "date_modified": item.updated_at.astimezone(UTC).isoformat(),
        "tags": [item.kind],
        EXTENSION: {
            "kind": item.kind,
            "body": council,
            "licence": item.licence,
            "licence_url": LICENCES.get(item.licence, ""),
            "data": item.data,
        },
    }


class _Atom(Atom1Feed):
    """Django's Atom feed with content, licence and kind of each entry, and the page after this one (RFC 5005)."""

    def latest_post_date(self) -> datetime:
        latest: datetime = self.feed["latest"]
        return latest

    def root_attributes(self) -> dict[str, Any]:
        return {**super().root_attributes(), "xml:base": self.feed["link"]}

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        for relation, kind, href in self.feed["more"]:
            handler.addQuickElement("link", "", {"rel": relation, "type": kind, "href": href})

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["words"], {"type": "html"})
        handler.addQuickElement("category", "", {"term": item["kind"], "scheme": SCHEME})
        if item["licence_url"]:
            handler.addQuickElement("link", "", {"rel": "license", "href": item["licence_url"]})


def as_atom(request: HttpRequest, page: Page) -> HttpResponse:
    """The page as Atom, or 304 where the reader has it."""
    more = [("alternate", "application/feed+json", address(page, "json"))]
    if not page.is_last:
        more.append(("next", "application/atom+xml", address(page, "atom", page.number + 1)))
    feed = _Atom(
        title=_clean(page.title),
        link=whole(page.front),
        description="",
        language=settings.LANGUAGE_CODE,
        feed_url=address(page, "atom"),
        feed_guid=get_tag_uri(whole(f"/{page.key}"), EPOCH),
        author_name=_clean(settings.MOOTHALL_COUNCIL.name),
        more=more,
    )
    for item in page.items:
        feed.add_item(
            title=_clean(item.title),
            link=whole(item.path),
            description=_clean(escape(item.summary)),  # Django calls it HTML
            unique_id=name(item),
            pubdate=item.published_at,
            updateddate=item.updated_at,
            item_copyright=_clean(item.licence),
            words=_clean(item.html),
            kind=item.kind,
            licence_url=LICENCES.get(item.licence, ""),
        )
    feed.feed["latest"] = page.updated_at
    return _answer(request, feed.writeString("utf-8").encode(), "application/atom+xml; charset=utf-8", page)


def _answer(request: HttpRequest, body: bytes, kind: str, page: Page) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["ETag"] = etag = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    response["Last-Modified"] = http_date(page.updated_at.timestamp())
    response["Access-Control-Allow-Origin"] = "*"  # it is public, and read by programs of other bodies
    patch_cache_control(response, public=True, max_age=AGE)
    # What was withdrawn changes the feed and not its date: only the tag proves that nothing changed.
    return cast(HttpResponse, get_conditional_response(request, etag=etag, response=response))


def _clean(words: str) -> str:
    return UNWRITABLE.sub("", words)
