"""Leading people to the gate and back: when they sign in, and when an act of theirs finds it closed."""

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlsplit

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch
from django.utils.http import url_has_allowed_host_and_scheme

from moothall.kit.htmx import is_htmx
from moothall.people.models import User
from moothall.policies import gate
from moothall.policies.gate import Capability, GateClosed

FLAG = "gate_come_in"  # in the session of whoever met a closed gate when they signed in
READING = frozenset({"GET", "HEAD"})
DOORS = ("account_", "mfa_", "usersessions_", "sso_")  # how the names of pages begin that look after signing in


def note_sign_in(sender: Any, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> None:
    """At the door: keep in the session whether something has to be acknowledged first, so that pages need not ask."""
    request.session.pop(FLAG, None)
    if isinstance(user, User) and gate.closed(user, Capability.COME_IN):
        request.session[FLAG] = True


class Gate:
    """Middleware: a person who has to acknowledge something is led there, and afterwards to where they were going."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Stop whoever met the gate at sign-in, but at the gate itself, at its policies, and at the door."""
        if not getattr(view_func, "login_required", True) or not request.session.get(FLAG):
            return None
        if not request.user.is_authenticated or _is_open(request):
            return None
        if not gate.closed(request.user, Capability.COME_IN):
            del request.session[FLAG]
            return None
        return _led(request, GateClosed(Capability.COME_IN))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """An act found the gate closed."""
        return _led(request, exception) if isinstance(exception, GateClosed) else None


def _is_open(request: HttpRequest) -> bool:
    match = cast(ResolverMatch, request.resolver_match)
    if match.view_name in {"policies:gate", "policies:acknowledged"} or match.view_name.startswith(DOORS):
        return True
    return match.namespaces[:1] == ["policies"] and request.method in READING


def _led(request: HttpRequest, found: GateClosed) -> HttpResponseBase:
    url = gate.address(found.capability, found.place, back=_back(request))
    if is_htmx(request):
        return HttpResponse(headers={"HX-Redirect": url})
    if request.headers.get("X-Requested-With") or not request.accepts("text/html"):
        return JsonResponse({"error": found.words, "url": url}, status=403)
    return HttpResponseRedirect(url)


def _back(request: HttpRequest) -> str:
    """The page that was wanted; for what was sent from a form, the page on which the form stands."""
    came_from = request.headers.get("Referer", "")
    if request.method in READING and not is_htmx(request):
        return request.get_full_path()
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        parts = urlsplit(came_from)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return request.get_full_path()
