"""Whom a change touches: the page, and naming, rewording and taking out a stakeholder."""

from typing import Any

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.change.actions import stakeholders as act
from moothall.change.forms.people import StakeholderForm, initial_of_stakeholder
from moothall.change.models import Initiative, Side
from moothall.change.queries import involving
from moothall.change.views import found
from moothall.kit.htmx import page


def every(request: HttpRequest, pk: int) -> HttpResponse:
    """The stakeholders of an initiative with their pictures, and how they were involved."""
    initiative = found.initiative(request, pk)
    may_write = found.writes(request, initiative)
    part = involving.engagements(initiative, request.GET.get("after"))
    context: dict[str, Any] = {
        "initiative": initiative,
        "whom": involving.whom(initiative, may_write=may_write, after=request.GET.get("who")),
        "engagements": part.rows,
        "next_cursor": part.next_cursor,
        "may_write": may_write,
    }
    return page(request, "change/people/stakeholders.html", context)


@found.leads_on
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Name somebody whom it touches."""
    initiative = found.initiative(request, pk)
    found.may_write(request, initiative)
    user = found.me(request)
    side = request.GET.get("side", "")
    form = StakeholderForm(request.POST or None, by=user, initial={"side": side if side in Side.values else None})
    if request.method == "POST" and form.is_valid():
        try:
            act.add_stakeholder(initiative, by=user, words=form.words())
        except ValueError as wrong:
            _put(form, str(wrong))
        else:
            messages.success(request, _("Named. Say next how they were involved."))
            if request.POST.get("then") == "another":
                return redirect("change:stakeholder_new", initiative.pk)
            return redirect(_here(initiative))
    context = {"initiative": initiative, "form": form}
    return page(request, "change/people/stakeholder.html", context, status=found.status(form))


@found.leads_on
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Say anew who they are and where they stand."""
    stakeholder = found.stakeholder(request, pk)
    initiative, user = stakeholder.initiative, found.me(request)
    found.may_write(request, initiative)
    form = StakeholderForm(request.POST or None, by=user, initial=initial_of_stakeholder(stakeholder))
    if request.method == "POST" and form.is_valid():
        try:
            act.edit_stakeholder(stakeholder, by=user, words=form.words())
        except ValueError as wrong:
            _put(form, str(wrong))
        else:
            messages.success(request, _("Saved."))
            return redirect(_here(initiative))
    context = {"initiative": initiative, "form": form, "stakeholder": stakeholder}
    return page(request, "change/people/stakeholder.html", context, status=found.status(form))


@found.leads_on
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take out somebody who was named by mistake."""
    stakeholder = found.stakeholder(request, pk)
    initiative = stakeholder.initiative
    found.may_write(request, initiative)
    took_part = stakeholder.involved.exists()
    if request.method == "POST":
        try:
            act.remove_stakeholder(stakeholder, by=found.me(request))
        except ProtectedError:
            messages.warning(request, _("They were involved, so they stay: that they were asked stays on record."))
        else:
            messages.success(request, _("Taken out."))
        return redirect(_here(initiative))
    context = {"initiative": initiative, "stakeholder": stakeholder, "took_part": took_part}
    return page(request, "change/people/stakeholder_remove.html", context)


def _put(form: StakeholderForm, words: str) -> None:
    """An error where it can be mended: a second one who is accountable, or a name that is there already."""
    accountable = form.cleaned_data.get("raci") == "accountable" and words == _(
        "Exactly one is accountable, and somebody else is."
    )
    form.add_error("raci" if accountable else "name", words)


def _here(initiative: Initiative) -> str:
    return reverse("change:stakeholders", args=[initiative.pk])
