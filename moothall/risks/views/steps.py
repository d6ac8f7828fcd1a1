"""Steps: writing one, one with all that it serves, signing for it, who does it, putting it in place, dropping it."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from moothall.kit import clock
from moothall.kit.htmx import page
from moothall.people.models import User
from moothall.risks import permissions
from moothall.risks.actions import responses as act
from moothall.risks.forms.judging import changed
from moothall.risks.forms.responses import (
    AssignForm,
    DropForm,
    GiveOutForm,
    InPlaceForm,
    ServeForm,
    SignForm,
    StepForm,
)
from moothall.risks.models import Response, ResponseKind
from moothall.risks.queries import board as boards
from moothall.risks.queries import steps
from moothall.risks.queries.rounds import Sheet
from moothall.risks.standing import borne
from moothall.risks.views import finding
from moothall.risks.views.board import onward
from moothall.risks.views.finding import changed_meanwhile, leads_on, may_write, me, status


@leads_on
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a step, and tick all that it serves."""
    user, sheet = me(request), finding.sheet(request, pk)
    may_write(request, sheet)
    sent = request.POST or None
    lines = [line for line in sheet.lines if line.exposure.applies]
    form = StepForm(sent, by=user, appraisal=sheet.appraisal, initial={"kind": ResponseKind.TREAT})
    serve = ServeForm(sent, lines=lines)
    if "exposures" in serve.fields:
        serve.fields["exposures"].required = False
    if request.method == "POST" and form.is_valid() and serve.is_valid():
        exposures = serve.chosen() if serve.cleaned_data.get("exposures") else []
        made = act.respond(
            sheet.round, by=user, words=form.words(), exposures=exposures, token=form.cleaned_data["token"]
        )
        messages.success(request, _("Written down."))
        return redirect(made)
    context = {"appraisal": sheet.appraisal, "sheet": sheet, "form": form, "serve": serve}
    return page(request, "risks/step_new.html", context, status=status(form))


@leads_on
def give_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who does the steps of the proposed option, and by when, for all of them at once."""
    user, sheet = me(request), finding.sheet(request, pk)
    may_write(request, sheet)
    left = steps.to_give_out(sheet)
    form = GiveOutForm(request.POST or None, by=user, appraisal=sheet.appraisal, steps=left)
    if request.method == "POST" and form.is_valid():
        for step, actionee, due_on in form.given():
            act.assign(step, by=user, actionee=actionee, due_on=due_on)
        messages.success(request, _("Saved."))
        return onward(request, sheet)
    context = {"appraisal": sheet.appraisal, "sheet": sheet, "form": form}
    return page(request, "risks/steps.html", context, status=status(form))


@leads_on
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a step another way; where its substance changes, what rests on it is stale and a signature is void."""
    user, (sheet, found) = me(request), finding.response(request, pk)
    may_write(request, sheet)
    if found.dropped_at is not None:
        messages.warning(request, _("It was dropped, so it stays as it is."))
        return redirect(found)
    form = StepForm(request.POST or None, by=user, appraisal=sheet.appraisal, response=found)
    if request.method == "POST" and form.is_valid():
        try:
            act.edit_response(found, by=user, words=form.words())
        except ValueError:
            form.add_error(None, changed_meanwhile())
        else:
            messages.success(request, _("Saved. Where it says something else now, what was judged with it is stale."))
            return redirect(found)
    context = {"appraisal": sheet.appraisal, "sheet": sheet, "response": found, "form": form}
    return page(request, "risks/step_edit.html", context, status=status(form))


