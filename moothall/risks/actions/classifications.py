"""Judging: how likely and how bad a risk is once something is done, or how it compares with another option."""

from dataclasses import dataclass
from typing import Any

from moothall import audit
from moothall.people.models import User
from moothall.risks.actions.rounds import open_round
from moothall.risks.models import Classification, Comparison, Confidence, Exposure, Mark, Treatment, Unit
from moothall.risks.standing import digest, is_live, rests_on


class NothingDone(Exception):  # noqa: N818  says what is the matter
    """A risk is classified only once something is done about it."""


class AnswersChanged(Exception):  # noqa: N818  says what is the matter
    """What is done about the risk is otherwise by now than what this person saw."""


@dataclass(frozen=True)
class Ranges:
    """90 % intervals: how often a year, and how much a time in `unit`."""

    rate_low: float
    rate_high: float
    loss_low: float
    loss_high: float
    unit: Unit


@dataclass(frozen=True)
class Judgement:
    """Levels 1 to 5 with what is done and without it, how sure one is, and why."""

    likelihood: int
    impact: int
    likelihood_without: int
    impact_without: int
    confidence: Confidence
    reasoning: str
    worse_because: str = ""
    ranges: Ranges | None = None


@audit.act
def classify(exposure: Exposure, *, by: User, judgement: Judgement, seen: str = "") -> Classification:
    """Classify an exposure about which something is done.

    `seen` is what this person saw it rest on (`standing.rests_on`); raises `AnswersChanged` where that is otherwise by
    now, `NothingDone` where nothing live answers it, ValueError for words or reasons that are missing. The same said
    twice in a row is said once.
    """
    round = open_round(exposure.option.round_id, by=by)
    exposure = Exposure.objects.select_related("risk", "option").get(pk=exposure.pk)
    treatments = list(Treatment.objects.filter(exposure=exposure).select_related("response").order_by("pk"))
    basis = next((each for each in treatments if is_live(each)), None)
    if basis is None:
        raise NothingDone
    stands = rests_on(exposure.risk, treatments)
    if seen and seen != stands:
        raise AnswersChanged
    if not exposure.applies:
        raise ValueError("This option does not face the risk.")
    _check(judgement)
    said = {"basis": basis, "rests_on": stands, "digest": digest(exposure.risk, treatments), **_fields(judgement)}
    last = Classification.objects.filter(basis__exposure=exposure).order_by("-pk").first()
    if last is not None and last.by_id == by.pk and _same(last, said):
        return last
    made = Classification.objects.create(by=by, **said)
    audit.record(
        "risk.classified", by=by, on=round.appraisal, exposure=exposure.pk, classification=made.pk, digest=made.digest
    )
    return made


@audit.act
def compare(exposure: Exposure, *, by: User, against: Classification, verdict: Comparison, reason: str) -> Mark:
    """Mark a risk better, same or worse than where it is classified under another option.

    Raises ValueError without a reason, or beside another risk, the same option, or a classification that is not the
    newest. The same said twice in a row is said once.
    """
    round = open_round(exposure.option.round_id, by=by)
    beside = Exposure.objects.get(treatments__classifications=against)
    newest = Classification.objects.filter(basis__exposure=beside).order_by("-pk").first()
    if beside.risk_id != exposure.risk_id or beside.option_id == exposure.option_id or newest != against:
        raise ValueError("It is compared with the same risk, where that is classified under another option.")
    if not reason.strip():
        raise ValueError("Say why.")
    said = {"against": against, "verdict": verdict, "reason": reason.strip(), "by": by}
    last = Mark.objects.filter(exposure=exposure).order_by("-pk").first()
    if last is not None and _same(last, said):
        return last
    made = Mark.objects.create(exposure=exposure, **said)
    audit.record("risk.compared", by=by, on=round.appraisal, exposure=exposure.pk, verdict=verdict)
    return made


def _same(last: Classification | Mark, said: dict[str, Any]) -> bool:
    """Whether somebody says again what was said last: a form that was sent twice."""
    return all(getattr(last, name) == value for name, value in said.items())


def _fields(judgement: Judgement) -> dict[str, Any]:
    """What a judgement says, by the fields of its row."""
    ranges = judgement.ranges
    return {
        "likelihood": judgement.likelihood,
        "impact": judgement.impact,
        "likelihood_without": judgement.likelihood_without,
        "impact_without": judgement.impact_without,
        "worse_because": judgement.worse_because.strip(),
        "confidence": judgement.confidence,
        "reasoning": judgement.reasoning.strip(),
        "rate_low": ranges.rate_low if ranges else None,
        "rate_high": ranges.rate_high if ranges else None,
        "loss_low": ranges.loss_low if ranges else None,
        "loss_high": ranges.loss_high if ranges else None,
        "unit": ranges.unit if ranges else "",
    }


def _check(judgement: Judgement) -> None:
    if not judgement.reasoning.strip():
        raise ValueError("Say how you came to this.")
    worse = judgement.likelihood > judgement.likelihood_without or judgement.impact > judgement.impact_without
    if worse and not judgement.worse_because.strip():
        raise ValueError("Say why what is done makes it worse.")
