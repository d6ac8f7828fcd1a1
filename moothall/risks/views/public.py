"""What anybody may read: published appraisals. No session is opened, and no name of staff is told."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from moothall.kit.publicly import for_anybody
from moothall.risks.models import Appetite, Appraisal
from moothall.risks.queries import appraisals, drawings, reading, voices
from moothall.risks.queries.readiness import review_due, stage
from moothall.risks.queries.rounds import load
from moothall.risks.views.reading import round_asked


@for_anybody
def every(request: HttpRequest) -> HttpResponse:
    """The appraisals that are published, the newest first."""
    found = appraisals.public(request.GET.get("after"))
    context = {"rows": appraisals.rows(found.rows), "next_cursor": found.next_cursor}
    return render(request, "risks/public_list.html", context)


@for_anybody
def appraisal(request: HttpRequest, pk: int) -> HttpResponse:
    """A published appraisal as it stands, and its earlier rounds."""
    found = get_object_or_404(Appraisal.objects.public().select_related("owner", "scale"), pk=pk)
    rounds = reading.rounds_of(found)
    sheet = load(round_asked(rounds, request.GET.get("round", "")))
    stands = stage(sheet)
    context = {
        "appraisal": found,
        "sheet": sheet,
        "rounds": rounds,
        "is_current": sheet.round.number == rounds[0].number,
        "read": reading.read(sheet, request.GET.get("option", ""), list(Appetite.objects.standing()), inside=False),
        "stage_words": appraisals.stage_words(stands),
        "stage_look": appraisals.LOOKS[stands],
        "review_on": review_due(sheet.decision) if sheet.decision else None,
        "bands": drawings.bands(),
        "voices": voices.in_public(found),
        "owner_job": found.owner.job if found.owner else "",
    }
    return render(request, "risks/public_appraisal.html", context)
