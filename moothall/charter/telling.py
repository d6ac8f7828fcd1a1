"""Whom something in this room concerns. What each of them may be told of it is in `told`."""

from datetime import date, timedelta

from django.utils import timezone

from moothall import notices
from moothall.charter.models import Charter, Invitation
from moothall.kit import clock
from moothall.notices.kinds import When
from moothall.notices.models import Choice
from moothall.people import grants
from moothall.people.models import User

INVITED, LOOK_BACK = "charter.invited", "charter.look_back"
HALL = grants.PUBLIC  # the charter lies in no container: everybody in the hall may read it
FRIDAY, NOON = 4, 12


def invited(invitation: Invitation, *, by: User) -> None:
    """Tell somebody that a colleague asks them to read the charter."""
    notices.tell(INVITED, people=[invitation.invited_id], subject=invitation.pk, place=HALL, by=by)


def signed(charter: Charter, *, by: User) -> None:
    """Whoever signed was invited to some purpose: what they were told of that is dealt with."""
    asked = Invitation.objects.filter(charter=charter, invited=by).values_list("pk", flat=True)
    notices.done(by, INVITED, list(asked))


def weeks_over() -> int:
    """On Friday afternoon, remind those who asked for it to look back; returns how many were told.

    Nobody else is told: as long as nobody has chosen it, nothing is sent.
    """
    local = timezone.localtime(clock.now())
    if local.weekday() < FRIDAY or (local.weekday() == FRIDAY and local.hour < NOON):
        return 0
    asked = Choice.objects.filter(kind=LOOK_BACK, place="").exclude(when=When.MUTE)
    people = list(asked.values_list("person", flat=True))
    return notices.tell(LOOK_BACK, people=people, subject=monday(local.date()).toordinal(), place=HALL, by=None)


def monday(day: date) -> date:
    """The first day of the week of a day."""
    return day - timedelta(days=day.weekday())
