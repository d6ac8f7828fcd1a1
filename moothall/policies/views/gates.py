"""The gate itself, and one's own acknowledgements."""

import re
from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.kit import clock
from moothall.kit.htmx import page
from moothall.people.models import User
from moothall.policies import gate as door
from moothall.policies import gating
from moothall.policies.actions import gates as act
from moothall.policies.forms.gates import EmergencyForm, GateForm
from moothall.policies.middleware import FLAG
from moothall.policies.models import Capability
from moothall.policies.models.gates import PLACES
from moothall.policies.queries import acknowledged as queries
from moothall.policies.queries import gate_page, gates

PLACE = re.compile(r"([a-z]+):([1-9][0-9]{0,17})")
BEFORE = {
    Capability.COME_IN: gettext_lazy("Before you come in"),
    Capability.POST: gettext_lazy("Before you write"),
    Capability.IMPORT_MAIL: gettext_lazy("Before you bring mail in"),
    Capability.SHARE_MAIL: gettext_lazy("Before you share mail"),
    Capability.PUBLISH: gettext_lazy("Before you publish"),
}


@dataclass(frozen=True)
class Visit:
    """Who stands before which gate, and where they were going."""

    request: HttpRequest
    user: User
    capability: Capability
    place: str
    back: str

    def on(self) -> HttpResponse:
        """Go on to what was wanted."""
        if self.capability is Capability.COME_IN:
            self.request.session.pop(FLAG, None)
        return redirect(self.back or "home:desk")


def gate(request: HttpRequest, capability: str) -> HttpResponse:
    """Three lines, the full text behind them, one button; then on to what was wanted."""
    visit = _visit(request, capability)
    shown = _shown(visit)
    if not any(one.stops for one in shown) and (visit.back or not shown):
        return _open(visit)
    emergency = EmergencyForm(request.POST if "emergency" in request.POST else None)
    form = GateForm(request.POST if request.method == "POST" and not emergency.is_bound else None, shown=shown)
    changed = form.is_bound and form.is_stale
    if not changed:
        try:
            answer = _acknowledged(visit, form) or _went_on(visit, emergency)
        except act.ChangedMeanwhile:
            changed, answer = True, None
        if answer is not None:
            return answer
    if changed:
        return _show(visit, GateForm(shown=_shown(visit)), EmergencyForm(), changed=True)
    return _show(visit, form, emergency)


def _visit(request: HttpRequest, capability: str) -> Visit:
    """What the address names; what is no capability, or no place for it, is not there (404)."""
    place = request.GET.get("place", "")
    match = PLACE.fullmatch(place)
    if capability not in Capability.values or (place and not match):
        raise Http404
    if match and match[1] not in PLACES.get(Capability(capability), ()):
        raise Http404
    back = door.safe_back(request.GET.get("next", ""))
    return Visit(request, cast(User, request.user), Capability(capability), place, back)


def _shown(visit: Visit) -> list[gate_page.Shown]:
    return gate_page.shown(gates.due(visit.user, visit.capability, visit.place), clock.now())


def _open(visit: Visit) -> HttpResponse:
    """Nothing stops them; where the tokens still did, they follow."""
    if door.closed(visit.user, visit.capability, visit.place):
        gating.put_right(visit.user, visit.capability, visit.place)
    if visit.back or visit.capability is Capability.COME_IN:
        return visit.on()
    return page(visit.request, "policies/gate_open.html")


def _acknowledged(visit: Visit, form: GateForm) -> HttpResponse | None:
    if not form.is_bound or not form.is_valid():
        return None
    try:
        act.acknowledge(form.seen, by=visit.user, capability=visit.capability, place=visit.place)
    except act.NotUnderstood:
        form.add_error(None, _("The questions were changed just now. Answer them as they stand, then try again"))
        return None
    for words in form.explained.values():
        messages.success(visit.request, _("That’s right. {explanation}").format(explanation=words))
    messages.success(visit.request, _("Thank you. That is on record: see “What you acknowledged” on your own page."))
    return visit.on()


def _went_on(visit: Visit, form: EmergencyForm) -> HttpResponse | None:
    if not form.is_bound or not form.is_valid():
        return None
    try:
        act.go_on_in_an_emergency(
            visit.user,
            by=visit.user,
            capability=visit.capability,
            place=visit.place,
            reason=form.cleaned_data["reason"],
        )
    except act.NothingAsked:
        return _open(visit)
    except act.TooManyEmergencies:
        form.add_error("reason", _("You went on like this three times in a month. Please read it now, it is short"))
        return None
    messages.success(visit.request, _("You can go on for 24 hours. That, and your reason, are on record."))
    return visit.on()


def _show(visit: Visit, form: GateForm, emergency: EmergencyForm, *, changed: bool = False) -> HttpResponse:
    context = {
        "form": emergency if emergency.is_bound else form,
        "gate": form,
        "emergency": emergency,
        "before": BEFORE[visit.capability],
        "changed": changed,
        "reading_goes_on": visit.capability is not Capability.COME_IN,
        "stops": any(one.stops for one in form.shown),
        "back": visit.back,
    }
    status = 409 if changed else 422 if form.is_bound or emergency.is_bound else 200
    return page(visit.request, "policies/gate.html", context, status=status)


def mine(request: HttpRequest) -> HttpResponse:
    """What I acknowledged, with the proof."""
    user = cast(User, request.user)
    proofs, next_cursor = queries.mine(user, request.GET.get("after"))
    context = {"proofs": proofs, "next_cursor": next_cursor, "emergencies": queries.my_emergencies(user)}
    return page(request, "policies/acknowledged.html", context)
