"""Whom something in this room concerns. What each of them may be told of it is in `told_initiatives`."""

from collections.abc import Iterable

from moothall import notices
from moothall.change.models import Handover, Helper, Initiative, Part
from moothall.change.queries import initiatives, readiness
from moothall.people.models import Role, User

ASKED, HANDED, READY, CHANGED = "change.asked", "change.handed", "change.ready", "change.passed_on"
UNOWNED, CLOSED = "change.unowned", "change.closed"
HANDOVER, INITIATIVE = "initiative handover", "unowned initiative"
UNDER_WAY, OUTCOME = "initiative ready", "closed initiative"


def passed_on(handover: Handover, *, by: User | None) -> None:
    """A part passed on: tell who has it now, who depends on that, and without an owner those who look after it."""
    initiative, place = handover.initiative, handover.initiative.container
    if handover.part == Part.OWNER:
        _settled(initiative)
    if handover.after_id is not None:
        kind = ASKED if handover.part == Part.OWNER else HANDED
        notices.tell(kind, people=[handover.after_id], subject=handover.pk, place=place, by=by)
    elif handover.part == Part.OWNER:
        people = {*keepers(), *_looking_after(initiative)}
        notices.tell(UNOWNED, people=people, subject=initiative.pk, place=place, by=by, anew=True)
    people = {pk for pk in around(initiative) if pk != handover.after_id}
    notices.tell(CHANGED, people=people, subject=handover.pk, place=place, by=by)


def accepted(initiative: Initiative, *, by: User) -> None:
    """It is owned: nobody is asked any more, and those at work on it are told."""
    _settled(initiative)
    last = initiative.handovers.filter(part=Part.OWNER).order_by("-pk").first()
    if last is not None:
        people = around(initiative) - {by.pk}
        notices.tell(CHANGED, people=people, subject=last.pk, place=initiative.container, by=by, anew=True)


def _settled(initiative: Initiative) -> None:
    """Who was asked to own it before is asked no more, and it is no longer said to lack an owner."""
    asked = list(initiative.handovers.filter(part=Part.OWNER).values_list("pk", flat=True))
    notices.withdraw(HANDOVER, asked)
    notices.withdraw(INITIATIVE, [initiative.pk])


def begun(initiative: Initiative) -> None:
    """Delivery began: it is no longer said that it could."""
    notices.withdraw(UNDER_WAY, [initiative.pk])


def closed(initiative: Initiative, *, by: User) -> None:
    """Tell its people what came of it."""
    begun(initiative)
    people = around(initiative)
    notices.tell(CLOSED, people=people, subject=initiative.pk, place=initiative.container, by=by)


def ready_to_begin() -> int:
    """Tell owners of what is ready to begin, once; returns how many were told."""
    told = 0
    for initiative in initiatives.ready().select_related("owner__team").order_by("pk").iterator(chunk_size=500):
        if initiative.owner_id is not None and not readiness.before_delivery(initiative):
            place = initiative.container
            told += notices.tell(READY, people=[initiative.owner_id], subject=initiative.pk, place=place, by=None)
    return told


def keepers() -> list[int]:
    """Performance officers who may come in."""
    officers = User.objects.active().filter(role_holdings__role=Role.PERFORMANCE_OFFICER)
    return list(officers.values_list("pk", flat=True))


def around(initiative: Initiative) -> set[int]:
    """Who owns, guides and champions an initiative, who works on it, and who owns a benefit of it."""
    people = {initiative.owner_id, initiative.guide_id, initiative.sponsor_id}
    people |= set(Helper.objects.filter(initiative=initiative).values_list("user_id", flat=True))
    people |= set(initiative.benefits.filter(dropped_at=None).values_list("owner_id", flat=True))
    return {pk for pk in people if pk is not None}


def _looking_after(initiative: Initiative) -> Iterable[int]:
    return [pk for pk in (initiative.guide_id, initiative.created_by_id) if pk is not None]
