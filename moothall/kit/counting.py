"""Counting requests for a monitor, across all processes of this machine.

The counters lie in files under the data folder, as prometheus_client keeps them where PROMETHEUS_MULTIPROC_DIR is set;
gunicorn's configuration sets it before anything is counted.
"""

import os
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from prometheus_client import REGISTRY, Histogram

from moothall.kit.logs import SILENT, route_of

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 5.0, 15.0)
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Counting:
    """Time every request by method, route and status class."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.seconds = _histogram() if FOLDER in os.environ else None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.seconds is None:
            return self.get_response(request)
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        if match is None or match.url_name not in SILENT:
            status = f"{response.status_code // 100}xx"
            # A method is any word that a stranger sends: each would be a set of counters of its own, kept for ever.
            method = request.method if request.method in METHODS else "OTHER"
            labels = self.seconds.labels(method=method, route=route_of(request), status=status)
            labels.observe(time.perf_counter() - began)
        return response


def _histogram() -> Histogram:
    known = REGISTRY._names_to_collectors.get("moothall_request_seconds")
    if isinstance(known, Histogram):  # a second handler in the same process
        return known
    words = "Requests by method, route and outcome."
    return Histogram("moothall_request_seconds", words, ["method", "route", "status"], buckets=BUCKETS)
