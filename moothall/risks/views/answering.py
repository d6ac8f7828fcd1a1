"""One exposure: what is done about a risk under an option, and what more could be."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.risks import permissions
from moothall.risks.actions import responses as act
from moothall.risks.actions import risks
from moothall.risks.forms.responses import AnswerForm
from moothall.risks.forms.risks import NotFacedForm
from moothall.risks.models import OptionKind, ResponseKind, Treatment
from moothall.risks.queries import board as boards
from moothall.risks.queries import steps
from moothall.risks.queries.readiness import of_line, strict_under
from moothall.risks.queries.rounds import Sheet, classified_elsewhere
from moothall.risks.standing import Line
from moothall.risks.views import finding
from moothall.risks.views.board import onward
from moothall.risks.views.finding import changed_meanwhile, leads_on, may_write, me, status


@leads_on
def exposure(request: HttpRequest, pk: int) -> HttpResponse:
    """What is done about a risk under an option; whoever writes the appraisal answers it here."""
    user, (sheet, line) = me(request), finding.line(request, pk)
    writes = permissions.can_write(user, sheet.appraisal) and sheet.decision is None
    if request.method == "POST":
        may_write(request, sheet)
    does = str(request.POST.get("act", ""))
    not_faced = NotFacedForm(request.POST if does == "not_faced" else None)
    if does == "not_faced" and not_faced.is_valid():
        risks.set_applies(line.exposure, by=user, applies=False, **not_faced.cleaned_data)
        messages.success(request, _("Saved: this option does not face it."))
        return onward(request, sheet, after=line)
    if does == "faced":
        risks.set_applies(line.exposure, by=user, applies=True)
        messages.success(request, _("Saved: this option faces it after all."))
        return redirect(request.path)
    form = _form(request, user, sheet, line) if writes and line.exposure.applies else None
    if form is not None and form.is_bound and form.is_valid():
        try:
            _answer(user, sheet, line, form)
        except ValueError:
            form.add_error(None, changed_meanwhile())
        else:
            messages.success(request, _("Written down. %(ref)s has an answer.") % {"ref": line.risk.ref})
            return onward(request, sheet, after=line)
    bound = not_faced if not_faced.is_bound else form
    context = _context(sheet, line) | {
        "answer": form,
        "not_faced": not_faced,
        "form": bound,
        "may_write": writes,
        "next": boards.next_for(sheet, user, after=line) if writes else None,
    }
    return page(request, "risks/exposure.html", context, status=status(bound) if bound is not None else 200)


@require_POST
@leads_on
def stop(request: HttpRequest, pk: int, treatment: int) -> HttpResponse:
    """Have a step no longer serve an exposure."""
    user, (sheet, line) = me(request), finding.line(request, pk)
    require(permissions.can_write(user, sheet.appraisal))
    rows = Treatment.objects.filter(exposure=line.exposure, dropped_at=None).select_related("response")
    found = get_object_or_404(rows, pk=treatment)
    act.stop_serving(found, by=user)
    messages.success(request, _("It no longer serves here. What was judged with it is stale."))
    if request.POST.get("then") == "step":
        return redirect("risks:response", found.response_id)
    return redirect("risks:exposure", pk)


def _form(request: HttpRequest, user: User, sheet: Sheet, line: Line) -> AnswerForm:
    does_nothing = line.option.kind == OptionKind.DO_NOTHING
    return AnswerForm(
        request.POST if request.POST.get("act") == "answer" else None,
        by=user,
        appraisal=sheet.appraisal,
        sheet=sheet,
        line=line,
        at_hand=steps.at_hand(sheet, line),
        initial={"kind": ResponseKind.TOLERATE if does_nothing else ResponseKind.TREAT},
    )


@transaction.atomic
def _answer(user: User, sheet: Sheet, line: Line, form: AnswerForm) -> None:
    """Take up what was ticked, and write what was written."""
    for response in form.taken_up:
        act.serve(response, by=user, exposures=[line.exposure])
    if form.writes:
        act.respond(
            sheet.round,
            by=user,
            words=form.words(),
            exposures=[line.exposure, *form.exposures()],
            token=form.cleaned_data["token"],
        )


def _context(sheet: Sheet, line: Line) -> dict[str, object]:
    strict = line.option.pk in strict_under(sheet, sheet.leading)
    return {
        "appraisal": sheet.appraisal,
        "sheet": sheet,
        "line": line,
        "left": of_line(line, strict=strict) if sheet.decision is None else None,
        "is_strict": strict,
        "elsewhere": classified_elsewhere(sheet, line),
        "others": [each for each in sheet.facing(line.risk) if each.exposure.pk != line.exposure.pk],
    }
