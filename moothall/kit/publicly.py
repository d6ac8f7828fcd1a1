"""Pages for anybody: no account, the pace of the public site, and leave to keep them for some minutes."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from moothall.kit import throttle

AGE = 300  # seconds that anyone may keep a page
READS = frozenset({"GET", "HEAD"})


def for_anybody(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page that anybody may read, and keep for some minutes."""

    @login_not_required
    @require_safe
    @throttle.limited("public", methods=READS)
    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, public=True, max_age=AGE)
        return response

    return run
