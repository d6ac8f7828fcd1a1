"""What waits for a person in this room: parts they are asked for, their cases that are due, cases that are nobody's.

What waits for a colleague whom they stand in for waits for them too.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, cast

from django.db.models import Q, QuerySet

from moothall.disclosure.models import Allocation, Case, Cover
from moothall.kit import clock
from moothall.kit.registries import Person
from moothall.people import grants, waiting
from moothall.people.models import Role, User

WAITS = "disclosure"
ASKED, DUE, UNOWNED = "asked", "due", "unowned"
SOON = timedelta(days=5)
MOST = 5  # lines of each sort


@dataclass(frozen=True)
class Card:
    """What the desk shows."""

    asked: list[Allocation] = field(default_factory=list)
    due: list[Case] = field(default_factory=list)
    unowned: list[Case] = field(default_factory=list)
    today: date = field(default_factory=clock.today)


def card(person: Person) -> Card | None:
    """What waits for this person; None where nothing does."""
    user = cast(User, person)
    found = waiting.sorts(user, WAITS)
    if not found or not user.is_active or user.is_guest:
        return None
    return Card(
        asked=list(_asked(user).select_related("part", "person", "team").order_by("due_on", "pk")[:MOST])
        if ASKED in found
        else [],
        due=list(_due(user).order_by("due_on", "pk").defer("words")[:MOST]) if DUE in found else [],
        unowned=list(_unowned(user).order_by("due_on", "pk").defer("words")[:MOST]) if UNOWNED in found else [],
    )


def may_wait(user: User) -> waiting.Rows:
    """The rows of each sort that would wait for this person; nothing is asked of the database here."""
    if not user.is_active or user.is_guest:
        return {}
    if not user.has_role(Role.DISCLOSURE_OFFICER):
        return {ASKED: _asked(user)}
    return {ASKED: _asked(user), DUE: _due(user), UNOWNED: _unowned(user)}


def near(today: date) -> QuerySet[Case]:
    """Open cases of anybody's that are due within some days, or late."""
    return Case.objects.open().filter(due_on__lte=today + SOON).order_by("due_on", "pk")


def _asked(user: User) -> QuerySet[Allocation]:
    """The same parts as on the board, by what is known of a person without asking for it."""
    teams = [holder.partition(":")[2] for holder in grants.holders_of(user) if holder.startswith("team:")]
    rows = Allocation.objects.waiting()
    mine = Q(person=user) | Q(person__in=_covered(user))
    mine |= Q(team__in=teams) if teams else Q()
    return rows.filter(mine).exclude(part__case__about=user)


def _due(user: User) -> QuerySet[Case]:
    mine = Q(owner=user) | Q(owner__in=_covered(user))
    return near(clock.today()).filter(mine, pk__in=Case.objects.visible_to(user).values("pk"))


def _covered(user: User) -> QuerySet[Cover, Any]:
    return Cover.objects.on(clock.today()).filter(stand_in=user).values("person")


def _unowned(user: User) -> QuerySet[Case]:
    return Case.objects.visible_to(user).open().filter(owner=None)
