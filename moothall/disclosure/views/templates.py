"""The papers about the hall that a council finishes itself."""

from django.http import Http404, HttpRequest, HttpResponse

from moothall.disclosure import permissions
from moothall.disclosure.queries import papers
from moothall.disclosure.views.finding import me
from moothall.kit.htmx import page
from moothall.kit.permissions import require


def every(request: HttpRequest) -> HttpResponse:
    """Which there are."""
    require(permissions.can_keep_terms(me(request)))
    return page(request, "disclosure/papers.html", {"papers": papers.PAPERS})


def download(request: HttpRequest, key: str) -> HttpResponse:
    """One of them, as Markdown."""
    require(permissions.can_keep_terms(me(request)))
    text = papers.paper(key)
    if text is None:
        raise Http404
    response = HttpResponse(text, content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}.md"'
    response["Cache-Control"] = "private, no-store"
    return response
