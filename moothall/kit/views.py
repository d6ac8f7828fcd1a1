"""Pages that belong to no room: the council's own stylesheet, the health check and the pages for errors."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from moothall.kit import logs
from moothall.kit.branding import LOGO_TYPES


@login_not_required
@cache_control(public=True, max_age=300)
def council_css(request: HttpRequest) -> HttpResponse:
    """The one property that a council sets."""
    return HttpResponse(f":root {{ --council: {settings.MOOTHALL_COUNCIL.colour}; }}\n", content_type="text/css")


@login_not_required
@cache_control(public=True, max_age=300)
def council_logo(request: HttpRequest) -> HttpResponseBase:
    """The council's mark, where it has set one."""
    logo = settings.MOOTHALL_COUNCIL.logo
    if logo is None:
        raise Http404
    response = FileResponse(logo.open("rb"), content_type=LOGO_TYPES[logo.suffix.lower()])
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether this process answers; it asks nothing else, so that a slow database restarts nobody."""
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what was sent cannot be understood."""
    return _sorry(request, 400, _("That request can’t be understood"), _("Go back, check the address, and try again."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: they may look, but not do this."""
    words = _("You can see this, but this act belongs to someone else. The people named on the page can help.")
    return _sorry(request, 403, _("You can’t do that here"), words)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or not for them to know of."""
    words = _("There is nothing here that you may see. It may have moved, or it may be kept for other people.")
    return _sorry(request, 404, _("Nothing here"), words)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault; the page uses no database and no user."""
    return render(request, "kit/broken.html", {"request_id": logs.request_id()}, status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 where a form is too old; what was typed is still in the browser."""
    words = _("This form was open too long, or in another session. Go back, reload the page and send it again.")
    return _sorry(request, 403, _("Please send that again"), words)


def _sorry(request: HttpRequest, status: int, title: str, words: str) -> HttpResponse:
    context: dict[str, Any] = {"title": title, "words": words, "request_id": logs.request_id()}
    return render(request, "kit/sorry.html", context, status=status)
