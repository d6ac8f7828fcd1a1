"""Whom a letter concerns, and what they are told of it; never who wrote it, nor its subject."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from moothall import notices
from moothall.disclosure.models import Case
from moothall.disclosure.models.received import Received, Why
from moothall.disclosure.telling import keepers
from moothall.notices.kinds import Told
from moothall.people import grants
from moothall.people.models import Role, User

WRITTEN, HELD = "disclosure.written", "disclosure.letter_held"


def written(case: Case) -> None:
    """Somebody wrote about a case of theirs."""
    notices.tell(WRITTEN, people=keepers(case), subject=case.pk, place=grants.PUBLIC, by=None, anew=True)


def held(row: Received) -> None:
    """A letter waits to be looked at."""
    officers = User.objects.active().filter(role_holdings__role=Role.DISCLOSURE_OFFICER).values_list("pk", flat=True)
    notices.tell(HELD, people=officers, subject=row.pk, place=grants.PUBLIC, by=None)


def settled(row: Received) -> None:
    """Nobody need look at it any more."""
    notices.withdraw("held letter", [row.pk])


def load_written(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """Cases about which the requester wrote."""
    return {
        case.pk: Told(
            title=f"{case.reference}: {case.title}",
            url=case.get_absolute_url(),
            line=_("Whoever asked wrote again"),
            place=_("Requests"),
            thread=case.ref,
            closed=True,
            bare=case.sensitive,
        )
        for case in Case.objects.visible_to(user).filter(pk__in=pks)
    }


def load_held(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """Letters that wait."""
    return {
        row.pk: Told(
            title=_("A letter waits to be looked at"),
            url=row.get_absolute_url(),
            line=str(Why(row.why).label) if row.why else "",
            place=_("Requests"),
            thread=f"letter:{row.pk}",
            closed=True,
            bare=True,
        )
        for row in Received.objects.visible_to(user).waiting().filter(pk__in=pks)
    }
