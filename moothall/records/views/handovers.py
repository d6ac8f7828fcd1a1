"""Handing to an archive: its receipt, its bundles, and removing those in the end."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moothall.files import serve
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.kit.throttle import limited
from moothall.people.models import User
from moothall.records import permissions
from moothall.records.actions import handovers as act
from moothall.records.actions.retention import Refused
from moothall.records.forms.retention import ReceiptForm
from moothall.records.models import Disposal, HandoverBundle
from moothall.records.queries import handovers as queries


def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter who took the bundles over, under which reference and when."""
    user, found = cast(User, request.user), _found(request, pk)
    require(permissions.can_keep_records(user))
    if not found.awaits_receipt:
        return redirect(found)
    form = ReceiptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act.enter_receipt(found, by=user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Entered. What the archive has is now disposed of here."))
            return redirect(found)
    context = {"form": form, "run": found, "handover": queries.handover(user, found)}
    return page(request, "records/handover_receipt.html", context, status=422 if form.is_bound else 200)


@limited("export")
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def fetch(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """One bundle for the archive; asks again who it is."""
    user = cast(User, request.user)
    rows = HandoverBundle.objects.visible_to(user).select_related("blob", "disposal")
    found = get_object_or_404(rows, disposal=_found(request, pk), number=number)
    require(permissions.can_fetch_handover(user))
    if request.method != "POST":
        return redirect(found.disposal)
    if found.blob is None:
        raise Http404
    act.note_fetched(found, by=user)
    return serve.download(found.blob, name=found.file_name, content_type="application/zip")


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove the bundles from the hall, once the archive has them and their originals are gone."""
    user, found = cast(User, request.user), _found(request, pk)
    require(permissions.can_keep_records(user))
    try:
        act.remove_bundles(found, by=user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The bundles are removed. Their hashes stay on the certificate."))
    return redirect(found)


def _found(request: HttpRequest, pk: int) -> Disposal:
    rows = Disposal.objects.visible_to(cast(User, request.user))
    return get_object_or_404(rows.select_related("application__rule"), pk=pk)
