"""The parts of the organisation, for administrators: which there are, and what each is there for."""

from typing import cast

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.kit.htmx import page
from moothall.kit.pages import keyset
from moothall.kit.permissions import require
from moothall.people import actions, grants, permissions, queries
from moothall.people.forms import FunctionForm, TeamForm
from moothall.people.models import Function, Team, User

PAGE = 50


def teams(request: HttpRequest) -> HttpResponse:
    """Every team by name, with the one above it, its people and what it is there for."""
    require(permissions.can_administer(cast(User, request.user)))
    found = keyset(queries.teams(), by=("name", "pk"), after=request.GET.get("after"), size=PAGE)
    return page(request, "people/teams.html", {"teams": found})


def add(request: HttpRequest) -> HttpResponse:
    """Add a team."""
    user = cast(User, request.user)
    require(permissions.can_administer(user))
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                team = actions.create_team(by=user, **form.cleaned_data)
        except IntegrityError:
            form.add_error("name", _("Somebody added a team of this name just now. Enter another one"))
        else:
            messages.success(request, _("%(team)s is there now.") % {"team": team.name})
            return redirect("people:teams")
    return page(request, "people/team_add.html", {"form": form}, status=422 if form.is_bound else 200)


def function(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a team is there for; one that lies in a communications or technology team follows that."""
    user = cast(User, request.user)
    require(permissions.can_administer(user))
    team = get_object_or_404(Team.objects.select_related("parent"), pk=pk)
    below = len(grants.teams_below([team.pk])) - 1
    form = FunctionForm(request.POST or None, initial={"function": team.function}, below=below)
    if request.method == "POST" and form.is_valid():
        wanted = Function(form.cleaned_data["function"])
        try:
            changed = actions.set_function(team, by=user, function=wanted)
        except actions.FunctionFollowsError:
            form.add_error("function", _("It is there for what the team above it is. Change that one"))
        else:
            _say(request, team, changed)
            return redirect("people:teams")
    context = {"form": form, "team": team}
    return page(request, "people/team_function.html", context, status=422 if form.is_bound else 200)


def _say(request: HttpRequest, team: Team, changed: int) -> None:
    if not changed:
        messages.success(request, _("%(team)s stays as it was.") % {"team": team.name})
        return
    words = ngettext("It is changed for %(count)d team.", "It is changed for %(count)d teams.", changed)
    messages.success(request, words % {"count": changed})
