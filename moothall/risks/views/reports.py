"""The decision report, as a page to print and as a PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.text import slugify

from moothall.kit import clock, paper, throttle
from moothall.kit.htmx import page
from moothall.kit.strips import strips
from moothall.risks.models import Option, Stance
from moothall.risks.queries import reading
from moothall.risks.queries.reading import Side
from moothall.risks.queries.rounds import Sheet, load
from moothall.risks.views import finding
from moothall.risks.views.reading import round_asked, whole

MOST = 300  # exposures that a report tells one by one; of more, what was chosen and doing nothing


@dataclass(frozen=True)
class Column:
    """One option with every risk under it."""

    option: Option
    sides: tuple[Side, ...]


def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that a decision rests on, to be printed."""
    context = _context(request, pk)
    found, decision = context["appraisal"], context["sheet"].decision
    here = f"decision:{decision.pk}" if decision is not None else ""
    threads = strips(request, finding.me(request), found.container, here=here)
    return page(request, "risks/report.html", context | {"threads": threads})


@throttle.limited("export", methods=frozenset({"GET"}))
def report_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same as a tagged PDF."""
    context = _context(request, pk)
    html = render_to_string("risks/report_paper.html", context, request)
    try:
        made = paper.pdf(html)
    except paper.NoPaper:
        return page(request, "risks/no_paper.html", context, status=501)
    except paper.Busy:
        busy = page(request, "risks/no_paper.html", context | {"is_busy": True}, status=503)
        busy.headers["Retry-After"] = str(paper.PATIENCE)
        return busy
    name = slugify(context["appraisal"].question)[:60] or "report"
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _context(request: HttpRequest, pk: int) -> dict[str, Any]:
    found = finding.appraisal(request, pk)
    rounds = reading.rounds_of(found)
    sheet = load(round_asked(rounds, request.GET.get("round", "")))
    told = _told(sheet)
    names = {option.pk for option in told}
    return whole(request, sheet, rounds) | {
        "today": clock.today(),
        "columns": [_column(sheet, option) for option in told] if sheet.risks else [],
        "columns_left_out": [option.letter for option in sheet.options if option.pk not in names],
    }


def _told(sheet: Sheet) -> Sequence[Option]:
    """The options under which each risk is told: what leads first, and all of them unless they are too many."""
    first = [each for each in (sheet.leading, sheet.nothing) if each is not None]
    every = list({each.pk: each for each in [*first, *sheet.options]}.values())
    return every if len(sheet.lines) <= MOST else every[: max(len(first), 1)]


def _column(sheet: Sheet, option: Option) -> Column:
    lines = sheet.under(option)
    return Column(option, (reading.side(lines, Stance.DOING), reading.side(lines, Stance.NOT_DOING)))
