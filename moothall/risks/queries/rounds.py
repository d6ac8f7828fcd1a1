"""One round as it stands: its options, its risks, and every exposure with what hangs on it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from django.db.models import Model

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
    Scale,
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
    return load_many([round])[0]


def load_many(rounds: Sequence[Round]) -> list[Sheet]:
    """Read several rounds whole, with the same few questions whatever their number."""
    risks = _grouped(
        Risk.objects.filter(round__in=rounds).select_related("owner", "twin").order_by("stance", "number"),
        lambda risk: risk.round_id,
    )
    options = _grouped(Option.objects.filter(round__in=rounds).order_by("place"), lambda option: option.round_id)
    hangs = _Hanging.of(rounds)
    proposals = {
        each.round_id: each
        for each in Proposal.objects.filter(round__in=rounds).select_related("option", "proposed_by")
    }
    decisions = {
        each.round_id: each
        for each in Decision.objects.filter(round__in=rounds)
        .select_related("option", "by")
        .prefetch_related("reviews__by")
    }
    challenges = _grouped(
        Challenge.objects.filter(option__round__in=rounds)
        .select_related("option", "asked_by", "answered_by")
        .order_by("pk"),
        lambda challenge: challenge.option.round_id,
    )
    return [
        Sheet(
            appraisal=round.appraisal,
            round=round,
            options=tuple(options[round.pk]),
            risks=tuple(risks[round.pk]),
            lines=hangs.lines(round.appraisal.scale, options[round.pk], risks[round.pk]),
            proposal=proposals.get(round.pk),
            decision=decisions.get(round.pk),
            challenges=tuple(challenges[round.pk]),
        )
        for round in rounds
    ]


M = TypeVar("M", bound=Model)


def _grouped(rows: Iterable[M], key: Callable[[M], int]) -> defaultdict[int, list[M]]:
    groups: defaultdict[int, list[M]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


@dataclass(frozen=True)
class _Hanging:
    """All exposures of some rounds by risk and option, and what hangs on each by its key."""

    exposures: dict[tuple[int, int], Exposure]
    treatments: dict[int, list[Treatment]]
    classifications: dict[int, Classification]
    marks: dict[int, Mark]

    @classmethod
    def of(cls, rounds: Sequence[Round]) -> "_Hanging":
        marks = (
            Mark.objects.filter(exposure__option__round__in=rounds)
            .select_related("against__basis__exposure__option", "by")
            .order_by("pk")
        )
        treatments = (
            Treatment.objects.filter(exposure__option__round__in=rounds)
            .select_related("response__actionee", "response__approver")
            .order_by("pk")
        )
        return cls(
            exposures={(e.risk_id, e.option_id): e for e in Exposure.objects.filter(option__round__in=rounds)},
            treatments=_grouped(treatments, lambda treatment: treatment.exposure_id),
            classifications=_newest(rounds),
            marks={mark.exposure_id: mark for mark in marks},
        )

    def lines(self, scale: Scale, options: Iterable[Option], risks: Sequence[Risk]) -> tuple[Line, ...]:
        by_risk = {risk.pk: risk for risk in risks}
        risk_of = {e.pk: by_risk[e.risk_id] for e in self.exposures.values() if e.risk_id in by_risk}
        return tuple(
            self._line(scale, option, risk, exposure, risk_of)
            for option in options
            for risk in risks
            if (exposure := self.exposures.get((risk.pk, option.pk))) is not None
        )

    def _line(self, scale: Scale, option: Option, risk: Risk, exposure: Exposure, risk_of: dict[int, Risk]) -> Line:
        mark = self.marks.get(exposure.pk)
        return Line(
            exposure=exposure,
            risk=risk,
            option=option,
            treatments=tuple(self.treatments.get(exposure.pk, ())),
            classification=self.classifications.get(exposure.pk),
            mark=mark,
            mark_holds=mark is not None and _holds(mark, self.classifications, self.treatments, risk_of),
            scale=scale,
        )


def newest_classifications(round: Round) -> dict[int, Classification]:
    """The newest classification of each exposure of a round, by the exposure's key."""
    return _newest([round])


def _newest(rounds: Sequence[Round]) -> dict[int, Classification]:
    rows = (
        Classification.objects.filter(basis__exposure__option__round__in=rounds)
        .select_related("basis", "by")
        .order_by("pk")
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
