"""The report of an initiative, as a page to print and as a PDF."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.text import slugify

from moothall.change.models import Initiative
from moothall.change.queries import readiness
from moothall.change.queries import report as told
from moothall.kit import clock, paper, throttle
from moothall.kit.htmx import page
from moothall.people.models import User


def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The problem, the people, what it is for, whom it touches, its value and its lessons, to be printed."""
    return page(request, "change/report.html", _context(request, pk))


@throttle.limited("export", methods=frozenset({"GET"}))
def report_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same as a tagged PDF."""
    context = _context(request, pk)
    html = render_to_string("change/report_paper.html", context, request)
    try:
        made = paper.pdf(html)
    except paper.NoPaper:
        return page(request, "change/no_paper.html", context, status=501)
    except paper.Busy:
        busy = page(request, "change/no_paper.html", context | {"is_busy": True}, status=503)
        busy.headers["Retry-After"] = str(paper.PATIENCE)
        return busy
    name = slugify(context["initiative"].title)[:60] or "report"
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _context(request: HttpRequest, pk: int) -> dict[str, Any]:
    user = cast(User, request.user)
    rows = Initiative.objects.visible_to(user).select_related("owner", "guide", "sponsor", "delivery", "closing__by")
    initiative = get_object_or_404(rows, pk=pk)
    benefits = told.benefits(initiative, user)
    stage = readiness.stage(initiative)
    return {
        "initiative": initiative,
        "today": clock.today(),
        "stage": stage,
        "helpers": [each.user for each in initiative.helpers.select_related("user").order_by("user__name")],
        "handovers": initiative.handovers.select_related("before", "after").order_by("at", "pk"),
        "confirmations": initiative.confirmations.select_related("by", "guide").order_by("at", "pk"),
        "reviews": initiative.reviews.select_related("by").order_by("at", "pk"),
        "objectives": told.objectives(initiative, user),
        "weighed": told.weighed(initiative, user),
        "threads": told.threads(initiative, user),
        "stakes": told.stakes(initiative),
        "map": told.drawn_map(initiative, benefits),
        "benefits": benefits,
        "missing": readiness.before_delivery(initiative),
        "untold": told.untold(initiative, benefits, user) if hasattr(initiative, "delivery") else [],
        "lessons": told.lessons(initiative, benefits, user),
    }
