"""The parts of the organisation, and what each is there for."""

from django.db.models import QuerySet

from moothall import audit
from moothall.kit.permissions import require
from moothall.people import grants, permissions
from moothall.people.models import Function, Team, User


class FunctionFollowsError(ValueError):
    """A team in a communications or technology team is one too."""


@audit.act
def create_team(*, by: User | None, name: str, parent: Team | None = None) -> Team:
    """Add a part of the organisation, which is there for what the team above it is; `by` is None at a command line."""
    require(by is None or permissions.can_administer(by))
    above = Team.objects.select_for_update().get(pk=parent.pk) if parent else None
    function = above.function if above else Function.SERVICE
    team = Team.objects.create(name=name, parent=above, function=function)
    audit.record("team.created", by=by, on=team, parent=above.pk if above else None, function=function)
    return team


@audit.act
def set_function(team: Team, *, by: User | None, function: Function) -> int:
    """Say what a team and all teams below it are there for; returns how many of them changed.

    Raises `FunctionFollowsError` where the team above it is a communications or technology team, and another one.
    """
    team = Team.objects.select_for_update(of=("self",)).select_related("parent").get(pk=team.pk)
    require(by is None or permissions.can_administer(by))
    if team.follows not in (None, function):
        raise FunctionFollowsError
    before = team.function
    if before == function:
        return 0
    changed = 0
    while found := _below(team).exclude(function=function).update(function=function):
        changed += found  # and once more, for a team that was being added under one of them
    audit.record("team.function_set", by=by, on=team, before=before, after=function.value, teams=changed)
    return changed


def _below(team: Team) -> QuerySet[Team]:
    return Team.objects.filter(pk__in=grants.teams_below([team.pk]))
