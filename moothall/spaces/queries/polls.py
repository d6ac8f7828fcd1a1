"""A poll as one person is shown it: what is asked, how many answered, and the result where it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
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
    """The poll of a conversation that this person may read, in three questions at most; None where there is none."""
    found = Poll.objects.filter(conversation=conversation).values_list("pk", flat=True).first()
    return shown(found, user) if found else None


def visible(user: User, pk: int) -> Poll | None:
    """A poll that this person may read, with its conversation and space."""
    return Poll.objects.visible_to(user).select_related("conversation__space", "by").filter(pk=pk).first()


def shown(pk: int, user: User) -> Shown:
    """A poll as this person is shown it; that they may read it was asked before. Raises `Poll.DoesNotExist`."""
    own = Ballot.objects.filter(
        Q(voter__person=user) | Q(link=sealing.link(poll=pk, person=user.pk)), poll=OuterRef("pk")
    )
    rows = Poll.objects.select_related("by", "closed_by", "removed_by").annotate(
        answered=_count(Voter.objects.filter(poll=OuterRef("pk")), "poll"),
        members=_count(Membership.objects.filter(space=OuterRef("conversation__space"), user__is_active=True), "space"),
        has_answered=Exists(Voter.objects.filter(poll=OuterRef("pk"), person=user)),
        own=Subquery(own.values("chosen")[:1]),
    )
    poll = rows.get(pk=pk)
    choices = [] if poll.is_removed else list(PollChoice.objects.filter(poll=pk))
    mine = places_in(poll.own or 0)
    hidden = _hidden(poll, poll.answered, has_answered=poll.has_answered)
    lines = _lines(choices, tally(pk), poll.answered, mine) if hidden is Hidden.NOT else []
    return Shown(poll, choices, poll.answered, poll.members, poll.has_answered, mine, hidden, lines)


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


def _lines(choices: list[PollChoice], counts: Mapping[int, int], answered: int, mine: frozenset[int]) -> list[Line]:
    return [
        Line(
            place=choice.place,
            words=choice.words,
            count=counts.get(choice.place, 0),
            share=round(100 * counts.get(choice.place, 0) / answered) if answered else 0,
            mine=choice.place in mine,
        )
        for choice in choices
    ]


def _count(rows: "QuerySet[Voter] | QuerySet[Membership]", by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
