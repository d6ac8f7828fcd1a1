"""What anybody may read: published policies with their history. No session is opened, and no name of staff is told."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from moothall.policies import comparing
from moothall.policies.queries import public, reading, standing

AGE = 300  # seconds that anyone may keep a page


def _public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for anybody, which anybody may keep for some minutes."""

    @login_not_required
    @require_safe
    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, public=True, max_age=AGE)
        return response

    return run


@_public
def every(request: HttpRequest) -> HttpResponse:
    """The policies that are published, by title."""
    found = public.every(request.GET.get("after"))
    return render(request, "policies/public_list.html", {"rows": found.rows, "next_cursor": found.next_cursor})


@_public
def policy(request: HttpRequest, slug: str) -> HttpResponse:
    """A published policy as it holds, with its earlier versions."""
    found = public.policy(slug)
    if found is None:
        raise Http404
    return _shown(request, found, None)


@_public
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A version of a published policy, and what it changed."""
    found = public.policy(slug)
    if found is None:
        raise Http404
    return _shown(request, found, number)


def _shown(request: HttpRequest, found: public.Published, number: int | None) -> HttpResponse:
    step = found.step(number)
    if step is None:
        raise Http404
    words = reading.words(step.version, wanted=request.GET.get("in", ""))
    context: dict[str, Any] = {
        "policy": found.policy,
        "published": found,
        "step": step,
        "words": words,
        "current": number is None,
        "audience": reading.audience(found.policy, None),
        "changed": _changed(found, step) if number is not None else [],
        "reviewed": cast(standing.Standing, found.policy).begun is not None and not found.policy.is_withdrawn,
    }
    return render(request, "policies/public_policy.html", context)


def _changed(found: public.Published, step: reading.Step) -> list[comparing.Line]:
    """What a version changed of the one before it, in English."""
    before = found.before(step)
    if before is None:
        return []
    old, new = (reading.to_compare(each.version, "en") for each in (before, step))
    if old is None or new is None:
        return []
    return [line for line in comparing.compare(old.clauses, new.clauses) if line.change is not comparing.Change.SAME]
