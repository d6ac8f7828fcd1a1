"""Plans and their objectives as a CSV file: its columns, what was read of one, and how one is written.

A row is one objective with the plan that it is of. Where the cells of the plan are empty it is the plan of the row
before; a row without an objective enters a plan alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moothall.change.models import Objective, ObjectiveKind, Plan, PlanKind
from moothall.records.asset_columns import lines, written


@dataclass(frozen=True)
class Column:
    """One column: its name in the first row, what it holds, its values where they are few, and other names for it."""

    name: str
    words: str | Promise
    choices: tuple[tuple[str, str | Promise], ...] = ()
    also: tuple[str, ...] = ()


OF_PLAN = (
    Column("plan", _("Needed. The title of the plan"), also=("strategy", "plan_title", "document")),
    Column("plan_kind", _("What sort of plan it is; a strategy where it is empty"), tuple(PlanKind.choices)),
    Column(
        "adopted_on", _("Needed. The day on which it was adopted, such as 2026-04-01 or 01/04/2026"), also=("adopted",)
    ),
    Column("valid_to", _("The last day on which it is valid"), also=("ends", "ends_on", "until")),
    Column("adopted_by", _("Who adopted it: full council, cabinet")),
    Column("document_url", _("Where it can be read: an address"), also=("url", "link", "address")),
)
OF_OBJECTIVE = (
    Column("reference", _("Its number in the plan"), also=("ref", "number", "id")),
    Column("part_of", _("The number of the objective or outcome that it is a part of"), also=("parent", "under")),
    Column(
        "kind", _("What the plan calls it; an objective where it is empty"), tuple(ObjectiveKind.choices), ("type",)
    ),
    Column("title", _("Needed. A handful of words"), also=("objective", "name", "outcome")),
    Column("quote", _("Needed. The plan’s own words"), also=("text", "words", "description")),
    Column("source", _("Needed. The page or section where it says so"), also=("page", "section", "place")),
)
COLUMNS = (*OF_PLAN, *OF_OBJECTIVE)
NAMES = tuple(column.name for column in COLUMNS)
CALLED = {name: column.name for column in COLUMNS for name in (column.name, *column.also)}


@dataclass(frozen=True)
class Fault:
    """What cannot be, where it stands in the file, in plain words."""

    row: int
    column: str
    words: str


@dataclass(frozen=True)
class ObjectiveSaid:
    """What a row says of one objective; `part_of` is the number of another of the same plan, or empty."""

    row: int
    kind: ObjectiveKind
    title: str
    quote: str
    source: str
    reference: str
    part_of: str
    is_known: bool = False  # the same words stood in the plan when the file was read


@dataclass(frozen=True)
class PlanSaid:
    """What a file says of one plan, with its objectives, each before its parts."""

    row: int
    kind: PlanKind
    title: str
    adopted_on: date
    valid_to: date | None
    adopted_by: str
    document_url: str
    known: int | None  # the key of the plan that stands here already
    objectives: list[ObjectiveSaid] = field(default_factory=list)

    @property
    def fresh(self) -> list[ObjectiveSaid]:
        """The objectives that are not here yet."""
        return [one for one in self.objectives if not one.is_known]


@dataclass(frozen=True)
class Incoming:
    """A file that was read as a whole, and is not written yet."""

    name: str
    plans: Sequence[PlanSaid]
    faults: Sequence[Fault]
    passed_over: Sequence[str]  # columns that are none of ours

    @property
    def may_come_in(self) -> bool:
        """Whether all of it can be written: nothing is done by halves."""
        return bool(self.plans) and not self.faults

    @property
    def objectives(self) -> int:
        """How many objectives would come in."""
        return sum(len(plan.fresh) for plan in self.plans)


def known_by(title: str, quote: str) -> tuple[str, str]:
    """By what an objective of a plan is known again, however it is spaced and capitalised."""
    return " ".join(title.split()).casefold(), " ".join(quote.split()).casefold()


def file_of(plan: Plan, objectives: Sequence[Objective]) -> Iterator[bytes]:
    """A plan with its objectives as a file, each cell made safe."""
    of_plan = (plan.title, plan.kind, plan.adopted_on, plan.valid_to, plan.adopted_by, plan.document_url)
    number = {one.pk: one.reference for one in objectives}

    def rows() -> Iterator[list[str]]:
        yield list(NAMES)
        for one in objectives:
            part_of = number.get(one.parent_id, "") if one.parent_id else ""
            of_objective = (one.reference, part_of, one.kind, one.title, one.quote, one.source)
            yield [written(value) for value in (*of_plan, *of_objective)]
        if not objectives:
            yield [*(written(value) for value in of_plan), *("" for _column in OF_OBJECTIVE)]

    return lines(rows())


def empty_file() -> bytes:
    """The names of the columns, to be filled in."""
    return b"".join(lines([list(NAMES)]))
