"""One round as it stands: its options, its risks, and every exposure with what hangs on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from moothall.risks.models import (
    Appraisal,
    Challenge,
    Classification,
    Decision,
    Exposure,
    Mark,
    Option,
    OptionKind,
    Proposal,
    Risk,
    Round,
    Stance,
    Treatment,
)
from moothall.risks.standing import Line, State, rests_on


@dataclass(frozen=True)
class Sheet:
    """A whole round, read with a fixed number of questions."""

    appraisal: Appraisal
    round: Round
    options: tuple[Option, ...]  # by letter
    risks: tuple[Risk, ...]  # of doing first, by number
    lines: tuple[Line, ...]  # by option, then risk
    proposal: Proposal | None
    decision: Decision | None
    challenges: tuple[Challenge, ...]

    @cached_property
    def by_pair(self) -> dict[tuple[int, int], Line]:
        """Each line by the keys of its risk and its option."""
        return {(line.risk.pk, line.option.pk): line for line in self.lines}

    def line(self, risk: Risk, option: Option) -> Line | None:
        """The exposure of an option to a risk; None where somebody took the row away."""
        return self.by_pair.get((risk.pk, option.pk))

    def under(self, option: Option) -> list[Line]:
        """Every exposure of one option."""
        return [line for line in self.lines if line.option.pk == option.pk]

    def facing(self, risk: Risk) -> list[Line]:
        """Every option's exposure to one risk."""
        return [line for line in self.lines if line.risk.pk == risk.pk]

    @property
    def doing(self) -> list[Risk]:
        """The risks of doing."""
        return [risk for risk in self.risks if risk.stance == Stance.DOING]

    @property
    def not_doing(self) -> list[Risk]:
        """The risks of not doing."""
        return [risk for risk in self.risks if risk.stance == Stance.NOT_DOING]

    @property
    def nothing(self) -> Option | None:
        """The option to do nothing."""
        return next((option for option in self.options if option.kind == OptionKind.DO_NOTHING), None)

    @property
    def leading(self) -> Option | None:
        """The option that was chosen, or is proposed."""
        chosen = self.decision or self.proposal
        return next((option for option in self.options if chosen and option.pk == chosen.option_id), None)


def latest_round(appraisal: Appraisal) -> Round:
    """The round that is under way, or was decided last."""
    return appraisal.rounds.select_related("appraisal__owner", "appraisal__scale").order_by("-number")[0]


def load(round: Round) -> Sheet:
    """Read a round whole."""
    options = tuple(round.options.order_by("place"))
    risks = tuple(round.risks.select_related("owner", "twin").order_by("stance", "number"))
    return Sheet(
        appraisal=round.appraisal,
        round=round,
        options=options,
        risks=risks,
        lines=tuple(_lines(round, options, risks)),
        proposal=Proposal.objects.filter(round=round).select_related("option", "proposed_by").first(),
        decision=Decision.objects.filter(round=round).select_related("option", "by").first(),
        challenges=tuple(
            Challenge.objects.filter(option__round=round).select_related("asked_by", "answered_by").order_by("pk")
        ),
    )


def _lines(round: Round, options: tuple[Option, ...], risks: tuple[Risk, ...]) -> Iterator[Line]:
    treatments = _treatments(round)
    classifications = newest_classifications(round)
    marks = _marks(round)
    exposures = {(each.risk_id, each.option_id): each for each in Exposure.objects.filter(option__round=round)}
    by_key = {risk.pk: risk for risk in risks}
    risk_of = {each.pk: by_key[each.risk_id] for each in exposures.values() if each.risk_id in by_key}
    for option in options:
        for risk in risks:
            exposure = exposures.get((risk.pk, option.pk))
            if exposure is None:
                continue
            mark = marks.get(exposure.pk)
            yield Line(
                exposure=exposure,
                risk=risk,
                option=option,
                treatments=tuple(treatments.get(exposure.pk, ())),
                classification=classifications.get(exposure.pk),
                mark=mark,
                mark_holds=mark is not None and _holds(mark, classifications, treatments, risk_of),
                scale=round.appraisal.scale,
            )


def _treatments(round: Round) -> dict[int, list[Treatment]]:
    found: dict[int, list[Treatment]] = {}
    rows = Treatment.objects.filter(exposure__option__round=round)
    for treatment in rows.select_related("response__actionee", "response__approver").order_by("pk"):
        found.setdefault(treatment.exposure_id, []).append(treatment)
    return found


def _marks(round: Round) -> dict[int, Mark]:
    """The newest mark of each exposure."""
    rows = Mark.objects.filter(exposure__option__round=round)
    return {
        mark.exposure_id: mark for mark in rows.select_related("against__basis__exposure__option", "by").order_by("pk")
    }


def newest_classifications(round: Round) -> dict[int, Classification]:
    """The newest classification of each exposure of a round, by the exposure's key."""
    rows = (
        Classification.objects.filter(basis__exposure__option__round=round).select_related("basis", "by").order_by("pk")
    )
    return {row.basis.exposure_id: row for row in rows}


def line_of(exposure: Exposure) -> Line:
    """One exposure as it stands; it comes with its risk, its option and its round's appraisal."""
    sheet = load(exposure.option.round)
    return sheet.by_pair[(exposure.risk_id, exposure.option_id)]


def _holds(
    mark: Mark,
    classifications: dict[int, Classification],
    treatments: dict[int, list[Treatment]],
    risk_of: dict[int, Risk],
) -> bool:
    beside = mark.against.basis.exposure_id
    newest = classifications.get(beside)
    if newest is None or newest.pk != mark.against_id or beside not in risk_of:
        return False
    return newest.rests_on == rests_on(risk_of[beside], treatments.get(beside, ()))


def classified_elsewhere(sheet: Sheet, line: Line) -> list[Line]:
    """Where the same risk is classified, fresh, under another option: what it can be compared with."""
    return [
        other
        for other in sheet.facing(line.risk)
        if other.option.pk != line.option.pk and other.state is State.CLASSIFIED
    ]
