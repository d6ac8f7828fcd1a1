"""Beginning an initiative, who owns, guides and champions it, and what it serves and touches."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from moothall import audit
from moothall.change import documents, permissions
from moothall.change import telling_initiatives as telling
from moothall.change.models import (
    Alignment,
    Handover,
    Helper,
    Initiative,
    Objective,
    Openness,
    Part,
    Touch,
    TouchedTeam,
    Weighing,
)
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people import grants
from moothall.people.models import Kind, Role, Team, User
from moothall.people.queries import is_in_technology
from moothall.policies.models import Policy
from moothall.records.models import InformationSystem
from moothall.risks.models import Appraisal
from moothall.spaces.models import Space


@dataclass(frozen=True)
class InitiativeWords:
    """What an initiative is for."""

    title: str
    problem: str
    outline: str = ""
    openness: Openness = Openness.HALL


@audit.act
def begin(*, by: User, words: InitiativeWords, owner: User | None = None, token: UUID | None = None) -> Initiative:
    """Enter an idea; nobody need own it yet. The same form sent twice begins it once."""
    require(permissions.can_take_part(by))
    begun = Initiative.objects.filter(token=token, created_by=by).first() if token else None
    if begun is not None:
        return begun
    initiative = Initiative.objects.create(created_by=by, token=token, **vars(words))
    audit.record("initiative.begun", by=by, on=initiative, openness=words.openness)
    let_in(initiative)
    if owner is not None:
        initiative = pass_on(initiative, by=by, part=Part.OWNER, person=owner).initiative
    documents.changed(initiative)
    return initiative


@audit.act
def edit(initiative: Initiative, *, by: User, words: InitiativeWords) -> Initiative:
    """Say it another way, or who may read it."""
    initiative = open_for(initiative, by)
    for name, value in vars(words).items():
        setattr(initiative, name, value)
    initiative.save(update_fields=list(vars(words)))
    let_in(initiative)
    documents.changed(initiative)
    audit.record("initiative.edited", by=by, on=initiative, openness=words.openness)
    return initiative


@audit.act
def name(initiative: Initiative, *, by: User, part: Part, person: User | None, words: str = "") -> Initiative:
    """Name who owns, guides or champions it, or that nobody does for now.

    A new owner accepts in person. Raises ValueError for whoever cannot: a guest, an owner in technology, an owner who
    is the guide.
    """
    initiative = locked(initiative)
    require(permissions.can_look_after(by, initiative))
    still_open(initiative)
    if getattr(initiative, f"{part}_id") == (person.pk if person else None):
        return initiative
    return pass_on(initiative, by=by, part=part, person=person, words=words).initiative


@audit.act
def pass_on(initiative: Initiative, *, by: User | None, part: Part, person: User | None, words: str = "") -> Handover:
    """Pass a part on: the trail says from whom to whom, and why, and those whom it concerns may read it.

    Raises ValueError for whoever cannot take it, and `InitiativeClosed`. `by` is None for the hall itself.
    """
    initiative = locked(initiative)
    require(permissions.can_pass_on(by, initiative, part, person))
    still_open(initiative)
    before: User | None = getattr(initiative, part)
    if person is not None:
        _fits(initiative, part, person)
    setattr(initiative, part, person)
    fields: list[str] = [part]
    if part == Part.OWNER:
        initiative.owner_accepted_at = None
        fields.append("owner_accepted_at")
    initiative.save(update_fields=fields)
    said_by = by or before or initiative.created_by
    handover = Handover.objects.create(
        initiative=initiative, part=part, before=before, after=person, words=words, by=said_by
    )
    let_in(initiative)
    audit.record("initiative.passed_on", by=by, on=initiative, part=part, to=person.pk if person else None)
    telling.passed_on(handover, by=by)
    documents.changed(initiative)
    return handover


def _fits(initiative: Initiative, part: Part, person: User) -> None:
    if not permissions.can_take_part(person):
        raise ValueError(_("Only staff and councillors own, guide or champion a change."))
    if part == Part.OWNER and is_in_technology(person):
        raise ValueError(_("The business owns a change: %(name)s is in technology.") % {"name": person})
    if part == Part.OWNER and person.pk == initiative.guide_id:
        raise ValueError(_("%(name)s guides this change, and a guide never owns it.") % {"name": person})
    if part == Part.GUIDE and person.pk == initiative.owner_id:
        raise ValueError(_("%(name)s owns this change, and an owner needs another as guide.") % {"name": person})


@audit.act
def accept(initiative: Initiative, *, by: User) -> Initiative:
    """Accept to own it, in person."""
    initiative = locked(initiative)
    require(permissions.can_accept(by, initiative))
    still_open(initiative)
    initiative.owner_accepted_at = clock.now()
    initiative.save(update_fields=["owner_accepted_at"])
    audit.record("initiative.accepted", by=by, on=initiative)
    telling.accepted(initiative, by=by)
    return initiative


@audit.act
def decline(initiative: Initiative, *, by: User, words: str) -> Initiative:
    """Decline to own it, with the reason; nobody owns it then."""
    initiative = locked(initiative)
    require(permissions.can_accept(by, initiative))
    if not words.strip():
        raise ValueError(_("Say why not."))
    return pass_on(initiative, by=by, part=Part.OWNER, person=None, words=words.strip()).initiative


@audit.act
def add_helper(initiative: Initiative, *, by: User, person: User) -> Helper:
    """Have somebody work on it; named twice, named once. Raises ValueError for a guest."""
    initiative = locked(initiative)
    require(permissions.can_look_after(by, initiative))
    still_open(initiative)
    if not permissions.can_take_part(person):
        raise ValueError(_("Only staff and councillors work on a change."))
    helper, made = Helper.objects.get_or_create(initiative=initiative, user=person, defaults={"by": by})
    if made:
        let_in(initiative)
        audit.record("initiative.helper_added", by=by, on=initiative, person=person.pk)
    return helper


@audit.act
def remove_helper(helper: Helper, *, by: User) -> None:
    """Have somebody no longer work on it."""
    initiative = locked(helper.initiative)
    require(permissions.can_look_after(by, initiative))
    Helper.objects.filter(pk=helper.pk).delete()
    let_in(initiative)
    audit.record("initiative.helper_removed", by=by, on=initiative, person=helper.user_id)


@audit.act
def touch_teams(initiative: Initiative, *, by: User, teams: list[Team]) -> Initiative:
    """Say which teams must change with it."""
    initiative = open_for(initiative, by)
    wanted = {team.pk for team in teams}
    initiative.teams.exclude(team__in=wanted).delete()
    there = set(initiative.teams.values_list("team_id", flat=True))
    TouchedTeam.objects.bulk_create(
        TouchedTeam(initiative=initiative, team_id=pk, by=by) for pk in sorted(wanted - there)
    )
    audit.record("initiative.teams_told", by=by, on=initiative, teams=sorted(wanted))
    return initiative


@audit.act
def give_space(initiative: Initiative, *, by: User, space: Space | None) -> Initiative:
    """Say in which space people talk about it."""
    initiative = open_for(initiative, by)
    initiative.space = space
    initiative.save(update_fields=["space"])
    audit.record("initiative.given_space", by=by, on=initiative, space=space.pk if space else None)
    return initiative


@audit.act
def align(initiative: Initiative, *, by: User, objective: Objective, how: str) -> Alignment:
    """Say which objective it serves, and how; said again, nothing changes, for when it was first said counts."""
    initiative = open_for(initiative, by)
    if not how.strip():
        raise ValueError(_("Say how it serves the objective."))
    Objective.objects.select_for_update().get(pk=objective.pk)  # whoever mends its words waits, or goes first
    alignment, made = Alignment.objects.get_or_create(
        initiative=initiative, objective=objective, defaults={"how": how.strip(), "by": by}
    )
    if made:
        audit.record("initiative.aligned", by=by, on=initiative, objective=objective.pk)
    return alignment


@audit.act
def unalign(alignment: Alignment, *, by: User) -> None:
    """Say that it does not serve an objective, before delivery begins (IntegrityError)."""
    initiative = open_for(alignment.initiative, by)
    Alignment.objects.filter(pk=alignment.pk).delete()
    audit.record("initiative.unaligned", by=by, on=initiative, objective=alignment.objective_id)


@audit.act
def weigh(initiative: Initiative, *, by: User, appraisal: Appraisal) -> Weighing:
    """Say which appraisal weighs its risks."""
    initiative = open_for(initiative, by)
    weighing, made = Weighing.objects.get_or_create(initiative=initiative, appraisal=appraisal, defaults={"by": by})
    if made:
        audit.record("initiative.weighed", by=by, on=initiative, appraisal=appraisal.pk)
    return weighing


@audit.act
def unweigh(weighing: Weighing, *, by: User) -> None:
    """Say that an appraisal is about something else, before delivery begins (IntegrityError)."""
    initiative = open_for(weighing.initiative, by)
    Weighing.objects.filter(pk=weighing.pk).delete()
    audit.record("initiative.weighed_no_longer", by=by, on=initiative, appraisal=weighing.appraisal_id)


@audit.act
def touch(initiative: Initiative, *, by: User, thing: Policy | InformationSystem) -> Touch:
    """Say that it touches a policy or an information system."""
    initiative = open_for(initiative, by)
    field = {"policy": thing} if isinstance(thing, Policy) else {"system": thing}
    touched, made = Touch.objects.get_or_create(initiative=initiative, **field, defaults={"by": by})
    if made:
        audit.record("initiative.touches", by=by, on=initiative, thing=f"{next(iter(field))}:{thing.pk}")
    return touched


@audit.act
def untouch(touched: Touch, *, by: User) -> None:
    """Say that it does not touch something."""
    initiative = open_for(touched.initiative, by)
    Touch.objects.filter(pk=touched.pk).delete()
    audit.record("initiative.touches_no_longer", by=by, on=initiative, thing=str(touched))


class InitiativeClosed(Exception):  # noqa: N818  says what is the matter
    """The initiative was closed: what came of it stays as it is."""


def locked(initiative: Initiative) -> Initiative:
    """The initiative, locked."""
    return (
        Initiative.objects.select_for_update(of=("self",))
        .select_related("owner", "guide", "sponsor", "created_by")
        .get(pk=initiative.pk)
    )


def open_for(initiative: Initiative, by: User) -> Initiative:
    """The initiative, locked, for somebody who may write in it; raises `InitiativeClosed` once it is closed."""
    initiative = locked(initiative)
    require(permissions.can_write(by, initiative))
    still_open(initiative)
    return initiative


def still_open(initiative: Initiative) -> None:
    """Go on only while it is not closed; raises `InitiativeClosed`."""
    if hasattr(initiative, "closing"):
        raise InitiativeClosed


def let_in(initiative: Initiative) -> None:
    """Write who may read it: its people and performance officers, and the hall where it is open to it."""
    people = {initiative.owner_id, initiative.guide_id, initiative.sponsor_id, initiative.created_by_id}
    people |= set(Helper.objects.filter(initiative=initiative).values_list("user_id", flat=True))
    holders = [f"user:{pk}" for pk in sorted(pk for pk in people if pk)] + [f"role:{Role.PERFORMANCE_OFFICER}"]
    if initiative.openness == Openness.HALL:
        holders += [f"kind:{Kind.STAFF}", f"kind:{Kind.COUNCILLOR}"]
    grants.replace(initiative.container, holders)
