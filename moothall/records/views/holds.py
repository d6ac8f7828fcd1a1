"""The list of holds, one hold, and placing, extending, reviewing and releasing it."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from moothall.audit import permissions as audit_permissions
from moothall.kit import clock
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.records import permissions, sweeping
from moothall.records.actions import holds as act
from moothall.records.forms.holds import HoldForm, OwnerForm, ReleaseForm, ReviewForm, WhatForm
from moothall.records.models import Hold
from moothall.records.queries import holds as queries
from moothall.search.index import IndexUnusable


def listed(request: HttpRequest) -> HttpResponse:
    """Holds in force, or those that were released."""
    user = cast(User, request.user)
    require(permissions.shown_holds(user))
    released = request.GET.get("show") == "released"
    context = {
        "holds": queries.listed(user, released=released, after=request.GET.get("after")),
        "released": released,
        "may_place": permissions.can_keep_records(user),
        "knows": permissions.can_know_reasons(user),
        "today": clock.today(),
    }
    return page(request, "records/hold_list.html", context)


def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """A hold: what it is for, what it covers now, and what became of it."""
    user, found = _found(request, pk)
    covered = queries.scopes(found, request.GET.get("after"))
    context = {
        **_about(user, found),
        "counts": queries.counts(found),
        "lines": queries.lines(user, covered.rows),
        "next_cursor": covered.next_cursor,
        "searches": queries.searches(found),
        "reviews": queries.reviews(found),
        "review_on": queries.review_on(found),
        "may_review": permissions.can_review_hold(user, found),
        "may_read_record": audit_permissions.can_read(user),
    }
    return page(request, "records/hold.html", context)


def place(request: HttpRequest) -> HttpResponse:
    """Place a hold, after a look at what it would cover if one wants."""
    user = cast(User, request.user)
    require(permissions.can_keep_records(user))
    begun = {"owner": user, "things": request.GET.get("thing", "")[:200]}
    form = HoldForm(request.POST or None, by=user, initial=begun)
    shown = None
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            shown = _previewed(request, form)
        elif (placed := _covered(form, lambda: act.place(by=user, what=form.what, **_hold_of(form)))) is not None:
            messages.success(request, _("The hold is in force. Nothing that it covers can be deleted now."))
            return redirect(placed)
    context = {"form": form, "preview": shown}
    return page(request, "records/hold_new.html", context, status=422 if form.errors else 200)


def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold more for the same reason."""
    user, found = _found(request, pk)
    require(permissions.can_change_hold(user, found))
    form = WhatForm(request.POST or None)
    shown = None
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            shown = _previewed(request, form)
        elif _covered(form, lambda: act.add(found, by=user, what=form.what)) is not None:
            messages.success(request, _("The hold covers that as well now."))
            return redirect(found)
    context = {"form": form, "preview": shown, **_about(user, found)}
    return page(request, "records/hold_add.html", context, status=422 if form.errors else 200)


def pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a hold another owner."""
    user, found = _found(request, pk)
    require(permissions.can_change_hold(user, found))
    form = OwnerForm(request.POST or None, by=user)
    if request.method == "POST" and form.is_valid():
        act.pass_on(found, by=user, owner=form.cleaned_data["owner"])
        return redirect(found)
    context = {"form": form, "title": _("Give the hold another owner"), "verb": _("Give it to them")}
    return _asked(request, form, {**context, **_about(user, found)})


def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a hold is still needed."""
    user, found = _found(request, pk)
    require(permissions.can_review_hold(user, found))
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act.review(found, by=user, **form.cleaned_data)
        messages.success(request, _("The hold stays in force."))
        return redirect(found)
    context = {"form": form, "title": _("Is the hold still needed?"), "verb": _("It is still needed")}
    return _asked(request, form, {**context, **_about(user, found)})


def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Let go of what a hold covers."""
    user, found = _found(request, pk)
    require(permissions.can_change_hold(user, found))
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act.release(found, by=user, reason=form.cleaned_data["reason"])
        except act.StillNeeded as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The hold is released. What it covered is back on its normal schedule."))
            return redirect(found)
    context = {"form": form, "counts": queries.counts(found), **_about(user, found)}
    return page(request, "records/hold_release.html", context, status=422 if form.is_bound else 200)


@require_POST
def refresh(request: HttpRequest, pk: int) -> HttpResponse:
    """Look now for what the searches find."""
    user, found = _found(request, pk)
    require(permissions.can_change_hold(user, found))
    try:
        added = act.refresh_search(found, by=user)
    except (IndexUnusable, sweeping.Late) as problem:
        messages.error(request, _unasked(problem))
    else:
        told = ngettext("The hold covers {n} thing more.", "The hold covers {n} things more.", added).format(n=added)
        messages.success(request, told if added else _("The searches find nothing that is not held already."))
    return redirect(found)


def _found(request: HttpRequest, pk: int) -> tuple[User, Hold]:
    user = cast(User, request.user)
    found = queries.hold(user, pk)
    if found is None:
        raise Http404
    return user, found


def _about(user: User, found: Hold) -> dict[str, Any]:
    return {
        "hold": found,
        "knows": permissions.can_know_why(user, found),
        "may_change": permissions.can_change_hold(user, found),
        "managers": [] if found.owner_id else queries.managers(),
    }


def _asked(request: HttpRequest, form: forms.Form, context: dict[str, Any]) -> HttpResponse:
    return page(request, "records/hold_ask.html", context, status=422 if form.is_bound else 200)


def _hold_of(form: HoldForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("reason", "case", "owner", "review_on", "token")}


def _covered(form: forms.Form, work: Any) -> Hold | None:
    """Do it, or say at the field why it could not be done."""
    try:
        held: Hold = work()
    except sweeping.Senseless:
        form.add_error("search", _("There is no word in this that can be looked for"))
    except (IndexUnusable, sweeping.Late) as problem:
        form.add_error("search", _unasked(problem))
    except act.NothingThere as problem:
        words = _("{thing} was deleted a moment ago. Take it off the list").format(thing=problem.token)
        form.add_error("things", words)
    else:
        return held
    return None


def _previewed(request: HttpRequest, form: WhatForm) -> dict[str, Any] | None:
    """What would be held, counted where it may not be shown; None where a search cannot be asked."""
    user, what = cast(User, request.user), form.what
    shown: dict[str, Any] = {"lines": queries.lines(user, what.things), "searched": bool(what.searches)}
    for query in what.searches:
        try:
            found = act.preview(by=user, query=query)
        except sweeping.Senseless:
            form.add_error("search", _("There is no word in this that can be looked for"))
            return None
        except (IndexUnusable, sweeping.Late) as problem:
            form.add_error("search", _unasked(problem))
            return None
        shown |= {"total": found.total, "containers": queries.containers(user, found.containers)}
    return shown


def _unasked(problem: Exception) -> str:
    if isinstance(problem, sweeping.Late):
        return _("The search index is still catching up. Try again in a minute")
    return _("The search index cannot be asked now. Leave the words out, or ask an administrator to rebuild it")
