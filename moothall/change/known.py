"""The things of this room that lessons can be about: initiatives, benefits and measures."""

from collections.abc import Mapping, Sequence

from moothall.change import permissions
from moothall.change.models import Benefit, Initiative, Measure
from moothall.kit.registries import Person
from moothall.lessons.matters import ref_of
from moothall.people.models import User

Names = Mapping[str, tuple[str, str]]


def initiatives(person: Person, things: Sequence[str]) -> Names:
    """Initiatives that this person may read."""
    if not isinstance(person, User):
        return {}
    rows = Initiative.objects.visible_to(person).filter(pk__in=map(ref_of, things))
    return {row.container: (row.title, row.get_absolute_url()) for row in rows}


def benefits(person: Person, things: Sequence[str]) -> Names:
    """Benefits of initiatives that this person may read."""
    if not isinstance(person, User):
        return {}
    rows = Benefit.objects.visible_to(person).filter(pk__in=map(ref_of, things))
    return {f"benefit:{row.pk}": (row.title, row.get_absolute_url()) for row in rows}


def measures(person: Person, things: Sequence[str]) -> Names:
    """Measures that quote a plan which this person may read."""
    if not isinstance(person, User):
        return {}
    rows = Measure.objects.visible_to(person).filter(pk__in=map(ref_of, things))
    return {f"measure:{row.pk}": (row.title, row.get_absolute_url()) for row in rows}


def may_use_in_initiative(person: Person, thing: str) -> bool:
    """Whoever writes the initiative."""
    initiative = Initiative.objects.filter(pk=ref_of(thing)).first()
    return initiative is not None and isinstance(person, User) and permissions.can_write(person, initiative)


def may_use_in_benefit(person: Person, thing: str) -> bool:
    """Whoever writes the benefit's initiative."""
    benefit = Benefit.objects.filter(pk=ref_of(thing)).select_related("initiative").first()
    return benefit is not None and isinstance(person, User) and permissions.can_write(person, benefit.initiative)


def may_use_in_measure(person: Person, thing: str) -> bool:
    """Whoever keeps the measure."""
    measure = Measure.objects.filter(pk=ref_of(thing)).first()
    return measure is not None and isinstance(person, User) and permissions.can_keep_measure(person, measure)
