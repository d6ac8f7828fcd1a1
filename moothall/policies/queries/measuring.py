"""How far what people are asked to acknowledge is acknowledged, at the end of some days; people are counted only."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from moothall.kit.measuring import Period, over_days, share
from moothall.kit.registries import Measured
from moothall.people.models import RoleHolding, Team, User
from moothall.policies.models import Acknowledgement, Requirement, Version

INSTANT = timedelta(microseconds=1)
Pair = tuple[int, int]  # a policy and a person


@dataclass(frozen=True)
class _People:
    """Who may come in now, by what they are as holders."""

    everybody: frozenset[int]
    by_holder: Mapping[str, set[int]]

    def of(self, requirement: Requirement) -> Collection[int]:
        """The people of whom a requirement asks something."""
        return self.by_holder.get(requirement.audience, set()) if requirement.audience else self.everybody


@dataclass(frozen=True)
class _Given:
    """One acknowledgement."""

    user: int
    number: int  # of the version
    at: datetime


@over_days
def acknowledged(period: Period) -> Measured:
    """Of the people who were asked to acknowledge a policy at the end of these days: how many had, in 100.

    A person counts once for each policy. Six questions, however many people, policies and gates there are. Who may no
    longer come in is not counted: when they were stopped is not known here.
    """
    moment = min(period.end - INSTANT, period.moment)
    requirements = _standing(moment)
    versions = _begun({one.policy_id for one in requirements}, moment)
    people = _people(moment) if versions else _People(frozenset(), {})
    given = _given(versions, moment)
    asked: set[Pair] = set()
    missing: set[Pair] = set()
    for one in requirements:
        if one.policy_id not in versions:
            continue
        audience = people.of(one)
        have = _have(one, versions[one.policy_id], given.get(one.policy_id, ()), moment)
        asked.update((one.policy_id, user) for user in audience)
        missing.update((one.policy_id, user) for user in audience if user not in have)
    return share(len(asked) - len(missing), len(asked), why_none=_("Nobody is asked to acknowledge anything."))


def _standing(moment: datetime) -> list[Requirement]:
    """What was asked at a moment."""
    rows = Requirement.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=moment),
        Q(policy__withdrawn_at=None) | Q(policy__withdrawn_at__gt=moment),
        created_at__lte=moment,
    )
    return list(rows)


def _begun(policies: Collection[int], moment: datetime) -> Mapping[int, list[Version]]:
    """The versions that held by a moment, by policy."""
    rows = Version.objects.filter(
        policy__in=policies, adopted_at__lte=moment, effective_on__lte=timezone.localdate(moment)
    )
    found: defaultdict[int, list[Version]] = defaultdict(list)
    for version in rows.only("policy_id", "number", "material"):
        found[version.policy_id].append(version)
    return found


def _given(policies: Collection[int], moment: datetime) -> Mapping[int, list[_Given]]:
    rows = Acknowledgement.objects.filter(version__policy__in=list(policies), at__lte=moment)
    found: defaultdict[int, list[_Given]] = defaultdict(list)
    for policy, user, number, at in rows.values_list("version__policy", "user", "version__number", "at"):
        found[policy].append(_Given(user, number, at))
    return found


def _have(
    requirement: Requirement, versions: Iterable[Version], given: Iterable[_Given], moment: datetime
) -> Collection[int]:
    """Who had acknowledged all that was asked: as `gates.good`, at a moment."""
    newest = max((version.number for version in versions if version.material), default=0)
    renewal = requirement.renewal
    return {one.user for one in given if one.number >= newest and (renewal is None or one.at > moment - renewal)}


def _people(moment: datetime) -> _People:
    """Everybody who may come in and had come by then, as `grants.holding` finds them, in three questions."""
    by_holder: defaultdict[str, set[int]] = defaultdict(set)
    above = dict(Team.objects.values_list("pk", "parent_id"))
    rows = User.objects.active().filter(joined_at__lte=moment).values_list("pk", "kind", "team_id")
    everybody = set()
    for pk, kind, team in rows:
        everybody.add(pk)
        by_holder[f"kind:{kind}"].add(pk)
        for each in _upwards(team, above):
            by_holder[f"team:{each}"].add(pk)
    for pk, role in RoleHolding.objects.values_list("user_id", "role"):
        if pk in everybody:
            by_holder[f"role:{role}"].add(pk)
    return _People(frozenset(everybody), by_holder)


def _upwards(team: int | None, above: Mapping[int, int | None]) -> Iterable[int]:
    seen: set[int] = set()
    while team is not None and team not in seen:
        seen.add(team)
        team = above.get(team)
    return seen
