"""What the page of an initiative shows of the charter: its card, and who of its people signed."""

from collections.abc import Sequence
from dataclasses import dataclass

from moothall.change.models import Initiative
from moothall.charter.models import Charter, Signature
from moothall.charter.queries.cards import CardPage, one, page_of
from moothall.people.models import User


@dataclass(frozen=True)
class Signed:
    """Who of those that answer for an initiative signed the charter in force."""

    number: int
    rows: Sequence[Signature]


def card(person: User, initiative: Initiative) -> CardPage | None:
    """The card of an initiative, read from the records for this person; None where there is no charter."""
    record, found = one(initiative, person)
    return page_of(found, record.title)


def signed(person: User, initiative: Initiative) -> Signed | None:
    """Who of its owner, guide and champion signed; None where there is no charter."""
    current = Charter.objects.current()
    if current is None:
        return None
    people = [initiative.owner_id, initiative.guide_id, initiative.sponsor_id]
    rows = Signature.objects.standing().filter(charter=current, person__in=[pk for pk in people if pk is not None])
    return Signed(current.number, list(rows.select_related("person").order_by("pk")))
