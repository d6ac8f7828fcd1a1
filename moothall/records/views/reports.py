"""Reporting blocks and asking, and answering in time."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from moothall import notices
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.kit.text import plain
from moothall.people.models import User
from moothall.records import permissions
from moothall.records.actions import reports as act
from moothall.records.forms.reports import AnswerForm, ReportForm
from moothall.records.models import InformationSystem, Matter, Report
from moothall.records.queries import reports as queries

WHICH = {
    "waiting": _("Waiting"),
    "mine": _("Asked by me"),
    "blocks": _("Blocks not answered in time"),
    "answered": _("Answered"),
}


def every(request: HttpRequest) -> HttpResponse:
    """What people can't get to, what they ask, and what was answered."""
    user = cast(User, request.user)
    require(permissions.can_report(user))
    which = request.GET.get("which", "waiting")
    which = which if which in WHICH else "waiting"
    rows = queries.every(user, which=which, after=request.GET.get("after"))
    return page(request, "records/reports.html", {"reports": rows, "which": which, "chips": WHICH.items()})


def add(request: HttpRequest) -> HttpResponse:
    """Report a block, or ask."""
    user = cast(User, request.user)
    require(permissions.can_report(user))
    form = ReportForm(request.POST or None, by=user, initial=_asked_for(request, user))
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "days": settings.MOOTHALL_REPORT_DAYS}
        return page(request, "records/report_form.html", context, status=422 if form.is_bound else 200)
    made = act.report(by=user, **form.cleaned_data)
    messages.success(request, _("It is with the people who can answer it. You are told when they have."))
    return redirect(made)


def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report, its answer, or the form to answer it."""
    user = cast(User, request.user)
    rows = Report.objects.visible_to(user).select_related("system__owner", "asked_by", "answered_by")
    found = get_object_or_404(rows, pk=pk)
    notices.read(user, (act.WAITING, act.OVERDUE, act.ANSWERED), [found.pk])
    may_answer = found.answered_at is None and permissions.can_answer_report(user, found)
    form = AnswerForm(request.POST or None, matter=found.matter) if may_answer else None
    if request.method == "POST":
        require(may_answer)
        if form is not None and form.is_valid():
            act.answer_report(found, by=user, **form.cleaned_data)
            messages.success(request, _("Answered. Whoever asked is told, and the next who asks can read it."))
            return redirect(found)
    context = {"report": found, "form": form, "waits_for": User.objects.filter(pk__in=act.answerers(found))[:5]}
    return page(request, "records/report.html", context, status=422 if form is not None and form.is_bound else 200)


def _asked_for(request: HttpRequest, user: User) -> dict[str, object]:
    """What the page that led here knew already."""
    slug = plain(request.GET.get("system", ""))[:80]
    found = InformationSystem.objects.visible_to(user).filter(slug=slug).first() if slug else None
    matter = request.GET.get("matter", "")
    return {
        "system": found,
        "system_words": "" if found else plain(request.GET.get("q", ""))[:120],
        "purpose": plain(request.GET.get("for", ""))[:400],
        "matter": matter if matter in Matter.values else None,
    }
