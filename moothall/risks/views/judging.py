"""Classifying a risk once something is done about it, and comparing risks with where they are classified."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.kit.htmx import page
from moothall.people.models import User
from moothall.risks.actions import classifications as act
from moothall.risks.forms.judging import ClassifyForm, CompareForm, changed
from moothall.risks.models import Classification, Option
from moothall.risks.queries import board as boards
from moothall.risks.queries import steps
from moothall.risks.queries.readiness import strict_under
from moothall.risks.queries.rounds import Sheet, classified_elsewhere, load
from moothall.risks.standing import Line, rests_on
from moothall.risks.views import finding
from moothall.risks.views.board import onward
from moothall.risks.views.finding import leads_on, may_write, me, status


@leads_on
def classify(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how likely and how bad a risk is, without what is done and with it; refused where nothing is done."""
    user, (sheet, line) = me(request), finding.line(request, pk)
    may_write(request, sheet)
    if not line.exposure.applies:
        messages.warning(request, _("This option does not face the risk, so there is nothing to classify."))
        return redirect("risks:exposure", pk)
    if not line.live:
        return _refused(request, sheet, line)
    stands = rests_on(line.risk, line.treatments)
    form = ClassifyForm(request.POST or None, levels=steps.levels(line.scale), initial={"seen": stands})
    warnings: Sequence[str] = ()
    answered: HttpResponse | None = None
    overtaken = False
    if request.method == "POST" and form.is_valid():
        warnings = form.unheeded(_estimates(sheet, line))
        if warnings:
            form = form.heeded()
        else:
            try:
                answered = _classified(request, user, sheet, line, form)
            except act.NothingDone:
                return _refused(request, *finding.line(request, pk))
            except act.AnswersChanged:
                overtaken = True
                sheet, line = finding.line(request, pk)
                form = _look_again(form, rests_on(line.risk, line.treatments))
    if answered is not None:
        return answered
    context = {
        "appraisal": sheet.appraisal,
        "sheet": sheet,
        "line": line,
        "form": form,
        "warnings": warnings,
        "overtaken": overtaken,
        "elsewhere": classified_elsewhere(sheet, line),
    }
    return page(request, "risks/classify.html", context, status=409 if overtaken else status(form))


@leads_on
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one risk better, the same or worse than where it is classified."""
    sheet, line = finding.line(request, pk)
    may_write(request, sheet)
    return _compare(request, sheet, line.option, [line] if line.exposure.applies else [])


@leads_on
def compare_option(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark all that is left under an option better, the same or worse than where it is classified."""
    sheet, option = finding.option(request, pk)
    may_write(request, sheet)
    return _compare(request, sheet, option, boards.comparable(sheet, option))


def _refused(request: HttpRequest, sheet: Sheet, line: Line) -> HttpResponse:
    context = {"appraisal": sheet.appraisal, "sheet": sheet, "line": line}
    return page(request, "risks/refused.html", context, status=409)


def _classified(request: HttpRequest, user: User, sheet: Sheet, line: Line, form: ClassifyForm) -> HttpResponse:
    seen = form.cleaned_data["seen"] or "?"
    act.classify(line.exposure, by=user, judgement=form.judgement(), seen=seen)
    after = load(sheet.round).by_pair[(line.risk.pk, line.option.pk)]
    if after.shift is not None:
        words = _(
            "%(ref)s under option %(letter)s is classified. Without what is done: %(without)s. With it: %(with)s."
        )
        bands = {"without": after.shift.without.band.label, "with": after.shift.with_.band.label}
        messages.success(request, words % {"ref": line.risk.ref, "letter": line.option.letter, **bands})
    return onward(request, sheet, after=line)


def _look_again(form: ClassifyForm, stands: str) -> ClassifyForm:
    form.data = changed(form.data, seen=stands)
    form.add_error(None, _("What is done about it was changed while you judged. Look at it, then classify it again"))
    return form


def _estimates(sheet: Sheet, line: Line) -> list[tuple[str, Classification]]:
    """Ranges of the same risk that were given before: here, and under "do nothing"."""
    found = []
    if line.classification is not None and line.classification.has_ranges:
        found.append((_("what was estimated here before"), line.classification))
    nothing = sheet.nothing
    other = sheet.line(line.risk, nothing) if nothing is not None and nothing.pk != line.option.pk else None
    if other is not None and other.shift is not None and other.classification and other.classification.has_ranges:
        found.append((_("option %(letter)s") % {"letter": other.option.letter}, other.classification))
    return found


def _compare(request: HttpRequest, sheet: Sheet, option: Option, lines: Sequence[Line]) -> HttpResponse:
    user = me(request)
    pairs = _pairs(sheet, lines, request.GET.get("beside", ""))
    form = CompareForm(request.POST or None, pairs=pairs) if pairs else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            done = [
                act.compare(each.line.exposure, by=user, against=each.against, verdict=each.verdict, reason=each.reason)
                for each in form.compared()
            ]
        except ValueError:
            messages.warning(request, _("A risk was classified anew meanwhile. Look at what is left, then go on."))
            return redirect("risks:option_compare", option.pk)
        words = ngettext("%(n)d risk is compared.", "%(n)d risks are compared.", len(done))
        messages.success(request, words % {"n": len(done)})
        return onward(request, sheet, after=lines[-1])
    context = {
        "appraisal": sheet.appraisal,
        "sheet": sheet,
        "option": option,
        "form": form,
        "is_strict": option.pk in strict_under(sheet, sheet.leading),
        "others": _others(sheet, option, lines),
    }
    return page(request, "risks/compare.html", context, status=status(form) if form is not None else 200)


def _pairs(sheet: Sheet, lines: Sequence[Line], wanted: str) -> list[tuple[Line, Line]]:
    """Each risk beside where it is classified: under the option that was asked for, else the first one."""
    found = []
    for line in lines:
        elsewhere = classified_elsewhere(sheet, line)
        asked = [each for each in elsewhere if each.option.letter == wanted]
        if elsewhere:
            found.append((line, (asked or elsewhere)[0]))
    return found


def _others(sheet: Sheet, option: Option, lines: Sequence[Line]) -> list[Option]:
    """The options under which any of these risks is classified."""
    known = {each.option.pk for line in lines for each in classified_elsewhere(sheet, line)}
    return [each for each in sheet.options if each.pk in known and each.pk != option.pk]
