"""The working board of a round: every risk under every option, what each still wants, and what comes next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.people.models import User
from moothall.risks.models import Option, Risk, Stance
from moothall.risks.queries.readiness import Missing, missing, of_line, strict_under
from moothall.risks.queries.rounds import Sheet, classified_elsewhere
from moothall.risks.standing import Line, State


@dataclass(frozen=True)
class Cell:
    """One exposure on the board; `left` is what it still wants, None where it wants nothing."""

    line: Line
    left: Missing | None
    url: str


@dataclass(frozen=True)
class Row:
    """One risk with its exposure under each option; None where somebody took the row away."""

    risk: Risk
    cells: Sequence[Cell | None]


@dataclass(frozen=True)
class Column:
    """One option at the head of the board."""

    option: Option
    is_strict: bool  # whether each of its risks is to be classified, and a comparison will not do
    is_leading: bool
    left: int
    of: int
    comparable: int  # how many of those left stand classified under another option


@dataclass(frozen=True)
class Board:
    """What is done and what is left, at one glance."""

    sheet: Sheet
    columns: Sequence[Column]
    doing: Sequence[Row]
    not_doing: Sequence[Row]
    missing: Sequence[Missing]

    @property
    def sides(self) -> list[tuple[Stance, Sequence[Row]]]:
        """The rows of each side of the balance, of doing first."""
        return [(Stance.DOING, self.doing), (Stance.NOT_DOING, self.not_doing)]

    @property
    def left(self) -> int:
        """How many exposures still want something."""
        return sum(column.left for column in self.columns)

    @property
    def of(self) -> int:
        """How many exposures there are."""
        return sum(column.of for column in self.columns)


def board(sheet: Sheet) -> Board:
    """The board of a round."""
    strict = strict_under(sheet, sheet.leading)
    cells = {line.exposure.pk: _cell(line, strict=line.option.pk in strict) for line in sheet.lines}
    return Board(
        sheet=sheet,
        columns=[_column(sheet, option, cells) for option in sheet.options],
        doing=[_row(sheet, risk, cells) for risk in sheet.doing],
        not_doing=[_row(sheet, risk, cells) for risk in sheet.not_doing],
        missing=[] if sheet.decision else together(sheet, missing(sheet, sheet.leading)),
    )


def comparable(sheet: Sheet, option: Option) -> list[Line]:
    """What is left under an option and stands classified under another; nothing where a comparison will not do."""
    if option.pk in strict_under(sheet, sheet.leading):
        return []
    lines = [line for line in sheet.under(option) if of_line(line, strict=False) is not None]
    return [line for line in lines if classified_elsewhere(sheet, line)]


def next_for(sheet: Sheet, user: User, *, after: Line | None = None) -> Missing | None:
    """The next missing thing that this person can mend.

    After an exposure that is the same one, then those that follow it, option by option, then the first of all. Risks
    that can be compared come together, as one thing.
    """
    found = [each for each in missing(sheet, sheet.leading) if each.waits_for in (None, user)]
    if not found:
        return None
    if after is not None:
        of_lines = [each for each in found if each.line is not None]
        found = _from(of_lines, after) + [each for each in found if each.line is None]
    return together(sheet, found)[0]


def waiting_for(sheet: Sheet, user: User) -> list[Missing]:
    """What only this person can do here: their signatures, each once."""
    if sheet.decision is not None:
        return []
    own = {each.url: each for each in missing(sheet, sheet.leading) if each.waits_for == user}
    return list(own.values())


def _from(found: Iterable[Missing], here: Line) -> list[Missing]:
    """In the order of the board, beginning with this exposure."""
    start = _place(here)
    return sorted(found, key=lambda each: (_place(each.line) < start, _place(each.line)) if each.line else (True, ()))


def _place(line: Line) -> tuple[int, str, int]:
    return (line.option.place, line.risk.stance, line.risk.number)


def together(sheet: Sheet, found: Sequence[Missing]) -> list[Missing]:
    """What is missing, where risks of an option that can be compared come as one thing, and steps to give out too."""
    compared = {option.pk: comparable(sheet, option) for option in sheet.options}
    unassigned = [each for each in found if each.step is not None]
    put: dict[str, Missing] = {}
    for each in found:
        one = each
        lines = compared[each.line.option.pk] if each.line is not None else []
        if each.line is not None and len(lines) > 1 and each.line in lines:
            one = _comparing(each.line.option, len(lines))
        elif each.step is not None and len(unassigned) > 1:
            one = _giving_out(sheet, len(unassigned))
        put.setdefault(one.url if one is not each else f"{one.url} {one.words}", one)
    return list(put.values())


def _comparing(option: Option, count: int) -> Missing:
    words = ngettext(
        "%(count)d risk under option %(option)s can be compared with where it is classified.",
        "%(count)d risks under option %(option)s can be compared with where they are classified.",
        count,
    ) % {"count": count, "option": option.letter}
    return Missing(words, reverse("risks:option_compare", args=[option.pk]), _("Compare them at once"))


def _giving_out(sheet: Sheet, count: int) -> Missing:
    words = ngettext(
        "%(count)d step has nobody who does it, or no day.",
        "%(count)d steps have nobody who does them, or no day.",
        count,
    ) % {"count": count}
    return Missing(words, reverse("risks:steps", args=[sheet.appraisal.pk]), _("Say who and by when"))


def _cell(line: Line, *, strict: bool) -> Cell:
    left = of_line(line, strict=strict)
    exposure = reverse("risks:exposure", args=[line.exposure.pk])
    return Cell(line, left, left.url if left is not None else exposure)


def _row(sheet: Sheet, risk: Risk, cells: dict[int, Cell]) -> Row:
    lines = [sheet.line(risk, option) for option in sheet.options]
    return Row(risk, [cells[line.exposure.pk] if line is not None else None for line in lines])


def _column(sheet: Sheet, option: Option, cells: dict[int, Cell]) -> Column:
    own = [cells[line.exposure.pk] for line in sheet.under(option)]
    leading = sheet.leading
    return Column(
        option=option,
        is_strict=option.pk in strict_under(sheet, leading),
        is_leading=leading is not None and leading.pk == option.pk,
        left=sum(cell.left is not None for cell in own),
        of=sum(cell.line.state is not State.NOT_FACED for cell in own),
        comparable=len(comparable(sheet, option)),
    )
