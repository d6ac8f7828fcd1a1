"""Makers of what pictures are drawn from."""

from moothall.kit.tests import drawing
from moothall.risks.choices import Stance, Unit
from moothall.risks.pictures.balance import Option, Risk, Standing, Weighed
from moothall.risks.pictures.heat import Item
from moothall.risks.pictures.parts import Band, Matrix
from moothall.risks.quantities import Interval, Loss
from moothall.risks.simulation import Comparison, Exposure, compare

LOW = Band("low", "Low", "L", "Low", 1)
MODERATE = Band("moderate", "Moderate", "M", "Mod", 2)
HIGH = Band("high", "High", "H", "High", 3)
SEVERE = Band("severe", "Severe", "S", "Sev", 4)
BANDS = (LOW, MODERATE, HIGH, SEVERE)
OPTIONS = {letter: (letter, name) for letter, name in zip("ABC", ("Do nothing", "Prohibit", "Policy"), strict=True)}
_BY_LETTER = {band.letter: band for band in BANDS}


def matrix(rows: str = "LLLMM LMMHH LMHHS MHHSS MHSSS") -> Matrix:
    """Bands by their letters, the lowest likelihood first."""
    bands = tuple(tuple(_BY_LETTER[letter] for letter in row) for row in rows.split())
    down, across = len(bands), len(bands[0])
    return Matrix(bands, tuple(f"L{n}" for n in range(down)), tuple(f"I{n}" for n in range(across)))


def item(
    ref: str,
    without: tuple[int, int] = (4, 4),
    with_mitigation: tuple[int, int] = (2, 2),
    *,
    name: str = "Somebody errs",
) -> Item:
    """A classified risk; its reference says its stance."""
    return Item(ref, name, stance(ref), without, with_mitigation, f"/risks/{ref}/")


def stance(ref: str) -> Stance:
    return Stance.DOING if ref.startswith("D") else Stance.NOT_DOING


def risks(*refs: str) -> list[Risk]:
    return [Risk(ref, f"Risk {ref}", stance(ref), f"/risks/{ref}/") for ref in refs]


def option(letter: str, **risks: Band | Standing) -> Option:
    """An option with its risks, each with its band or how it stands otherwise."""
    return Option(
        letter,
        f"Option {letter}",
        tuple(
            Weighed(ref, Standing.CLASSIFIED, found, was=SEVERE)
            if isinstance(found, Band)
            else Weighed(ref, found, HIGH if found in {"better", "same", "worse"} else None, "A")
            for ref, found in risks.items()
        ),
    )


def estimates(unit: Unit = Unit.POUNDS, /, **often: float) -> Comparison:
    """Options that face one risk, each so often."""
    exposures = [
        Exposure(letter, "D1", "doing", Loss(Interval(rate, rate), Interval(10_000, 200_000), unit))
        for letter, rate in often.items()
    ]
    (comparison,) = compare(exposures, options=tuple(OPTIONS), years=5000)
    return comparison


def drawn(template: str, picture: object) -> str:
    """The picture as it goes into a page; also checked to be well-formed."""
    return drawing.drawn(f"risks/pictures/{template}.html", {template: picture})
