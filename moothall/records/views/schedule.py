"""The retention schedule: its rules, their versions, a table brought in, the table handed out."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moothall.kit.htmx import page
from moothall.kit.pages import keyset
from moothall.kit.permissions import require
from moothall.kit.sheets import Unreadable
from moothall.kit.text import plain
from moothall.people.models import User
from moothall.records import permissions, schedule
from moothall.records.actions import schedule as act
from moothall.records.forms.retention import BringInForm, RuleForm
from moothall.records.models import RetentionRule, ScheduleImport
from moothall.records.queries import retention as queries

PAGE = 50


def every(request: HttpRequest) -> HttpResponse:
    """The newest version of each rule."""
    user = cast(User, request.user)
    words = plain(request.GET.get("q", "")).strip()[:200]
    rows = keyset(
        queries.schedule(words=words), by=("class_path", "reference", "pk"), after=request.GET.get("after"), size=PAGE
    )
    context = {
        "rules": [(rule, queries.sentence(rule)) for rule in rows.rows],
        "next": rows.next_cursor,
        "words": words,
        "may_keep": permissions.can_keep_records(user),
        "may_look": permissions.can_read_retention(user),
    }
    return page(request, "records/schedule.html", context)


def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """One rule in one version, with the others, and where it is applied."""
    user = cast(User, request.user)
    found = get_object_or_404(RetentionRule.objects.visible_to(user).select_related("superseded_by"), pk=pk)
    may_look = permissions.can_read_retention(user)
    applied = list(queries.applications(rule=found).order_by("-pk")[:PAGE]) if may_look else []
    context = {
        "rule": found,
        "sentence": queries.sentence(found),
        "versions": queries.versions(found),
        "applied": queries.shown(user, applied),
        "newer": getattr(found, "superseded_by", None),
        "may_keep": permissions.can_keep_records(user),
        "may_look": may_look,
    }
    return page(request, "records/rule.html", context)


def add(request: HttpRequest) -> HttpResponse:
    """Write a rule."""
    user = cast(User, request.user)
    require(permissions.can_keep_records(user))
    form = RuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(act.add_rule(form.line, by=user))
        except act.Taken as taken:
            form.add_error("reference", str(taken))
    return page(request, "records/rule_form.html", {"form": form}, status=422 if form.is_bound else 200)


def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the next version of a rule."""
    user = cast(User, request.user)
    found = get_object_or_404(RetentionRule.objects.visible_to(user), pk=pk)
    require(permissions.can_keep_records(user))
    form = RuleForm(request.POST or None, rule=found)
    if request.method == "POST" and form.is_valid():
        try:
            made = act.amend_rule(found, by=user, line=form.line)
        except act.Taken as taken:
            form.add_error(None, str(taken))
        else:
            words = _("This is version {n}. Where an older one is on, it stays on until you switch this one on.")
            messages.success(request, words.format(n=made.version) if made != found else _("Nothing was changed."))
            return redirect(made)
    return page(request, "records/rule_form.html", {"form": form, "rule": found}, status=422 if form.is_bound else 200)


def bring_in(request: HttpRequest) -> HttpResponse:
    """Bring a table in."""
    user = cast(User, request.user)
    require(permissions.can_keep_records(user))
    form = BringInForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = schedule.read(file.read(schedule.MOST_BYTES + 1))
        except Unreadable as error:
            form.add_error("file", str(error))
        else:
            return redirect(act.bring_in_schedule(read, by=user, name=plain(file.name or "")))
    context = {"form": form, "columns": schedule.COLUMNS}
    return page(request, "records/schedule_bring_in.html", context, status=422 if form.is_bound else 200)


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Begin with placeholders."""
    user = cast(User, request.user)
    read = schedule.Read(schedule.starter(), [])
    return redirect(act.bring_in_schedule(read, by=user, name=_("Placeholders to begin with")))


def brought_in(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of a table: what was taken, and each refused row with its reason."""
    user = cast(User, request.user)
    require(permissions.can_keep_records(user))
    found = get_object_or_404(ScheduleImport.objects.select_related("by"), pk=pk)
    return page(request, "records/schedule_import.html", {"brought": found, "refused": found.refused[:200]})


def refused(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The refused rows with their reasons, to be mended and brought in again."""
    require(permissions.can_keep_records(cast(User, request.user)))
    found = get_object_or_404(ScheduleImport, pk=pk)
    return _csv(schedule.refused_rows(found.refused), name=f"refused-{found.pk}.csv")


def export(request: HttpRequest) -> HttpResponseBase:
    """The schedule as a table."""
    user = cast(User, request.user)
    rules = RetentionRule.objects.visible_to(user).current().order_by("class_path", "reference", "pk")
    return _csv(schedule.written(rules.iterator(chunk_size=500)), name="retention-schedule.csv")


def _csv(rows: "object", *, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")  # type: ignore[arg-type]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
