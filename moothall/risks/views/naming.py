"""Naming a risk, and writing it another way."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.kit.htmx import page
from moothall.risks.actions import risks as act
from moothall.risks.forms.risks import RiskForm
from moothall.risks.models import Response, Stance
from moothall.risks.queries import blocks, steps
from moothall.risks.views import finding
from moothall.risks.views.board import onward
from moothall.risks.views.finding import leads_on, may_write, me, status


@leads_on
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a risk, of doing or of not doing; every option then faces it. A block that nobody answered fills it in."""
    user, sheet = me(request), finding.sheet(request, pk)
    may_write(request, sheet)
    at_hand = steps.of_round(sheet)
    form = RiskForm(request.POST or None, by=user, sheet=sheet, steps=at_hand, initial=_known(request, at_hand))
    if request.method == "POST" and form.is_valid():
        if len(sheet.risks) < act.MOST:
            stance = Stance(form.cleaned_data["stance"])
            made = act.name_risk(
                sheet.round, by=user, stance=stance, words=form.words(), token=form.cleaned_data["token"]
            )
            words = _("%(ref)s is named, and every option faces it. It has no score until something is done about it.")
            messages.success(request, words % {"ref": made.ref})
            if request.POST.get("then") == "another":
                return redirect(f"{reverse('risks:risk_new', args=[pk])}?stance={stance}")
            return onward(request, sheet)
        form.add_error(None, _("There are as many risks as can be weighed in one appraisal. Take one out first"))
    context = {"appraisal": sheet.appraisal, "sheet": sheet, "form": form, "blocks": blocks.to_name(sheet, user)}
    return page(request, "risks/risk_new.html", context, status=status(form))


@leads_on
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a risk another way, or take it out; where its sentence changes, what was judged is stale."""
    user, (sheet, found) = me(request), finding.risk(request, pk)
    may_write(request, sheet)
    taken_out = request.POST.get("act") == "remove"
    sent = request.POST if request.method == "POST" and not taken_out else None
    form = RiskForm(sent, by=user, sheet=sheet, steps=steps.of_round(sheet), risk=found)
    if taken_out:
        try:
            act.remove_risk(found, by=user)
        except ValueError:
            words = _("It was judged, commented on or came true, so it stays. Say under which options it is not faced.")
            messages.warning(request, words)
            return redirect(found)
        messages.success(request, _("The risk is taken out."))
        return redirect("risks:work", sheet.appraisal.pk)
    if request.method == "POST" and form.is_valid():
        act.edit_risk(found, by=user, words=form.words())
        messages.success(request, _("Saved. Where its sentence changed, what was judged before is stale."))
        return redirect("risks:work", sheet.appraisal.pk)
    context = {"appraisal": sheet.appraisal, "sheet": sheet, "risk": found, "form": form}
    return page(request, "risks/risk_edit.html", context, status=status(form))


def _known(request: HttpRequest, at_hand: list[Response]) -> dict[str, object]:
    """What the page that led here knew already: a side, a step that brings it, a block that nobody answered."""
    stance, step = request.GET.get("stance", ""), request.GET.get("arises_from", "")
    if stance in Stance.values:
        return {"stance": stance}
    if any(str(each.pk) == step for each in at_hand):
        return {"arises_from": int(step)}
    return {**blocks.as_risk(me(request), request.GET.get("block", ""))}
