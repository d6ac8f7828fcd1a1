"""Plans as files: taken away, looked at before they come in, and brought in."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from moothall.change import permissions, plan_files
from moothall.change.actions import plan_files as act
from moothall.change.forms.plan_rows import read
from moothall.change.forms.plans import ImportForm
from moothall.change.plan_files import Incoming
from moothall.change.queries import plans
from moothall.change.views import plan_finding as find
from moothall.files import blobs, receiving
from moothall.files.fields import UploadsField
from moothall.files.models import Upload
from moothall.kit import throttle
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.kit.sheets import Unreadable
from moothall.people.models import User

MOST_FAULTS = 100  # shown at once; mending those is work enough


def bring_in(request: HttpRequest) -> HttpResponse:
    """Choose a file and look at what it becomes; then bring all of it in, or nothing."""
    user = find.me(request)
    require(permissions.keeps_plans(user))
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ImportForm(*sent, by=user)
    context: dict[str, Any] = {"form": form, "columns": plan_files.COLUMNS}
    incoming: Incoming | None = None
    if request.method == "POST" and form.is_valid() and not throttle.refused(request, form, "export"):
        upload: Upload = form.cleaned_data["file"]
        incoming = _read(form, upload, user)
        if incoming and incoming.may_come_in:
            if "bring_in" not in request.POST:
                return page(request, "change/plan_preview.html", context | {"incoming": incoming, "upload": upload})
            brought = _bring_in(form, incoming, user)
            if brought is not None:
                receiving.abandon(upload)
                return _told(request, brought)
        receiving.abandon(upload)
        cast(UploadsField, form.fields["file"]).kept = []
    if incoming and incoming.faults:
        context |= {"incoming": incoming, "faults": incoming.faults[:MOST_FAULTS]}
        context |= {"more": max(len(incoming.faults) - MOST_FAULTS, 0)}
    return page(request, "change/plan_import.html", context, status=find.status(form))


def _read(form: ImportForm, upload: Upload, user: User) -> Incoming | None:
    """What the file says; None with an error in the form where that cannot be told."""
    try:
        return read(blobs.read(upload.kept), name=upload.name, by=user)
    except Unreadable as problem:
        form.add_error("file", str(problem))
        return None


def _bring_in(form: ImportForm, incoming: Incoming, user: User) -> act.Brought | None:
    try:
        return act.bring_in(by=user, incoming=incoming)
    except ValueError:
        form.add_error(None, _("Somebody changed a plan just now. Nothing was brought in: send the file again"))
        return None


def _told(request: HttpRequest, brought: act.Brought) -> HttpResponse:
    words = ngettext("One objective came in.", "{n} objectives came in.", brought.objectives)
    words = words.format(n=brought.objectives)
    if not brought.objectives:
        words = _("The plans came in.") if brought.fresh else _("Nothing came in: all of it was here already.")
    messages.success(request, words)
    return redirect(brought.plans[0]) if len(brought.plans) == 1 else redirect("change:plans")


@require_safe
@throttle.limited("export", methods=frozenset({"GET"}))
def export(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A plan with its objectives, as a file."""
    plan = find.plan(request, pk)
    rows = [one for one, _depth in plans.tree(plan.objectives.order_by("place", "pk"))]
    response = StreamingHttpResponse(plan_files.file_of(plan, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="plan-{plan.pk}.csv"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def empty(request: HttpRequest) -> HttpResponse:
    """A file with the names of the columns, to be filled in."""
    require(permissions.keeps_plans(find.me(request)))
    response = HttpResponse(plan_files.empty_file(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="plans.csv"'
    return response
