"""The balance: every option faces every risk; doing on the left of the line, not doing on the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from moothall.kit.pictures.parts import Cell, Table, cut, rounded, several, slug, table
from moothall.risks.choices import Stance
from moothall.risks.pictures.parts import Band

ACROSS = 3  # cells on each side of the line, so that their words fit on a phone; paper has room for six
TALL, GAP, HEAD, FOOT = 42, 4, 27, 11  # pixels
_SIDE, _BETWEEN = 48.0, 0.8  # percent of the width: a side of the line, and between cells


class Standing(StrEnum):
    """How far a risk has come under an option."""

    CLASSIFIED = "classified"
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    STALE = "stale"
    UNANSWERED = "unanswered"
    UNCLASSIFIED = "unclassified"
    NOT_FACED = "not_faced"


_RELATIVE = {Standing.BETTER: -0.5, Standing.SAME: 0.0, Standing.WORSE: 0.5}
_OPEN = {Standing.STALE, Standing.UNANSWERED, Standing.UNCLASSIFIED}


@dataclass(frozen=True, slots=True)
class Risk:
    """A column of the table."""

    ref: str
    name: str
    stance: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A risk under an option. Its band when it is classified, or that of the option it is compared with, and `than`.

    `was` is its band without mitigation: neither is told without the other.
    """

    ref: str
    standing: Standing
    band: Band | None = None
    than: str = ""
    url: str = ""
    was: Band | None = None

    def __post_init__(self) -> None:
        if self.standing == Standing.CLASSIFIED and (self.band is None or self.was is None):
            raise ValueError("a classified risk has a band without mitigation and one with it")
        if self.standing in _RELATIVE and not self.than:
            raise ValueError("better, the same or worse than what")

    @property
    def weight(self) -> float:
        """What lies nearest the line is heaviest; what is not known lies outermost."""
        if self.standing == Standing.CLASSIFIED and self.band:
            return self.band.rank
        if self.standing in _RELATIVE:
            return (self.band.rank if self.band else 0.5) + _RELATIVE[self.standing]
        return -2 if self.standing == Standing.NOT_FACED else -1

    @property
    def short(self) -> str:
        """A word that fits its cell."""
        if self.standing == Standing.CLASSIFIED and self.band:
            return self.band.short
        return {
            Standing.BETTER: _("better"),
            Standing.SAME: _("same"),
            Standing.WORSE: _("worse"),
            Standing.STALE: _("stale"),
            Standing.UNANSWERED: _("none"),
            Standing.UNCLASSIFIED: _("to do"),
            Standing.NOT_FACED: _("n/a"),
        }.get(self.standing, "")

    @property
    def words(self) -> str:
        """The same in full."""
        if self.standing == Standing.CLASSIFIED and self.band and self.was:
            words = _("Without: {without}. With: {with_}")
            return words.format(without=self.was.name.lower(), with_=self.band.name.lower())
        return {
            Standing.BETTER: _("Better than under {option}"),
            Standing.SAME: _("The same as under {option}"),
            Standing.WORSE: _("Worse than under {option}"),
            Standing.STALE: _("Stale: classify again"),
            Standing.UNANSWERED: _("No answer yet"),
            Standing.UNCLASSIFIED: _("Answered, not classified yet"),
            Standing.NOT_FACED: _("Does not apply"),
        }[self.standing].format(option=self.than)

    @property
    def told(self) -> str:
        """The same inside a sentence."""
        if self.standing == Standing.CLASSIFIED and self.band and self.was:
            words = _("{without} without mitigation and {with_} with it")
            return words.format(without=self.was.name.lower(), with_=self.band.name.lower())
        return self.words.lower()


@dataclass(frozen=True, slots=True)
class Option:
    """An option with all its risks."""

    letter: str
    name: str
    risks: tuple[Weighed, ...]
    url: str = ""

    @property
    def heavy(self) -> int:
        """How many of its risks stay in the two upper bands."""
        return sum(
            bool(risk.band and risk.standing == Standing.CLASSIFIED and risk.band.rank > 2) for risk in self.risks
        )

    @property
    def is_known(self) -> bool:
        """True when nothing is stale, unanswered or unclassified."""
        return not any(risk.standing in _OPEN for risk in self.risks)


@dataclass(frozen=True, slots=True)
class Block:
    """One risk in the picture; `tone` is empty where it has no band of its own."""

    x: float
    y: int
    middle: float
    ref: str
    short: str
    tone: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Beam:
    """One option in the picture: its head and its piece of the line."""

    y: int
    head: str
    top: int
    bottom: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """A balance, ready to print."""

    name: str
    conclusion: str
    note: str
    description: str
    height: int
    wide: float
    tall: int
    beams: tuple[Beam, ...]
    table: Table


