"""A version, a clause by itself, what changed between two versions, how one was agreed, and the history."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from moothall.kit.htmx import page
from moothall.kit.registries import links_to
from moothall.policies import comparing, permissions, quoting
from moothall.policies.models import Clause, Language, Version
from moothall.policies.queries import agreement as agreements
from moothall.policies.queries import readiness, reading, standing
from moothall.policies.views import me, visible, visible_version


def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A version as it was adopted, whether or not it still holds."""
    found = visible(request, slug)
    shown = visible_version(request, found, number)
    if shown.is_draft:
        raise Http404
    state = standing.state_of(shown, found, begun=cast(standing.Standing, found).begun)
    context = {
        "policy": found,
        "version": shown,
        "words": reading.words(shown, wanted=request.GET.get("in", "")),
        "state": state,
        "look": standing.LOOKS[state],
        "steps": reading.versions(found, me(request)),
    }
    return page(request, "policies/version.html", context)


def clause(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """A clause by itself, to be quoted: its words now and before, and what relied on it."""
    user, found = me(request), visible(request, slug)
    row = cast(standing.Standing, found)
    language = _language(request)
    shown = get_object_or_404(
        Clause.objects.select_related("text__version"),
        text__version=row.begun or row.coming or 0,
        text__language=language,
        number=number,
    )
    earlier = reading.clause_through_time(found, number, user, language=language)
    context = {
        "policy": found,
        "clause": shown,
        "short": quoting.short(found.slug, number),
        "earlier": reading.wordings(earlier),
        "links": links_to(user, shown.thing),
    }
    return page(request, "policies/clause.html", context)


def compare(request: HttpRequest, slug: str, old: int, new: int) -> HttpResponse:
    """What changed from one version to another, clause by clause; a draft too can be compared."""
    found = visible(request, slug)
    before, after = (visible_version(request, found, number) for number in (old, new))
    language = _language(request)
    was, now = (_text(each, language) for each in (before, after))
    lines = comparing.compare(was.clauses, now.clauses)
    context = {
        "policy": found,
        "old": before,
        "new": after,
        "title": comparing.words(was.title, now.title) if was.title != now.title else (),
        "summary": comparing.words(was.summary, now.summary) if was.summary != now.summary else (),
        "lines": lines,
        "changed": [line for line in lines if line.change is not comparing.Change.SAME],
        "steps": reading.versions(found, me(request)),
    }
    return page(request, "policies/compare.html", context)


def agreement(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """How a version was agreed: every comment with its answer, and who stands behind it."""
    user, found = me(request), visible(request, slug)
    shown = visible_version(request, found, number)
    if user.is_guest:
        raise Http404
    said = agreements.comments(shown, request.GET.get("after"))
    for comment in said.rows:
        comment.version = shown
    context = {
        "policy": found,
        "version": shown,
        "comments": said,
        "stands": readiness.stands(shown, list(shown.texts.all()), seen_by=user),
        "may_keep": permissions.can_change(user, found) and shown.is_draft,
    }
    return page(request, "policies/agreement.html", context)


def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that happened to a policy, and all its versions."""
    user, found = me(request), visible(request, slug)
    context = {
        "policy": found,
        "steps": reading.versions(found, user),
        "events": reading.events(found, user, request.GET.get("after")),
    }
    return page(request, "policies/history.html", context)


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("in", "")
    return asked if asked in Language.values else Language.ENGLISH


def _text(version: Version, language: str) -> reading.Compared:
    found = reading.to_compare(version, language)
    if found is None:
        raise Http404
    return found
