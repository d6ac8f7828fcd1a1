"""Readings that wait for a person: nothing is asked of the desk where they have no measure that could."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from django.utils.translation import gettext as _

from moothall.change.models import Measure
from moothall.change.queries import measures
from moothall.change.standing import GRACE
from moothall.kit import clock
from moothall.kit.registries import Link, Person
from moothall.people import grants, waiting
from moothall.people.models import User

MOST = 6  # lines on the desk
WAITS, READ = "measures", "read"


@dataclass(frozen=True)
class Line:
    """One measure that is to be read."""

    measure: Measure
    due: date
    is_late: bool


@dataclass(frozen=True)
class Card:
    """What the desk shows, longest due first, and how many more there are."""

    lines: list[Line]
    more: int


def may_wait(user: User) -> waiting.Rows:
    """Measures of this person's that could wait to be read; whether one does is told by its course."""
    if not user.is_active or user.is_guest or not grants.listed(user, "plan"):
        return {}
    return {READ: measures.unread_since(measures.of_person(user), clock.today())}


def card(person: Person) -> Card | None:
    """Readings of this person's that wait; None where none does."""
    user = cast(User, person)
    if not user.is_active or user.is_guest or READ not in waiting.sorts(user, WAITS):
        return None
    today = clock.today()
    found = measures.waiting(measures.of_person(user), today)
    lines = [Line(measure, due, today > due + GRACE) for measure, due in found[:MOST]]
    return Card(lines, len(found) - len(lines)) if lines else None


def indicators(person: Person, thing: str) -> list[Link]:
    """The measures that watch a risk (`risk:11`), where this person may read them."""
    kind, _colon, pk = thing.partition(":")
    if kind != "risk" or not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
        return []
    rows = Measure.objects.visible_to(cast(User, person)).filter(watches=int(pk), retired_at=None)
    found = measures.stands(rows.select_related("objective").order_by("title", "pk"))
    return [
        Link(
            title=one.measure.title,
            url=one.measure.get_absolute_url(),
            kind=_("Indicator"),
            note=one.latest or _("Not read yet"),
        )
        for one in found
    ]
