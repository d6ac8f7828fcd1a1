"""Acknowledging what a gate asks for, and going on without in an emergency."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from moothall import audit
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.policies import gating, reminding
from moothall.policies.models import Acknowledgement, Capability, Emergency, Policy, Requirement, Text
from moothall.policies.queries import checks, gates

LASTS = timedelta(hours=24)
MOST_EMERGENCIES, WITHIN = 3, timedelta(days=30)


class ChangedMeanwhile(Exception):  # noqa: N818  says what is the matter
    """What was read is not, or no longer, what is in force: it has to be read as it is now."""


class NotUnderstood(Exception):  # noqa: N818  says what is the matter
    """The questions of the check were not all answered rightly."""


class NothingAsked(Exception):  # noqa: N818  says what is the matter
    """Nothing stops this person, so there is no emergency."""


class TooManyEmergencies(Exception):  # noqa: N818  says what is the matter
    """An escape that is used again and again is none."""


@dataclass(frozen=True)
class Seen:
    """What a person had before them when they pressed the button, and what they chose in the check."""

    version: int
    language: str
    digest: str
    answers: Mapping[int, int] = field(default_factory=dict)  # choice by question


@audit.act
def acknowledge(seen: Sequence[Seen], *, by: User, capability: Capability, place: str = "") -> list[Acknowledgement]:
    """Say that one has read these texts and will keep to them; what is acknowledged already is not written twice.

    Raises `ChangedMeanwhile` unless each is, word for word, what is in force and asked for at this gate, and
    `NotUnderstood` unless the questions of its check are answered rightly. All are acknowledged, or none.
    """
    by = User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    require(by.is_active)
    asked = gates.asked_at(capability, place)
    for policy in sorted({requirement.policy_id for requirement in asked}):
        gating.hold(policy)
    due = {one.version.pk: one for one in gates.due_under(by, asked)}
    made = []
    for one in seen:
        text = Text.objects.filter(version=one.version, language=one.language).first()
        if text is None or not one.digest or text.digest != one.digest:
            raise ChangedMeanwhile
        if one.version not in due:
            if not _had(by, text):
                raise ChangedMeanwhile
            continue
        answered = _understood(due[one.version].requirement.policy, one)
        made.append(_write(by, text, capability, place, answered))
    return made


def _had(user: User, text: Text) -> bool:
    """Whether these words were acknowledged already: by a button that was pressed twice."""
    return Acknowledgement.objects.filter(user=user, version=text.version_id, digest=text.digest).exists()


def _understood(policy: Policy, seen: Seen) -> int:
    questions = checks.questions(policy, seen.language)
    for question in questions:
        if seen.answers.get(question.pk) != question.right:
            raise NotUnderstood
    return len(questions)


def _write(by: User, text: Text, capability: Capability, place: str, answered: int) -> Acknowledgement:
    made = Acknowledgement.objects.create(
        user=by,
        version=text.version,
        language=text.language,
        digest=text.digest,
        capability=capability,
        place=place,
        answered=answered,
        at=clock.now(),
    )
    policy = text.version.policy
    standing = Requirement.objects.standing().filter(policy=policy)
    gating.let_pass(by, standing)
    reminding.settled(by, policy)
    audit.record(
        "policy.acknowledged",
        by=by,
        on=policy,
        version=text.version.number,
        language=text.language,
        sha256=text.digest,
        capability=capability.value,
        place=place,
        answered=answered,
    )
    return made


@audit.act
def go_on_in_an_emergency(
    person: User, *, by: User | None, capability: Capability, reason: str, place: str = ""
) -> Emergency:
    """Let a person through a gate for a day, for a reason that is on record and told to the policy's owner.

    People do this for themselves; `by` is None at the machine's command line. Raises `NothingAsked` where nothing
    stops them, and `TooManyEmergencies`.
    """
    person = User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    require(person.is_active and (by is None or by.pk == person.pk) and bool(reason.strip()))
    now = clock.now()
    asked = gates.asked_at(capability, place)
    stopping = [one for one in gates.due_under(person, asked) if one.stops(now)]
    if not stopping:
        raise NothingAsked
    if Emergency.objects.filter(user=person, at__gt=now - WITHIN).count() >= MOST_EMERGENCIES:
        raise TooManyEmergencies
    made = Emergency.objects.create(
        user=person, capability=capability, place=place, reason=reason.strip(), by=by, at=now, until=now + LASTS
    )
    gating.excuse(made, [one.requirement for one in stopping])
    reminding.went_on(made, [one.requirement.policy for one in stopping])
    audit.record(
        "gate.passed_in_emergency",
        by=by,
        on=made,
        person=person.pk,
        capability=capability.value,
        place=place,
        private={"reason": made.reason},
    )
    return made
