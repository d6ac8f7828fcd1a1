"""Atom feeds (RFC 4287), made of posts that were already chosen for one person."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed, get_tag_uri
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _

from moothall.spaces.models import Post, Space

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 has no way to say these


class Atom(Atom1Feed):
    """Django's Atom feed with the words of each entry as its content, and the address against which links resolve."""

    def latest_post_date(self) -> datetime:
        """When the feed changed last; an empty one when its space was opened, never “now”."""
        latest: datetime = self.feed["latest"]
        return latest

    def root_attributes(self) -> dict[str, Any]:
        """Links inside posts begin at the hall's root (`xml:base`)."""
        return {**super().root_attributes(), "xml:base": self.feed["link"]}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """The usual elements, and `content`."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["words"], {"type": "html"})


@dataclass(frozen=True)
class About:
    """What stands at the head of a feed."""

    name: str
    title: str
    purpose: str
    path: str
    since: datetime  # its date while there is nothing in it


def may_tell(space: Space) -> bool:
    """Whether the council lets the words of a space out of the hall."""
    allowed = settings.MOOTHALL_MAIL_CONTENT
    return bool(allowed == "all" or (allowed == "open" and space.is_open))


def answer(request: HttpRequest, about: About, posts: Iterable[Post]) -> HttpResponse:
    """The feed, or 304 where the reader has it; neither to be kept by anybody between.

    It says as much as a mail may say: a feed reader is as far out of the council's hands.
    """
    root = request.build_absolute_uri("/")
    feed = Atom(
        title=_clean(about.title),
        link=root.rstrip("/") + about.path,
        description="",
        subtitle=_clean(about.purpose) or None,
        feed_url=request.build_absolute_uri(request.path),
        feed_guid=get_tag_uri(root + about.name, about.since),
    )
    updated = about.since
    for post in posts:
        when = max(moment for moment in (post.created_at, post.edited_at) if moment is not None)
        updated = max(updated, when)
        space, told = post.conversation.space, may_tell(post.conversation.space)
        feed.add_item(
            title=_clean(post.conversation.title) if told else _("There is something new for you."),
            link=root.rstrip("/") + post.get_absolute_url(),
            description=None,  # type: ignore[arg-type]
            author_name=_clean(post.author.name) if told else "Moothall",
            unique_id=get_tag_uri(f"{root}posts/{post.pk}", post.created_at),
            pubdate=post.created_at,
            updateddate=when,
            categories=[_clean(space.name)] if told else [],
            words=_clean(post.html) if told else "",
        )
    feed.feed["latest"] = updated
    return _conditional(request, feed, updated)


def _conditional(request: HttpRequest, feed: Atom, updated: datetime) -> HttpResponse:
    body = feed.writeString("utf-8").encode()
    response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    response["ETag"] = etag = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    response["Last-Modified"] = http_date(updated.timestamp())
    response["Cache-Control"] = "private, no-cache"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    # What was removed or renamed changes the feed and not its date: only the tag proves that nothing changed.
    return cast(HttpResponse, get_conditional_response(request, etag=etag, response=response))


def _clean(words: str) -> str:
    return UNWRITABLE.sub("", words)
