"""The things of lower rooms that lessons can be about: policies and platforms."""

from collections.abc import Mapping, Sequence

from moothall.kit.apps import is_on
from moothall.kit.registries import Person
from moothall.lessons.matters import ref_of
from moothall.people.models import User
from moothall.policies import permissions as of_policies
from moothall.policies.models import Policy
from moothall.policies.queries import standing
from moothall.records import permissions as of_records
from moothall.records.models import InformationSystem


def policies(person: Person, things: Sequence[str]) -> Mapping[str, tuple[str, str]]:
    """Policies that this person may read."""
    if not isinstance(person, User) or not is_on("policies"):
        return {}
    rows = list(Policy.objects.visible_to(person).filter(pk__in=[ref_of(thing) for thing in things]))
    titles = standing.titles(row.pk for row in rows)
    return {f"policy:{row.pk}": (titles.get(row.pk, row.slug), row.get_absolute_url()) for row in rows}


def systems(person: Person, things: Sequence[str]) -> Mapping[str, tuple[str, str]]:
    """Information systems that this person may read."""
    if not isinstance(person, User) or not is_on("records"):
        return {}
    rows = InformationSystem.objects.visible_to(person).filter(pk__in=[ref_of(thing) for thing in things])
    return {f"system:{row.pk}": (row.name, row.get_absolute_url()) for row in rows}


def may_use_in_policy(person: Person, thing: str) -> bool:
    """Whoever looks after the policy."""
    policy = Policy.objects.filter(pk=ref_of(thing)).first()
    return policy is not None and isinstance(person, User) and of_policies.can_look_after(person, policy)


def may_use_in_system(person: Person, thing: str) -> bool:
    """Whoever describes the system."""
    system = InformationSystem.objects.filter(pk=ref_of(thing)).first()
    return system is not None and isinstance(person, User) and of_records.can_edit_system(person, system)
