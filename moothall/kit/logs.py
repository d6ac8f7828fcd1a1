"""What is logged of a request: its id, its route, how it ended and how long it took. Never what anyone said.

Addresses are logged as routes (`spaces/feed/<str:secret>/`), so that no secret and no search is in a log. In the JSON
form an error is told by its type and the lines of code it came from; its message, which may quote a row, is left out.
"""

import json
import logging
import re
import secrets
import time
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import wraps
from types import TracebackType
from typing import Any

from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
SILENT = frozenset({"healthz", "readyz", "metrics"})  # asked every few seconds by machines
UNNAMED = "moothall_unnamed"  # what a view leaves on a request whose line in the log has no person
_GOOD = re.compile(r"[A-Za-z0-9._-]{8,64}\Z")
_current: ContextVar[str] = ContextVar("request id", default="")

access = logging.getLogger("moothall.access")
FACTS = ("method", "route", "status", "ms", "person")


def request_id() -> str:
    """The id of the request that this code works for; empty outside of one."""
    return _current.get()


def unnamed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of which the log never says who asked for it or sent something to it."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        setattr(request, UNNAMED, True)
        return view(request, *args, **kwargs)

    return run


class RequestId:
    """Give every request an id, or keep the one that the reverse proxy gave it; log how the request ended."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        name = given if _GOOD.match(given) else secrets.token_hex(8)
        token = _current.set(name)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers[HEADER] = name
            if access.isEnabledFor(logging.INFO):
                _tell(request, response.status_code, time.perf_counter() - began)
        finally:
            _current.reset(token)
        return response


def _tell(request: HttpRequest, status: int, seconds: float) -> None:
    match = request.resolver_match
    if match is not None and match.url_name in SILENT:
        return
    user = request.__dict__.get("_cached_user")  # nobody is loaded from the database for the log
    facts = {
        "method": request.method,
        "route": route_of(request),
        "status": status,
        "ms": round(seconds * 1000, 1),
        "person": None if getattr(request, UNNAMED, False) else getattr(user, "pk", None),
    }
    access.info("%(method)s %(route)s %(status)s %(ms)s ms", facts, extra=facts)


def route_of(request: HttpRequest) -> str:
    """The pattern of the address that was asked for, without what filled it; `-` where there is no such address."""
    match = request.resolver_match
    return "/" + str(match.route) if match is not None else "-"


class Discreet(logging.Filter):
    """Put the route in the place of the address in Django's own lines about requests, and the request's id in all."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id() or "-"
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            status = getattr(record, "status_code", "?")
            record.msg, record.args = "%s %s %s", (request.method, route_of(request), status)
        return True


class JsonLines(logging.Formatter):
    """One JSON object a line: `time`, `level`, `logger`, `request`, `message`, and the facts of a request."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "request": getattr(record, "request_id", "-"),
            "message": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in FACTS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["lines"] = _frames(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False, default=str)


def _frames(trace: TracebackType | None) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
