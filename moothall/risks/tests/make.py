"""Makers of appraisals for tests and the demo council; they call the real actions."""

from collections.abc import Sequence
from datetime import date, timedelta

from moothall.kit import clock
from moothall.people.models import User
from moothall.risks.actions import appraisals, classifications, decisions, options, responses, risks
from moothall.risks.actions.classifications import Judgement, Ranges
from moothall.risks.actions.options import OptionWords
from moothall.risks.actions.responses import ResponseWords
from moothall.risks.actions.risks import RiskWords
from moothall.risks.models import (
    ActsOn,
    Appraisal,
    Category,
    Classification,
    Confidence,
    Control,
    Decision,
    Exposure,
    Openness,
    Option,
    OptionKind,
    Response,
    ResponseKind,
    Risk,
    Round,
    Stance,
)
from moothall.risks.queries.rounds import latest_round


def appraisal(
    *, by: User, question: str = "How should staff collaborate?", owner: User | None = None, closed: bool = False
) -> Appraisal:
    """A question with "do nothing" as its only option."""
    return appraisals.begin(
        by=by,
        question=question,
        problem="Talk is in e-mail, where nobody finds it.",
        owner=owner,
        openness=Openness.CLOSED if closed else Openness.HALL,
    )


def round_of(asked: Appraisal) -> Round:
    """Its round that is open, or was decided last."""
    return latest_round(asked)


def option(asked: Appraisal, *, by: User, kind: OptionKind = OptionKind.PLATFORM, name: str = "") -> Option:
    """One more option."""
    return options.add_option(round_of(asked), by=by, words=OptionWords(kind=kind, name=name or str(kind.label)))


def risk(asked: Appraisal, *, by: User, stance: Stance = Stance.DOING, name: str = "Words do harm") -> Risk:
    """One more risk, which every option faces."""
    words = RiskWords(
        name=name,
        cause="people write quickly",
        event="a post may be careless",
        consequence="a complaint",
        category=Category.REPUTATION,
    )
    return risks.name_risk(round_of(asked), by=by, stance=stance, words=words)


def exposure(faced: Risk, under: Option) -> Exposure:
    """How an option faces a risk."""
    return Exposure.objects.select_related("risk", "option__round__appraisal").get(risk=faced, option=under)


def step(
    asked: Appraisal, *exposures: Exposure, by: User, actionee: User | None = None, words: str = "Show people how"
) -> Response:
    """Something that is done about these exposures."""
    return responses.respond(
        round_of(asked),
        by=by,
        words=ResponseWords(
            kind=ResponseKind.TREAT,
            step=words,
            acts_on=ActsOn.LIKELIHOOD,
            control=Control.PREVENTIVE,
            actionee=actionee,
            due_on=clock.today() + timedelta(days=60) if actionee else None,
        ),
        exposures=exposures,
    )


def toleration(
    asked: Appraisal, *exposures: Exposure, by: User, approver: User, signed: bool = True, until: date | None = None
) -> Response:
    """That these exposures are borne as they are."""
    made = responses.respond(
        round_of(asked),
        by=by,
        words=ResponseWords(
            kind=ResponseKind.TOLERATE,
            step="We bear it as it is",
            rationale="It costs more to mend than it can cost us in a year, and we have borne it for ten.",
            approver=approver,
            review_on=until or clock.today() + timedelta(days=180),
        ),
        exposures=exposures,
    )
    return responses.sign(made, by=approver) if signed else made


def judgement(
    likelihood: int = 2, impact: int = 2, *, without: Sequence[int] = (4, 4), ranges: Ranges | None = None
) -> Judgement:
    """Levels with what is done, and without it."""
    return Judgement(
        likelihood=likelihood,
        impact=impact,
        likelihood_without=without[0],
        impact_without=without[1],
        confidence=Confidence.FAIR,
        reasoning="As we saw it last year.",
        ranges=ranges,
    )


def classified(faced: Exposure, *, by: User, judged: Judgement | None = None) -> Classification:
    """A judgement of an exposure that is answered."""
    return classifications.classify(faced, by=by, judgement=judged or judgement())


def weighed(
    *,
    by: User,
    approver: User,
    owner: User | None = None,
    kinds: Sequence[OptionKind] = (OptionKind.PROHIBIT, OptionKind.PLATFORM),
    stances: Sequence[Stance] = (Stance.DOING, Stance.NOT_DOING),
) -> Appraisal:
    """An appraisal in which every exposure is classified: a step under the last option, borne under the others."""
    asked = appraisal(by=by, owner=owner)
    for kind in kinds:
        option(asked, by=by, kind=kind, name=f"{kind.label} {round_of(asked).options.count()}")
    named = [risk(asked, by=by, stance=stance, name=f"{stance.label}") for stance in stances]
    *others, last = round_of(asked).options.order_by("place")
    served = [exposure(each, last) for each in named]
    borne = [exposure(each, one) for each in named for one in others]
    step(asked, *served, by=by, actionee=by)
    toleration(asked, *borne, by=by, approver=approver)
    for each in [*served, *borne]:
        classified(each, by=by)
    return asked


def ready(*, by: User, approver: User, owner: User | None = None) -> Appraisal:
    """An appraisal of three options and a risk on each side, of which nothing is missing; the platform is proposed."""
    asked = weighed(by=by, approver=approver, owner=owner)
    round = round_of(asked)
    platform = round.options.get(kind=OptionKind.PLATFORM)
    decisions.propose(round, by=by, option=platform, balance="Going on as we are is not the careful choice.")
    return asked


def decided(*, by: User, approver: User, option: Option | None = None) -> Decision:
    """An appraisal that was decided for what was proposed; a review is due in half a year."""
    asked = ready(by=by, approver=approver)
    round = round_of(asked)
    return decisions.decide(
        round,
        by=by,
        option=option or round.proposal.option,
        balance=round.proposal.balance,
        review_on=clock.today() + timedelta(days=182),
    )
