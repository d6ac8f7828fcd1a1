"""Beginning an appraisal, who answers for it and works on it, who may read it, and opening it again."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from moothall import audit
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people import grants
from moothall.people.models import Kind, Role, User
from moothall.policies import gate
from moothall.policies.models import Capability
from moothall.risks import documents, permissions, telling
from moothall.risks.actions.copying import copy_round
from moothall.risks.actions.rounds import undecided
from moothall.risks.actions.scales import current_scale
from moothall.risks.models import Appraisal, Decision, Member, Openness, Option, OptionKind, ResponseKind, Round


@audit.act
def begin(
    *,
    by: User,
    question: str,
    problem: str,
    owner: User | None = None,
    openness: Openness = Openness.HALL,
    decide_by: date | None = None,
    starter: str = "",
    token: UUID | None = None,
) -> Appraisal:
    """Ask a question to decide; doing nothing is its first option. The same form sent twice begins it once."""
    require(permissions.can_take_part(by))
    begun = Appraisal.objects.filter(token=token, created_by=by).first() if token else None
    if begun is not None:
        return begun
    appraisal = Appraisal.objects.create(
        question=question.strip(),
        problem=problem.strip(),
        owner=_able(owner or by),
        openness=openness,
        decide_by=decide_by,
        scale=current_scale(by=by),
        starter=starter,
        created_by=by,
        token=token,
    )
    round = Round.objects.create(appraisal=appraisal, number=1, opened_by=by)
    Option.objects.create(round=round, place=1, kind=OptionKind.DO_NOTHING, name=_("Do nothing"))
    if appraisal.owner_id != by.pk:
        Member.objects.create(appraisal=appraisal, user=by, added_by=by)
    let_in(appraisal)
    if appraisal.owner_id != by.pk:
        telling.owned(appraisal, by=by)
    documents.appraisal_changed(appraisal)
    audit.record("appraisal.begun", by=by, on=appraisal, openness=openness)
    return appraisal


@audit.act
def edit(
    appraisal: Appraisal, *, by: User, question: str, problem: str, openness: Openness, decide_by: date | None
) -> Appraisal:
    """Put the question another way while its round is open, or say who may read it."""
    appraisal = locked(appraisal)
    require(permissions.can_look_after(by, appraisal))
    question, problem = question.strip(), problem.strip()
    if (question, problem) != (appraisal.question, appraisal.problem):
        undecided(appraisal.rounds.order_by("-number")[0])
    appraisal.question, appraisal.problem = question, problem
    appraisal.openness, appraisal.decide_by = openness, decide_by
    appraisal.save(update_fields=["question", "problem", "openness", "decide_by"])
    let_in(appraisal)
    documents.appraisal_changed(appraisal)
    audit.record("appraisal.edited", by=by, on=appraisal, openness=openness)
    return appraisal


@audit.act
def name_owner(appraisal: Appraisal, *, by: User, owner: User) -> Appraisal:
    """Name who answers for it and decides. Raises ValueError for a guest."""
    appraisal = locked(appraisal)
    require(permissions.can_look_after(by, appraisal))
    appraisal.owner = _able(owner)
    appraisal.save(update_fields=["owner"])
    let_in(appraisal)
    telling.owned(appraisal, by=by)
    audit.record("appraisal.owner_named", by=by, on=appraisal, owner=owner.pk)
    return appraisal


@audit.act
def add_member(appraisal: Appraisal, *, by: User, person: User) -> Member:
    """Have somebody work on it; named twice, named once. Raises ValueError for a guest."""
    appraisal = locked(appraisal)
    require(permissions.can_look_after(by, appraisal))
    member, made = Member.objects.get_or_create(appraisal=appraisal, user=_able(person), defaults={"added_by": by})
    if made:
        let_in(appraisal)
        audit.record("appraisal.member_added", by=by, on=appraisal, person=person.pk)
    return member


@audit.act
def remove_member(member: Member, *, by: User) -> None:
    """Have somebody no longer work on it."""
    appraisal = locked(member.appraisal)
    require(permissions.can_look_after(by, appraisal))
    Member.objects.filter(pk=member.pk).delete()
    let_in(appraisal)
    audit.record("appraisal.member_removed", by=by, on=appraisal, person=member.user_id)


@audit.act
def publish(appraisal: Appraisal, *, by: User) -> Appraisal:
    """Put it on the public site, where anybody may read it and comment."""
    appraisal = locked(appraisal)
    require(permissions.can_look_after(by, appraisal))
    gate.require(by, Capability.PUBLISH)
    if not appraisal.is_public:
        appraisal.published_at, appraisal.published_by = clock.now(), by
        appraisal.save(update_fields=["published_at", "published_by"])
        audit.record("appraisal.published", by=by, on=appraisal)
    return appraisal


@audit.act
def unpublish(appraisal: Appraisal, *, by: User) -> Appraisal:
    """Take it off the public site."""
    appraisal = locked(appraisal)
    require(permissions.can_look_after(by, appraisal))
    if appraisal.is_public:
        appraisal.published_at = appraisal.published_by = None
        appraisal.save(update_fields=["published_at", "published_by"])
        audit.record("appraisal.unpublished", by=by, on=appraisal)
    return appraisal


@audit.act
def close(appraisal: Appraisal, *, by: User, reason: str) -> Appraisal:
    """Give the question up, for a reason; what was written stays. Raises ValueError without one."""
    appraisal = locked(appraisal)
    require(permissions.can_look_after(by, appraisal))
    if not reason.strip():
        raise ValueError("Say why it is given up.")
    appraisal.closed_at, appraisal.closed_reason = clock.now(), reason.strip()
    appraisal.save(update_fields=["closed_at", "closed_reason"])
    audit.record("appraisal.closed", by=by, on=appraisal)
    return appraisal


@audit.act
def take_up_again(appraisal: Appraisal, *, by: User) -> Appraisal:
    """Go on with a question that was given up."""
    appraisal = locked(appraisal)
    require(permissions.can_look_after(by, appraisal))
    if appraisal.closed_at is not None:
        appraisal.closed_at, appraisal.closed_reason = None, ""
        appraisal.save(update_fields=["closed_at", "closed_reason"])
        audit.record("appraisal.taken_up_again", by=by, on=appraisal)
    return appraisal


@audit.act
def open_again(appraisal: Appraisal, *, by: User, reason: str) -> Round:
    """Open a new round after a decision, with its options, risks and steps; every judgement is made anew.

    Raises ValueError where the last round is open still, or without a reason.
    """
    appraisal = locked(appraisal)
    require(permissions.can_write(by, appraisal))
    last = Round.objects.select_for_update(no_key=True).filter(appraisal=appraisal).order_by("-number")[0]
    if not Decision.objects.filter(round=last).exists():
        raise ValueError("The round is open still.")
    if not reason.strip():
        raise ValueError("Say why the question is opened again.")
    round = Round.objects.create(appraisal=appraisal, number=last.number + 1, reason=reason.strip(), opened_by=by)
    copy_round(last, round, by=by)
    for borne in round.responses.filter(kind=ResponseKind.TOLERATE).order_by("pk"):
        telling.to_sign(borne, by=by)
    documents.round_changed(last)
    documents.round_changed(round)
    audit.record("appraisal.opened_again", by=by, on=appraisal, round=round.number)
    return round


def locked(appraisal: Appraisal) -> Appraisal:
    """The appraisal, locked."""
    return Appraisal.objects.select_for_update().get(pk=appraisal.pk)


def let_in(appraisal: Appraisal) -> None:
    """Write who may read it: its people and risk managers, and the hall where it is open to it."""
    people = {appraisal.owner_id, *Member.objects.filter(appraisal=appraisal).values_list("user_id", flat=True)}
    holders = [f"user:{pk}" for pk in people if pk] + [f"role:{Role.RISK_MANAGER}"]
    if appraisal.openness == Openness.HALL:
        holders += [f"kind:{Kind.STAFF}", f"kind:{Kind.COUNCILLOR}"]
    grants.replace(appraisal.container, holders)


def _able(person: User) -> User:
    if not permissions.can_own(person):
        raise ValueError("It is somebody of the council who may sign in.")
    return person
