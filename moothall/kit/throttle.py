"""Not too often: how many times a person, or an address of somebody signed out, may do what costs the hall something.

The limits are settings (`MOOTHALL_LIMIT_…`). Counts are kept where every process of the hall sees them: in one small
file beside the data, or in the shared cache when MOOTHALL_CACHE_URL names one. If neither can be reached people go on
working, and the log says so.
"""

import logging
import math
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.kit import address, buckets, logs
from moothall.kit.rate import Rate

logger = logging.getLogger("moothall.throttle")

View = Callable[..., HttpResponseBase]
WAIT = "moothall_wait"  # what a view leaves on the request, for the middleware to answer 429 with
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})

# Pages of django-allauth, which cannot carry our decorator: what is sent to them, by the names of their addresses.
BY_NAME = {
    "account_login": "sign_in",
    "account_reset_password": "sign_in",
    "account_reset_password_from_key": "sign_in",
    "account_reauthenticate": "sign_in",
    "account_request_login_code": "sign_in",
    "account_confirm_login_code": "sign_in",
    "mfa_authenticate": "sign_in",
    "mfa_login_webauthn": "sign_in",
    "mfa_reauthenticate": "sign_in",
}


def take(request: HttpRequest, limit: str, *, together: str = "") -> int:
    """Count one more for whoever asks; returns 0, or for how many seconds they must wait.

    With `together` everybody is counted as one under that name, and nothing is kept of who it was.
    """
    rate: Rate | None = settings.MOOTHALL_LIMITS[limit]
    if rate is None:
        return 0
    try:
        return math.ceil(buckets.store().take(f"{limit}:{together or _who(request)}", rate))
    except Exception:
        # Whatever the disk or the cache has, nobody's work may stop for the sake of counting it.
        logger.exception("The limit %s could not be counted; the request was let through.", limit)
        return 0


def limited(limit: str, *, methods: frozenset[str] = UNSAFE) -> Callable[[View], View]:
    """Answer 429 and a page in plain words when one of these methods comes too often."""

    def decorate(view: View) -> View:
        @wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            wait = take(request, limit) if request.method in methods else 0
            return too_often(request, wait) if wait else view(request, *args, **kwargs)

        return run

    return decorate


def refused(request: HttpRequest, form: BaseForm, limit: str, *, together: str = "") -> bool:
    """Whether this comes too often; then the form says so and the page, with all that was typed, is answered as 429."""
    wait = take(request, limit, together=together)
    if wait:
        form.add_error(None, words(wait))
        setattr(request, WAIT, wait)
    return bool(wait)


def too_often(request: HttpRequest, wait: int) -> HttpResponse:
    """429, with when to try again."""
    context: dict[str, Any] = {"title": _("Too much at once"), "words": words(wait), "request_id": logs.request_id()}
    response = render(request, "kit/sorry.html", context, status=429)
    response.headers["Retry-After"] = str(wait)
    return response


def words(wait: int) -> str:
    """When to try again, for a person."""
    if wait < 60:
        return ngettext(
            "That was more than the hall takes at once. Wait {n} second, then try again.",
            "That was more than the hall takes at once. Wait {n} seconds, then try again.",
            wait,
        ).format(n=wait)
    minutes = math.ceil(wait / 60)
    return ngettext(
        "That was more than the hall takes at once. Wait {n} minute, then try again.",
        "That was more than the hall takes at once. Wait {n} minutes, then try again.",
        minutes,
    ).format(n=minutes)


class Throttle:
    """Middleware: the limits of pages that are not ours, and 429 for a form that was refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        wait = getattr(request, WAIT, 0)
        if wait:
            response.status_code = 429
            response.headers["Retry-After"] = str(wait)
        return response

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponseBase | None:
        """Count what is sent to the pages listed by name."""
        match = request.resolver_match
        limit = BY_NAME.get(match.view_name) if match and request.method in UNSAFE else None
        wait = take(request, limit) if limit else 0
        return too_often(request, wait) if wait else None


def _who(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return f"person:{user.pk}"
    return f"address:{address.household(address.of(request))}"
