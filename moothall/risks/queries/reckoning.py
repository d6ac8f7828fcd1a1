"""What can be reckoned of a round: simulated years of every option, from fresh classifications that have ranges."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from moothall.kit.pictures.parts import several
from moothall.risks import quantities, simulation
from moothall.risks.models import Category, Classification, Option
from moothall.risks.pictures import words
from moothall.risks.queries.rounds import Sheet
from moothall.risks.standing import Line, State

FINE, COARSE = simulation.YEARS, 10_000  # simulated years: fewer where a round has very many estimates
MANY = 200  # estimates


@dataclass(frozen=True)
class Reckoned:
    """A comparison of the options in each unit, and in words what could not be reckoned with, and what to beware of."""

    comparisons: tuple[simulation.Comparison, ...]
    gaps: tuple[str, ...]
    warnings: tuple[str, ...]

    def least(self, option: Option) -> list[str]:
        """In how many of 100 draws this option expects the least loss, for each unit."""
        said = []
        for comparison in self.comparisons:
            prospect = next(each for each in comparison.prospects if each.option == option.letter)
            told = words.in_hundred(prospect.least if len(comparison.compared) > 1 else None)
            if len(self.comparisons) > 1:
                told = _("{chance}, in {unit}").format(chance=told, unit=comparison.unit.label)
            said.append(told)
        return said

    def told_apart(self, options: Iterable[Option]) -> list[str]:
        """Which option expects the least loss, or that nobody can tell, for each unit."""
        letters = {option.letter: option.letter for option in options}
        many = len(self.comparisons) > 1
        return [
            (f"{str(each.unit.label).capitalize()}: " if many else "") + words.told_apart(each, letters)
            for each in self.comparisons
        ]


def reckon(sheet: Sheet) -> Reckoned:
    """Reckon with every estimate of a round that is fresh."""
    return Reckoned(comparisons(sheet), tuple(_gaps(sheet)), tuple(_warnings(sheet)))


def comparisons(sheet: Sheet, category: Category | None = None) -> tuple[simulation.Comparison, ...]:
    """The options beside each other in each unit, over all risks or those of one category."""
    exposures = tuple(
        simulation.Exposure(line.option.letter, line.risk.ref, line.risk.stance, found)
        for line in sheet.lines
        if category is None or line.risk.category == category
        for found in [loss_of(line)]
        if found is not None or line.state is State.NOT_FACED
    )
    return _compared(exposures, tuple(option.letter for option in sheet.options))


@lru_cache(maxsize=16)
def _compared(
    exposures: tuple[simulation.Exposure, ...], options: tuple[str, ...]
) -> tuple[simulation.Comparison, ...]:
    """The same estimates give the same years, so they are simulated once and not for every reader."""
    years = FINE if sum(each.loss is not None for each in exposures) <= MANY else COARSE
    return simulation.compare(exposures, options=options, years=years)


def loss_of(line: Line) -> quantities.Loss | None:
    """What a fresh classification says of frequency and loss; None without ranges, or with ones beyond reckoning."""
    found = line.classification
    return said_by(found) if found is not None and line.state is State.CLASSIFIED else None


def said_by(found: Classification) -> quantities.Loss | None:
    """The ranges of a classification; None where there are none, or none that can be reckoned with."""
    if not found.has_ranges:
        return None
    try:
        return quantities.said(found)
    except ValueError:
        return None


def _gaps(sheet: Sheet) -> Iterable[str]:
    """Risks without an estimate under any option, and estimates that cannot be reckoned with."""
    estimated = {line.risk.pk for line in sheet.lines if loss_of(line) is not None}
    none = [risk.ref for risk in sheet.risks if risk.pk not in estimated]
    if none and estimated:
        yield _("No option has an estimate of {risks}: what they may cost is left out.").format(risks=several(none))
    beyond = _such(
        sheet,
        lambda line: (
            line.state is State.CLASSIFIED
            and line.classification is not None
            and line.classification.has_ranges
            and loss_of(line) is None
        ),
    )
    if beyond:
        yield _("The ranges given for {exposures} are too wide or too large to reckon with.").format(
            exposures=several(beyond)
        )


def _warnings(sheet: Sheet) -> Iterable[str]:
    """Where nothing in the ranges has risen beside doing nothing, and yet more is lost on average."""
    nothing = sheet.nothing
    if nothing is None:
        return
    for line in sheet.lines:
        beside = sheet.line(line.risk, nothing)
        if line.option.pk == nothing.pk or beside is None:
            continue
        without, with_ = loss_of(beside), loss_of(line)
        rise = quantities.rise(without, with_) if without and with_ else None
        if rise is not None and with_ is not None:
            yield f"{_where(line)}: {words.warning(rise, with_.unit)}"


def _such(sheet: Sheet, holds: Callable[[Line], bool]) -> list[str]:
    return [_where(line) for line in sheet.lines if holds(line)]


def _where(line: Line) -> str:
    return _("{risk} under {option}").format(risk=line.risk.ref, option=line.option.letter)
