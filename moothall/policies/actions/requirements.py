"""Asking for acknowledgement, ending that, and reminding those who have not."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from moothall import audit, notices
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import Grant, Kind, Role, Team, User
from moothall.policies import gating, permissions, reminding
from moothall.policies.models import Capability, Policy, Reminder, Requirement
from moothall.policies.models.gates import PLACES, gate_kind

PLACE = re.compile(r"([a-z]+):[1-9][0-9]*")


@audit.act
def ask(
    policy: Policy,
    *,
    by: User,
    capability: Capability,
    audience: str = "",
    place: str = "",
    grace_days: int = 0,
    renew_months: int | None = None,
) -> Requirement:
    """Have an audience acknowledge a policy before it uses a capability; what is asked already is asked once.

    Raises `ValidationError` for an audience or a place that there is not, and for a policy that was withdrawn.
    """
    policy = gating.hold(policy)
    require(permissions.can_look_after(by, policy))
    if policy.withdrawn_at is not None:
        raise ValidationError(_("This policy was withdrawn, so nobody can be asked to acknowledge it."))
    check(capability, audience, place)
    made, is_new = Requirement.objects.get_or_create(
        policy=policy,
        capability=capability,
        audience=audience,
        place=place,
        ended_at=None,
        defaults={"grace_days": grace_days, "renew_months": renew_months, "created_by": by, "created_at": clock.now()},
    )
    if not is_new:
        return made
    gating.refresh(made)
    if grace_days:
        reminding.tell_of_grace(made)
    _record(made, by=by)
    return made


def _record(made: Requirement, *, by: User) -> None:
    audit.record(
        "policy.acknowledgement_asked",
        by=by,
        on=made.policy,
        requirement=made.pk,
        capability=made.capability,
        audience=made.audience,
        place=made.place,
        grace_days=made.grace_days,
        renew_months=made.renew_months,
    )


def check(capability: Capability, audience: str, place: str) -> None:
    """Whether this can be asked; raises `ValidationError` otherwise."""
    if place:
        found = PLACE.fullmatch(place)
        longest = Grant._meta.get_field("kind").max_length or 0
        if not found or found[1] not in PLACES.get(capability, ()) or len(gate_kind(capability, place)) > longest:
            raise ValidationError(_("That is no place at which this can be asked."))
    if audience and not _is_audience(audience):
        raise ValidationError(_("That is no audience."))


def _is_audience(audience: str) -> bool:
    sort, _colon, ref = audience.partition(":")
    if sort == "kind":
        return ref in Kind.values
    if sort == "role":
        return ref in Role.values
    is_team = sort == "team" and ref.isascii() and ref.isdecimal() and len(ref) < 19
    return is_team and Team.objects.filter(pk=int(ref)).exists()


@audit.act
def end(requirement: Requirement, *, by: User) -> Requirement:
    """Ask no longer; what was acknowledged stays on record."""
    policy = gating.hold(requirement.policy_id)
    require(permissions.can_look_after(by, policy))
    found = Requirement.objects.select_for_update(of=("self",)).get(pk=requirement.pk)
    if found.is_over:
        return found
    found.ended_at, found.ended_by = clock.now(), by
    found.save(update_fields=["ended_at", "ended_by"])
    gating.refresh(found)
    notices.withdraw(reminding.REMINDER, list(Reminder.objects.filter(requirement=found).values_list("pk", flat=True)))
    audit.record("policy.acknowledgement_ended", by=by, on=policy, requirement=found.pk)
    return found


@audit.act
def remind(requirement: Requirement, *, by: User) -> int:
    """Remind those who have not acknowledged, each once a week at most; returns how many were told."""
    policy = gating.hold(requirement.policy_id)
    require(permissions.can_look_after(by, policy))
    found = Requirement.objects.select_related("policy").get(pk=requirement.pk)
    require(not found.is_over)
    told = reminding.remind(found, by=by)
    audit.record("policy.reminders_sent", by=by, on=policy, requirement=found.pk, people=told)
    return told


@audit.act
def take_away(requirement: Requirement, *, by: User) -> Requirement:
    """Note that the list of who has and who has not is taken out of the hall."""
    require(permissions.can_see_acknowledgements(by, requirement.policy))
    audit.record("policy.acknowledgements_exported", by=by, on=requirement.policy, requirement=requirement.pk)
    return requirement
