"""What people said of an appraisal, a risk or an option, as it stands beside the decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from moothall.risks.models import Appraisal, Comment, Risk, Round

MOST = 20  # said on one page; the others stand on the page of comments


@dataclass(frozen=True)
class Voices:
    """Some of what was said, the earliest first, and how much more there is."""

    said: tuple[Comment, ...]
    more: int

    @property
    def total(self) -> int:
        """How much was said."""
        return len(self.said) + self.more


def differing(round: Round, rounds: Sequence[Round]) -> Voices:
    """The different views that were said while a round was the latest, whatever they are about."""
    return _cut(_during(round, rounds).filter(differs=True))


def others(round: Round, rounds: Sequence[Round]) -> int:
    """How many comments there are besides the different views."""
    return _during(round, rounds).filter(differs=False).count()


def waiting(appraisal: Appraisal) -> int:
    """How much of what the public said nobody has looked at."""
    return Comment.objects.waiting().filter(appraisal=appraisal).count()


def about(risk: Risk) -> Voices:
    """What was said of one risk."""
    return _cut(risk.comments.shown())


def in_public(appraisal: Appraisal) -> Voices:
    """What the public said and somebody let in; what people of the hall say stays in the hall."""
    return _cut(appraisal.comments.filter(author=None, let_in=True))


def _during(round: Round, rounds: Sequence[Round]) -> QuerySet[Comment]:
    """From the day that it was opened until the next one was."""
    ends: list[datetime] = [each.opened_at for each in rounds if each.number == round.number + 1]
    when = Q() if round.number == 1 else Q(said_at__gte=round.opened_at)
    if ends:
        when &= Q(said_at__lt=ends[0])
    return Comment.objects.shown().filter(when, appraisal=round.appraisal_id)


def _cut(found: QuerySet[Comment]) -> Voices:
    rows = list(found.select_related("author", "risk", "option").order_by("said_at", "pk")[: MOST + 1])
    if len(rows) <= MOST:
        return Voices(tuple(rows), 0)
    return Voices(tuple(rows[:MOST]), found.count() - MOST)
