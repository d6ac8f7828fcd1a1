"""The grid of stakeholders: power by interest, and for each an arrow from where they stand to where we want them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.kit.pictures.parts import Cell, Table, slug, table

TALL = 28  # pixels: of a line of arrows
MOST = 60  # stakeholders in the picture: those with the most power, then those to whom it matters most
ABREAST = 2  # arrows in a quadrant, so that each keeps its length on a phone


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
    now: float
    wanted: float | None

    @property
    def moves(self) -> bool:
        """Whether we want them elsewhere."""
        return self.wanted is not None and self.wanted != self.now


@dataclass(frozen=True, slots=True)
class Corner:
    """A quadrant of the picture."""

    name: str
    quadrant: Quadrant
    told: str
    tall: int
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
    corners: tuple[Corner, ...]
    key: tuple[Named, ...]
    table: Table


def stakeholder_grid(name: str, scale: Scale, people: Sequence[Stakeholder], *, conclusion: str = "") -> Grid:
    """Four quadrants, each with its arrows; the conclusion is of all, also of those for whom there is no room.

    Raises ValueError for a step outside the scale.
    """
    for each in people:
        _check(scale, each)
    shown = sorted(people, key=lambda each: (-each.power, -each.interest, each.name))[:MOST]
    found = {quadrant: [each for each in shown if _quadrant(scale, each) == quadrant] for quadrant in Quadrant}
    for inside in found.values():
        inside.sort(key=lambda each: (-each.power, -each.interest, each.name))
    order = [each for inside in found.values() for each in inside]
    note = _("On each line against is left and for is right: where they stand, and an arrow to where we want them.")
    if len(people) > len(shown):
        words = _("The {n} with the most power of {all} are drawn.")
        note = f"{note} {words.format(n=len(shown), all=len(people))}"
    return Grid(
        name=slug(name),
        conclusion=conclusion or _conclusion(scale, people),
        note=note,
        corners=_corners(slug(name), scale, found),
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


def _corners(name: str, scale: Scale, found: dict[Quadrant, list[Stakeholder]]) -> tuple[Corner, ...]:
    corners, first = [], 1
    for quadrant, inside in found.items():
        arrows = tuple(_arrow(scale, each, place, first) for place, each in enumerate(inside))
        lines = -(-len(inside) // ABREAST)
        told = "; ".join(_told(scale, each, number) for number, each in enumerate(inside, first))
        corners.append(Corner(f"{name}-{quadrant}", quadrant, told, lines * TALL, arrows))
        first += len(inside)
    return tuple(corners)


def _arrow(scale: Scale, each: Stakeholder, place: int, first: int) -> Arrow:
    row, column = divmod(place, ABREAST)
    steps = len(scale.disposition) - 1
    return Arrow(
        number=first + place,
        x=round(column * 100 / ABREAST, 2),
        y=row * TALL,
        wide=round(100 / ABREAST, 2),
        now=round((each.now - 1) * 100 / steps, 2),
        wanted=None if each.wanted is None else round((each.wanted - 1) * 100 / steps, 2),
    )


def _told(scale: Scale, each: Stakeholder, number: int) -> str:
    now = scale.disposition[each.now - 1].lower()
    if each.wanted is None or each.wanted == each.now:
        return _("{n} {now}").format(n=number, now=now)
    return _("{n} {now}, wanted {wanted}").format(n=number, now=now, wanted=scale.disposition[each.wanted - 1].lower())


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
