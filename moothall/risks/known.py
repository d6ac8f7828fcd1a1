"""The things of this room that lessons can be about: appraisals and risks."""

from collections.abc import Mapping, Sequence

from moothall.kit.registries import Person
from moothall.lessons.matters import ref_of
from moothall.people.models import User
from moothall.risks import permissions
from moothall.risks.models import Appraisal, Risk

Names = Mapping[str, tuple[str, str]]


def appraisals(person: Person, things: Sequence[str]) -> Names:
    """Appraisals that this person may read."""
    if not isinstance(person, User):
        return {}
    rows = Appraisal.objects.visible_to(person).filter(pk__in=map(ref_of, things))
    return {row.container: (row.question, row.get_absolute_url()) for row in rows}


def risks(person: Person, things: Sequence[str]) -> Names:
    """Risks of appraisals that this person may read."""
    if not isinstance(person, User):
        return {}
    rows = Risk.objects.visible_to(person).filter(pk__in=map(ref_of, things)).select_related("round")
    return {f"risk:{row.pk}": (row.name, row.get_absolute_url()) for row in rows}


def may_use_in_appraisal(person: Person, thing: str) -> bool:
    """Whoever writes the appraisal."""
    appraisal = Appraisal.objects.filter(pk=ref_of(thing)).first()
    return appraisal is not None and isinstance(person, User) and permissions.can_write(person, appraisal)


def may_use_in_risk(person: Person, thing: str) -> bool:
    """Whoever writes the risk's appraisal."""
    risk = Risk.objects.filter(pk=ref_of(thing)).select_related("round__appraisal").first()
    return risk is not None and isinstance(person, User) and permissions.can_write(person, risk.round.appraisal)
