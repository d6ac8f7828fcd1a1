"""Saying whom a change touches, and how they were involved."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from moothall import audit
from moothall.change.actions.initiatives import open_for
from moothall.change.models import (
    AgeGroup,
    Consultation,
    Disposition,
    Engagement,
    EngagementStage,
    Form,
    Initiative,
    Involved,
    Raci,
    Side,
    Stakeholder,
)
from moothall.people.models import Team, User


@dataclass(frozen=True)
class StakeholderWords:
    """Who a stakeholder is and where they stand."""

    name: str
    side: Side
    power: int
    interest: int
    now: Disposition
    wanted: Disposition
    raci: Raci | str = ""
    team: Team | None = None
    person: User | None = None
    notes: str = ""


@dataclass(frozen=True)
class EngagementWords:
    """How people were involved, what they said, and what changed because of it."""

    stage: EngagementStage
    form: Form
    asked: str
    opened_on: date
    closed_on: date | None = None
    information: str = ""
    thing: str = ""
    elsewhere: str = ""
    people: int | None = None
    age_group: AgeGroup | str = ""
    safeguarding_lead: str = ""
    said: str = ""
    changed: str = ""
    unchanged_why: str = ""


@audit.act
def add_stakeholder(initiative: Initiative, *, by: User, words: StakeholderWords) -> Stakeholder:
    """Name a stakeholder. Raises ValueError for a second one who is accountable, or a name that is there."""
    initiative = open_for(initiative, by)
    _fits(initiative, words, but=None)
    stakeholder = Stakeholder.objects.create(initiative=initiative, added_by=by, **vars(words))
    audit.record("stakeholder.added", by=by, on=initiative, stakeholder=stakeholder.pk)
    return stakeholder


@audit.act
def edit_stakeholder(stakeholder: Stakeholder, *, by: User, words: StakeholderWords) -> Stakeholder:
    """Say anew who they are and where they stand."""
    initiative = open_for(stakeholder.initiative, by)
    stakeholder = Stakeholder.objects.select_for_update(of=("self",)).get(pk=stakeholder.pk)
    _fits(initiative, words, but=stakeholder)
    moved = (stakeholder.now, words.now)
    for name, value in vars(words).items():
        setattr(stakeholder, name, value)
    stakeholder.save(update_fields=list(vars(words)))
    audit.record("stakeholder.edited", by=by, on=initiative, stakeholder=stakeholder.pk, before=moved[0], now=moved[1])
    return stakeholder


def _fits(initiative: Initiative, words: StakeholderWords, but: Stakeholder | None) -> None:
    others = initiative.stakeholders.exclude(pk=but.pk) if but else initiative.stakeholders.all()
    if others.filter(name=words.name).exists():
        raise ValueError(_("That stakeholder is there already."))
    if words.raci == Raci.ACCOUNTABLE and others.filter(raci=Raci.ACCOUNTABLE).exists():
        raise ValueError(_("Exactly one is accountable, and somebody else is."))


@audit.act
def remove_stakeholder(stakeholder: Stakeholder, *, by: User) -> None:
    """Take out somebody named by mistake; raises ProtectedError once they were involved in anything."""
    initiative = open_for(stakeholder.initiative, by)
    pk = stakeholder.pk
    stakeholder.delete()
    audit.record("stakeholder.removed", by=by, on=initiative, stakeholder=pk)


@audit.act
def engage(
    initiative: Initiative,
    *,
    by: User,
    words: EngagementWords,
    stakeholders: list[Stakeholder],
    token: UUID | None = None,
) -> Engagement:
    """Record that people are or were involved, with the true dates; the same form records it once.

    Raises ValueError for nobody, for a stakeholder of another initiative, or for children without safeguarding.
    """
    initiative = open_for(initiative, by)
    made = Engagement.objects.filter(token=token, added_by=by).first() if token else None
    if made is not None:
        return made
    _whom(initiative, words, stakeholders)
    engagement = Engagement.objects.create(initiative=initiative, added_by=by, token=token, **vars(words))
    Involved.objects.bulk_create(Involved(engagement=engagement, stakeholder=one) for one in stakeholders)
    audit.record("engagement.added", by=by, on=initiative, engagement=engagement.pk, stage=words.stage)
    return engagement


@audit.act
def edit_engagement(
    engagement: Engagement, *, by: User, words: EngagementWords, stakeholders: list[Stakeholder]
) -> Engagement:
    """Say what people said and what changed; stage and day stay once delivery rests on them (IntegrityError)."""
    initiative = open_for(engagement.initiative, by)
    _whom(initiative, words, stakeholders)
    engagement = Engagement.objects.select_for_update(of=("self",)).get(pk=engagement.pk)
    _as_its_consultation(engagement, words)
    for name, value in vars(words).items():
        setattr(engagement, name, value)
    engagement.save(update_fields=list(vars(words)))
    wanted = {one.pk for one in stakeholders}
    engagement.involved.exclude(stakeholder__in=wanted).delete()
    there = set(engagement.involved.values_list("stakeholder_id", flat=True))
    Involved.objects.bulk_create(Involved(engagement=engagement, stakeholder_id=pk) for pk in sorted(wanted - there))
    audit.record("engagement.edited", by=by, on=initiative, engagement=engagement.pk)
    return engagement


def _as_its_consultation(engagement: Engagement, words: EngagementWords) -> None:
    """The public was told until when it can answer: the engagement is not closed by itself before that day."""
    held = Consultation.objects.filter(engagement=engagement).first()
    if held is None:
        return
    if (words.form, words.opened_on, words.closed_on) != (Form.CONSULTATION, held.opens_on, held.last_on):
        raise ValueError(
            _("Its days are those of its public consultation: give people more time there, or end it there.")
        )


def _whom(initiative: Initiative, words: EngagementWords, stakeholders: list[Stakeholder]) -> None:
    if not stakeholders:
        raise ValueError(_("Say who was involved."))
    if any(one.initiative_id != initiative.pk for one in stakeholders):
        raise ValueError(_("A stakeholder belongs to another initiative."))
    if words.age_group in (AgeGroup.MIXED, AgeGroup.UNDER_18) and not words.safeguarding_lead.strip():
        raise ValueError(_("Name the safeguarding lead where people under 18 are involved."))
