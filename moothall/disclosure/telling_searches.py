"""Who is told that they are asked to search and attest, and in which words."""

from collections.abc import Mapping, Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moothall import notices
from moothall.disclosure.models import Attestation
from moothall.notices.kinds import Told
from moothall.people import grants
from moothall.people.models import User

ATTEST = "disclosure.attest"
THING = "attestation"


def asked_to_attest(row: Attestation, *, by: User) -> None:
    """Somebody here is asked."""
    if row.asked_of_id:
        notices.tell(ATTEST, people=[row.asked_of_id], subject=row.pk, place=grants.PUBLIC, by=by)


def attested(row: Attestation) -> None:
    """Nobody need be reminded of it any more."""
    notices.withdraw(THING, [row.pk])


def load(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """What this person is asked to search, as long as they have not said what they found."""
    rows = Attestation.objects.visible_to(user).awaited().filter(pk__in=pks, asked_of=user)
    line = _("You are asked to search and to say what you found; asked on {day}")
    return {
        row.pk: Told(
            title=row.of_what, url=row.get_absolute_url(), line=line.format(day=date_format(row.asked_on, "j F"))
        )
        for row in rows
    }
