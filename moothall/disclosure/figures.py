"""The figures that are published of requests (s.45 Code of Practice): counted from rows alone, the same every time.

A request is counted in the month in which it was received, and as what it is answered under now. It is in time where it
was answered no later than the day that the law gives; late where later, or where that day is past and no answer went.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from moothall.disclosure.law.happenings import Happening
from moothall.disclosure.law.regimes import Regime

REVIEWS = frozenset({Regime.REVIEW.value, Regime.RECONSIDERATION.value, Regime.REUSE_REVIEW.value})
REQUESTS = frozenset(Regime.values) - REVIEWS - {Regime.COMPLAINT.value}
PAUSES = (Happening.CLARIFICATION_ASKED, Happening.FEES_NOTICE, Happening.IDENTITY_ASKED, Happening.EXTENDED)


@dataclass(frozen=True)
class Row:
    """A case with no more than is counted. `happened` are the kinds of its events that stand.

    `changed` is whether a review decided otherwise than the case that it looks at; None where it is not decided.
    `because` is why, and `ruling` what the regulator said of it.
    """

    regime: str
    received_on: date
    due_on: date | None = None
    answered_on: date | None = None
    closed_on: date | None = None
    outcome: str = ""
    sections: frozenset[str] = frozenset()
    happened: frozenset[str] = frozenset()
    changed: bool | None = None
    because: str = ""
    ruling: str = ""


@dataclass(frozen=True)
class Figures:
    """What is counted of some requests."""

    received: int = 0
    in_time: int = 0
    late: int = 0  # answered, but late
    overdue: int = 0  # not answered, though the day is past
    running: int = 0
    ended: int = 0  # withdrawn, passed on, or closed without an answer
    outcomes: Mapping[str, int] = field(default_factory=dict)
    sections: Mapping[str, int] = field(default_factory=dict)
    pauses: Mapping[str, int] = field(default_factory=dict)

    @property
    def due(self) -> int:
        """Of how many it is known whether they were in time."""
        return self.in_time + self.late + self.overdue

    @property
    def share(self) -> float | None:
        """How many in a hundred of those were in time; None where there are none."""
        return 100 * self.in_time / self.due if self.due else None


@dataclass(frozen=True)
class Reviews:
    """What is counted of internal reviews and reconsiderations."""

    received: int = 0
    in_time: int = 0
    late: int = 0
    running: int = 0
    upheld: int = 0
    changed: int = 0
    because: Mapping[str, int] = field(default_factory=dict)
    rulings: Mapping[str, int] = field(default_factory=dict)


def count(rows: Iterable[Row], today: date) -> Figures:
    """The figures of these requests, as they stand on a day; reviews and complaints among them are left out."""
    requests = [row for row in rows if row.regime in REQUESTS]
    stands = Counter(standing(row, today) for row in requests)
    return Figures(
        received=len(requests),
        in_time=stands["in_time"],
        late=stands["late"],
        overdue=stands["overdue"],
        running=stands["running"],
        ended=stands["ended"],
        outcomes=Counter(row.outcome for row in requests if row.answered_on and row.outcome),
        sections=Counter(section for row in requests if row.answered_on for section in row.sections),
        pauses=Counter(kind for row in requests for kind in row.happened & set(PAUSES)),
    )


def count_reviews(rows: Iterable[Row], today: date) -> Reviews:
    """The figures of the reviews among these rows, and of what the regulator said of any of them."""
    rows = list(rows)
    reviews = [row for row in rows if row.regime in REVIEWS]
    stands = Counter(standing(row, today) for row in reviews)
    decided = [row for row in reviews if row.answered_on and row.changed is not None]
    return Reviews(
        received=len(reviews),
        in_time=stands["in_time"],
        late=stands["late"] + stands["overdue"],
        running=stands["running"],
        upheld=sum(not row.changed for row in decided),
        changed=sum(bool(row.changed) for row in decided),
        because=Counter(row.because for row in decided if row.because),
        rulings=Counter(row.ruling for row in rows if row.ruling),
    )


def standing(row: Row, today: date) -> str:
    """How one case is counted: `in_time`, `late`, `overdue`, `running` or `ended`."""
    if row.answered_on is not None:
        return "late" if row.due_on is not None and row.answered_on > row.due_on else "in_time"
    if row.closed_on is not None:
        return "ended"
    return "overdue" if row.due_on is not None and row.due_on < today else "running"


def by_month(rows: Iterable[Row], first: date, last: date, today: date) -> Iterator[tuple[date, Figures]]:
    """The figures of every month from the first to the last, by its first day, empty months too."""
    sorted_in: dict[date, list[Row]] = {month: [] for month in months(first, last)}
    for row in rows:
        month = row.received_on.replace(day=1)
        if month in sorted_in:
            sorted_in[month].append(row)
    for month, those in sorted_in.items():
        yield month, count(those, today)


def by_regime(rows: Iterable[Row], today: date) -> list[tuple[str, Figures]]:
    """The figures under each law under which something was asked."""
    sorted_in: dict[str, list[Row]] = {regime: [] for regime in Regime.values if regime in REQUESTS}
    for row in rows:
        if row.regime in sorted_in:
            sorted_in[row.regime].append(row)
    return [(regime, count(those, today)) for regime, those in sorted_in.items() if those]


def months(first: date, last: date) -> list[date]:
    """The first days of the months from one day to another."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]
