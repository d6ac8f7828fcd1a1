"""The list of spaces, one space, and opening a new one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from moothall.kit import clock
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.kit.registries import links_to
from moothall.kit.strips import strips
from moothall.spaces import permissions
from moothall.spaces.actions import spaces as act
from moothall.spaces.forms import SpaceForm
from moothall.spaces.models import Space
from moothall.spaces.queries import own, talk
from moothall.spaces.queries import spaces as queries
from moothall.spaces.views import me


def every(request: HttpRequest) -> HttpResponse:
    """Spaces that I belong to, and others that I may know of."""
    user = me(request)
    context = {
        "mine": queries.mine(user, request.GET.get("after")),
        "others": queries.others(user, request.GET.get("others")),
        "may_create": permissions.can_create_space(user),
        "may_appoint": permissions.can_make_official(user),
    }
    return page(request, "spaces/list.html", context)


def space(request: HttpRequest, slug: str) -> HttpResponse:
    """A space: what it is for and what is talked about; to those who may not read it, whom to ask."""
    user = me(request)
    found = queries.space(user, slug)
    if found is None:
        listed = get_object_or_404(Space.objects.listed_to(user), slug=slug)
        return page(request, "spaces/closed.html", {"space": listed, "facilitators": queries.facilitators(listed)})
    context = {
        "space": found,
        "sight": queries.sight(found),
        "conversations": talk.in_space(found, user=user, after=request.GET.get("after")),
        "facilitators": queries.facilitators(found),
        "membership": found.membership_of(user),
        "hearing": own.hearing_of_space(found, user),
        "links": links_to(user, found.container),
        "threads": strips(request, user, found.container),
        "now": clock.now(),
        "may_post": permissions.can_post(user, found),
        "may_join": permissions.can_join(user, found),
        "may_facilitate": permissions.can_facilitate(user, found),
        "may_make_official": permissions.can_make_official(user),
    }
    return page(request, "spaces/space.html", context)


def create(request: HttpRequest) -> HttpResponse:
    """Open a space."""
    user = me(request)
    require(permissions.can_create_space(user))
    form = SpaceForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return page(request, "spaces/new.html", {"form": form}, status=422 if form.is_bound else 200)
    made = act.create(by=user, **form.cleaned_data)
    messages.success(request, _("The space is open, and you look after it. Invite people, or start a conversation."))
    return redirect(made)
