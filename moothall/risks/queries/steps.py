"""The steps of a round: what can be taken up for an exposure, what each serves, and the words of levels."""

from dataclasses import dataclass
from decimal import Decimal

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _

from moothall.risks.models import Axis, Level, Option, Response, Scale, Stance, Treatment
from moothall.risks.queries.rounds import Sheet
from moothall.risks.standing import Line


@dataclass(frozen=True)
class Served:
    """An exposure that a step serves, by its treatment."""

    treatment: Treatment
    line: Line


def of_round(sheet: Sheet) -> list[Response]:
    """What is done in a round and was not dropped, in the order in which it was written."""
    rows = Response.objects.filter(round=sheet.round, dropped_at=None)
    return list(rows.select_related("actionee", "approver").order_by("pk"))


def to_give_out(sheet: Sheet) -> list[Response]:
    """The steps of the option that is chosen or proposed that nobody does yet, or on no day."""
    found = {}
    for line in sheet.under(sheet.leading) if sheet.leading is not None else ():
        for treatment in line.treatments:
            step = treatment.response
            if treatment.dropped_at or step.dropped_at or step.is_toleration or not line.exposure.applies:
                continue
            if step.actionee_id is None or step.due_on is None:
                found[step.pk] = step
    return list(found.values())


def at_hand(sheet: Sheet, line: Line) -> list[Response]:
    """What could serve an exposure too: first what serves the same risk elsewhere, then the rest.

    A toleration that is signed for bears what was signed for, and no more.
    """
    serving = {each.response_id for each in line.treatments if each.dropped_at is None}
    of_risk = {each.response_id for other in sheet.facing(line.risk) for each in other.treatments}
    rest = [each for each in of_round(sheet) if each.pk not in serving and each.signed_at is None]
    return sorted(rest, key=lambda each: (each.pk not in of_risk, each.pk))


def served(sheet: Sheet, response: Response) -> list[Served]:
    """Which exposures a step serves."""
    return [
        Served(treatment, line)
        for line in sheet.lines
        for treatment in line.treatments
        if treatment.response_id == response.pk and treatment.dropped_at is None
    ]


def levels(scale: Scale) -> dict[str, list[tuple[int, str]]]:
    """Each level of a scale in words, by axis: `likelihood`, `impact`."""
    found: dict[str, list[tuple[int, str]]] = {axis.value: [] for axis in Axis}
    for level in Level.objects.filter(scale=scale).order_by("axis", "number"):
        words = often(level.low, level.high) if level.axis == Axis.LIKELIHOOD else pounds(level.low, level.high)
        found[level.axis].append((level.number, f"{level.number} {level.label}: {words}"))
    return found


def often(low: Decimal, high: Decimal) -> str:
    """How often, as people say it: once in so many years, or so many times a year."""
    if high > 1:
        return _("%(low)s to %(high)s times a year") % {"low": plain(low), "high": plain(high)}
    seldom, often_ = plain(round(1 / high)), plain(round(1 / low)) if low else None
    if often_ is None:
        return _("less than once in %(years)s years") % {"years": seldom}
    return _("once in %(from)s to %(to)s years") % {"from": seldom, "to": often_}


def pounds(low: Decimal, high: Decimal) -> str:
    """How much a time."""
    return _("£%(low)s to £%(high)s") % {"low": plain(low), "high": plain(high)}


def plain(number: Decimal | int) -> str:
    """A number without idle noughts, with commas at the thousands."""
    words = f"{number:f}"
    return intcomma(words.rstrip("0").rstrip(".") if "." in words else words)


def sides_of(sheet: Sheet, option: Option) -> list[tuple[Stance, list[Line]]]:
    """The exposures of an option by the side of their risk, of doing first."""
    lines = sheet.under(option)
    return [(stance, [line for line in lines if line.risk.stance == stance]) for stance in Stance]
