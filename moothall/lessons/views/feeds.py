"""What the council shares with everybody: a page that names its feeds, and the feeds. No session is opened."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from moothall.kit import throttle
from moothall.lessons import feeds
from moothall.lessons.publications import publications

AGE = 300  # seconds that anyone may keep a page
READS = frozenset({"GET", "HEAD"})
MOST_PAGES = 2_000


def _public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    @login_not_required
    @require_safe
    @throttle.limited("public", methods=READS)
    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, public=True, max_age=AGE)
        return response

    return run


@_public
def published(request: HttpRequest) -> HttpResponse:
    """What the council shares, where its feeds are, and how another hall follows them."""
    context = {"publications": list(publications), "everything": feeds.ALL, "page_size": feeds.PAGE}
    return render(request, "lessons/published.html", context)


@_public
def atom(request: HttpRequest, key: str) -> HttpResponse:
    """A page of a feed as Atom."""
    return feeds.as_atom(request, _page(request, key))


@_public
def json(request: HttpRequest, key: str) -> HttpResponse:
    """A page of a feed as JSON, with the whole of each thing."""
    return feeds.as_json(request, _page(request, key))


def _page(request: HttpRequest, key: str) -> feeds.Page:
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 0
    found = feeds.page(key, number) if 1 <= number <= MOST_PAGES else None
    if found is None:
        raise Http404
    return found