def balance(
    name: str, risks: Sequence[Risk], options: Sequence[Option], *, across: int = ACROSS, conclusion: str = ""
) -> Balance:
    """Options below one another. Raises ValueError when an option does not face each risk once."""
    refs = [risk.ref for risk in risks]
    for option in options:
        if sorted(weighed.ref for weighed in option.risks) != sorted(refs):
            raise ValueError(f"{option.letter} does not face each risk once")
    doing = {risk.ref for risk in risks if risk.stance == Stance.DOING}
    beams, y = [], 0
    for option in options:
        beam = _beam(option, doing, y, across)
        beams.append(beam)
        y = beam.bottom + FOOT - 2
    note = _("With mitigation. Doing on the left, not doing on the right, heaviest nearest the line.")
    return Balance(
        name=slug(name),
        conclusion=conclusion or _conclusion(options),
        note=note,
        description=" ".join(_told(option, doing, len(refs)) for option in options) or note,
        height=y,
        wide=rounded(_SIDE / across - _BETWEEN),
        tall=TALL,
        beams=tuple(beams),
        table=_table(risks, options),
    )


def _beam(option: Option, doing: set[str], y: int, across: int) -> Beam:
    left = [risk for risk in option.risks if risk.ref in doing]
    right = [risk for risk in option.risks if risk.ref not in doing]
    blocks = [
        block
        for side, is_left in ((left, True), (right, False))
        for place, risk in enumerate(sorted(side, key=lambda found: -found.weight))
        for block in [_block(risk, place, y + HEAD, across, is_left=is_left)]
    ]
    lines = max(1, -(-max(len(left), len(right)) // across))
    top = y + HEAD - 2
    head = cut(f"{option.letter}: {option.name}", 38)
    return Beam(y + 18, head, top, top + lines * (TALL + GAP), tuple(blocks))


def _block(risk: Weighed, place: int, top: int, across: int, *, is_left: bool) -> Block:
    line, column = divmod(place, across)
    step = _SIDE / across
    wide = step - _BETWEEN
    x = _SIDE - wide - column * step if is_left else 100 - _SIDE + column * step
    tone = risk.band.tone if risk.standing == Standing.CLASSIFIED and risk.band else ""
    y = top + line * (TALL + GAP)
    is_open = risk.standing in _OPEN
    return Block(rounded(x), y, rounded(x + wide / 2), cut(risk.ref, 4), risk.short, tone, is_open)


def _conclusion(options: Sequence[Option]) -> str:
    if not any(risk.standing == Standing.CLASSIFIED for option in options for risk in option.risks):
        return _("Nothing can be weighed yet")
    if not all(option.is_known for option in options):
        unknown = several(option.letter for option in options if not option.is_known)
        return _("Not all is known yet under {options}").format(options=unknown)
    least = min(option.heavy for option in options)
    best = [option for option in options if option.heavy == least]
    if len(best) == len(options):
        return _("High and severe risks do not tip the balance")
    return _("Fewest high and severe risks stay under {options}").format(
        options=several(option.letter for option in best)
    )


def _told(option: Option, doing: set[str], count: int) -> str:
    """What lies on each side of an option; where there are many, the table tells which."""
    if count > 12:
        words = _("{option}: {heavy} of {n} stay high or severe.")
        return words.format(option=option.letter, heavy=option.heavy, n=count)
    sides = []
    for words, on_left in ((_("of doing"), True), (_("of not doing"), False)):
        found = [f"{risk.ref} {risk.told}" for risk in option.risks if (risk.ref in doing) == on_left]
        if found:
            sides.append(f"{words}, {several(found)}")
    return f"{option.letter}: {'; '.join(sides)}."


def _table(risks: Sequence[Risk], options: Sequence[Option]) -> Table:
    """A line for each risk and a column for each option, so that thirty risks stay readable."""
    by_option = [{weighed.ref: weighed for weighed in option.risks} for option in options]
    rows = []
    for stance, words in ((Stance.DOING, _("doing")), (Stance.NOT_DOING, _("not doing"))):
        for risk in risks:
            if (risk.stance == Stance.DOING) != (stance == Stance.DOING):
                continue
            found = [weighed[risk.ref] for weighed in by_option]
            cells = [Cell(weighed.words, weighed.url) for weighed in found]
            rows.append((Cell(f"{risk.ref} {risk.name} ({words})", risk.url), *cells))
    heads = (_("Risk"), *(_("Option {letter}").format(letter=option.letter) for option in options))
    return table(_("Without mitigation and with it, by option"), heads, rows)
