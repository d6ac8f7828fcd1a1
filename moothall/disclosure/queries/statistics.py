"""The figures of requests, counted anew from cases, events, answers and reasons whenever somebody looks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.disclosure.figures import (
    PAUSES,
    REVIEWS,
    Figures,
    Reviews,
    Row,
    by_month,
    by_regime,
    count,
    count_reviews,
)
from moothall.disclosure.law.happenings import Happening
from moothall.disclosure.law.regimes import Regime
from moothall.disclosure.models import Answer, Case, CaseEvent, Outcome, Reason
from moothall.disclosure.queries.log import together
from moothall.kit.pictures.parts import Cell, Table, rounded
from moothall.kit.pictures.parts import table as table_of

FIRST_YEAR = 2005  # the right to know began then
TARGET = 90  # in a hundred: below it the regulator looks at an authority (ICO)


@dataclass(frozen=True)
class Piece:
    """One piece of a bar: from where, how high, in percent, and how it is drawn."""

    y: float
    height: float
    look: str


@dataclass(frozen=True)
class Bar:
    """One month of the picture."""

    x: float
    middle: float
    width: float
    label: str
    pieces: tuple[Piece, ...]
    total: int
    top: float


@dataclass(frozen=True)
class Counted:
    """A line of a list: what it is and how many."""

    label: str
    count: int


@dataclass(frozen=True)
class Report:
    """All figures of some months."""

    first: date
    last: date
    today: date
    whole: Figures
    months: Sequence[tuple[date, Figures]]
    regimes: Sequence[tuple[str, Figures]]
    reviews: Reviews
    years: Sequence[int]

    @property
    def outcomes(self) -> list[Counted]:
        """What became of what was answered."""
        return [Counted(str(each.label), self.whole.outcomes.get(each.value, 0)) for each in Outcome]

    @property
    def sections(self) -> list[Counted]:
        """The exemptions that were claimed, those claimed most at the front."""
        return [Counted(key, n) for key, n in sorted(self.whole.sections.items(), key=lambda pair: (-pair[1], pair[0]))]

    @property
    def pauses(self) -> list[Counted]:
        """What made requests wait or take longer."""
        return [Counted(str(each.label), self.whole.pauses.get(each.value, 0)) for each in PAUSES]

    @property
    def by_law(self) -> list[tuple[str, Figures]]:
        """The figures under each law, by its name."""
        return [(str(Regime(regime).label), figures) for regime, figures in self.regimes]

    @property
    def bars(self) -> list[Bar]:
        """The picture: a bar for each month, of those in time, those late and those still under way."""
        slot = 100 / len(self.months)
        most = max((figures.received for _month, figures in self.months), default=0) or 1
        return [_bar(place, slot, most, month, figures) for place, (month, figures) in enumerate(self.months)]

    @property
    def told(self) -> Table:
        """The picture as a table."""
        heads = [_("Month"), _("Received"), _("In time"), _("Late"), _("Under way"), _("Ended otherwise")]
        rows = (
            [Cell(date_format(month, "F Y")), *(Cell(str(n), is_number=True) for n in _numbers(figures))]
            for month, figures in self.months
        )
        return table_of(_("Requests by the month in which they came"), heads, rows)

    @property
    def conclusion(self) -> str:
        """What the picture says."""
        if self.whole.share is None:
            return _("No request had to be answered yet")
        line = ngettext(
            "Of one request that was due, {kept} was answered in time",
            "{kept} of the {n} requests that were due were answered in time",
            self.whole.due,
        )
        return line.format(kept=self.whole.in_time, n=self.whole.due)


def period(year: str, today: date) -> tuple[date, date]:
    """A year, or the twelve months that end with this one."""
    if year.isascii() and year.isdecimal() and len(year) == 4 and FIRST_YEAR <= int(year) <= today.year:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    back = today.year * 12 + today.month - 12
    return date(back // 12, back % 12 + 1, 1), today


def report(days: tuple[date, date], today: date) -> Report:
    """All figures of the requests that came in these days; five questions, whatever their number."""
    first, last = days
    rows = list(rows_of(first, last))
    oldest = Case.objects.order_by("received_on").values_list("received_on", flat=True).first()
    years = range(today.year, max(oldest.year, FIRST_YEAR) - 1, -1) if oldest else ()
    return Report(
        first=first,
        last=last,
        today=today,
        whole=count(rows, today),
        months=list(by_month(rows, first, min(last, today), today)),
        regimes=by_regime(rows, today),
        reviews=count_reviews(rows, today),
        years=list(years),
    )


def rows_of(first: date, last: date) -> Iterator[Row]:
    """The cases that came in these days as they are counted."""
    came = Q(case__received_on__range=(first, last))
    answered: dict[int, date] = {}
    happened: dict[int, set[str]] = {}
    for case, kind, on in CaseEvent.objects.standing().filter(came).values_list("case", "kind", "on"):
        happened.setdefault(case, set()).add(kind)
        if kind == Happening.ANSWERED:
            answered[case] = min(on, answered.get(case, on))
    decided = _decided(first, last)
    nothing: Decided = ("", frozenset())
    fields = ("pk", "regime", "received_on", "due_on", "closed_on", "of")
    for pk, regime, received, due, closed, of in Case.objects.filter(received_on__range=(first, last)).values_list(
        *fields
    ):
        outcome, sections = decided.get(pk, nothing)
        before = decided.get(of, nothing) if of else nothing
        looked = regime in REVIEWS and bool(outcome) and bool(before[0])
        yield Row(
            regime=regime,
            received_on=received,
            due_on=due,
            answered_on=answered.get(pk),
            closed_on=closed,
            outcome=outcome,
            sections=sections,
            happened=frozenset(happened.get(pk, ())),
            changed=(outcome, sections) != before if looked else None,
        )


def table(found: Report) -> Iterator[Sequence[object]]:
    """The figures month by month, with a column for every outcome and every exemption that was claimed."""
    claimed = [each.label for each in found.sections]
    heads = ("month", "received", "in time", "answered late", "overdue", "under way", "ended otherwise")
    yield (*heads, *(each.value for each in Outcome), *(each.value for each in PAUSES), *claimed)
    for month, figures in found.months:
        yield (
            month.strftime("%Y-%m"),
            figures.received,
            figures.in_time,
            figures.late,
            figures.overdue,
            figures.running,
            figures.ended,
            *(figures.outcomes.get(each.value, 0) for each in Outcome),
            *(figures.pauses.get(each.value, 0) for each in PAUSES),
            *(figures.sections.get(each, 0) for each in claimed),
        )


Decided = tuple[str, frozenset[str]]


def _decided(first: date, last: date) -> dict[int, Decided]:
    """What became of each case that came in these days, and of those that a review of these days looks at again."""
    days = (first, last)
    of_these = Q(part__case__received_on__range=days) | Q(part__case__reviews__received_on__range=days)
    stand = of_these & Q(part__dropped_at=None)
    outcomes: dict[tuple[int, int], str] = {}
    for case, part, outcome in Answer.objects.filter(stand).order_by("pk").values_list("part__case", "part", "outcome"):
        outcomes[case, part] = outcome
    claims: dict[tuple[int, int, str], bool] = {}
    for case, part, section, dropped in (
        Reason.objects.filter(stand).order_by("pk").values_list("part__case", "part", "citation", "dropped")
    ):
        claims[case, part, section] = dropped
    found: dict[int, set[str]] = {}
    for (case, _part), outcome in outcomes.items():
        found.setdefault(case, set()).add(outcome)
    sections: dict[int, set[str]] = {}
    for (case, _part, section), dropped in claims.items():
        if not dropped:
            sections.setdefault(case, set()).add(section)
    return {case: (together(known), frozenset(sections.get(case, ()))) for case, known in found.items()}


def _numbers(figures: Figures) -> Iterable[int]:
    return figures.received, figures.in_time, figures.late + figures.overdue, figures.running, figures.ended


def _bar(place: int, slot: float, most: int, month: date, figures: Figures) -> Bar:
    _received, in_time, late, running, ended = _numbers(figures)
    pieces, top = [], 100.0
    for n, look in ((in_time, "a"), (late, "b"), (running, "rest"), (ended, "d")):
        high = 92 * n / most
        top -= high
        if n:
            pieces.append(Piece(rounded(top), rounded(high), look))
    label = date_format(month, "M") if place % 2 == 0 else ""
    x = slot * place + slot * 0.15
    return Bar(rounded(x), rounded(x + slot * 0.35), rounded(slot * 0.7), label, tuple(pieces), figures.received, top)


def in_time(first: date, last: date) -> tuple[int, int]:
    """Of the requests that had to be answered in these days, how many were in time, and how many there were."""
    back = first - timedelta(days=400)
    due = [row for row in rows_of(back, last) if row.due_on and first <= row.due_on <= last]
    figures = count(due, last)
    return figures.in_time, figures.due
