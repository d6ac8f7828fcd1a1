"""The pictures of a round: what its rows say, given to `pictures`, which knows no row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from moothall.kit import clock
from moothall.kit.pictures.parts import capital, several
from moothall.risks.models import (
    LEVELS,
    ActsOn,
    Appetite,
    Band,
    Category,
    Comparison,
    Option,
    Response,
    Risk,
    Scale,
    Treatment,
)
from moothall.risks.pictures import balance, bowtie, curves, heat, parts, timeline
from moothall.risks.pictures.words import amount
from moothall.risks.queries import reckoning
from moothall.risks.queries.rounds import Sheet
from moothall.risks.standing import Line, State, is_live

MOST_BLOCKS = 600  # exposures in the picture of the balance: more than that nobody can see at once
MOST_STEPS = 40  # in the timeline

BANDS = {
    Band.LOW: ("low", "L", 1),
    Band.MODERATE: ("moderate", "M", 2),
    Band.HIGH: ("high", "H", 3),
    Band.SEVERE: ("severe", "S", 4),
}


@dataclass(frozen=True)
class Balanced:
    """The picture of the balance, and which options it leaves out, by letter."""

    picture: balance.Balance
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Timed:
    """The picture of the steps, and how many more there are."""

    picture: timeline.Timeline
    more: int


def band(found: Band) -> parts.Band:
    """A band as a picture takes it."""
    tone, letter, rank = BANDS[found]
    short = {Band.LOW: _("Low"), Band.MODERATE: _("Mod"), Band.HIGH: _("High"), Band.SEVERE: _("Sev")}
    return parts.Band(tone, capital(str(found.label)), letter, short[found], rank)


def bands() -> list[parts.Band]:
    """All bands, for a key."""
    return [band(each) for each in Band]


def heat_of(sheet: Sheet, option: Option, name: str, *, linked: bool = True) -> heat.Heat:
    """Without and with what is done, of every classified risk under one option; the others are named below it."""
    placed, rest = [], []
    for line in sheet.under(option):
        risk, url = line.risk, _url(line.risk, option, linked=linked)
        shift = line.shift
        if shift is not None:
            before, after = shift.without, shift.with_
            ends = ((before.likelihood, before.impact), (after.likelihood, after.impact))
            placed.append(heat.Item(risk.ref, risk.name, risk.stance, *ends, url))
        elif line.state is not State.NOT_FACED:
            rest.append(heat.Unplaced(risk.ref, risk.name, risk.stance, _unplaced(line), url))
    return heat.heat(name, option.letter, _matrix(sheet.appraisal.scale), placed, rest)


def _unplaced(line: Line) -> str:
    if line.state is State.COMPARED and line.mark is not None:
        words = {
            Comparison.BETTER: _("it is only marked better than under {option}"),
            Comparison.SAME: _("it is only marked the same as under {option}"),
            Comparison.WORSE: _("it is only marked worse than under {option}"),
        }
        return words[Comparison(line.mark.verdict)].format(option=beside(line).letter)
    return {
        State.STALE: _("it is stale"),
        State.ANSWERED: _("it is not classified yet"),
    }.get(line.state, _("it has no answer yet"))


def beside(line: Line) -> Option:
    """The option under which a marked risk is classified."""
    if line.mark is None:
        raise ValueError("nothing is marked")
    return line.mark.against.basis.exposure.option


def _matrix(scale: Scale) -> parts.Matrix:
    steps = tuple(str(step) for step in range(1, LEVELS + 1))
    cells = tuple(
        tuple(band(Band(scale.letter(likelihood, impact))) for impact in range(1, LEVELS + 1))
        for likelihood in range(1, LEVELS + 1)
    )
    return parts.Matrix(cells, steps, steps)


def balance_of(sheet: Sheet, option: Option | None, *, linked: bool = True) -> Balanced:
    """Every option against every risk; of very many, doing nothing, the leading option and the one in view first."""
    first = [each for each in (sheet.nothing, sheet.leading, option) if each is not None]
    ranked = list({each.pk: each for each in [*first, *sheet.options]}.values())
    fits = {each.pk for each in ranked[: max(len(first), MOST_BLOCKS // max(len(sheet.risks), 1))]}
    drawn = [each for each in sheet.options if each.pk in fits]
    risks = [balance.Risk(each.ref, each.name, each.stance, _url(each, None, linked=linked)) for each in sheet.risks]
    picture = balance.balance("balance", risks, [_beam(sheet, each) for each in drawn])
    return Balanced(picture, tuple(each.letter for each in sheet.options if each.pk not in fits))


def _beam(sheet: Sheet, option: Option) -> balance.Option:
    return balance.Option(option.letter, option.name, tuple(_weighed(sheet, risk, option) for risk in sheet.risks))


def _weighed(sheet: Sheet, risk: Risk, option: Option) -> balance.Weighed:
    line = sheet.line(risk, option)
    if line is None:
        return balance.Weighed(risk.ref, balance.Standing.UNANSWERED)
    shift = line.shift
    if shift is not None:
        before, after = band(shift.without.band), band(shift.with_.band)
        return balance.Weighed(risk.ref, balance.Standing.CLASSIFIED, after, was=before)
    if line.state is State.COMPARED and line.mark is not None:
        than = beside(line)
        other = sheet.line(risk, than)
        theirs = other.shift if other else None
        standing = balance.Standing(str(line.mark.verdict))
        return balance.Weighed(risk.ref, standing, band(theirs.with_.band) if theirs else None, than.letter)
    return balance.Weighed(
        risk.ref,
        {
            State.STALE: balance.Standing.STALE,
            State.ANSWERED: balance.Standing.UNCLASSIFIED,
            State.NOT_FACED: balance.Standing.NOT_FACED,
        }.get(line.state, balance.Standing.UNANSWERED),
    )


def curves_of(sheet: Sheet, appetites: Sequence[Appetite]) -> list[curves.Curves]:
    """What each option may lose, for each unit; with what we would bear, for each category where that was said."""
    options = {option.letter: (option.letter, option.name) for option in sheet.options}
    drawn = []
    for comparison in reckoning.comparisons(sheet):
        touched = _categories(sheet, comparison.unit)
        said = {Category(each.category): each for each in appetites if each.unit == comparison.unit}
        alone = said.get(touched[0]) if len(touched) == 1 else None
        drawn.append(curves.curves(f"curves-{comparison.unit}", comparison, options, appetite=_borne(alone)))
        for category in touched if len(touched) > 1 else ():
            borne = _borne(said.get(category))
            if borne is None:
                continue
            mine = [each for each in reckoning.comparisons(sheet, category) if each.unit == comparison.unit]
            for each in mine:
                picture = curves.curves(f"curves-{each.unit}-{category}", each, options, appetite=borne)
                drawn.append(_of_category(picture, category))
    return drawn


def _of_category(picture: curves.Curves, category: Category) -> curves.Curves:
    words = picture.conclusion
    return replace(picture, conclusion=f"{category.label}: {words[:1].lower()}{words[1:]}")


def _categories(sheet: Sheet, unit: str) -> list[Category]:
    found = {
        Category(line.risk.category)
        for line in sheet.lines
        for loss in [reckoning.loss_of(line)]
        if loss is not None and loss.unit == unit
    }
    return [category for category in Category if category in found]


def _borne(appetite: Appetite | None) -> curves.Appetite | None:
    if appetite is None:
        return None
    try:
        return curves.Appetite(
            curves.Point(float(appetite.often_probability), float(appetite.often_loss)),
            curves.Point(float(appetite.rare_probability), float(appetite.rare_loss)),
        )
    except ValueError:  # a certain loss has no place on a curve
        return None


def timeline_of(lines: Iterable[Line], *, linked: bool = True, names: bool = True) -> Timed:
    """The steps of one option by their day, and when somebody looks again at what is borne."""
    serves: dict[int, list[str]] = {}
    responses: dict[int, Response] = {}
    for line in lines:
        for treatment in line.treatments:
            response = treatment.response
            if treatment.dropped_at is not None and response.dropped_at is None:
                continue  # it goes on, for other risks
            if response.is_toleration and not is_live(treatment):
                continue
            responses[response.pk] = response
            serves.setdefault(response.pk, []).append(line.risk.ref)
    steps = [_step(each, serves[each.pk], linked=linked, names=names) for each in responses.values()]
    steps.sort(key=lambda step: (step.state != bowtie.State.OVERDUE, step.on or date.max, step.name))
    only_borne = all(each.is_toleration for each in responses.values())
    words = _("Nothing is done: what is borne has a day on which it is looked at again") if steps and only_borne else ""
    picture = timeline.timeline("steps", steps[:MOST_STEPS], clock.today(), conclusion=words)
    return Timed(picture, max(len(steps) - MOST_STEPS, 0))


def _step(response: Response, serves: Sequence[str], *, linked: bool, names: bool) -> timeline.Step:
    state, on = progress(response)
    name = _("Look again at bearing {risks}").format(risks=several(serves)) if response.is_toleration else ""
    who = response.approver if response.is_toleration else response.actionee
    return timeline.Step(
        name or response.step,
        state,
        on,
        actionee=who.name if who and names else "",
        serves=tuple(serves),
        due=response.due_on if response.in_place_on else None,
        url=response.get_absolute_url() if linked else "",
    )


def progress(response: Response) -> tuple[bowtie.State, date | None]:
    """How far a step has come, with the day that goes with it; of a toleration, when it is looked at again."""
    if response.dropped_at is not None:
        return bowtie.State.DROPPED, timezone.localdate(response.dropped_at)
    if response.is_toleration:
        return (bowtie.State.OVERDUE if response.review_is_due else bowtie.State.PLANNED), response.review_on
    if response.in_place_on is not None:
        return bowtie.State.IN_PLACE, response.in_place_on
    return (bowtie.State.OVERDUE if response.is_overdue else bowtie.State.PLANNED), response.due_on


def bowtie_of(line: Line, *, linked: bool = True) -> bowtie.Bowtie:
    """Cause, steps, event, steps, harm, of one risk under one option; who bears it stands in the words beside it."""
    risk = line.risk
    barriers = [_barrier(each, side, linked=linked) for each in line.treatments for side in _sides(each.response)]
    borne = any(response.is_toleration for response in line.responses)
    return bowtie.bowtie(
        "bowtie",
        risk.ref,
        barriers,
        cause=risk.cause,
        event=risk.event,
        consequence=risk.consequence,
        conclusion=_("{ref}: it is borne as it is").format(ref=risk.ref) if borne and not barriers else "",
    )


def _sides(response: Response) -> list[bowtie.ActsOn]:
    return {
        ActsOn.LIKELIHOOD.value: [bowtie.ActsOn.LIKELIHOOD],
        ActsOn.IMPACT.value: [bowtie.ActsOn.IMPACT],
        ActsOn.BOTH.value: [bowtie.ActsOn.LIKELIHOOD, bowtie.ActsOn.IMPACT],
    }.get(response.acts_on, [])


def _barrier(treatment: Treatment, side: bowtie.ActsOn, *, linked: bool) -> bowtie.Barrier:
    response = treatment.response
    state, on = progress(response)
    if treatment.dropped_at is not None and response.dropped_at is None:
        state, on = bowtie.State.DROPPED, timezone.localdate(treatment.dropped_at)
    return bowtie.Barrier(
        response.step,
        side,
        str(response.get_control_display() if response.control else response.get_kind_display()),
        state,
        actionee=response.actionee.name if response.actionee else "",
        on=on,
        url=response.get_absolute_url() if linked else "",
    )


def expected(line: Line) -> str:
    """What a risk loses in a year on average under an option, in words; empty without an estimate."""
    loss = reckoning.loss_of(line)
    return amount(loss.expectation, loss.unit) if loss else ""


def _url(risk: Risk, option: Option | None, *, linked: bool) -> str:
    if not linked:
        return ""
    url = reverse("risks:risk", args=[risk.pk])
    return f"{url}?option={option.letter}" if option else url
