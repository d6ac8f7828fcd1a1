"""What anybody may read: the charter, and who lets their name stand beside it. No session is opened."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from moothall.charter.models import Charter
from moothall.charter.queries import documents, reading
from moothall.kit import throttle

AGE = 300  # seconds that anyone may keep a page
READS = frozenset({"GET", "HEAD"})


def _public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """A page for anybody, which anybody may keep for some minutes."""

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
def charter(request: HttpRequest) -> HttpResponse:
    """The charter as it stands, for anybody to read and to take."""
    found = _current()
    context = {
        "charter": found,
        "commitments": found.commitments.order_by("number"),
        "stands": reading.in_public(found),
    }
    return render(request, "charter/public.html", context)


@_public
def markdown(request: HttpRequest) -> HttpResponse:
    """The charter as the text of which the hash is taken."""
    found = _current()
    return HttpResponse(
        found.wording().markdown,
        content_type="text/markdown; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="charter-{found.number}.md"'},
    )


@_public
def as_json(request: HttpRequest) -> HttpResponse:
    """The charter for another hall, or for any program."""
    found = _current()
    address = request.build_absolute_uri(reverse("charter:public_charter"))
    council = settings.MOOTHALL_COUNCIL.name
    given = documents.as_json(found, reading.in_public(found), council=council, address=address)
    return JsonResponse(given, json_dumps_params={"ensure_ascii": False, "indent": 2})


def _current() -> Charter:
    return get_object_or_404(Charter.objects.adopted().order_by("-number")[:1])
