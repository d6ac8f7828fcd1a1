"""A golden thread as one picture: from the objective at the top to the lesson at the foot."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.kit.pictures.parts import Cell, Table, lines_of, slug, table
from moothall.kit.registries import Strand, Thread

LINE, GAP, TOP = 19, 15, 12  # pixels: of a line of words, between two strands, and above the first
_EMS = 19.0  # of a line, so that it fits on a phone


@dataclass(frozen=True, slots=True)
class Words:
    """A line of words, in one of the styles `soft`, `strong` and `loose`."""

    y: int
    words: str
    style: str


@dataclass(frozen=True, slots=True)
class Knot:
    """A strand in the picture, and the piece of thread that leads to it from the one before; dotted where loose."""

    y: int
    before: int | None
    is_dotted: bool
    is_loose: bool
    is_here: bool
    lines: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class ThreadPicture:
    """A thread, ready to print."""

    name: str
    conclusion: str
    note: str
    description: str
    tall: int
    knots: tuple[Knot, ...]
    table: Table


def thread_picture(name: str, thread: Thread, here: str = "") -> ThreadPicture:
    """The strands below one another; `here` is the key of the thing that the paper is about."""
    knots, y = [], TOP
    before: Knot | None = None
    for strand in thread.strands:
        lines = _lines(strand)
        is_dotted = bool(strand.loose) or (before is not None and before.is_loose)
        told = tuple(Words(y + 5 + place * LINE, words, style) for place, (words, style) in enumerate(lines))
        is_here = bool(here) and strand.thing == here
        before = Knot(y, before.y if before else None, is_dotted, bool(strand.loose), is_here, told)
        knots.append(before)
        y += len(lines) * LINE + GAP
    return ThreadPicture(
        name=slug(name),
        conclusion=thread.title,
        note=thread_words(thread),
        description=" → ".join(_told(strand) for strand in thread.strands),
        tall=y,
        knots=tuple(knots),
        table=_table(thread),
    )


def thread_words(thread: Thread) -> str:
    """Whether it is whole, in one sentence."""
    if thread.whole:
        return _("Whole, from the objective to the lesson")
    words = ngettext("One strand is loose: {kinds}", "{n} strands are loose: {kinds}", len(thread.loose))
    return words.format(n=len(thread.loose), kinds=", ".join(str(strand.kind).lower() for strand in thread.loose))


def _lines(strand: Strand) -> list[tuple[str, str]]:
    lines = [(str(strand.kind), "soft")]
    lines += [(words, "strong") for words in lines_of(str(strand.title), _EMS, 3) if words]
    return lines + [(words, "loose") for words in lines_of(str(strand.loose), _EMS, 2) if words]


def _told(strand: Strand) -> str:
    said = ", ".join(str(words) for words in (strand.title, strand.loose) if words)
    return f"{strand.kind}: {said}"


def _table(thread: Thread) -> Table:
    rows = [
        (Cell(str(strand.kind)), Cell(str(strand.title) or "–", strand.url), Cell(str(strand.loose) or "–"))
        for strand in thread.strands
    ]
    return table(_("The golden thread"), (_("Part"), _("What it is"), _("Loose")), rows)
