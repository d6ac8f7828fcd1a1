"""Amounts and chances as people say them."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.kit.pictures.parts import several
from moothall.risks.choices import Unit
from moothall.risks.quantities import Rise
from moothall.risks.simulation import TOLD_APART, Comparison


def _steps() -> tuple[tuple[float, str], ...]:
    """Thousands of millions, millions and thousands, the largest first."""
    return (1e9, _("bn")), (1e6, _("m")), (1e3, _("k"))


def amount(value: float, unit: Unit | str) -> str:
    """“£40,400”, “12 hours”, “300 people”; from a million on, three figures: “£1.25m”."""
    figures = _figures(value)
    if unit == Unit.POUNDS:
        return f"£{figures}"
    count = 1 if figures == "1" else 2
    if unit == Unit.HOURS:
        return ngettext("{n} hour", "{n} hours", count).format(n=figures)
    return ngettext("{n} person", "{n} people", count).format(n=figures)


def short_amount(value: float, unit: Unit | str) -> str:
    """“£100k”, “12”: for an axis, whose title names the unit."""
    for size, letter in _steps():
        if value >= size:
            figures = f"{value / size:.4g}{letter}"
            break
    else:
        figures = f"{value:.3g}"
    return f"£{figures}" if unit == Unit.POUNDS else figures


def _figures(value: float) -> str:
    for size, letter in _steps()[:2]:
        if value >= size:
            return f"{value / size:.3g}{letter}"
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.2g}" if value < 10 else f"{value:.0f}"


def in_hundred(chance: float | None) -> str:
    """“39 in 100”, “never”, “always”, “fewer than 1 in 100”; a dash where there is none."""
    if chance is None:
        return _("not compared")
    if chance <= 0:
        return _("never")
    if chance >= 1:
        return _("always")
    if chance < 0.01:
        return _("fewer than 1 in 100")
    if chance > 0.99:
        return _("more than 99 in 100")
    return _("{n} in 100").format(n=round(chance * 100))


def told_apart(comparison: Comparison, letters: Mapping[str, str]) -> str:
    """Which option expects the least loss, in one sentence; or that nobody can tell."""
    compared = comparison.compared
    if len(compared) < 2:
        return _("There are not two options whose every risk has an estimate in this unit.")
    names = several(sorted(letters[option] for option in comparison.contenders))
    if comparison.can_tell:
        words = _("{option} has the least expected loss: {chance}.")
        return words.format(option=names, chance=in_hundred(compared[0].least))
    words = _("{options}: can’t tell these apart, none reaches {least} in 100.")
    return words.format(options=names, least=round(TOLD_APART * 100))


def warning(rise: Rise, unit: Unit | str) -> str:
    """What to say of a range whose lower end alone has fallen."""
    return _(
        "No end of the ranges has risen, and yet the loss to expect in a year rises from {without} to {with_it}. "
        "A wider range reaches further up than it seems: look at its lower end again."
    ).format(without=amount(rise.without, unit), with_it=amount(rise.with_mitigation, unit))