@leads_on
def response(request: HttpRequest, pk: int) -> HttpResponse:
    """One step with all that it serves, and what this person may do about it."""
    user, (sheet, found) = me(request), finding.response(request, pk)
    does = str(request.POST.get("act", ""))
    forms_ = _forms(request, user, sheet, found, does)
    form = forms_.get(does)
    if request.method == "POST" and form is None:
        if does in DEEDS and found.dropped_at is not None:
            messages.warning(request, _("It was dropped, so it stays as it is."))
            return redirect(found)
        raise PermissionDenied
    overtaken = False
    if form is not None and form.is_valid():
        try:
            DEEDS[does](request, user, found, form)
        except act.BorneChanged:
            overtaken = True
            sheet, found = finding.response(request, pk)
            form.data = changed(form.data, seen=_stands(sheet, found))
            form.add_error(None, _("What you sign for was changed while you read it. Read it again, then sign"))
        except ValueError:
            form.add_error(None, changed_meanwhile())
        else:
            return _on(request, sheet, found, does)
    context = {
        "appraisal": sheet.appraisal,
        "sheet": sheet,
        "response": found,
        "served": steps.served(sheet, found),
        "rises": [risk for risk in sheet.risks if risk.arises_from_id == found.pk],
        "form": form,
        "forms": forms_,
        "writes": permissions.can_write(user, sheet.appraisal),
        "may_write": permissions.can_write(user, sheet.appraisal) and sheet.decision is None,
        "waiting": boards.waiting_for(sheet, user),
    }
    shown = 409 if overtaken else status(form) if form is not None else 200
    return page(request, "risks/step.html", context, status=shown)


def _forms(request: HttpRequest, user: User, sheet: Sheet, found: Response, does: str) -> dict[str, forms.Form]:
    """The forms that this person may send about a step; the one that was sent has what was typed."""
    if found.dropped_at is not None:
        return {}

    def sent(name: str) -> Any:
        return request.POST if does == name else None

    offered: dict[str, forms.Form] = {}
    if permissions.can_sign(user, found):
        initial = {"review_on": None if found.review_is_due else found.review_on, "seen": _stands(sheet, found)}
        offered["sign"] = SignForm(sent("sign"), initial=initial)
    if not found.is_toleration and permissions.can_put_in_place(user, found, sheet.appraisal):
        offered["place"] = InPlaceForm(sent("place"), initial={"on": found.in_place_on or clock.today()})
    if not permissions.can_write(user, sheet.appraisal):
        return offered
    offered["assign"] = AssignForm(sent("assign"), by=user, appraisal=sheet.appraisal, response=found)
    offered["drop"] = DropForm(sent("drop"))
    serving = {each.line.exposure.pk for each in steps.served(sheet, found)}
    rest = [line for line in sheet.lines if line.exposure.applies and line.exposure.pk not in serving]
    if rest and sheet.decision is None and found.signed_at is None:
        offered["serve"] = ServeForm(sent("serve"), lines=rest)
    return offered


def _stands(sheet: Sheet, found: Response) -> str:
    """What whoever signs sees that they sign for."""
    return borne(found, [each.treatment for each in steps.served(sheet, found)])


def _sign(request: HttpRequest, user: User, found: Response, form: forms.Form) -> None:
    given = form.cleaned_data
    act.sign(found, by=user, review_on=given["review_on"], seen=given["seen"] or "?")
    messages.success(request, _("Signed. You are asked again on the day until which you signed."))


def _place(request: HttpRequest, user: User, found: Response, form: forms.Form) -> None:
    act.put_in_place(found, by=user, on=form.cleaned_data["on"])
    messages.success(request, _("Saved: it is in place."))


def _assign(request: HttpRequest, user: User, found: Response, form: forms.Form) -> None:
    act.assign(found, by=user, **form.cleaned_data)
    messages.success(request, _("Saved."))


def _drop(request: HttpRequest, user: User, found: Response, form: forms.Form) -> None:
    act.drop(found, by=user, **form.cleaned_data)
    messages.success(request, _("It is dropped. What was judged with it is stale."))


def _serve(request: HttpRequest, user: User, found: Response, form: forms.Form) -> None:
    act.serve(found, by=user, exposures=cast(ServeForm, form).chosen())
    messages.success(request, _("Saved."))


DEEDS: dict[str, Callable[[HttpRequest, User, Response, forms.Form], None]] = {
    "sign": _sign,
    "place": _place,
    "assign": _assign,
    "drop": _drop,
    "serve": _serve,
}


def _on(request: HttpRequest, sheet: Sheet, found: Response, does: str) -> HttpResponse:
    """After saying who does it one goes on to the next missing thing; all else leads back to the step."""
    if does == "assign" and sheet.decision is None and request.POST.get("then") == "on":
        return onward(request, sheet)
    return redirect(found)
