"""The grid of stakeholders: power by interest, and for each an arrow from where they stand to where we want them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.kit.pictures.parts import Cell, Table, rounded, slug, table

TALL, HEAD, FOOT = 30, 30, 12  # pixels: of a line of arrows, above the first, and below the last
FEW = 10  # so many stand two abreast in a quadrant, more of them three
_SIDE, _EDGE = 49.0, 2.0  # percent of the width: a quadrant, and between the two


class Quadrant(StrEnum):
    """Where a stakeholder lies, in the order in which people read the grid."""

    SATISFY = "satisfy"
    INVOLVE = "involve"
    WATCH = "watch"
    INFORM = "inform"

    @property
    def words(self) -> str:
        """What one does with those who lie here (after Mendelow)."""
        return {
            Quadrant.SATISFY: _("Keep satisfied"),
            Quadrant.INVOLVE: _("Work with closely"),
            Quadrant.WATCH: _("Keep an eye on"),
            Quadrant.INFORM: _("Keep informed"),
        }[self]

    @property
    def short(self) -> str:
        """How much power and interest that is."""
        return {
            Quadrant.SATISFY: _("more power, less interest"),
            Quadrant.INVOLVE: _("more power, more interest"),
            Quadrant.WATCH: _("less power, less interest"),
            Quadrant.INFORM: _("less power, more interest"),
        }[self]


@dataclass(frozen=True, slots=True)
class Scale:
    """What the steps are called, each from the least: of power, of interest, and of disposition from against to for."""

    power: tuple[str, ...]
    interest: tuple[str, ...]
    disposition: tuple[str, ...]

    def __post_init__(self) -> None:
        if min(len(self.power), len(self.interest), len(self.disposition)) < 2:
            raise ValueError("a scale has two steps at least")


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """Steps count from 1. `wanted` is None where nobody has said it yet."""

    name: str
    power: int
    interest: int
    now: int
    wanted: int | None
    is_internal: bool = True
    url: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Arrow:
    """One stakeholder in the picture: a track from against to for, where they are on it and where to."""

    number: int
    x: float
    y: int
    wide: float
    middle: float
    now: float
    wanted: float | None

    @property
    def moves(self) -> bool:
        """Whether we want them elsewhere."""
        return self.wanted is not None and self.wanted != self.now


@dataclass(frozen=True, slots=True)
class Corner:
    """A quadrant of the picture."""

    quadrant: Quadrant
    x: float
    y: int
    wide: float
    tall: int
    count: int
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A line of the key."""

    number: int
    stakeholder: Stakeholder


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid of stakeholders, ready to print."""

    name: str
    conclusion: str
    note: str
    description: str
    tall: int
    corners: tuple[Corner, ...]
    key: tuple[Named, ...]
    table: Table


def stakeholder_grid(name: str, scale: Scale, people: Sequence[Stakeholder], *, conclusion: str = "") -> Grid:
    """Four quadrants, each with its arrows. Raises ValueError for a step outside the scale."""
    for each in people:
        _check(scale, each)
    found = {quadrant: [each for each in people if _quadrant(scale, each) == quadrant] for quadrant in Quadrant}
    for inside in found.values():
        inside.sort(key=lambda each: (-each.power, -each.interest, each.name))
    order = [each for inside in found.values() for each in inside]
    corners, tall = _corners(scale, found)
    return Grid(
        name=slug(name),
        conclusion=conclusion or _conclusion(scale, people),
        note=_("On each line against is left and for is right: where they stand, and an arrow to where we want them."),
        description=_told(found),
        tall=tall,
        corners=corners,
        key=tuple(Named(number, each) for number, each in enumerate(order, 1)),
        table=_table(scale, order),
    )


def _check(scale: Scale, each: Stakeholder) -> None:
    steps = (
        (each.power, scale.power),
        (each.interest, scale.interest),
        (each.now, scale.disposition),
        (each.wanted or 1, scale.disposition),
    )
    if any(not 1 <= step <= len(names) for step, names in steps):
        raise ValueError(f"{each.name} lies outside the scale")


def _quadrant(scale: Scale, each: Stakeholder) -> Quadrant:
    """The upper half of each scale is more; of an odd number the middle step counts as more."""
    is_strong = each.power * 2 > len(scale.power)
    is_keen = each.interest * 2 > len(scale.interest)
    if is_strong:
        return Quadrant.INVOLVE if is_keen else Quadrant.SATISFY
    return Quadrant.INFORM if is_keen else Quadrant.WATCH


def _corners(scale: Scale, found: dict[Quadrant, list[Stakeholder]]) -> tuple[tuple[Corner, ...], int]:
    """Both rows of quadrants, each as tall as its fuller one."""
    corners, y, first = [], 0, 1
    for row in ((Quadrant.SATISFY, Quadrant.INVOLVE), (Quadrant.WATCH, Quadrant.INFORM)):
        lines = max(1, *(-(-len(found[each]) // _across(found[each])) for each in row))
        tall = HEAD + lines * TALL + FOOT
        for side, quadrant in enumerate(row):
            inside = found[quadrant]
            x = side * (_SIDE + _EDGE)
            arrows = tuple(_arrow(scale, each, place, inside, (x, y, first)) for place, each in enumerate(inside))
            corners.append(Corner(quadrant, x, y, _SIDE, tall, len(inside), arrows))
            first += len(inside)
        y += tall + 10
    return tuple(corners), y - 10


def _across(inside: Sequence[Stakeholder]) -> int:
    return 2 if len(inside) <= FEW else 3


def _arrow(
    scale: Scale, each: Stakeholder, place: int, inside: Sequence[Stakeholder], start: tuple[float, int, int]
) -> Arrow:
    across = _across(inside)
    step = _SIDE / across
    row, column = divmod(place, across)
    x = rounded(start[0] + column * step + 0.6)
    steps = len(scale.disposition) - 1
    at = [None if step is None else round((step - 1) * 100 / steps, 2) for step in (each.now, each.wanted)]
    return Arrow(
        number=start[2] + place,
        x=x,
        y=start[1] + HEAD + row * TALL,
        wide=round(step - 1.6, 2),
        middle=50.0,
        now=at[0] or 0.0,
        wanted=at[1],
    )


def _conclusion(scale: Scale, people: Sequence[Stakeholder]) -> str:
    if not people:
        return _("Nobody is named yet")
    strong = [each for each in people if each.power * 2 > len(scale.power)]
    far = [each for each in strong if each.wanted is not None and each.wanted > each.now]
    if far:
        words = ngettext(
            "{n} of {all} with more power is not yet where we want them",
            "{n} of {all} with more power are not yet where we want them",
            len(far),
        )
        return words.format(n=len(far), all=len(strong))
    if not any(not each.is_internal for each in people):
        return _("Nobody from outside the council is named")
    unsaid = sum(each.wanted is None for each in people)
    if unsaid:
        words = ngettext("Where we want {n} of them is not said", "Where we want {n} of them is not said", unsaid)
        return words.format(n=unsaid)
    return _("All with more power are where we want them")


def _told(found: dict[Quadrant, list[Stakeholder]]) -> str:
    return "; ".join(f"{quadrant.words}, {quadrant.short}: {len(inside)}" for quadrant, inside in found.items()) + "."


def _table(scale: Scale, order: Sequence[Stakeholder]) -> Table:
    rows = [
        (
            Cell(f"{number} {each.name}", each.url),
            Cell(_("inside") if each.is_internal else _("outside")),
            Cell(scale.power[each.power - 1]),
            Cell(scale.interest[each.interest - 1]),
            Cell(scale.disposition[each.now - 1]),
            Cell(_("not said") if each.wanted is None else scale.disposition[each.wanted - 1]),
            Cell(each.part or "–"),
        )
        for number, each in enumerate(order, 1)
    ]
    heads = (_("Who"), _("From"), _("Power"), _("Interest"), _("Stands now"), _("Wanted"), _("Part"))
    return table(_("Stakeholders"), heads, rows)
