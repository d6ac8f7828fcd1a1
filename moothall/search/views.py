from typing import cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from moothall.kit import throttle
from moothall.kit.htmx import page
from moothall.people.models import User
from moothall.search import forms, queries, tally, writer
from moothall.search.forms import Asked
from moothall.search.index import IndexUnusable
from moothall.search.queries import Results, facets
from moothall.search.queries.people import people


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Show what this person may see of what they look for; without anything to look for, show how to."""
    asked = forms.read(request.GET)
    if not asked.anything:
        return page(request, "search/start.html")
    if wait := throttle.take(request, "find"):
        return throttle.too_often(request, wait)
    user = cast(User, request.user)
    try:
        results = _look(user, asked)
        choices = facets.build(user, text=asked.text, filters=asked.filters, when=asked.when)
    except IndexUnusable:
        return page(request, "search/repair.html", {"asked": asked, "find_text": asked.text}, status=503)
    beside = people(user, asked.text) if asked.page == 1 and not asked.narrowed else None
    if asked.is_first and not results.senseless:
        tally.count(found=bool(results.total or beside))
    context = {
        "results": results,
        "beside": beside,
        "facets": choices,
        "late": writer.pending() > 0,
        "find_text": asked.text,
    }
    return page(request, "search/find.html", {**context, **_pages(asked, results)})


@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """Explain how finding works."""
    return page(request, "search/how.html")


def _look(user: User, asked: Asked) -> Results:
    filters = asked.filters
    return queries.find(
        user,
        asked.text,
        kinds=filters.kinds,
        containers=filters.containers,
        people=filters.people,
        since=filters.since,
        until=filters.until,
        order=asked.order,
        limit=forms.PAGE,
        offset=asked.offset,
    )


def _pages(asked: Asked, results: Results) -> dict[str, object]:
    """Say which results these are, and which page is next."""
    last = asked.offset + len(results.hits)
    more = asked.offset + forms.PAGE < min(results.total, queries.DEEPEST)
    return {
        "asked": asked,
        "first": asked.offset + 1,
        "last": last,
        "next_page": asked.page + 1 if more else None,
        "previous_page": asked.page - 1 if asked.page > 1 else None,
        "deepest": last >= queries.DEEPEST,
    }
