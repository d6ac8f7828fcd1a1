"""Options: writing them, one with all that it faces, and what rests on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moothall.kit.htmx import page
from moothall.risks import learned, permissions
from moothall.risks.actions import options as act
from moothall.risks.forms.options import OptionForm
from moothall.risks.queries import board as boards
from moothall.risks.queries import comments, steps
from moothall.risks.queries.readiness import strict_under
from moothall.risks.queries.resting import things_on
from moothall.risks.views import finding
from moothall.risks.views.finding import leads_on, may_write, me, status


@leads_on
def options(request: HttpRequest, pk: int) -> HttpResponse:
    """The options that there are, and writing one more."""
    user, sheet = me(request), finding.sheet(request, pk)
    may_write(request, sheet)
    form = OptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if len(sheet.options) < act.MOST:
            made = act.add_option(sheet.round, by=user, words=form.words())
            words = _("Option %(letter)s stands beside the others, and faces every risk.")
            messages.success(request, words % {"letter": made.letter})
            return redirect("risks:options", pk)
        form.add_error(None, _("There are as many options as can be weighed side by side. Take one out first"))
    context = {
        "appraisal": sheet.appraisal,
        "sheet": sheet,
        "board": boards.board(sheet),
        "form": form,
        "offer": learned.offered(sheet, user, may_use=True),
    }
    return page(request, "risks/options.html", context, status=status(form))


@require_safe
def option(request: HttpRequest, pk: int) -> HttpResponse:
    """One option: what would be done, and what it faces."""
    user, (sheet, found) = me(request), finding.option(request, pk)
    writes = permissions.can_write(user, sheet.appraisal)
    chosen = sheet.decision is not None and sheet.decision.option_id == found.pk
    context = {
        "appraisal": sheet.appraisal,
        "sheet": sheet,
        "option": found,
        "sides": steps.sides_of(sheet, found),
        "is_strict": found.pk in strict_under(sheet, sheet.leading),
        "comments": comments.here(sheet.appraisal, user, option=found),
        "comparable": len(boards.comparable(sheet, found)),
        "things": things_on(found, user=user, chosen=chosen),
        "writes": writes,
        "may_write": writes and sheet.decision is None,
    }
    return page(request, "risks/option.html", context)


@leads_on
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write an option another way, or take it out."""
    user, (sheet, found) = me(request), finding.option(request, pk)
    may_write(request, sheet)
    taken_out = request.POST.get("act") == "remove"
    form = OptionForm(request.POST if request.method == "POST" and not taken_out else None, option=found)
    if taken_out:
        try:
            act.remove_option(found, by=user)
        except ValueError:
            words = _("It was weighed, challenged, compared, commented on or proposed, so it stays.")
            messages.warning(request, words)
            return redirect("risks:option", found.pk)
        messages.success(request, _("The option is taken out."))
        return redirect("risks:options", sheet.appraisal.pk)
    if request.method == "POST" and form.is_valid():
        act.edit_option(found, by=user, words=form.words())
        messages.success(request, _("Saved."))
        return redirect("risks:option", found.pk)
    context = {"appraisal": sheet.appraisal, "option": found, "form": form}
    return page(request, "risks/option_edit.html", context, status=status(form))
