"""Whom something in this room concerns. What each of them may be told of it is in `told`."""

from collections.abc import Iterable

from moothall import notices
from moothall.disclosure.models import Allocation, Answer, Case
from moothall.people import grants
from moothall.people.models import Role, User

ARRIVED, REDATED, DUE = "disclosure.arrived", "disclosure.redated", "disclosure.due"
ASKED, CHASED, ANSWERED = "disclosure.asked", "disclosure.chased", "disclosure.answered"
LATE, UNOWNED, LEFT = "disclosure.late", "disclosure.unowned", "disclosure.left"


def keepers(case: Case) -> list[int]:
    """Who looks after a case: its owner; without one the disclosure officers whom it is not about."""
    if case.owner_id:
        return [case.owner_id]
    officers = User.objects.active().filter(role_holdings__role=Role.DISCLOSURE_OFFICER)
    return list(officers.exclude(pk=case.about_id).values_list("pk", flat=True))


def _others(case: Case) -> list[int]:
    """The officers who read what the owner of a case answers; nobody where it is for its owner alone."""
    officers = User.objects.active().filter(role_holdings__role=Role.DISCLOSURE_OFFICER)
    found = officers.exclude(pk__in=[pk for pk in (case.owner_id, case.about_id) if pk])
    return [] if case.sensitive else list(found.values_list("pk", flat=True))


def arrived(case: Case, *, by: User | None) -> None:
    """A request came."""
    notices.tell(ARRIVED, people=keepers(case), subject=case.pk, place=grants.PUBLIC, by=by)


def redated(cases: Iterable[Case], *, by: User | None) -> None:
    """The dates of these cases moved."""
    for case in cases:
        notices.tell(REDATED, people=keepers(case), subject=case.pk, place=grants.PUBLIC, by=by, anew=True)


def asked(row: Allocation, *, by: User) -> None:
    """Somebody, or everybody in a team, is asked for a part."""
    notices.tell(ASKED, people=_asked_of(row), subject=row.pk, place=grants.PUBLIC, by=by)


def chased(row: Allocation, *, by: User | None) -> None:
    """They are reminded."""
    notices.tell(CHASED, people=_asked_of(row), subject=row.pk, place=grants.PUBLIC, by=by, anew=True)


def answered(row: Answer, *, by: User) -> None:
    """A part is answered, and nobody need be asked for it."""
    rows = Allocation.objects.filter(part=row.part_id).values_list("pk", flat=True)
    notices.withdraw("asked part", list(rows))
    notices.withdraw("chased part", list(rows))
    case = row.part.case
    people = _others(case) if case.owner_id == by.pk else keepers(case)
    notices.tell(ANSWERED, people=people, subject=row.pk, place=grants.PUBLIC, by=by)


def _asked_of(row: Allocation) -> list[int]:
    if row.person_id:
        return [row.person_id]
    return list(User.objects.active().filter(team=row.team_id).values_list("pk", flat=True))


def due(case: Case) -> int:
    """A case is due within days; told once, whoever looks after it."""
    return notices.tell(DUE, people=keepers(case), subject=case.pk, place=grants.PUBLIC, by=None)


def late(case: Case) -> int:
    """The day of a case is past; told once."""
    return notices.tell(LATE, people=keepers(case), subject=case.pk, place=grants.PUBLIC, by=None)


def unowned(case: Case, *, by: User | None) -> None:
    """Whoever answered for a case has left."""
    notices.tell(UNOWNED, people=keepers(case), subject=case.pk, place=grants.PUBLIC, by=by, anew=True)


def left(row: Allocation, *, by: User | None) -> None:
    """Whoever was asked for a part has left."""
    case = row.part.case
    notices.tell(LEFT, people=keepers(case), subject=row.pk, place=grants.PUBLIC, by=by, anew=True)
