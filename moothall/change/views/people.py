"""Who owns, guides and champions an initiative, who works on it, and accepting or declining in person."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.change import permissions
from moothall.change.actions import initiatives as act
from moothall.change.actions.initiatives import InitiativeClosed
from moothall.change.forms.initiatives import DeclineForm, HelperForm, PartForm
from moothall.change.models import Helper, Initiative, Part
from moothall.change.queries import page as pages
from moothall.change.views import reaching
from moothall.change.views.reaching import bound, leads_on, me, status
from moothall.kit.htmx import page
from moothall.kit.permissions import require


@leads_on
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Name its people, with words where a part passes on; below, the trail of who answered for it."""
    user, found = me(request), reaching.initiative(request, pk)
    require(permissions.can_look_after(user, found))
    if hasattr(found, "closing"):
        raise InitiativeClosed
    forms = {
        part: PartForm(
            bound(request, part.value), by=user, initiative=found, part=part, initial={"person": getattr(found, part)}
        )
        for part in Part
    }
    helper = HelperForm(bound(request, "help"), by=user)
    if request.method == "POST" and (done := _change(request, found, forms, helper)) is not None:
        return done
    sent = next((form for form in (*forms.values(), helper) if form.is_bound), helper)
    context = {
        "initiative": found,
        "parts": [(part, form, getattr(found, part)) for part, form in forms.items()],
        "helper": helper,
        "form": sent,
        "people": pages.around(found),
    }
    return page(request, "change/initiative_people.html", context, status=status(sent))


def _change(
    request: HttpRequest, found: Initiative, forms: dict[Part, PartForm], helper: HelperForm
) -> HttpResponse | None:
    user = me(request)
    for part, form in forms.items():
        if not (form.is_bound and form.is_valid()):
            continue
        person = form.cleaned_data["person"]
        try:
            act.name(found, by=user, part=part, person=person, words=form.cleaned_data["words"].strip())
        except ValueError as error:
            form.add_error("person", str(error))
            return None
        messages.success(request, _named(part, person))
        return redirect(_still(request, found))
    if helper.is_bound and helper.is_valid():
        act.add_helper(found, by=user, person=helper.cleaned_data["helper"])
        messages.success(request, _("Saved. They can work on it now."))
        return redirect("change:people", found.pk)
    if request.POST.get("act", "") == "remove":
        row = get_object_or_404(
            Helper.objects.select_related("initiative"), initiative=found, pk=reaching.number(request, "helper")
        )
        act.remove_helper(row, by=user)
        messages.success(request, _("They no longer work on it. What they wrote stays."))
        return redirect(_still(request, found))
    return None


def _named(part: Part, person: Any) -> str:
    if person is None:
        return _("Saved. Nobody has that part for now; the trail says who had it.")
    if part == Part.OWNER:
        return _("Saved. %(name)s is asked to accept in person.") % {"name": person.name}
    return _("Saved. %(name)s is told.") % {"name": person.name}


def _still(request: HttpRequest, found: Initiative) -> str:
    """Its people, as long as one may look after it; its page, as long as one may read it; else the list."""
    user = me(request)
    now = Initiative.objects.visible_to(user).filter(pk=found.pk).first()
    if now is None:
        return reverse("change:list")
    return reverse("change:people", args=[now.pk]) if permissions.can_look_after(user, now) else now.get_absolute_url()


@leads_on
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept to own it, in person, or decline with the reason; nobody does either for another."""
    user, found = me(request), reaching.initiative(request, pk)
    if hasattr(found, "closing"):
        raise InitiativeClosed
    if found.owner_id == user.pk and found.owner_accepted_at is not None:
        messages.info(request, _("You own it already."))
        return redirect(found)
    require(permissions.can_accept(user, found))
    form = DeclineForm(bound(request, "decline"))
    if request.method == "POST" and request.POST.get("act", "") == "accept":
        act.accept(found, by=user)
        messages.success(request, _("You own it now. Nobody else leads it; your guide helps."))
        return redirect(found)
    if form.is_bound and form.is_valid():
        act.decline(found, by=user, words=form.cleaned_data["why"])
        messages.success(request, _("You declined. Whoever asked you is told why."))
        still = Initiative.objects.visible_to(user).filter(pk=found.pk).exists()
        return redirect(found if still else "change:list")
    asked = found.handovers.filter(part=Part.OWNER, after=user).select_related("by").order_by("-pk").first()
    context = {"initiative": found, "form": form, "asked": asked, "served": pages.served(found, user)}
    return page(request, "change/initiative_accept.html", context, status=status(form))
