"""Disposals: what waits for approval, how far a run is, and its certificate."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moothall import notices
from moothall.kit.htmx import page
from moothall.kit.pages import keyset
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.records import announcing, permissions
from moothall.records.actions import disposals as act
from moothall.records.actions.retention import Refused
from moothall.records.forms.retention import DeclineForm
from moothall.records.models import Disposal
from moothall.records.queries import disposals as queries
from moothall.records.queries import handovers, retention

PAGE = 50


def every(request: HttpRequest) -> HttpResponse:
    """Every run, the newest first."""
    require(permissions.can_read_retention(cast(User, request.user)))
    rows = keyset(queries.listing(), by=("-pk",), after=request.GET.get("after"), size=PAGE)
    context = {"runs": [queries.view_of(run) for run in rows.rows], "next": rows.next_cursor}
    return page(request, "records/disposals.html", context)


def disposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One run: what it will take, how far it is, or its certificate; htmx asks for the panel alone."""
    return _shown(request, _found(request, pk))


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it be carried out."""
    found = _found(request, pk)
    try:
        act.approve(found, by=cast(User, request.user))
    except Refused as refused:
        return _shown(request, found, problem=str(refused))
    return redirect(found)


def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn it down, with the reason."""
    user, found = cast(User, request.user), _found(request, pk)
    require(permissions.can_decline(user, found))
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act.decline(found, by=user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Turned down. Nothing was disposed of."))
            return redirect(found)
    return page(
        request, "records/disposal_decline.html", {"form": form, "run": found}, status=422 if form.is_bound else 200
    )


def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate, for machines and for keeping elsewhere."""
    found = _finished(request, pk)
    response = JsonResponse(queries.certificate(found), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response.headers["Content-Disposition"] = f'attachment; filename="disposal-{found.pk}.json"'
    return response


def items(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The list that the certificate's digest seals, read as it is sent."""
    found = _finished(request, pk)
    response = StreamingHttpResponse(queries.list_lines(found), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="disposal-{found.pk}.txt"'
    return response


def _found(request: HttpRequest, pk: int) -> Disposal:
    rows = Disposal.objects.visible_to(cast(User, request.user))
    people = ("application__rule", "proposed_by", "approved_by", "declined_by", "receipt_entered_by")
    return get_object_or_404(rows.select_related(*people), pk=pk)


def _finished(request: HttpRequest, pk: int) -> Disposal:
    found = _found(request, pk)
    if not found.finished_at:
        raise Http404
    return found


def _shown(request: HttpRequest, found: Disposal, *, problem: str = "") -> HttpResponse:
    user = cast(User, request.user)
    notices.read(user, (announcing.FINISHED, announcing.HANDED), [found.pk])
    [line] = retention.shown(user, [found.application])
    context = {
        "view": queries.view_of(found),
        "line": line,
        "counts": queries.counts(found) if found.finished_at else [],
        "containers": queries.containers(user, found) if found.finished_at else [],
        "may_approve": permissions.can_approve(user, found),
        "may_decline": permissions.can_decline(user, found),
        "handover": handovers.handover(user, found),
        "may_enter_receipt": permissions.can_enter_receipt(user, found),
        "may_fetch": permissions.can_fetch_handover(user),
        "mine": found.proposed_by_id == user.pk,
        "problem": problem,
    }
    part = "panel" if request.method == "GET" else None
    return page(request, "records/disposal.html", context, part=part, status=422 if problem else 200)
