"""What anybody may read of requests: the log and the figures. No session is opened, and nothing says who asked."""

import csv
import io
from collections.abc import Iterable, Iterator

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from moothall.disclosure.law.regimes import Regime
from moothall.disclosure.models import LogEntry, LogFile
from moothall.disclosure.queries import log, statistics
from moothall.files import serve
from moothall.kit import clock, sheets
from moothall.kit.apps import is_on
from moothall.kit.publicly import for_anybody
from moothall.kit.text import plain

LONGEST = 200  # characters of a search
MOST = 5_000  # entries of the file


@for_anybody
def every(request: HttpRequest) -> HttpResponse:
    """The requests that are published, the newest first, or those in which some words stand."""
    words = plain(request.GET.get("q", ""))[:LONGEST].strip()
    regime = request.GET.get("law", "")
    regime = regime if regime in Regime.values else ""
    found = None if words else log.page_of(request.GET.get("after"), regime)
    context = {
        "rows": log.search(words, regime) if found is None else found.rows,
        "next_cursor": found.next_cursor if found else None,
        "q": words,
        "law": regime,
        "laws": [(Regime.FOIA.value, Regime.FOIA.label), (Regime.EIR.value, Regime.EIR.label)],
        "feeds": is_on("lessons"),
    }
    return render(request, "disclosure/public_list.html", context)


@for_anybody
def entry(request: HttpRequest, key: str) -> HttpResponse:
    """A request and its answer; what is not published, or no more, is not there."""
    found = get_object_or_404(LogEntry.objects.public().prefetch_related("files"), key=key)
    context = {"entry": found, "alike": [each for each in log.like(found.title, 4) if each.entry.pk != found.pk][:3]}
    return render(request, "disclosure/public_entry.html", context)


@for_anybody
def file(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """A released document of an entry that stands."""
    found = get_object_or_404(LogFile.objects.select_related("blob"), pk=pk, entry__in=LogEntry.objects.public())
    if found.entry.key != key:
        raise Http404
    return serve.download(found.blob, name=found.name, content_type="application/octet-stream")


@for_anybody
def as_csv(request: HttpRequest) -> HttpResponse:
    """The log as a table."""
    rows = LogEntry.objects.public().order_by("-published_at", "-pk")[:MOST]
    head = ("reference", "law", "title", "received", "answered", "outcome", "sections", "licence", "language", "asked")
    return _table("requests.csv", [(*head, "answer"), *(_line(each) for each in rows)])


@for_anybody
def figures(request: HttpRequest) -> HttpResponse:
    """How requests are answered: how many, in time, with what outcome."""
    period = statistics.period(request.GET.get("year", ""), clock.today())
    return render(request, "disclosure/public_statistics.html", {"report": statistics.report(period, clock.today())})


@for_anybody
def figures_csv(request: HttpRequest) -> HttpResponse:
    """The same figures, month by month, as a table."""
    period = statistics.period(request.GET.get("year", ""), clock.today())
    report = statistics.report(period, clock.today())
    return _table(f"requests-{report.first}-{report.last}.csv", statistics.table(report))


def _line(entry: LogEntry) -> tuple[object, ...]:
    return (
        entry.reference,
        entry.get_regime_display(),
        entry.title,
        entry.received_on.isoformat(),
        entry.answered_on.isoformat(),
        entry.get_outcome_display(),
        entry.sections,
        entry.licence,
        entry.language,
        entry.asked,
        entry.answered,
    )


def _table(name: str, rows: Iterable[Iterable[object]]) -> HttpResponse:
    response = HttpResponse("".join(_lines(rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    yield "\ufeff"
    for row in rows:
        out = io.StringIO()
        csv.writer(out).writerow([sheets.safe(str(cell)) for cell in row])
        yield out.getvalue()
