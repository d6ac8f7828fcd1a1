"""Requests as what lessons are about."""

from collections.abc import Mapping, Sequence

from moothall.disclosure import permissions
from moothall.disclosure.models import Case
from moothall.kit.registries import Person
from moothall.lessons.matters import ref_of
from moothall.people.models import User


def cases(person: Person, things: Sequence[str]) -> Mapping[str, tuple[str, str]]:
    """Cases that this person works on."""
    if not isinstance(person, User):
        return {}
    rows = Case.objects.visible_to(person).filter(pk__in=[ref_of(thing) for thing in things])
    return {row.ref: (f"{row.reference}: {row.title}", row.get_absolute_url()) for row in rows}


def may_use_in_case(person: Person, thing: str) -> bool:
    """Whoever works on the case."""
    case = Case.objects.filter(pk=ref_of(thing)).first()
    return case is not None and isinstance(person, User) and permissions.can_work_on(person, case)
