"""The record, for those who check it."""

from typing import cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from moothall.kit import throttle
from moothall.kit.htmx import page
from moothall.kit.pages import keyset
from moothall.kit.permissions import require
from moothall.kit.registries import Person
from moothall.kit.text import is_plain

from . import actions, cases, closed, permissions, queries
from .exports import NothingToExport
from .forms import EraseForm, ExportForm, NarrowForm
from .models import Entry

PAGE = 50
CASE_PAGE = 200


def entries(request: HttpRequest) -> HttpResponse:
    """What was done, newest first."""
    reader = cast(Person, request.user)
    require(permissions.can_read(reader))
    form = NarrowForm(request.GET)
    if not form.is_valid():
        return page(request, "audit/entries.html", {"form": form}, status=422)
    asked = form.asked
    found = keyset(queries.entries(asked, reader), by=("-seq",), after=request.GET.get("after"), size=PAGE)
    context = {
        "form": form,
        "told": list(queries.tell(found.rows, closed.among(found.rows, reader))),
        "next_cursor": found.next_cursor,
        "narrowed": asked.anything,
        "query": request.GET.urlencode(),
    }
    return page(request, "audit/entries.html", context)


def entry(request: HttpRequest, seq: int) -> HttpResponse:
    """One act with all that is kept of it; of one that is closed to the reader its place in the chain."""
    reader = cast(Person, request.user)
    require(permissions.can_read(reader))
    found = get_object_or_404(Entry.objects.select_related("actor"), seq=seq)
    before, after = queries.neighbours(found)
    hidden = closed.among([found], reader)
    private = None if hidden else queries.private_of(found)
    context = {
        "told": next(queries.tell([found], hidden)),
        "private": private,
        "personal": queries.facts(private.content or {}) if private else [],
        "before": before,
        "after": after,
        "may_erase": private is not None and not private.erased and permissions.can_erase(reader),
    }
    return page(request, "audit/entry.html", context)


def case_file(request: HttpRequest, object_type: str, object_id: str) -> HttpResponse:
    """Everything recorded of one thing and of what belongs to it, oldest first, and its people; made to print."""
    reader = cast(Person, request.user)
    require(permissions.can_read(reader))
    if not (is_plain(object_type) and is_plain(object_id)):
        raise Http404
    case = cases.of(object_type, object_id, reader)
    found = keyset(case.entries, by=("seq",), after=request.GET.get("after"), size=CASE_PAGE)
    if not found.rows:
        raise Http404
    context = {"case": case, "told": list(queries.tell(found.rows)), "next_cursor": found.next_cursor}
    return page(request, "audit/case.html", {**context, "begun": bool(request.GET.get("after"))})


def export(request: HttpRequest) -> HttpResponseBase:
    """Take entries away, with their hashes and a verifier."""
    reader = cast(Person, request.user)
    require(permissions.can_read(reader))
    form = ExportForm(request.POST if request.method == "POST" else None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid() and not throttle.refused(request, form, "export"):
        try:
            made = actions.export(form.asked, by=reader, personal=form.cleaned_data["personal"])
        except NothingToExport:
            form.add_error(None, _("Nothing in the record fits. Leave a field empty, or widen the dates."))
        else:
            return FileResponse(made.file, as_attachment=True, filename=made.name, content_type="application/zip")
    return page(request, "audit/export.html", {"form": form}, status=422 if form.is_bound else 200)


def erase(request: HttpRequest, seq: int) -> HttpResponse:
    """Erase the personal details of one act."""
    eraser = cast(Person, request.user)
    require(permissions.can_erase(eraser))
    rows = closed.without(Entry.objects.filter(private__content__isnull=False), eraser)
    found = get_object_or_404(rows, seq=seq)
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.erase_private([found], by=eraser, reason=form.cleaned_data["reason"])
        messages.success(request, _("The personal details are erased. The entry, and that you erased them, stay."))
        return redirect("audit:entry", seq=seq)
    return page(request, "audit/erase.html", {"form": form, "entry": found}, status=422 if form.is_bound else 200)
