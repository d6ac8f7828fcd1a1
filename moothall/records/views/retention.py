"""Where rules are applied: what one would take, switching it on and off, reviews, and proposing a disposal."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from moothall.kit import clock
from moothall.kit.htmx import page
from moothall.kit.pages import keyset
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.records import handing, permissions, previews, retention
from moothall.records.actions import disposals
from moothall.records.actions import retention as act
from moothall.records.forms.retention import ApplyForm, DecideForm
from moothall.records.models import Action, Application, RetentionRule, Verdict
from moothall.records.queries import disposals as runs
from moothall.records.queries import owner_reviews
from moothall.records.queries import retention as queries

PAGE = 50
TICKS = 25


def every(request: HttpRequest) -> HttpResponse:
    """Where rules are on, and where they wait to be."""
    user = cast(User, request.user)
    require(permissions.can_read_retention(user))
    ended = request.GET.get("show") == "ended"
    rows = queries.applications().filter(switched_off_at__isnull=not ended)
    listing = keyset(rows, by=("-pk",), after=request.GET.get("after"), size=PAGE)
    context = {"applied": queries.shown(user, listing.rows), "next": listing.next_cursor, "ended": ended}
    return page(request, "records/applications.html", context)


def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a rule is to hold for."""
    user = cast(User, request.user)
    rule = get_object_or_404(RetentionRule.objects.visible_to(user), pk=pk)
    require(permissions.can_keep_records(user))
    form = ApplyForm(request.POST or None, rule=rule)
    if request.method == "POST" and form.is_valid():
        kind, ref = form.place
        try:
            day = form.cleaned_data.get("event_date")
            return redirect(act.apply_rule(rule, by=user, kind=kind, ref=ref, event_date=day))
        except act.Refused as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "rule": rule, "sentence": queries.sentence(rule)}
    return page(request, "records/rule_apply.html", context, status=422 if form.is_bound else 200)


def application(request: HttpRequest, pk: int) -> HttpResponse:
    """One rule in one place: what it would take now, and what can be done."""
    return _shown(request, _found(request, pk))


@require_POST
def switch_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it in force, if the figures are those that were seen."""
    user, found = cast(User, request.user), _found(request, pk)
    try:
        act.switch_on(found, by=user, digest=request.POST.get("digest", ""))
    except act.LookAgain:
        return _shown(request, found, problem=_("The figures have changed since you looked. These are the new ones."))
    except act.Refused as refused:
        return _shown(request, found, problem=str(refused))
    messages.success(request, _("The rule is on. Nothing goes before a disposal is proposed and approved."))
    return redirect(found)


@require_POST
def switch_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop it."""
    user, found = cast(User, request.user), _found(request, pk)
    try:
        act.switch_off(found, by=user)
    except act.Refused as refused:
        return _shown(request, found, problem=str(refused))
    messages.success(request, _("The rule is off here."))
    return redirect(found)


@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for what is due to go."""
    user, found = cast(User, request.user), _found(request, pk)
    try:
        run = disposals.propose(found, by=user)
    except act.Refused as refused:
        return _shown(request, found, problem=str(refused))
    messages.success(
        request, _("Proposed. The others who look after records were told: one of them has to approve it.")
    )
    return redirect(run)


def review(request: HttpRequest, pk: int) -> HttpResponse:
    """What has come to the end of its time, to be kept or destroyed."""
    user, found = cast(User, request.user), _found(request, pk)
    if found.rule.action != Action.REVIEW:
        raise Http404
    try:
        waiting = retention.to_review(found, today=clock.today())
    except retention.NoCustody:
        raise Http404 from None
    rows = keyset(waiting, by=("pk",), after=request.GET.get("after"), size=TICKS)
    may_keep = permissions.can_keep_records(user)
    form = DecideForm(request.POST or None, refs=[row.pk for row in rows.rows], application=found)
    if request.method == "POST":
        require(may_keep)
        if form.is_valid():
            return _decided(request, found, form)
    context = {
        "application": found,
        "place": queries.place_of(user, found),
        "waiting": queries.review_list(user, found, rows.rows),
        "next": rows.next_cursor,
        "form": form,
        "ticked": set(request.POST.getlist("refs")),
        "may_keep": may_keep,
    }
    return page(request, "records/review.html", context, status=422 if form.is_bound else 200)


def _decided(request: HttpRequest, found: Application, form: DecideForm) -> HttpResponse:
    given = form.cleaned_data
    count = act.decide(
        found,
        by=cast(User, request.user),
        refs=form.ticked,
        verdict=Verdict(given["verdict"]),
        reason=given["reason"],
        keep_until=given["keep_until"],
    )
    words = ngettext("Decided of {n} thing.", "Decided of {n} things.", count).format(n=count)
    messages.success(request, words)
    return redirect("records:application_review", found.pk)


def _found(request: HttpRequest, pk: int) -> Application:
    rows = Application.objects.visible_to(cast(User, request.user))
    return get_object_or_404(rows.select_related("rule__superseded_by", "made_by", "switched_on_by"), pk=pk)


def _shown(request: HttpRequest, found: Application, *, problem: str = "") -> HttpResponse:
    user = cast(User, request.user)
    found = _found(request, found.pk)
    try:
        seen = previews.preview(found, today=clock.today()) if found.switched_off_at is None else None
    except retention.NoCustody:
        seen = None
    [line] = queries.shown(user, [found])
    context = {
        "application": found,
        "line": line,
        "preview": seen,
        "overruled_by": retention.overruled_by(found) if found.switched_off_at is None else None,
        "open": found.disposals.open().first(),
        "runs": [runs.view_of(run) for run in runs.listing().filter(application=found).order_by("-pk")[:20]],
        "decided": owner_reviews.decided(found) if found.rule.action == Action.REVIEW else [],
        "asked": owner_reviews.asked(user, found) if found.rule.action == Action.REVIEW else [],
        "reviews": found.rule.action == Action.REVIEW,
        "transfer": found.rule.action == Action.TRANSFER,
        "most_in_a_bundle": handing.PART,
        "problem": problem,
        "may_keep": permissions.can_keep_records(user),
    }
    return page(request, "records/application.html", context, status=422 if problem else 200)
