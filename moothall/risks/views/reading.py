"""Reading: the front page of the room, an appraisal, and a risk."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.kit.htmx import page
from moothall.kit.registries import links_to
from moothall.kit.strips import strips
from moothall.risks import learned, permissions
from moothall.risks.models import Appetite, Decision, Risk, Round
from moothall.risks.queries import appraisals, drawings, people, reading, resting, risks, voices
from moothall.risks.queries.readiness import Stage, missing, review_due, stage
from moothall.risks.queries.rounds import Sheet, load
from moothall.risks.views import finding

FEW = 6  # missing things named on the page; the board has the others


def round_asked(rounds: Sequence[Round], given: str) -> Round:
    """The round with a number, the latest without one; 404 for a number that is none of them."""
    if not given:
        return rounds[0]
    found = next((round for round in rounds if str(round.number) == given), None)
    if found is None:
        raise Http404
    return found


def every(request: HttpRequest) -> HttpResponse:
    """The appraisals that are open, and on request those decided, due for review, or given up."""
    user = finding.me(request)
    show = appraisals.shown(request.GET.get("show", ""))
    found = appraisals.every(user, show, request.GET.get("after"))
    rows = appraisals.rows(found.rows)
    context = {
        "rows": rows,
        "decided": appraisals.beside(user) if show == "open" and len(rows) < appraisals.FEW else [],
        "next_cursor": found.next_cursor,
        "choices": appraisals.choices(user, show),
        "show": show,
        "may_begin": permissions.can_take_part(user),
        "keeps_risks": permissions.keeps_risks(user),
    }
    return page(request, "risks/list.html", context)


def appraisal(request: HttpRequest, pk: int) -> HttpResponse:
    """A question with its options side by side, to be read in two minutes; earlier rounds with `?round=`."""
    found = finding.appraisal(request, pk)
    rounds = reading.rounds_of(found)
    round = round_asked(rounds, request.GET.get("round", ""))
    sheet = load(round)
    user = finding.me(request)
    context = whole(request, sheet, rounds)
    context |= {"threads": strips(request, user, found.container), "foreign": learned.elsewhere(sheet, user)}
    return page(request, "risks/appraisal.html", context)


def whole(request: HttpRequest, sheet: Sheet, rounds: Sequence[Round]) -> dict[str, Any]:
    """Everything that a page of an appraisal tells, for this person."""
    user, found = finding.me(request), sheet.appraisal
    current = sheet.round.number == rounds[0].number
    is_open = current and sheet.decision is None and found.closed_at is None
    read = reading.read(sheet, request.GET.get("option", ""), list(Appetite.objects.standing()))
    stands = stage(sheet)
    wanting = missing(sheet, sheet.leading) if is_open else []
    may_write = current and permissions.can_write(user, found)
    return {
        "appraisal": found,
        "sheet": sheet,
        "read": read,
        "rounds": rounds,
        "is_current": current,
        "is_open": is_open,
        "stage": stands,
        "stage_words": appraisals.stage_words(stands),
        "stage_look": appraisals.LOOKS[stands],
        "missing": wanting[:FEW],
        "missing_count": len(wanting),
        "missing_more": max(len(wanting) - FEW, 0),
        "review_on": review_due(sheet.decision) if sheet.decision else None,
        "differing": voices.differing(sheet.round, rounds),
        "others": voices.others(sheet.round, rounds),
        "bands": drawings.bands(),
        "people": people.around(sheet),
        "things": resting.things_on(leading, user=user, chosen=sheet.decision is not None)
        if (leading := sheet.leading)
        else [],
        "links": links_to(user, found.container),
        "act": _act(sheet, stands, may_write=may_write, may_decide=current and permissions.can_decide(user, found)),
        "may_write": may_write,
        "may_look_after": permissions.can_look_after(user, found),
        "may_challenge": permissions.can_challenge(user, found),
        "is_avoiding": any(option.avoids for option in sheet.options),
        "may_comment": permissions.can_comment(user, found),
        "waiting": voices.waiting(found) if permissions.can_moderate(user, found) else 0,
    }


def _act(sheet: Sheet, stands: Stage, *, may_write: bool, may_decide: bool) -> tuple[str, str] | None:
    """The one thing to do next, with its address."""
    pk = sheet.appraisal.pk
    if may_decide and stands is Stage.READY:
        return reverse("risks:decide", args=[pk]), _("Decide")
    if may_decide and stands is Stage.DUE:
        return reverse("risks:review", args=[pk]), _("Look at it again")
    if may_write and stands in (Stage.DRAFT, Stage.APPRAISING):
        return reverse("risks:work", args=[pk]), _("Mend what is missing")
    return None


def risk(request: HttpRequest, pk: int) -> HttpResponse:
    """One risk: its sentence, the bow-tie under an option, and where each option leaves it."""
    user = finding.me(request)
    rows = Risk.objects.visible_to(user).select_related(
        "round__appraisal__owner", "round__appraisal__scale", "arises_from", "owner", "twin"
    )
    found = get_object_or_404(rows, pk=pk)
    sheet = load(found.round)
    told = risks.tell(sheet, found, request.GET.get("option", ""))
    latest = found.round.appraisal.rounds.filter(number__gt=found.round.number).first() is None
    decided: Decision | None = sheet.decision
    context = {
        "appraisal": sheet.appraisal,
        "sheet": sheet,
        "risk": found,
        "told": told,
        "voices": voices.about(found),
        "links": links_to(user, f"risk:{found.pk}"),
        "threads": strips(request, user, sheet.appraisal.container, here=f"risk:{found.pk}"),
        "is_current": latest,
        "may_write": latest and decided is None and permissions.can_write(user, sheet.appraisal),
        "may_comment": permissions.can_comment(user, sheet.appraisal),
    }
    return page(request, "risks/risk.html", context)
