"""Looking after a space: what it is for, who can see it, and who does it when nobody does."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moothall.kit.htmx import page
from moothall.kit.pages import keyset
from moothall.kit.permissions import require
from moothall.spaces import permissions
from moothall.spaces.actions import members
from moothall.spaces.actions import spaces as act
from moothall.spaces.forms import DescribeForm, OpennessForm, PersonForm
from moothall.spaces.models import Openness
from moothall.spaces.queries import spaces as queries
from moothall.spaces.views import me, visible


def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what a space is for."""
    user, space = me(request), visible(request, slug)
    require(permissions.can_facilitate(user, space))
    now = {"name": space.name, "purpose": space.purpose, "guests_allowed": space.guests_allowed}
    form = DescribeForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(act.edit(space, by=user, **form.cleaned_data))
        except act.GuestsInside:
            form.add_error("guests_allowed", _("Guests are in the space. Remove them first, then rule guests out"))
        except act.MarkedSensitive:
            form.add_error("guests_allowed", _("It is marked OFFICIAL-SENSITIVE. Guests can’t be invited into it"))
    context = {"form": form, "space": space, "sight": queries.sight(space)}
    return page(request, "spaces/edit.html", context, status=422 if form.is_bound else 200)


def openness(request: HttpRequest, slug: str) -> HttpResponse:
    """Change who can see a space."""
    user, space = me(request), visible(request, slug)
    require(permissions.can_facilitate(user, space))
    form = OpennessForm(request.POST or None, initial={"openness": space.openness})
    if request.method == "POST" and form.is_valid():
        chosen: Openness = form.cleaned_data["openness"]
        try:
            space = act.change_openness(space, by=user, openness=chosen)
        except act.MarkedSensitive:
            words = _("The space is marked OFFICIAL-SENSITIVE. Take the marking away first, if all may read it")
            form.add_error("openness", words)
        else:
            messages.success(request, _("Done. The line under the title says who can see the space now."))
            return redirect(space)
    context = {"form": form, "space": space, "sight": queries.sight(space)}
    return page(request, "spaces/openness.html", context, status=422 if form.is_bound else 200)


@require_POST
def official(request: HttpRequest, slug: str) -> HttpResponse:
    """Mark a space as official, or stop."""
    space = visible(request, slug)
    return redirect(act.make_official(space, by=me(request), official=not space.official))


def unattended(request: HttpRequest) -> HttpResponse:
    """Spaces that nobody looks after any more, for administrators."""
    require(permissions.can_make_official(me(request)))
    rows = keyset(queries.unattended(), by=("name", "pk"), after=request.GET.get("after"), size=queries.PAGE)
    return page(request, "spaces/unattended.html", {"spaces": rows})


def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a space someone to look after it."""
    user = me(request)
    require(permissions.can_make_official(user))
    space = get_object_or_404(queries.unattended(), pk=pk)
    form = PersonForm(request.POST or None, by=user)
    if request.method == "POST" and form.is_valid():
        try:
            members.make_facilitator(space, by=user, user=form.cleaned_data["person"])
        except members.NotForGuests:
            form.add_error("person", _("A guest cannot look after a space. Choose someone of the council"))
        else:
            messages.success(request, _("Done: they look after the space now."))
            return redirect("spaces:unattended")
    return page(request, "spaces/appoint.html", {"form": form, "space": space}, status=422 if form.is_bound else 200)
