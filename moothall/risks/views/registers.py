"""Registers as files: taken away, looked at before they come in, brought in, and what came of it."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moothall.files import blobs, receiving
from moothall.files.fields import UploadsField
from moothall.files.models import Upload
from moothall.kit import throttle
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.kit.sheets import Unreadable
from moothall.people.models import User
from moothall.risks import columns, permissions
from moothall.risks.actions import registers as act
from moothall.risks.actions.rounds import RoundDecided
from moothall.risks.filling import ChangedMeanwhile
from moothall.risks.forms.register_rows import Assumed, read
from moothall.risks.forms.registers import ImportForm
from moothall.risks.models import Appraisal, Decision, RegisterImport, Round
from moothall.risks.queries import registers
from moothall.risks.queries.rounds import latest_round
from moothall.risks.registers import Incoming

MOST_FAULTS = 100  # shown at once; mending those is work enough


def bring_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a file and look at what each row becomes; then bring all of it in, or nothing."""
    user = cast(User, request.user)
    appraisal = get_object_or_404(Appraisal.objects.visible_to(user), pk=pk)
    require(permissions.can_write(user, appraisal))
    round = latest_round(appraisal)
    options = list(round.options.order_by("place"))
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ImportForm(*sent, by=user, options=options)
    decided = Decision.objects.filter(round=round).exists()
    context: dict[str, Any] = {"appraisal": appraisal, "form": form, "columns": columns.COLUMNS, "decided": decided}
    incoming: Incoming | None = None
    if request.method == "POST" and form.is_valid() and not throttle.refused(request, form, "export"):
        upload: Upload = form.cleaned_data["file"]
        incoming = _read(form, upload, round, user=user)
        if incoming and incoming.may_come_in and "bring_in" in request.POST:
            run = _bring_in(form, incoming, round, user=user)
            if run is not None:
                receiving.abandon(upload)
                return redirect(run)
        elif incoming and incoming.may_come_in:
            context |= {"incoming": incoming, "upload": upload, "rows": incoming.becoming(options)}
            return page(request, "risks/register_preview.html", context)
        _let_go(form, upload)
    if incoming and incoming.faults:
        context |= {"incoming": incoming, "faults": incoming.faults[:MOST_FAULTS]}
        context |= {"more": max(len(incoming.faults) - MOST_FAULTS, 0)}
    return page(request, "risks/register_import.html", context, status=422 if form.is_bound else 200)


def _read(form: ImportForm, upload: Upload, round: Round, *, user: User) -> Incoming | None:
    """What the file says; None with an error in the form where that cannot be told."""
    told = {name: form.assumed(name) for name in ("stance", "category", "acts_on", "control")}
    assumed = Assumed(**told, options=form.cleaned_data["options"])
    try:
        return read(blobs.read(upload.kept), name=upload.name, by=user, round=round, assumed=assumed)
    except Unreadable as problem:
        form.add_error("file", str(problem))
        return None


def _let_go(form: ImportForm, upload: Upload) -> None:
    """Give up a file that cannot come in, so that another can be chosen."""
    receiving.abandon(upload)
    cast(UploadsField, form.fields["file"]).kept = []


def _bring_in(form: ImportForm, incoming: Incoming, round: Round, *, user: User) -> RegisterImport | None:
    """Write it; None with an error in the form where something changed meanwhile."""
    try:
        return act.bring_in(round, by=user, incoming=incoming)
    except RoundDecided:
        form.add_error(None, _("It is decided by now. Open the question again first"))
    except (ChangedMeanwhile, ValueError):
        form.add_error(None, _("Somebody changed the appraisal just now. Nothing was brought in: send it again"))
    return None


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of a file, risk by risk."""
    user = cast(User, request.user)
    found = RegisterImport.objects.visible_to(user).select_related("round__appraisal", "by")
    run = get_object_or_404(found, pk=pk)
    return page(request, "risks/register_report.html", {"run": run, "appraisal": run.round.appraisal})


@require_safe
@throttle.limited("export", methods=frozenset({"GET"}))
def export(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The risks of an appraisal with what is done about them, as a file."""
    user = cast(User, request.user)
    appraisal = get_object_or_404(Appraisal.objects.visible_to(user), pk=pk)
    rows = registers.file_of(latest_round(appraisal))
    response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="risks-{appraisal.pk}.csv"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def empty(request: HttpRequest) -> HttpResponse:
    """A file with the names of the columns, to be filled in."""
    require(permissions.can_take_part(cast(User, request.user)))
    response = HttpResponse(registers.empty_file(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="risks.csv"'
    return response
