"""Whom something in this room concerns. What each of them may be told of it is in `told`."""

from collections.abc import Collection, Iterable, Mapping

from moothall import notices
from moothall.disclosure.models import Allocation, Answer, Approver, Attestation, Case, Check, Cover
from moothall.kit import clock
from moothall.notices.kinds import kinds
from moothall.people import grants
from moothall.people.models import Role, User

ARRIVED, REDATED, DUE = "disclosure.arrived", "disclosure.redated", "disclosure.due"
ASKED, CHASED, ANSWERED = "disclosure.asked", "disclosure.chased", "disclosure.answered"
SENT_BACK, RETURNED = "disclosure.sent_back", "sent back answer"
OF_CASES = (
    "case",
    "redated case",
    "due case",
    "late case",
    "unowned case",
    "written case",
    "unasked case",
    "slow case",
)
OF_ASKING = ("asked part", "chased part", "left part")
UNASKED, LATE_INSIDE = "disclosure.unasked", "disclosure.late_inside"
LATE, UNOWNED, LEFT = "disclosure.late", "disclosure.unowned", "disclosure.left"


def keepers(case: Case) -> list[int]:
    """Who looks after a case: its owner and their stand-ins; without one all officers, but nobody it is about."""
    return [case.owner_id, *_covering(case)] if case.owner_id else _officers(case)


def _officers(case: Case) -> list[int]:
    officers = User.objects.active().filter(role_holdings__role=Role.DISCLOSURE_OFFICER)
    return [pk for pk in officers.values_list("pk", flat=True) if pk != case.about_id]


def _covering(case: Case) -> list[int]:
    """The officers who stand in for the owner of a case today and see it."""
    rows = Cover.objects.on(clock.today()).filter(person=case.owner_id)
    away = set((rows.opening() if case.sensitive else rows).values_list("stand_in", flat=True))
    return [pk for pk in _officers(case) if pk in away] if away else []


def _others(case: Case) -> list[int]:
    """The officers who read what the owner of a case answers; where it is for its owner alone, their stand-ins."""
    return _covering(case) if case.sensitive else [pk for pk in _officers(case) if pk != case.owner_id]


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
    notices.withdraw(RETURNED, list(Answer.objects.filter(part=row.part_id).values_list("pk", flat=True)))
    case = row.part.case
    people = _others(case) if case.owner_id == by.pk else keepers(case)
    notices.tell(ANSWERED, people=people, subject=row.pk, place=grants.PUBLIC, by=by)


def read_again(row: Check, *, by: User) -> None:
    """An answer was read by the second person: sent back, it waits for whoever wrote it, and for whoever is asked."""
    if row.agrees:
        notices.withdraw(RETURNED, [row.answer_id])
        return
    asked = Allocation.objects.standing().filter(part=row.answer.part_id, person__isnull=False)
    asked = asked.select_related("part__case")
    people = {row.answer.by_id, *(pk for one in asked for pk in _asked_of(one))}
    notices.tell(SENT_BACK, people=people, subject=row.answer_id, place=grants.PUBLIC, by=by, anew=True)


def told_of(cases: Collection[int]) -> Mapping[str, list[int]]:
    """All that anybody can have been told of these cases: the numbers of each sort of thing."""
    asked = list(Allocation.objects.filter(part__case__in=cases).values_list("pk", flat=True))
    found = {thing: list(cases) for thing in OF_CASES} | dict.fromkeys(OF_ASKING, asked)
    answers = list(Answer.objects.filter(part__case__in=cases).values_list("pk", flat=True))
    found |= {"answered part": answers, RETURNED: answers}
    found["letter to approve"] = list(Approver.objects.filter(letter__case__in=cases).values_list("pk", flat=True))
    found["attestation"] = list(Attestation.objects.filter(case__in=cases).values_list("pk", flat=True))
    return found


def closed_to(case: Case, person: User) -> None:
    """A case is about this person, as is said now: what they were told of it does not wait for them any more."""
    things = told_of([case.pk])
    for kind in kinds:
        if kind.thing in things:
            notices.done(person, kind.key, things[kind.thing])


def _asked_of(row: Allocation) -> list[int]:
    """Who may answer: whoever is asked and their stand-ins; a team with all teams below it; nobody it is about."""
    if row.person_id:
        rows = Cover.objects.on(clock.today()).filter(person=row.person_id)
        found = [row.person_id, *rows.values_list("stand_in", flat=True)]
    else:
        teams = grants.teams_below([row.team_id] if row.team_id else [])
        found = list(User.objects.active().filter(team__in=teams).values_list("pk", flat=True))
    return [pk for pk in found if pk != row.part.case.about_id]


def due(case: Case) -> int:
    """A case is due within days; told once, whoever looks after it."""
    return notices.tell(DUE, people=keepers(case), subject=case.pk, place=grants.PUBLIC, by=None)


def late(case: Case) -> int:
    """The day of a case is past; told once."""
    return notices.tell(LATE, people=keepers(case), subject=case.pk, place=grants.PUBLIC, by=None)


def unasked(case: Case) -> int:
    """The first inside date of a case is past and somebody is still to be asked for a part; told once."""
    return notices.tell(UNASKED, people=keepers(case), subject=case.pk, place=grants.PUBLIC, by=None)


def late_inside(case: Case) -> int:
    """The last inside date of a case is past and a part waits for its answer; told once."""
    return notices.tell(LATE_INSIDE, people=keepers(case), subject=case.pk, place=grants.PUBLIC, by=None)


def unowned(case: Case, *, by: User | None) -> None:
    """Whoever answered for a case has left."""
    notices.tell(UNOWNED, people=keepers(case), subject=case.pk, place=grants.PUBLIC, by=by, anew=True)


def left(row: Allocation, *, by: User | None) -> None:
    """Whoever was asked for a part has left."""
    case = row.part.case
    notices.tell(LEFT, people=keepers(case), subject=row.pk, place=grants.PUBLIC, by=by, anew=True)
