"""Bringing assets in from a file, the report of it, and the rows that were refused."""

from typing import cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moothall.files import blobs, receiving
from moothall.kit import sheets, throttle
from moothall.kit.htmx import page
from moothall.kit.pages import keyset
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.records import asset_columns, permissions
from moothall.records.actions import asset_imports as act
from moothall.records.forms import asset_rows
from moothall.records.models import AssetImport

PAGE = 50


def bring_in(request: HttpRequest) -> HttpResponse:
    """Choose a file; every row is checked before any is written."""
    user = _keeper(request)
    form = asset_rows.ImportForm(request.POST or None, request.FILES or None, by=user)
    if request.method == "POST" and form.is_valid() and not throttle.refused(request, form, "export"):
        upload = form.cleaned_data["file"]
        try:
            sheet = asset_rows.read(blobs.read(upload.kept), name=upload.name, by=user)
            run = act.import_assets(by=user, sheet=sheet)
        except sheets.Unreadable as problem:
            form.add_error("file", str(problem))
        except act.ChangedMeanwhile:
            form.add_error("file", _("Somebody changed the register just now. Nothing was brought in: send it again"))
        else:
            receiving.abandon(upload)
            return redirect(run)
    rows = keyset(AssetImport.objects.visible_to(user), by=("-pk",), after=request.GET.get("after"), size=10)
    context = {"form": form, "columns": asset_columns.COLUMNS, "imports": rows}
    return page(request, "records/asset_import.html", context, status=422 if form.is_bound else 200)


def report(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of a file, row by row where a row was refused."""
    run = get_object_or_404(AssetImport.objects.visible_to(_keeper(request)), pk=pk)
    rows = keyset(run.rows.all(), by=("number",), after=request.GET.get("after"), size=PAGE)
    return page(request, "records/asset_import_report.html", {"run": run, "rows": rows})


@require_safe
def refused_rows(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The refused rows as they were, each with its reason, to be mended and sent again."""
    run = get_object_or_404(AssetImport.objects.visible_to(_keeper(request)), pk=pk)
    rows = run.rows.order_by("number")
    table = [[*run.columns, "refused_because"]]
    table += [[*_wide(row.cells, len(run.columns)), f"{row.number}: {row.reason}"] for row in rows]
    response = StreamingHttpResponse(
        asset_columns.lines([sheets.unsafe(cell) for cell in row] for row in table),
        content_type="text/csv; charset=utf-8",
    )
    response["Content-Disposition"] = f'attachment; filename="refused-rows-{run.pk}.csv"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """An empty register, to be filled in."""
    _keeper(request)
    names = [column.name for column in asset_columns.COLUMNS if column.read]
    response = HttpResponse(b"".join(asset_columns.lines([names])), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="information-assets.csv"'
    return response


def _keeper(request: HttpRequest) -> User:
    user = cast(User, request.user)
    require(permissions.can_create_asset(user))
    return user


def _wide(cells: list[str], width: int) -> list[str]:
    """A row as wide as the first one."""
    return (cells + [""] * width)[:width]
