"""What a person still has to acknowledge, and since when it stops them.

There is one rule, said twice: for one person from their rows (`due`), and for all people of a requirement as sets
(`has`, `unstopped`), which fill the grants and the owner's lists. A test compares the two on random histories.

An acknowledgement is good until a material version begins that is newer than what was acknowledged, or until it has
to be renewed. From then on the person is asked again; after the time of grace they are stopped.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from moothall.kit import clock
from moothall.people import grants
from moothall.people.models import User
from moothall.policies.models import Acknowledgement, Emergency, Policy, Requirement, Version
from moothall.policies.models.gates import EVERYBODY


class Why(StrEnum):
    """Why somebody is asked."""

    NEW = "new"  # they never acknowledged it
    CHANGED = "changed"  # a material change
    EXPIRED = "expired"  # it is time to renew


@dataclass(frozen=True)
class Due:
    """That a person is asked to acknowledge a version, and from when on that stops them."""

    requirement: Requirement
    version: Version
    why: Why
    stops_at: datetime
    excused: bool = False  # by an emergency that lasts

    def stops(self, now: datetime) -> bool:
        """Whether it stops them at this moment."""
        return not self.excused and self.stops_at <= now


def begins(version: Version) -> datetime:
    """The moment from which a version holds: the beginning of its day, here."""
    if version.effective_on is None:
        raise ValueError(f"{version} has no day on which it begins.")
    return timezone.make_aware(datetime.combine(version.effective_on, time.min))


def begun(policies: Iterable[int], now: datetime) -> dict[int, list[Version]]:
    """The adopted versions that have begun, by policy, in the order of their numbers; the last one is in force."""
    rows = Version.objects.filter(
        policy__in=list(policies), adopted_at__isnull=False, effective_on__lte=timezone.localdate(now)
    )
    found: dict[int, list[Version]] = {}
    for version in rows.order_by("policy", "number"):
        found.setdefault(version.policy_id, []).append(version)
    return found


def in_force(policy: Policy, now: datetime | None = None) -> Version | None:
    """The version that holds now."""
    if policy.withdrawn_at is not None:
        return None
    return next(iter(begun([policy.pk], now or clock.now()).get(policy.pk, [])[-1:]), None)


def asked_at(capability: str, place: str = "") -> list[Requirement]:
    """What is asked of anybody before a capability is used at a place."""
    return list(Requirement.objects.standing().at(capability, place).select_related("policy").order_by("pk"))


def due(user: User, capability: str, place: str = "") -> list[Due]:
    """All that this person is asked to acknowledge before they use a capability at a place, whether it stops or not."""
    return due_under(user, asked_at(capability, place))


def due_under(user: User, requirements: Sequence[Requirement]) -> list[Due]:
    """What this person is asked under those of some requirements that concern them."""
    own = {EVERYBODY, *grants.holders_of(user)} if requirements else set()
    mine = [requirement for requirement in requirements if requirement.audience in own]
    if not mine:
        return []
    now = clock.now()
    policies = {requirement.policy_id for requirement in mine}
    versions = begun(policies, now)
    acknowledged: dict[int, list[Acknowledgement]] = {}
    rows = Acknowledgement.objects.filter(user=user, version__policy__in=policies).select_related("version")
    for row in rows.order_by("-at", "-pk"):
        acknowledged.setdefault(row.version.policy_id, []).append(row)
    judged = (judge(one, versions.get(one.policy_id, []), acknowledged.get(one.policy_id, []), now) for one in mine)
    found = [one for one in judged if one is not None]
    excuses = list(Emergency.objects.filter(user=user).lasting(now)) if found else []
    return [replace(one, excused=any(covers(excuse, one.requirement) for excuse in excuses)) for one in found]


def judge(
    requirement: Requirement,
    versions: Sequence[Version],
    acknowledged: Iterable[Acknowledgement],
    now: datetime,
) -> Due | None:
    """The rule for one person and one requirement; None while nothing is asked of them."""
    if not versions:
        return None
    bites = max(requirement.created_at, begins(versions[0])) + requirement.grace
    why, stops_at = Why.NEW, bites
    for one in acknowledged:
        again = _asked_again(requirement, versions, one)
        if again is None or again[0] > now:
            return None
        moment = max(again[0] + requirement.grace, bites)
        if why is Why.NEW or moment > stops_at:
            why, stops_at = again[1], moment
    return Due(requirement, versions[-1], why, stops_at)


def covers(excuse: Emergency, requirement: Requirement) -> bool:
    """Whether an emergency is one for this gate: of its capability, and met where the gate stands."""
    return excuse.capability == requirement.capability and requirement.place in {"", excuse.place}


def _asked_again(
    requirement: Requirement, versions: Sequence[Version], one: Acknowledgement
) -> tuple[datetime, Why] | None:
    """When an acknowledgement stops being good, and why; None if never, as far as can be known."""
    ends = [(begins(newer), Why.CHANGED) for newer in versions if newer.material and newer.number > one.version.number]
    if requirement.renewal is not None:
        ends.append((one.at + requirement.renewal, Why.EXPIRED))
    return min(ends, default=None)


@dataclass(frozen=True)
class Bounds:
    """The rule of one requirement at one moment, as numbers for questions about all people."""

    requirement: Requirement
    current: Version
    bites_at: datetime
    asked: int  # the number of the newest material version: who acknowledged this or newer is not asked
    stopped: int  # the same, of those whose grace is over: who acknowledged this or newer is not stopped
    now: datetime

    @property
    def bites(self) -> bool:
        """Whether anybody is stopped yet."""
        return self.bites_at <= self.now


def bounds(requirement: Requirement, versions: Sequence[Version], now: datetime) -> Bounds | None:
    """The numbers of a requirement; None while no version of its policy is in force, or it has ended."""
    if not versions or requirement.is_over or requirement.policy.withdrawn_at is not None:
        return None
    grace = requirement.grace
    material = [version for version in versions if version.material]
    over = [version.number for version in material if begins(version) + grace <= now]
    return Bounds(
        requirement=requirement,
        current=versions[-1],
        bites_at=max(requirement.created_at, begins(versions[0])) + grace,
        asked=max((version.number for version in material), default=0),
        stopped=max(over, default=0),
        now=now,
    )


def bounds_of(requirement: Requirement, now: datetime | None = None) -> Bounds | None:
    """The numbers of a requirement now."""
    moment = now or clock.now()
    return bounds(requirement, begun([requirement.policy_id], moment).get(requirement.policy_id, []), moment)


def bites(requirement: Requirement, now: datetime) -> bool:
    """Whether a requirement stops anybody at all by now."""
    rule = bounds_of(requirement, now)
    return rule is not None and rule.bites


def good(rule: Bounds) -> QuerySet[Acknowledgement]:
    """The acknowledgements for which nothing more is asked."""
    rows = Acknowledgement.objects.filter(version__policy=rule.requirement.policy_id, version__number__gte=rule.asked)
    renewal = rule.requirement.renewal
    return rows if renewal is None else rows.filter(at__gt=rule.now - renewal)


def passing(rule: Bounds) -> QuerySet[Acknowledgement]:
    """The acknowledgements that keep somebody from being stopped, in grace or not."""
    rows = Acknowledgement.objects.filter(version__policy=rule.requirement.policy_id, version__number__gte=rule.stopped)
    renewal = rule.requirement.renewal
    return rows if renewal is None else rows.filter(at__gt=rule.now - renewal - rule.requirement.grace)


def excusing(rule: Bounds) -> QuerySet[Emergency]:
    """The emergencies that keep somebody from being stopped."""
    rows = Emergency.objects.lasting(rule.now).filter(capability=rule.requirement.capability)
    return rows.filter(place=rule.requirement.place) if rule.requirement.place else rows


def audience(requirement: Requirement) -> QuerySet[User, User]:
    """The people who are asked, and may sign in."""
    return User.objects.active().filter(pk__in=grants.holding(requirement.holders).order_by().values("pk"))


def has(rule: Bounds) -> Exists:
    """That a person has acknowledged all that is asked."""
    return Exists(good(rule).filter(user=OuterRef("pk")))


def unstopped(rule: Bounds) -> Q:
    """That a person of the audience is not stopped now."""
    if not rule.bites:
        return Q(pk__isnull=False)
    acknowledged, excused = passing(rule).filter(user=OuterRef("pk")), excusing(rule).filter(user=OuterRef("pk"))
    return Q(Exists(acknowledged)) | Q(Exists(excused))


def who_pass(rule: Bounds) -> set[int]:
    """Primary keys of everybody whom this requirement does not stop, in its audience or not."""
    return {
        *passing(rule).values_list("user", flat=True).distinct(),
        *excusing(rule).values_list("user", flat=True).distinct(),
    }
