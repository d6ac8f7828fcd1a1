"""My desk, the overview, and the pages that say what this hall is."""

from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from prometheus_client import CONTENT_TYPE_LATEST

from moothall.home import health, queries
from moothall.kit import address, throttle
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.people.models import Role, User


def desk(request: HttpRequest) -> HttpResponse:
    """What waits for me and what is new."""
    return page(request, "home/desk.html", {"desk": queries.desk(cast(User, request.user))})


def overview(request: HttpRequest) -> HttpResponse:
    """The administrator's figures: how much is held, and whether the hall is well."""
    require(cast(User, request.user).has_role(Role.ADMINISTRATOR))
    return page(request, "home/overview.html", {"overview": queries.overview()})


@login_not_required
def kept(request: HttpRequest) -> HttpResponse:
    """What the hall keeps of people, and why."""
    return page(request, "home/kept.html")


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement (Public Sector Bodies Accessibility Regulations 2018, reg. 8)."""
    return page(request, "home/accessibility.html")


@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    """How to do the common things, and who helps."""
    return page(request, "home/help.html")


@login_not_required
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether the hall can serve people now: 200 or 503; to a monitor of ours also what is the matter, in words."""
    ours = _is_monitor(request)
    if not ours and (wait := throttle.take(request, "public")):
        return HttpResponse(status=429, headers={"Retry-After": str(wait)})
    checks = health.checks()
    told: dict[str, object] = {"ready": all(check.ok for check in checks)}
    if ours:
        told["checks"] = {check.name: {"ok": check.ok, "words": check.words} for check in checks}
    return JsonResponse(told, status=200 if told["ready"] else 503)


@login_not_required
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus, to whoever has the token, or to this machine itself where none is set."""
    if not _is_monitor(request):
        raise Http404
    return HttpResponse(health.metrics(), content_type=CONTENT_TYPE_LATEST)


def _is_monitor(request: HttpRequest) -> bool:
    """Whether this is asked with the token, or from this machine itself where none is set."""
    token: str = settings.MOOTHALL_METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return constant_time_compare(given, token) if token else address.is_this_machine(request)
