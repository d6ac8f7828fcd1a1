"""Lessons in this room: what they are about here, and those that are offered to a question that is being weighed."""

from collections.abc import Mapping, Sequence

from moothall.kit.registries import Foreign, Person, foreign_on
from moothall.lessons.matters import ref_of
from moothall.lessons.queries.matching import Offer, offer
from moothall.people.models import User
from moothall.risks import permissions
from moothall.risks.models import Appraisal, Incident, Risk
from moothall.risks.queries.rounds import Sheet

SHORT = 80  # characters of a report that name it


def appraisals(person: Person, things: Sequence[str]) -> Mapping[str, tuple[str, str]]:
    """Appraisals that this person may read."""
    if not isinstance(person, User):
        return {}
    rows = Appraisal.objects.visible_to(person).filter(pk__in=[ref_of(thing) for thing in things])
    return {row.container: (row.question, row.get_absolute_url()) for row in rows}


def may_use_in_appraisal(person: Person, thing: str) -> bool:
    """Whoever writes the appraisal."""
    appraisal = Appraisal.objects.filter(pk=ref_of(thing)).first()
    return appraisal is not None and isinstance(person, User) and permissions.can_write(person, appraisal)


def risks(person: Person, things: Sequence[str]) -> Mapping[str, tuple[str, str]]:
    """Risks of appraisals that this person may read."""
    if not isinstance(person, User):
        return {}
    rows = Risk.objects.visible_to(person).filter(pk__in=[ref_of(thing) for thing in things])
    return {f"risk:{row.pk}": (str(row), row.get_absolute_url()) for row in rows}


def may_use_in_risk(person: Person, thing: str) -> bool:
    """Whoever writes the appraisal of the risk."""
    risk = Risk.objects.select_related("round__appraisal").filter(pk=ref_of(thing)).first()
    return risk is not None and isinstance(person, User) and permissions.can_write(person, risk.round.appraisal)


def incidents(person: Person, things: Sequence[str]) -> Mapping[str, tuple[str, str]]:
    """Reports that this person may read."""
    if not isinstance(person, User):
        return {}
    rows = Incident.objects.visible_to(person).filter(pk__in=[ref_of(thing) for thing in things])
    return {f"incident:{row.pk}": (row.what[:SHORT], row.get_absolute_url()) for row in rows}


def may_use_in_incident(person: Person, thing: str) -> bool:
    """Whoever looks after reports."""
    return isinstance(person, User) and permissions.keeps_risks(person)


def elsewhere(sheet: Sheet, user: User) -> list[Foreign]:
    """What other bodies weigh on the like of the question, by its words and those of its options."""
    return foreign_on(user, "appraisal", title=sheet.appraisal.question, text="\n".join(_words(sheet)))


def _words(sheet: Sheet) -> list[str]:
    asked = [sheet.appraisal.question, sheet.appraisal.problem]
    return asked + [f"{option.name}\n{option.description}" for option in sheet.options]


def offered(sheet: Sheet, user: User, *, may_use: bool) -> Offer | None:
    """Lessons on matters like the question, by its words and those of its options."""
    return offer(user, sheet.appraisal.container, text="\n".join(_words(sheet)), may_use=may_use)
