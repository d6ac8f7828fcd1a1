"""What waits for a person in this room, and what a champion sees in two minutes: three questions and one post to write.

One question where nothing can wait, and one for each sort of thing that does.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from moothall.change.models import Initiative
from moothall.change.queries import initiatives
from moothall.kit.apps import is_on
from moothall.kit.registries import Person
from moothall.people import grants, waiting
from moothall.people.models import Role, User
from moothall.spaces.models import Post, Space
from moothall.spaces.queries import questions
from moothall.spaces.queries.questions import Question

MOST = 6  # lines of each sort
WAITS = "change"
ACCEPT, BEGIN, UNOWNED, CHAMPION = "accept", "begin", "unowned", "champion"


@dataclass(frozen=True)
class Line:
    """One thing that waits."""

    when: str | Promise
    title: str
    url: str
    note: str
    state: str | Promise


@dataclass(frozen=True)
class ToWrite:
    """The one post that a champion is asked to write: in the space where their word is missed longest."""

    initiative: Initiative
    space: Space


@dataclass(frozen=True)
class Card:
    """What the desk shows."""

    lines: list[Line] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    post: ToWrite | None = None

    @property
    def champions(self) -> bool:
        """Whether there is something for a champion."""
        return bool(self.questions or self.post)


def card(person: Person) -> Card | None:
    """What waits for this person; None where nothing does."""
    user = cast(User, person)
    if not user.is_active or user.is_guest:
        return None
    waits = waiting.sorts(user, WAITS)
    if not waits:
        return None
    lines = [line for sort, find in _FIND.items() if sort in waits for line in find(user)]
    found = _championed(user, lines) if CHAMPION in waits else Card(lines)
    return found if found.lines or found.champions else None


def may_wait(user: User) -> waiting.Rows:
    """The rows of each sort that would wait for this person."""
    keeps = user.has_role(Role.PERFORMANCE_OFFICER)
    if not user.is_active or user.is_guest or not (keeps or grants.listed(user, "initiative")):
        return {}
    asked: dict[str, QuerySet[Any]] = {ACCEPT: to_accept(user), BEGIN: to_begin(user)}
    if is_on("spaces"):
        asked[CHAMPION] = championed(user)
    if keeps:
        asked[UNOWNED] = initiatives.unowned()
    return asked


def to_accept(user: User) -> QuerySet[Initiative]:
    """What this person is asked to own."""
    return Initiative.objects.filter(owner=user, owner_accepted_at=None, closing=None)


def to_begin(user: User) -> QuerySet[Initiative]:
    """What this person owns and can begin to deliver."""
    return initiatives.ready().filter(owner=user)


def championed(user: User) -> QuerySet[Initiative]:
    """What this person champions, with a space of its own that they may read, while it is under way."""
    rows = Initiative.objects.filter(sponsor=user, closing=None, space__isnull=False)
    return rows.filter(space__in=Space.objects.visible_to(user))


def _championed(user: User, lines: list[Line]) -> Card:
    own = Post.objects.filter(author=user, conversation__space=OuterRef("space"), removed_at=None)
    last = Subquery(own.order_by("-created_at").values("created_at")[:1])
    rows = list(championed(user).select_related("space").annotate(last_said=last).order_by("pk")[:50])
    asked = questions.waiting(user, spaces=[row.space_id for row in rows if row.space_id])
    quiet = sorted(rows, key=_missed)
    post = ToWrite(quiet[0], quiet[0].space) if quiet and quiet[0].space else None
    return Card(lines, list(asked), post)


def _missed(row: Initiative) -> float:
    """Where nothing was said yet comes first, then where the last word is longest ago."""
    last = getattr(row, "last_said", None)
    return last.timestamp() if last is not None else 0.0


def _accept_lines(user: User) -> list[Line]:
    return [
        Line(
            _("To accept"),
            row.title,
            reverse("change:accept", args=[row.pk]),
            _("You are asked to own this change. Accept in person, or say why not."),
            _("Waits for you"),
        )
        for row in to_accept(user).order_by("pk")[:MOST]
    ]


def _begin_lines(user: User) -> list[Line]:
    return [
        Line(
            _("To begin"),
            row.title,
            reverse("change:begin", args=[row.pk]),
            _("Nothing is missing any more: you can begin to deliver it."),
            _("Ready"),
        )
        for row in to_begin(user).order_by("pk")[:MOST]
    ]


def _unowned_lines(user: User) -> list[Line]:
    rows = initiatives.unowned().filter(pk__in=Initiative.objects.visible_to(user))
    return [
        Line(
            _("No owner"),
            row.title,
            reverse("change:people", args=[row.pk]),
            _("Nobody in the business owns it, so it brings no value."),
            _("Needs an owner"),
        )
        for row in rows.order_by("pk")[:MOST]
    ]


_FIND: dict[str, Callable[[User], list[Line]]] = {
    ACCEPT: _accept_lines,
    BEGIN: _begin_lines,
    UNOWNED: _unowned_lines,
}
