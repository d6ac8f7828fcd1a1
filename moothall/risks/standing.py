"""How an exposure stands, derived from rows: named, answered, classified, stale. Nothing of this is stored."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from moothall.risks.models import (
    Band,
    Classification,
    Exposure,
    Mark,
    Option,
    OptionKind,
    Response,
    Risk,
    Scale,
    Treatment,
    Verdict,
)

SEPARATOR = "\x1f"


class State(StrEnum):
    """How far an exposure has come."""

    NOT_FACED = "not_faced"  # the option does not face the risk, and says why
    NAMED = "named"  # nothing is done about it yet
    ANSWERED = "answered"  # something is done about it, and nobody has judged
    CLASSIFIED = "classified"
    STALE = "stale"  # what it rests on has changed since
    COMPARED = "compared"  # marked better, same or worse than where it is classified


@dataclass(frozen=True)
class Level:
    """A pair of levels and its band."""

    likelihood: int
    impact: int
    band: Band


@dataclass(frozen=True)
class Shift:
    """Where a risk stands without what is done and with it; the one is never shown without the other."""

    without: Level
    with_: Level


@dataclass(frozen=True)
class Line:
    """One exposure with all that hangs on it."""

    exposure: Exposure
    risk: Risk
    option: Option
    treatments: tuple[Treatment, ...]  # all of them, by number, each with its response
    classification: Classification | None  # the newest
    mark: Mark | None  # the newest, with what it is beside
    mark_holds: bool  # whether that still is the newest classification, and fresh
    scale: Scale

    @property
    def live(self) -> list[Treatment]:
        """The treatments that count as answers."""
        return [each for each in self.treatments if is_live(each)]

    @property
    def responses(self) -> list[Response]:
        """What is done, live."""
        return [each.response for each in self.live]

    @property
    def unsigned(self) -> list[Response]:
        """The tolerations for which nobody has signed yet."""
        return [
            each.response
            for each in self.treatments
            if each.dropped_at is None
            and each.response.dropped_at is None
            and each.response.is_toleration
            and each.response.signed_at is None
        ]

    @property
    def dropped(self) -> list[Response]:
        """What was to be done and no longer is."""
        return [each.response for each in self.treatments if each.dropped_at or each.response.dropped_at]

    @property
    def is_fresh(self) -> bool:
        """Whether the newest classification rests on what stands now."""
        return self.classification is not None and self.classification.rests_on == rests_on(self.risk, self.treatments)

    @property
    def state(self) -> State:
        """How far it has come."""
        if not self.exposure.applies:
            return State.NOT_FACED
        if self.classification is not None:
            if self.is_fresh:
                return State.CLASSIFIED
            return State.COMPARED if self.mark_holds else State.STALE
        if self.mark_holds:
            return State.COMPARED
        return State.ANSWERED if self.live else State.NAMED

    @property
    def shift(self) -> Shift | None:
        """Without and with what is done, where that is classified and fresh; None otherwise: stale has no band."""
        if self.state is not State.CLASSIFIED or self.classification is None:
            return None
        c = self.classification
        return Shift(
            without=_level(self.scale, c.likelihood_without, c.impact_without),
            with_=_level(self.scale, c.likelihood, c.impact),
        )


def is_live(treatment: Treatment) -> bool:
    """Whether a treatment counts as an answer: neither it nor its response dropped, a toleration signed for."""
    return treatment.dropped_at is None and treatment.response.is_live


def rests_on(risk: Risk, treatments: Iterable[Treatment]) -> str:
    """What a classification rests on now, as the database knows it (`models.fresh`): `3:12.1 15.2`."""
    live = sorted((each.pk, each.response.revision) for each in treatments if is_live(each))
    return f"{risk.revision}:" + " ".join(f"{pk}.{revision}" for pk, revision in live)


def borne(response: Response, treatments: Iterable[Treatment]) -> str:
    """What somebody signs for: the revision of a toleration and the exposures that it serves, `2:14 15`."""
    serving = sorted(each.exposure_id for each in treatments if each.dropped_at is None)
    return f"{response.revision}:" + " ".join(map(str, serving))


def digest(risk: Risk, treatments: Sequence[Treatment]) -> str:
    """SHA-256 (hexadecimal) over the words of the risk and of each live response, in the order of the treatments."""
    parts = [risk.cause, risk.event, risk.consequence]
    for each in sorted(treatments, key=lambda one: one.pk):
        if is_live(each):
            r = each.response
            parts += [str(each.pk), r.kind, r.step, r.acts_on, r.control, r.rationale]
    return hashlib.sha256(SEPARATOR.join(parts).encode()).hexdigest()


def verdicts(option: Option) -> list[Verdict]:
    """What can come of looking at it again: a pilot is adopted, changed or stopped, and holds only until it ends."""
    if option.kind != OptionKind.PILOT:
        return [each for each in Verdict if each is not Verdict.ADOPT]
    return [each for each in Verdict if each is not Verdict.HOLDS or option.ended_on is None]


def _level(scale: Scale, likelihood: int, impact: int) -> Level:
    return Level(likelihood, impact, Band(scale.letter(likelihood, impact)))
