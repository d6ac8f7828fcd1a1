"""The list of policies, the tree of what builds on what, and a policy."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from moothall.kit.htmx import page
from moothall.kit.registries import foreign_on, links_to
from moothall.kit.strips import strips
from moothall.policies import holders, permissions, telling
from moothall.policies.models import EVERYONE, Genre
from moothall.policies.queries import agreement, policies, reading, standing
from moothall.policies.queries import tree as trees
from moothall.policies.views import me, visible

ROOTS = 30


def every(request: HttpRequest) -> HttpResponse:
    """What holds now, and on request what is drafted, due for review or withdrawn."""
    user = me(request)
    filters = policies.Filters.of(request.GET.dict())
    found = policies.every(user, filters, request.GET.get("after"))
    counts = policies.counts(user)
    context = {
        "filters": filters,
        "lines": policies.lines(user, found.rows),
        "next_cursor": found.next_cursor,
        "choices": policies.choices(counts, filters, drafts=not user.is_guest),
        "audiences": _audiences(),
        "genres": Genre.choices,
        "may_create": permissions.can_create(user),
        "may_load_starters": not counts["all"] and permissions.can_load_starters(user),
    }
    return page(request, "policies/list.html", context)


def tree(request: HttpRequest) -> HttpResponse:
    """What builds on what."""
    start = request.GET.get("start", "")
    at = int(start[:6]) if start.isascii() and start.isdecimal() else 0
    nodes, next_start = trees.forest(me(request), start=at, size=ROOTS)
    return page(request, "policies/tree.html", {"nodes": nodes, "next_start": next_start})


def policy(request: HttpRequest, slug: str) -> HttpResponse:
    """A policy as it holds; before it ever did, its draft."""
    user, found = me(request), visible(request, slug)
    row = cast(standing.Standing, found)
    shown = row.begun or row.coming
    if shown is None:
        return redirect("policies:draft", slug=found.slug)
    steps = reading.versions(found, user)
    step = next(step for step in steps if step.version.pk == shown)
    telling.seen(step.version, user)
    words = reading.words(step.version, wanted=request.GET.get("in", ""))
    context = {
        "policy": found,
        "version": step.version,
        "words": words,
        "state": step.state,
        "look": step.look,
        "audience": reading.audience(found, user),
        "around": trees.around(user, found),
        "steps": steps,
        "links": links_to(user, found.container),
        "foreign": foreign_on(user, "policy", title=words.text.title, text=words.text.summary) if words else (),
        "threads": strips(request, user, found.container),
        "asks": agreement.asks_for(user, found) if row.draft else [],
        "may_keep": permissions.can_change(user, found),
        "may_publish": permissions.can_look_after(user, found),
    }
    return page(request, "policies/policy.html", context)


def _audiences() -> list[tuple[str, str]]:
    kinds = [(f"kind:{kind.value}", words) for kind, words in holders.kinds().items()]
    return [(EVERYONE, holders.everyone()), *kinds]
