"""Claiming an exemption for a part, asking third parties, and estimating the cost."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moothall.disclosure import permissions
from moothall.disclosure.actions import parts
from moothall.disclosure.actions import reasons as act
from moothall.disclosure.actions.cases import Impossible
from moothall.disclosure.forms.reasons import PREFIX, ClaimForm, ConsultForm, EstimateForm, HeardForm
from moothall.disclosure.law import exemptions
from moothall.disclosure.law.cost import Cost
from moothall.disclosure.law.exemptions import COSTLY, Exemption, UnsupportedError
from moothall.disclosure.law.regimes import Body, Regime
from moothall.disclosure.models import Case, Consultation, Part, Reason
from moothall.disclosure.queries import adding_up
from moothall.disclosure.queries import reasons as queries
from moothall.disclosure.views.finding import case_of, done, me, part_of, status, tell
from moothall.kit import clock
from moothall.kit.htmx import page
from moothall.kit.permissions import require

FIRST = (  # about which most complaints are made, and which councils claim most of people's own data
    *("40(2) via 40(3A)", "14(1)", "12(1)", "43(2)", "36"),
    *("Sch 2 para 16", "Sch 2 para 19", "Sch 3 para 11", "Sch 4 para 3", "Sch 2 para 24", "Sch 2 para 2"),
    *("5(1)(b)", "5(1)(a)"),
)
USES = ("most_used", "common", "sometimes", "rare")


def claims(request: HttpRequest, pk: int) -> HttpResponse:
    """What is claimed for a part, what each claim lacks, and what else could be claimed."""
    found = _part(request, pk)
    try:
        offered, why = list(queries.offered(found.case)), ""
    except UnsupportedError as error:
        offered, why = [], str(error)
    first = [one for one in offered if one.key in FIRST]
    context = {
        "part": found,
        "case": found.case,
        "claimed": queries.claimed_for(found),
        "first": sorted(first, key=lambda one: FIRST.index(one.key)),
        "others": [one for one in offered if one.key not in FIRST],
        "why": why,
        "weighs": any(one.weighed for one in offered),
        "consultations": found.consultations.select_related("by"),
    }
    return page(request, "disclosure/reasons_claims.html", context)


def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """The guided form of one exemption. What is missing is named beside it, and may come later."""
    user, found = me(request), _part(request, pk)
    one = _exemption(found.case, request.GET.get("of", ""))
    ncnd = request.GET.get("ncnd") == "1" and bool(one.ncnd)
    before = next((row for row in queries.claimed_for(found) if row.reason.citation == one.key), None)
    form = ClaimForm(request.POST or None, exemption=one, ncnd=ncnd, initial=_start(found, one, before))
    if request.method == "POST" and form.is_valid():
        doing = partial(parts.claim, found, by=user, citation=one.key, answers=form.answers(), ncnd=ncnd)
        if done(form, doing) is not None:
            left = exemptions.missing(form.claim(), Body(found.case.body), on=queries.root_of(found.case).received_on)
            if not left:
                tell(request, _("Kept. Nothing is missing."))
                return redirect("disclosure:claims", found.pk)
            tell(request, _("Kept. The letter can’t go until what is missing is there."))
            again = reverse("disclosure:claim", args=[found.pk])
            return redirect(f"{again}?{request.GET.urlencode()}")
    missing = before.missing if before and before.reason.ncnd == ncnd else ()
    context = {
        "form": form,
        "part": found,
        "case": found.case,
        "exemption": one,
        "ncnd": ncnd,
        "before": before,
        "missing": missing,
        "consultations": found.consultations.select_related("by"),
        "estimate": found.case.estimates.first() if one.key in COSTLY else None,
    }
    return page(request, "disclosure/reasons_claim.html", context, status=status(form))


@require_POST
def unclaim(request: HttpRequest, pk: int) -> HttpResponse:
    """Claim it no longer."""
    user = me(request)
    rows = Reason.objects.filter(part__case__in=Case.objects.visible_to(user)).select_related("part__case")
    reason = get_object_or_404(rows, pk=pk)
    try:
        parts.claim(
            reason.part, by=user, citation=reason.citation, answers=reason.answers, ncnd=reason.ncnd, dropped=True
        )
    except Impossible as error:
        tell(request, str(error))
    else:
        tell(request, _("It is claimed no longer."))
    return redirect("disclosure:claims", reason.part_id)


def consult(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that somebody outside was asked."""
    user, found = me(request), _part(request, pk)
    form = ConsultForm(request.POST or None, initial={"asked_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        doing = partial(
            act.consult, found, by=user, whom=given["whom"], asked=given["asked"], asked_on=given["asked_on"]
        )
        if done(form, doing) is not None:
            tell(request, _("Written down."))
            return redirect("disclosure:claims", found.pk)
    context = {"form": form, "part": found, "case": found.case}
    return page(request, "disclosure/reasons_consult.html", context, status=status(form))


def heard(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what they answered."""
    user = me(request)
    rows = Consultation.objects.filter(part__case__in=Case.objects.visible_to(user)).select_related("part__case")
    row = get_object_or_404(rows, pk=pk)
    form = HeardForm(request.POST or None, initial={"heard_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if done(form, partial(act.hear, row, by=user, heard=given["heard"], heard_on=given["heard_on"])) is not None:
            tell(request, _("Written down."))
            return redirect("disclosure:claims", row.part_id)
    context = {"form": form, "row": row, "part": row.part, "case": row.part.case}
    return page(request, "disclosure/reasons_heard.html", context, status=status(form))


def estimate(request: HttpRequest, pk: int) -> HttpResponse:
    """Estimate the cost from a timed sample; the evidence is kept."""
    user, found = me(request), case_of(request, pk)
    form = EstimateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        doing = partial(
            act.estimate,
            found,
            by=user,
            what=given["what"],
            sample=given["sample"],
            total=given["total"],
            spent=given["spent"],
        )
        if done(form, doing) is not None:
            tell(request, _("Estimated, and kept with its evidence."))
            return redirect("disclosure:estimate", found.pk)
    body, has_limit = Body(found.body), adding_up.has_limit(found)
    rows = [(row, Cost(row.likely, body)) for row in found.estimates.select_related("by")[:10]]
    context = {
        "form": form,
        "case": found,
        "rows": rows,
        "part": found.parts.filter(dropped_at=None).first(),
        "has_limit": has_limit,
        "is_environmental": Regime(found.regime) == Regime.EIR,
        "together": adding_up.others_of(found, user),
    }
    return page(request, "disclosure/reasons_estimate.html", context, status=status(form))


def _part(request: HttpRequest, pk: int) -> Part:
    """A part of a case that one works on: what is claimed is no matter of whoever is asked for it."""
    found = part_of(request, pk)
    require(permissions.can_work_on(me(request), found.case))
    return found


def _exemption(case: Case, key: str) -> Exemption:
    try:
        return next(one for one in queries.offered(case) if one.key == key)
    except (StopIteration, UnsupportedError) as error:
        raise Http404("This exemption is not open to us in this case.") from error


def _start(part: Part, one: Exemption, before: queries.Claimed | None) -> dict[str, object]:
    """What the form begins with: what was answered before; else what is known of third parties and of the cost."""
    if before is not None:
        answers = before.reason.answers if isinstance(before.reason.answers, dict) else {}
        return {PREFIX + key: value for key, value in answers.items()}
    asked = part.consultations.exclude(heard_on=None).last()
    found: dict[str, object] = {}
    if asked is not None:
        found = {"third_party": "yes", "consulted_on": asked.heard_on, "consulted": f"{asked.whom}: {asked.heard}"}
    row = part.case.estimates.first() if one.key in COSTLY else None
    if row is not None:
        found |= {"estimate": row.likely, "evidence": row.evidence}
    return {PREFIX + key: value for key, value in found.items()}
