"""A poll as one person is shown it: what is asked, how many answered, and the result where it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from moothall.kit.pages import Slice, keyset
from moothall.people.models import User
from moothall.spaces import sealing
from moothall.spaces.models import Ballot, Conversation, Membership, Poll, PollChoice, Shows, Voter
from moothall.spaces.models.polls import places_in

FEWEST_ANONYMOUS = 3
"""Ballots below which the result of an anonymous poll would as good as name who chose what."""
PAGE = 50


class Hidden(StrEnum):
    """Why a result is not shown."""

    NOT = ""
    UNTIL_ANSWERED = "until_answered"
    UNTIL_CLOSED = "until_closed"
    TOO_FEW = "too_few"
    REMOVED = "removed"

    @property
    def words(self) -> str:
        """The same, for whoever would see it."""
        return {
            Hidden.NOT: "",
            Hidden.UNTIL_ANSWERED: _("You see the result once you have answered, or when the poll has closed."),
            Hidden.UNTIL_CLOSED: _("The result is shown when the poll has closed."),
            Hidden.TOO_FEW: _(
                "Fewer than three people answered. The result is not shown, as it would say who chose what."
            ),
            Hidden.REMOVED: "",
        }[self]


@dataclass(frozen=True)
class Line:
    """One choice: how many chose it, of those who answered."""

    place: int
    words: str
    count: int
    share: int  # in 100 of those who answered
    mine: bool


@dataclass(frozen=True)
class Shown:
    """A poll and what this person may know of it."""

    poll: Poll
    choices: list[PollChoice]
    answered: int
    members: int
    has_answered: bool
    mine: frozenset[int]  # the places of what they chose; none once an anonymous poll is closed
    hidden: Hidden
    lines: list[Line]

    @property
    def is_shown(self) -> bool:
        """Whether there is a result to show."""
        return self.hidden is Hidden.NOT

    @property
    def first(self) -> list[Line]:
        """The choices that most chose, in one or more; none while nobody answered."""
        most = max((line.count for line in self.lines), default=0)
        return [line for line in self.lines if most and line.count == most]


def of_conversation(conversation: Conversation, user: User) -> Shown | None:
    """The poll of a conversation that this person may read, or None where there is none."""
    found = Poll.objects.filter(conversation=conversation).values_list("pk", flat=True).first()
    return shown(found, user) if found else None


def visible(user: User, pk: int) -> Poll | None:
    """A poll that this person may read, with its conversation and space."""
    return Poll.objects.visible_to(user).select_related("conversation__space", "by").filter(pk=pk).first()


def shown(pk: int, user: User) -> Shown:
    """A poll as this person is shown it, in one question; that they may read it was asked before.

    Raises `Poll.DoesNotExist` where it is gone.
    """
    rows = list(_choices(pk, user))
    if not rows:
        raise Poll.DoesNotExist
    first, poll = rows[0], rows[0].poll
    answered, has_answered, mine = first.answered, first.has_answered, places_in(first.own or 0)
    hidden = _hidden(poll, answered, has_answered=has_answered)
    return Shown(
        poll=poll,
        choices=[] if poll.is_removed else rows,
        answered=answered,
        members=first.members,
        has_answered=has_answered,
        mine=mine,
        hidden=hidden,
        lines=[_line(row, answered, mine) for row in rows] if hidden is Hidden.NOT else [],
    )


def _choices(pk: int, user: User) -> "QuerySet[PollChoice, Any]":
    """The choices of a poll, each with how many chose it and with all that is asked of the poll itself."""
    link = sealing.link(poll=pk, person=user.pk)
    voters, ballots = Voter.objects.filter(poll=pk), Ballot.objects.filter(poll=pk)
    space = Poll.objects.filter(pk=pk).values("conversation__space")
    members = Membership.objects.filter(space__in=space, user__is_active=True)
    place: Any = OuterRef("place")  # an expression, where the stubs know of numbers only
    chose = ballots.order_by().values("poll").annotate(n=Sum(F("chosen").bitrightshift(place).bitand(1)))
    rows = PollChoice.objects.filter(poll=pk).select_related("poll__by", "poll__closed_by", "poll__removed_by")
    return rows.annotate(
        count=_number(chose.values("n")),
        answered=_number(voters.order_by().values("poll").annotate(n=Count("pk")).values("n")),
        members=_number(members.order_by().values("space").annotate(n=Count("pk")).values("n")),
        has_answered=Exists(voters.filter(person=user)),
        own=Subquery(ballots.filter(Q(voter__person=user) | Q(link=link)).values("chosen")[:1]),
    )


def tally(pk: int) -> Mapping[int, int]:
    """How many chose each place."""
    counts: dict[int, int] = {}
    rows = Ballot.objects.filter(poll=pk).order_by().values("chosen").annotate(n=Count("pk"))
    for chosen, number in rows.values_list("chosen", "n"):
        for place in places_in(chosen):
            counts[place] = counts.get(place, 0) + number
    return counts


def published(poll: Poll, *, last: bool = False) -> tuple[int, Mapping[int, int] | None]:
    """How many answered, and how many chose each place; None while some are not shown it, or where too few answered.

    `last` where the poll goes with its conversation, open or not.
    """
    answered = poll.voters.count()
    everybody = last or poll.shows == Shows.AT_ONCE or not poll.is_open
    enough = not poll.anonymous or answered >= FEWEST_ANONYMOUS
    return answered, tally(poll.pk) if everybody and enough and not poll.is_removed else None


def every_named(poll: Poll) -> "QuerySet[Ballot]":
    """All ballots that have a voter, in the order of the voters' names."""
    rows = Ballot.objects.filter(poll=poll, voter__isnull=False).select_related("voter__person")
    return rows.order_by("voter__person__name", "pk")


def named(poll: Poll, after: str | None) -> Slice[Ballot]:
    """The ballots of a named poll, by who wrote them."""
    rows = Ballot.objects.filter(poll=poll, voter__isnull=False).annotate(name=F("voter__person__name"))
    return keyset(rows.select_related("voter__person__team"), by=("name", "pk"), after=after, size=PAGE)


def _hidden(poll: Poll, answered: int, *, has_answered: bool) -> Hidden:
    if poll.is_removed:
        return Hidden.REMOVED
    if poll.is_open:
        if poll.shows == Shows.CLOSED:
            return Hidden.UNTIL_CLOSED
        if poll.shows == Shows.ANSWERED and not has_answered:
            return Hidden.UNTIL_ANSWERED
    if poll.anonymous and 0 < answered < FEWEST_ANONYMOUS:
        return Hidden.TOO_FEW
    return Hidden.NOT


def _line(choice: Any, answered: int, mine: frozenset[int]) -> Line:
    share = round(100 * choice.count / answered) if answered else 0
    return Line(choice.place, choice.words, choice.count, share, mine=choice.place in mine)


def _number(counted: "QuerySet[Any, Any]") -> Coalesce:
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
