"""Who can see a space and why; coming, going, inviting."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.spaces import permissions
from moothall.spaces.actions import members as act
from moothall.spaces.forms import PersonForm
from moothall.spaces.models import Space
from moothall.spaces.queries import spaces as queries
from moothall.spaces.views import me, visible


def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Everyone who can see the space, each with the reason; facilitators invite here."""
    user, space = me(request), visible(request, slug)
    may_facilitate = permissions.can_facilitate(user, space)
    form = PersonForm(request.POST or None, by=user) if may_facilitate else None
    if request.method == "POST":
        require(form is not None)
    if form is not None and request.method == "POST" and form.is_valid():
        invited: User = form.cleaned_data["person"]
        try:
            act.add_member(space, by=user, user=invited)
        except act.NotForGuests:
            form.add_error("person", _no_guests(space))
        else:
            messages.success(request, _("{name} is a member now.").format(name=invited.name))
            return redirect("spaces:people", slug)
    rows = queries.readers(space, viewer=user, after=request.GET.get("after"))
    context = {
        "space": space,
        "sight": queries.sight(space),
        "readers": queries.with_reasons(space, rows.rows),
        "next_cursor": rows.next_cursor,
        "membership": space.membership_of(user),
        "may_facilitate": may_facilitate,
        "may_join": permissions.can_join(user, space),
        "form": form,
    }
    return page(request, "spaces/people.html", context, status=422 if form is not None and form.is_bound else 200)


@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put someone out."""
    user, space = me(request), visible(request, slug)
    person = _member(space, pk)
    try:
        act.remove_member(space, by=user, user=person)
        messages.success(request, _("{name} is no longer a member.").format(name=person.name))
    except act.LastFacilitator:
        messages.warning(request, _last())
    return redirect("spaces:list" if person.pk == user.pk else space.people_url)


@require_POST
def make_facilitator(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let a member look after the space too."""
    space = visible(request, slug)
    person = _member(space, pk)
    try:
        act.make_facilitator(space, by=me(request), user=person)
        messages.success(request, _("{name} looks after the space too.").format(name=person.name))
    except act.NotForGuests:
        messages.warning(request, _("A guest cannot look after a space."))
    return redirect(space.people_url)


@require_POST
def step_down(request: HttpRequest, slug: str) -> HttpResponse:
    """Look after the space no longer."""
    space = visible(request, slug)
    try:
        act.step_down(space, by=me(request))
        messages.success(request, _("You no longer look after this space."))
    except act.LastFacilitator:
        messages.warning(request, _last())
    return redirect(space.people_url)


@require_POST
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Come into an open space, and go back to the conversation from which one did."""
    space = visible(request, slug)
    act.join(space, by=me(request))
    messages.success(request, _("You are a member now: what is new here will stand on your desk."))
    back = request.POST.get("next", "")
    return redirect("spaces:conversation", int(back[:18])) if back.isascii() and back.isdecimal() else redirect(space)


def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Go, after a page that says what that means."""
    user, space = me(request), visible(request, slug)
    require(permissions.can_leave(user, space))
    if request.method != "POST":
        return page(request, "spaces/leave.html", {"space": space, "sight": queries.sight(space)})
    try:
        act.leave(space, by=user)
    except act.LastFacilitator:
        messages.warning(request, _last())
        return redirect(space.people_url)
    messages.success(request, _("You have left {space}.").format(space=space.name))
    return redirect("spaces:list")


def _member(space: Space, pk: int) -> User:
    return get_object_or_404(User.objects.filter(memberships__space=space), pk=pk)


def _no_guests(space: Space) -> str:
    if space.is_sensitive:
        return _("The space is marked OFFICIAL-SENSITIVE. Guests can’t be invited into it")
    return _("Guests may not come in here yet. Allow them under “Edit this space” first")


def _last() -> str:
    return _("Nobody else looks after this space. Make another member a facilitator first.")
