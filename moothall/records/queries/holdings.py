"""The map of what we hold: services down, systems across."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q

from moothall.people.models import User
from moothall.records.models import InformationAsset, PersonalData, Searchable
from moothall.records.queries import live as live_queries
from moothall.records.queries.live import Coverage

ACROSS = 5  # systems with a column of their own; the others share one
MOST = 200  # rows
OTHER, NOWHERE = -1, 0


@dataclass
class Cell:
    """How many assets there are, and how many of them hold personal data or can be searched here."""

    assets: int = 0
    personal: int = 0
    special: int = 0
    searchable: int = 0

    def add(self, other: "Cell") -> None:
        """Count another cell in."""
        self.assets += other.assets
        self.personal += other.personal
        self.special += other.special
        self.searchable += other.searchable


@dataclass
class Row:
    """One service, or one system: its cells by column, and their sum; `here` are spaces and mailboxes of this hall."""

    key: str | int
    name: str
    total: Cell = field(default_factory=Cell)
    cells: list[Cell] = field(default_factory=list)
    here: int = 0
    columns: list["Column"] = field(default_factory=list)

    @property
    def placed(self) -> list[tuple["Column", Cell]]:
        """Each cell with its column."""
        return list(zip(self.columns, self.cells, strict=True))


@dataclass(frozen=True)
class Column:
    """A system across the top; `pk` is OTHER for all without a column, NOWHERE where none is named."""

    pk: int
    name: str


@dataclass(frozen=True)
class Map:
    """What a person may know of what we hold."""

    columns: list[Column]
    services: list[Row]
    systems: list[Row]
    total: Cell
    here: int
    coverage: Coverage
    cut: bool


def holdings(user: User) -> Map:
    """Count the assets that this person may read by service and system, and what describes itself in this hall."""
    counted = list(_counted(user))
    systems = _systems(counted)
    columns = [Column(int(row.key), row.name) for row in systems if row.key][:ACROSS]
    if len([row for row in systems if row.key]) > ACROSS:
        columns.append(Column(OTHER, ""))
    if any(row.key == NOWHERE for row in systems):
        columns.append(Column(NOWHERE, ""))
    lines = live_queries.everything(user)
    services = _services(counted, columns, [line.service for line in lines])
    total = Cell()
    for row in systems:
        total.add(row.total)
    return Map(
        columns, services[:MOST], systems[:MOST], total, len(lines), live_queries.covered(lines),
        cut=max(len(services), len(systems)) > MOST,
    )  # fmt: skip


def _counted(user: User) -> Iterable[tuple[str, int, str, Cell]]:
    rows = (
        InformationAsset.objects.visible_to(user)
        .held_now()
        .order_by()
        .values("service", "system", "system__name")
        .annotate(
            assets=Count("pk"),
            personal=Count("pk", filter=Q(personal_data=PersonalData.YES)),
            special=Count("pk", filter=Q(special_category=True) | Q(criminal_offence=True)),
            found=Count("pk", filter=~Q(searchable=Searchable.NO)),
        )
    )
    for row in rows:
        cell = Cell(row["assets"], row["personal"], row["special"], row["found"])
        yield row["service"], row["system"] or NOWHERE, row["system__name"] or "", cell


def _systems(counted: Iterable[tuple[str, int, str, Cell]]) -> list[Row]:
    """The systems with the most first; what names none comes last."""
    rows: dict[int, Row] = {}
    for _service, system, name, cell in counted:
        rows.setdefault(system, Row(system, name)).total.add(cell)
    return sorted(rows.values(), key=lambda row: (row.key == NOWHERE, -row.total.assets, row.name))


def _services(counted: Iterable[tuple[str, int, str, Cell]], columns: list[Column], here: Iterable[str]) -> list[Row]:
    """The services by name; what names none comes last."""
    place = {column.pk: number for number, column in enumerate(columns)}
    rows: defaultdict[str, Row] = defaultdict(
        lambda: Row("", "", cells=[Cell() for _column in columns], columns=columns)
    )
    for service, system, _name, cell in counted:
        rows[service].total.add(cell)
        rows[service].cells[place.get(system, place.get(OTHER, 0))].add(cell)
    for service in here:
        rows[service].here += 1
    for service, row in rows.items():
        row.key = row.name = service
    return sorted(rows.values(), key=lambda row: (not row.name, row.name.casefold()))
