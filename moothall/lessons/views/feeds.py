"""What the council shares with everybody: a page that names its feeds, and the feeds. No session is opened."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from moothall.kit.publicly import for_anybody
from moothall.lessons import feeds
from moothall.lessons.publications import publications

MOST_PAGES = 2_000


@for_anybody
def published(request: HttpRequest) -> HttpResponse:
    """What the council shares, where its feeds are, and how another hall follows them."""
    context = {"publications": list(publications), "everything": feeds.ALL, "page_size": feeds.PAGE}
    return render(request, "lessons/published.html", context)


@for_anybody
def atom(request: HttpRequest, key: str) -> HttpResponse:
    """A page of a feed as Atom."""
    return feeds.as_atom(request, _page(request, key))


@for_anybody
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
