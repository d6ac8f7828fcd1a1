"""The figures of requests, counted anew from cases, events, answers and reasons whenever somebody looks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
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
from moothall.disclosure.law.letters import Kind as LetterKind
from moothall.disclosure.law.regimes import Regime
from moothall.disclosure.models import (
    Answer,
    Because,
    Case,
    CaseEvent,
    Details,
    Letter,
    Outcome,
    PastCase,
    Reason,
    RegulatorLetter,
    Ruling,
)
from moothall.disclosure.models import Decided as DecidedAs
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
    def because(self) -> list[Counted]:
        """Why first decisions did not stand."""
        return [Counted(str(each.label), n) for each in Because if (n := self.reviews.because.get(each.value, 0))]

    @property
    def rulings(self) -> list[Counted]:
        """What the regulator decided."""
        return [Counted(str(each.label), n) for each in Ruling if (n := self.reviews.rulings.get(each.value, 0))]

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
    """All figures of the requests that came in these days; ten questions, whatever their number."""
    first, last = days
    rows = list(rows_of(first, last))
    oldest = min((day for day in (_oldest(Case), _oldest(PastCase)) if day), default=None)
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


def _oldest(model: type[Case | PastCase]) -> date | None:
    return model.objects.order_by("received_on").values_list("received_on", flat=True).first()


def rows_of(first: date, last: date) -> Iterator[Row]:
    """The cases that came in these days as they are counted, those whose files are gone among them."""
    days = (first, last)
    yield from counted(Case.objects.filter(received_on__range=days))
    for past in PastCase.objects.filter(received_on__range=days):
        changed, because = past.review or (None, "")
        yield Row(
            regime=past.regime,
            received_on=past.received_on,
            due_on=past.due_on,
            answered_on=past.answered_on,
            closed_on=past.closed_on,
            outcome=past.outcome,
            sections=frozenset(past.sections),
            happened=frozenset(past.happened),
            changed=changed,
            because=because,
            ruling=past.ruling,
        )


def counted(cases: "QuerySet[Case]") -> Iterator[Row]:
    """These cases as they are counted; a fixed number of questions."""
    answered: dict[int, date] = {}
    happened: dict[int, set[str]] = {}
    events = CaseEvent.objects.standing().filter(case__in=cases.values("pk"))
    for case, kind, on in events.values_list("case", "kind", "on"):
        happened.setdefault(case, set()).add(kind)
        if kind == Happening.ANSWERED:
            answered[case] = min(on, answered.get(case, on))
    decided, said, ruled = _decided(cases), _said(cases), _ruled(cases)
    fields = ("pk", "regime", "received_on", "due_on", "closed_on", "of")
    for pk, regime, received, due, closed, of in cases.values_list(*fields):
        own, before = decided.get(pk, NOTHING), decided.get(of, NOTHING) if of else NOTHING
        word, because = said.get(pk, ("", ""))
        looked = regime in REVIEWS and bool(word or (own.outcome and before.outcome))
        yield Row(
            regime=regime,
            received_on=received,
            due_on=due,
            answered_on=answered.get(pk),
            closed_on=closed,
            outcome=own.outcome,
            sections=own.sections,
            happened=frozenset(happened.get(pk, ())),
            changed=(word != DecidedAs.UPHELD if word else own.differs(before)) if looked else None,
            because=because,
            ruling=ruled.get(pk, ""),
        )


def keep_counted(cases: "QuerySet[Case]") -> None:
    """Keep the figures of cases whose files go, and nothing else of them."""
    PastCase.objects.bulk_create(
        PastCase(
            regime=row.regime,
            received_on=row.received_on,
            due_on=row.due_on,
            answered_on=row.answered_on,
            closed_on=row.closed_on,
            outcome=row.outcome,
            sections=sorted(row.sections),
            happened=sorted(row.happened),
            review=[] if row.changed is None else [row.changed, row.because],
            ruling=row.ruling,
        )
        for row in counted(cases)
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


@dataclass(frozen=True)
class Decided:
    """What became of a case, as a whole and part by part."""

    outcome: str = ""
    sections: frozenset[str] = frozenset()
    parts: tuple[tuple[str, frozenset[str]], ...] = ()

    def differs(self, before: "Decided") -> bool:
        """Whether it decides otherwise: part by part where both have as many, else as a whole."""
        if len(self.parts) == len(before.parts):
            return self.parts != before.parts
        return (self.outcome, self.sections) != (before.outcome, before.sections)


NOTHING = Decided()


def _decided(cases: "QuerySet[Case]") -> dict[int, Decided]:
    """What became of each of these cases, and of those that a review among them looks at again."""
    these = cases.values("pk")
    stand = (Q(part__case__in=these) | Q(part__case__reviews__in=these)) & Q(part__dropped_at=None)
    outcomes: dict[tuple[int, int, int], str] = {}
    of_part = ("part__case", "part__position", "part")
    for case, position, part, outcome in Answer.objects.filter(stand).order_by("pk").values_list(*of_part, "outcome"):
        outcomes[case, position or 0, part] = outcome
    claims: dict[int, dict[str, bool]] = {}
    for part, section, dropped in (
        Reason.objects.filter(stand).order_by("pk").values_list("part", "citation", "dropped")
    ):
        claims.setdefault(part, {})[section] = dropped
    found: dict[int, list[tuple[str, frozenset[str]]]] = {}
    for (case, _position, part), outcome in sorted(outcomes.items()):
        standing = frozenset(section for section, dropped in claims.get(part, {}).items() if not dropped)
        found.setdefault(case, []).append((outcome, standing))
    return {
        case: Decided(
            together({outcome for outcome, _sections in parts}),
            frozenset(section for _outcome, sections in parts for section in sections),
            tuple(parts),
        )
        for case, parts in found.items()
    }


def _said(cases: "QuerySet[Case]") -> dict[int, tuple[str, str]]:
    """What the letters that were sent say their reviews came to, and why."""
    sent = Letter.objects.filter(case__in=cases.values("pk"), kind=LetterKind.REVIEW_OUTCOME, sent_at__isnull=False)
    rows = sent.order_by("pk").values_list("case", "wording__details")
    return {case: (said.decided, said.because) for case, kept in rows if (said := Details.read(kept)).decided}


def _ruled(cases: "QuerySet[Case]") -> dict[int, str]:
    """What the regulator decided last of each."""
    rows = RegulatorLetter.objects.filter(event__case__in=cases.values("pk"), event__struck_by=None).exclude(ruling="")
    return dict(rows.order_by("event__on", "pk").values_list("event__case", "ruling"))


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
