"""An appraisal as it is read: options side by side, what is done about each risk, and the balance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from moothall.risks import balance
from moothall.risks.models import (
    Appetite,
    Appraisal,
    Comparison,
    Option,
    Response,
    Risk,
    Round,
    Stance,
    Unit,
)
from moothall.risks.pictures import curves, heat
from moothall.risks.pictures.words import short_amount
from moothall.risks.queries import drawings
from moothall.risks.queries.drawings import Balanced, Timed
from moothall.risks.queries.reckoning import Reckoned, reckon
from moothall.risks.queries.rounds import Sheet
from moothall.risks.standing import Line, State

FEW = 12  # risks of a stance that stand open under an option; the others are folded
WEIGHT = {State.NAMED: 9, State.ANSWERED: 8, State.STALE: 7, State.COMPARED: 2, State.NOT_FACED: 0}


@dataclass(frozen=True)
class Dropped:
    """A step that no longer counts, and since when."""

    response: Response
    on: date


@dataclass(frozen=True)
class Entry:
    """One risk under one option: the sentence, what is done, and where that leaves it."""

    line: Line
    done: tuple[Response, ...]
    borne: tuple[Response, ...]
    unsigned: tuple[Response, ...]
    dropped: tuple[Dropped, ...]
    expected: str  # lost in a year on average, where there is an estimate

    @property
    def risk(self) -> Risk:
        """What may happen."""
        return self.line.risk

    @property
    def state(self) -> State:
        """How far it has come."""
        return self.line.state

    @property
    def act(self) -> str:
        """What comes next, for whoever writes."""
        if self.state is State.STALE:
            return _("Classify with what is left")
        return _("Classify it") if self.state is State.ANSWERED else _("Answer it")

    @property
    def compared(self) -> str:
        """“Better than under D”; empty where it is not marked so."""
        if self.state is not State.COMPARED or self.line.mark is None:
            return ""
        words = {
            Comparison.BETTER: _("Better than under {letter}"),
            Comparison.SAME: _("The same as under {letter}"),
            Comparison.WORSE: _("Worse than under {letter}"),
        }
        return words[Comparison(self.line.mark.verdict)].format(letter=drawings.beside(self.line).letter)


@dataclass(frozen=True)
class Side:
    """The risks of one stance under an option; of many, the heaviest first and the others folded."""

    stance: Stance
    entries: tuple[Entry, ...]
    folded: tuple[Entry, ...]


@dataclass(frozen=True)
class Card:
    """One option beside the others."""

    option: Option
    cost: str  # a year; empty where nobody said
    doing: balance.Tally
    not_doing: balance.Tally
    least: tuple[str, ...]
    dominated_by: tuple[str, ...]
    is_leading: bool
    is_shown: bool


@dataclass(frozen=True)
class Pictures:
    """What is drawn of a round."""

    heats: tuple[heat.Heat, ...]
    balance: Balanced | None
    curves: tuple[curves.Curves, ...]
    steps: Timed | None


@dataclass(frozen=True)
class Reading:
    """Everything that a page of an appraisal says of its risks."""

    sheet: Sheet
    shown: Option | None
    cards: tuple[Card, ...]
    doing: Side | None
    not_doing: Side | None
    reckoned: Reckoned
    told_apart: tuple[str, ...]
    pictures: Pictures

    @property
    def is_any_dominated(self) -> bool:
        """Whether the page has to say what that means."""
        return any(card.dominated_by for card in self.cards)

    @property
    def sides(self) -> list[Side]:
        """Of doing on the left, of not doing on the right."""
        return [side for side in (self.doing, self.not_doing) if side is not None]


def read(sheet: Sheet, letter: str, appetites: Sequence[Appetite], *, inside: bool = True) -> Reading:
    """A round under the option of this letter; without one, under the one that leads, or doing nothing.

    Outside the hall there are no links to its pages and no names of those who do a step.
    """
    shown = chosen(sheet, letter)
    reckoned = reckon(sheet)
    under = sheet.under(shown) if shown else []
    return Reading(
        sheet=sheet,
        shown=shown,
        cards=tuple(cards(sheet, reckoned, shown)),
        doing=side(under, Stance.DOING) if shown else None,
        not_doing=side(under, Stance.NOT_DOING) if shown else None,
        reckoned=reckoned,
        told_apart=tuple(reckoned.told_apart(sheet.options)),
        pictures=_pictures(sheet, shown, appetites, inside=inside),
    )


def chosen(sheet: Sheet, letter: str) -> Option | None:
    """The option of a letter; else the one that leads, doing nothing, or the first."""
    asked = next((option for option in sheet.options if option.letter == letter.upper()), None)
    return asked or sheet.leading or sheet.nothing or next(iter(sheet.options), None)


def cards(sheet: Sheet, reckoned: Reckoned, shown: Option | None) -> list[Card]:
    """Every option with its counts, by its letter."""
    columns = {option.pk: sheet.under(option) for option in sheet.options}
    letters = {option.pk: option.letter for option in sheet.options}
    beaten = balance.dominated(columns)
    leading = sheet.leading
    return [
        Card(
            option=option,
            cost=cost_words(option),
            doing=balance.tally(columns[option.pk], Stance.DOING),
            not_doing=balance.tally(columns[option.pk], Stance.NOT_DOING),
            least=tuple(reckoned.least(option)),
            dominated_by=tuple(letters[over] for over in beaten.get(option.pk, ())),
            is_leading=leading is not None and leading.pk == option.pk,
            is_shown=shown is not None and shown.pk == option.pk,
        )
        for option in sheet.options
    ]


def cost_words(option: Option) -> str:
    """“£38k to £60k”; empty where nobody said."""
    if option.cost_low is None or option.cost_high is None:
        return ""
    low, high = (short_amount(float(each), Unit.POUNDS) for each in (option.cost_low, option.cost_high))
    return low if low == high else _("{low} to {high}").format(low=low, high=high)


def side(lines: Sequence[Line], stance: Stance) -> Side:
    """One side of the balance under an option, by number; of more than a few, the heaviest stand open."""
    entries = [entry(line) for line in lines if line.risk.stance == stance]
    if len(entries) <= FEW:
        return Side(stance, tuple(entries), ())
    heavy = {each.line.exposure.pk for each in sorted(entries, key=_weight, reverse=True)[:FEW]}
    return Side(
        stance,
        tuple(each for each in entries if each.line.exposure.pk in heavy),
        tuple(each for each in entries if each.line.exposure.pk not in heavy),
    )


def _weight(found: Entry) -> tuple[int, int]:
    shift = found.line.shift
    if shift is None:
        return WEIGHT[found.state], 0
    return drawings.BANDS[shift.with_.band][2] + 2, shift.with_.likelihood * shift.with_.impact


def entry(line: Line) -> Entry:
    """One exposure with what is done about it, in the order in which it was written."""
    live = line.responses
    return Entry(
        line=line,
        done=tuple(each for each in live if not each.is_toleration),
        borne=tuple(each for each in live if each.is_toleration),
        unsigned=tuple(line.unsigned),
        dropped=tuple(
            Dropped(each.response, timezone.localdate(ended))
            for each in line.treatments
            for ended in [each.response.dropped_at or each.dropped_at]
            if ended is not None
        ),
        expected=drawings.expected(line),
    )


def _pictures(sheet: Sheet, shown: Option | None, appetites: Sequence[Appetite], *, inside: bool) -> Pictures:
    if not sheet.risks:
        return Pictures((), None, (), None)
    mapped = {option.pk: option for option in (sheet.nothing, shown) if option is not None}
    timed = drawings.timeline_of(sheet.under(shown), linked=inside, names=inside) if shown else None
    return Pictures(
        heats=tuple(
            drawings.heat_of(sheet, option, f"heat-{option.letter.lower()}", linked=inside)
            for option in mapped.values()
        ),
        balance=drawings.balance_of(sheet, shown, linked=inside),
        curves=tuple(drawings.curves_of(sheet, appetites)),
        steps=timed if timed and timed.picture.table.rows else None,
    )


def rounds_of(appraisal: Appraisal) -> list[Round]:
    """All its rounds, the newest first, each with its decision."""
    rounds = appraisal.rounds.select_related("decision__option", "decision__by").order_by("-number")
    return list(rounds)
