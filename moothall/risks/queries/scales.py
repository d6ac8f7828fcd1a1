"""The scales that were adopted, as the page shows them."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count
from django.utils.translation import gettext as _

from moothall.kit.pages import keyset
from moothall.risks.models import LEVELS, Axis, Band, Level, Scale

PAGE = 5


@dataclass(frozen=True)
class Cell:
    """One pair of levels and its band."""

    likelihood: int
    impact: int
    band: Band


@dataclass(frozen=True)
class Meant:
    """A level and what it means, without needless noughts."""

    number: int
    label: str
    low: Decimal
    high: Decimal

    @property
    def range(self) -> str:
        """From and up to, in words."""
        return _("{low} to {high}").format(low=_plain(self.low), high=_plain(self.high))


@dataclass(frozen=True)
class Shown:
    """A scale with its levels and its bands, the most likely row first."""

    scale: Scale
    likelihood: list[Meant]
    impact: list[Meant]
    rows: list[tuple[str, list[Cell]]]
    appraisals: int
    is_current: bool

    @property
    def axes(self) -> list[tuple[str, list[Meant], str]]:
        """Both axes with their levels, and in what these are counted."""
        return [
            (str(Axis.LIKELIHOOD.label), self.likelihood, _("times a year")),
            (str(Axis.IMPACT.label), self.impact, _("pounds each time")),
        ]


@dataclass(frozen=True)
class Listing:
    """One page of scales."""

    shown: list[Shown]
    next_cursor: str | None


def page_of(after: str | None) -> Listing:
    """The scales, newest first."""
    rows = Scale.objects.select_related("adopted_by").annotate(used=Count("appraisals"))
    found = keyset(rows, by=("-pk",), after=after, size=PAGE)
    levels: dict[tuple[int, str], list[Meant]] = {}
    for level in Level.objects.filter(scale__in=found.rows).order_by("number"):
        levels.setdefault((level.scale_id, level.axis), []).append(_meant(level))
    current = Scale.objects.current()
    return Listing([_shown(row, levels, current) for row in found.rows], found.next_cursor)


def _shown(scale: Scale, levels: dict[tuple[int, str], list[Meant]], current: Scale | None) -> Shown:
    numbers = range(1, LEVELS + 1)
    labels = {level.number: level.label for level in levels.get((scale.pk, Axis.LIKELIHOOD), [])}
    return Shown(
        scale=scale,
        likelihood=levels.get((scale.pk, Axis.LIKELIHOOD), []),
        impact=levels.get((scale.pk, Axis.IMPACT), []),
        rows=[
            (f"{i} {labels.get(i, '')}", [Cell(i, j, Band(scale.letter(i, j))) for j in numbers])
            for i in reversed(numbers)
        ],
        appraisals=getattr(scale, "used", 0),
        is_current=current is not None and current.pk == scale.pk,
    )


def _meant(level: Level) -> Meant:
    return Meant(level.number, level.label, level.low, level.high)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():,f}"
