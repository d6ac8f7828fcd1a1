"""Who may do what in the records room."""

from moothall.kit.registries import Person
from moothall.people import grants
from moothall.people.models import Role, User
from moothall.records.models import Hold
from moothall.records.models.holds import CONTAINER


def can_keep_records(by: User) -> bool:
    """Look after systems, assets, retention and holds: records managers and administrators."""
    return by.has_role(Role.RECORDS_MANAGER) or by.has_role(Role.ADMINISTRATOR)


def can_see_holds(by: User) -> bool:
    """See the list of holds: who looks after records, discloses or audits."""
    return can_keep_records(by) or by.has_role(Role.DISCLOSURE_OFFICER) or by.has_role(Role.AUDITOR)


def shown_holds(person: Person) -> bool:
    """Who finds the list of holds in the room: those who see every hold, and owners of one."""
    if not isinstance(person, User):
        return False
    return can_see_holds(person) or any(token.startswith(f"{CONTAINER}:") for token in grants.tokens(person))


def can_know_reasons(by: User) -> bool:
    """Read what every hold is for: who looks after records, and disclosure officers."""
    return can_keep_records(by) or by.has_role(Role.DISCLOSURE_OFFICER)


def can_know_why(by: User, hold: Hold) -> bool:
    """Read what a hold is for: those who may of every hold, and its owner."""
    return can_know_reasons(by) or (by.is_active and hold.owner_id == by.pk)


def can_change_hold(by: User, hold: Hold) -> bool:
    """Add to a hold that is in force, review it and release it: who looks after records."""
    return can_keep_records(by) and hold.in_force


def can_own_hold(person: User) -> bool:
    """Own a hold: staff and councillors who may sign in."""
    return person.is_active and not person.is_guest


def can_review_hold(by: User, hold: Hold) -> bool:
    """Say that a hold is still needed: its owner, and who looks after records."""
    return hold.in_force and (can_keep_records(by) or (by.is_active and hold.owner_id == by.pk))
