"""Beginning an appraisal from a starter register, and taking more of its risks up later; none of it is classified."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from moothall import audit
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.risks import permissions
from moothall.risks.actions import appraisals
from moothall.risks.actions.options import OptionWords, add_option
from moothall.risks.actions.risks import MOST
from moothall.risks.actions.rounds import open_round
from moothall.risks.filling import Filled, fill
from moothall.risks.models import Appraisal, Openness, Option, OptionKind, ResponseKind, Risk, Round
from moothall.risks.registers import RiskSaid, StepSaid
from moothall.risks.starters import Fact, Starter, StarterResponse, StarterRisk


@audit.act
def begin_from_starter(
    starter: Starter,
    *,
    by: User,
    keys: Collection[str],
    question: str = "",
    owner: User | None = None,
    openness: Openness = Openness.HALL,
    token: UUID | None = None,
) -> Appraisal:
    """Begin its appraisal with its options, the risks that were chosen and what is suggested against them, as planned.

    The same form sent twice begins it once. Raises ValueError without a risk of doing and one of not doing.
    """
    User.objects.select_for_update().get(pk=by.pk)  # so that a form sent twice at once waits for itself
    require(permissions.can_take_part(by))
    begun = Appraisal.objects.filter(token=token, created_by=by).first() if token else None
    if begun is not None:
        return begun
    if len({risk.stance for risk in starter.risks if risk.key in keys}) < 2:
        raise ValueError("It weighs at least one risk of doing and one of not doing.")
    appraisal = appraisals.begin(
        by=by,
        question=question or starter.title,
        problem=starter.problem,
        owner=owner,
        openness=openness,
        starter=starter.slug,
        token=token,
    )
    round = appraisal.rounds.get()
    filled = _take_up(starter, round, keys, _options(starter, round, by=by), by=by)
    audit.record("appraisal.begun_from_starter", by=by, on=appraisal, starter=starter.slug, risks=len(filled))
    return appraisal


@audit.act
def take_up(starter: Starter, round: Round, *, by: User, keys: Collection[str]) -> Sequence[Risk]:
    """Add risks that the template holds at hand, with what is suggested against them; returns those that are new."""
    round = open_round(round.pk, by=by)
    filled = _take_up(starter, round, keys, _same_options(starter, round), by=by)
    made = [one.risk for one in filled if one.made]
    if made:
        audit.record(
            "starter.taken_up", by=by, on=round.appraisal, starter=starter.slug, risks=[risk.ref for risk in made]
        )
    return made


def _options(starter: Starter, round: Round, *, by: User) -> dict[str, Option]:
    """Write the options of the template; doing nothing is there."""
    options: dict[str, Option] = {}
    for one in starter.options:
        if one.kind == OptionKind.DO_NOTHING:
            nothing = round.options.get(kind=OptionKind.DO_NOTHING)
            nothing.name, nothing.description = one.name, one.summary
            nothing.save(update_fields=["name", "description"])
            options[one.key] = nothing
        else:
            words = OptionWords(kind=one.kind, name=one.name, description=one.summary)
            options[one.key] = add_option(round, by=by, words=words)
    return options


def _same_options(starter: Starter, round: Round) -> dict[str, Option]:
    """The options of the round that are the template's still: of the same kind, at the same place."""
    there = {(option.place, option.kind): option for option in round.options.all()}
    placed = {one.key: there.get((place, one.kind)) for place, one in enumerate(starter.options, 1)}
    return {key: option for key, option in placed.items() if option is not None}


def _take_up(
    starter: Starter, round: Round, keys: Collection[str], options: Mapping[str, Option], *, by: User
) -> list[Filled]:
    taken = {risk.starter: risk for risk in round.risks.exclude(starter="")}
    wanted = [risk for risk in starter.risks if risk.key in keys and risk.key not in taken]
    steps = starter.responses_for({risk.key for risk in wanted})
    said = [_said(risk, steps, options, taken) for risk in wanted]
    filled = fill(round, said, by=by, most=MOST)
    _tie_back(wanted, filled, taken)
    return filled


def _said(
    risk: StarterRisk,
    steps: Sequence[StarterResponse],
    options: Mapping[str, Option],
    taken: Mapping[str, Risk],
) -> RiskSaid:
    """A risk of the template as `fill` takes it, with the steps that serve an option which is here."""
    served = {
        _step(one): frozenset(options[key].pk for key in one.options if key in options)
        for one in steps
        if risk.key in one.risks
    }
    twin = taken.get(risk.twin)
    return RiskSaid(
        ref=risk.key,
        rows=(),
        number=None,
        stance=risk.stance,
        name=risk.name,
        cause=risk.cause,
        event=risk.event,
        consequence=risk.consequence,
        category=risk.category,
        owner=None,
        proximity=None,
        note="\n\n".join(_fact(fact) for fact in risk.facts),
        old_score="",
        twin="" if twin else risk.twin,
        twin_pk=twin.pk if twin else None,
        not_faced={},
        steps={step: pks for step, pks in served.items() if pks},
        starter=risk.key,
    )


def _step(one: StarterResponse) -> StepSaid:
    opportunity = one.kind == ResponseKind.TAKE
    return StepSaid(
        kind=one.kind,
        step=one.step,
        acts_on=one.acts_on,
        control=one.control,
        rationale=one.gain if opportunity else "",
    )


def _fact(fact: Fact) -> str:
    """A fact with who says so and when."""
    source = f"{fact.source}, {fact.words}" if fact.dated else _("{source}, undated").format(source=fact.source)
    return "\n".join(part for part in (f"{fact.text} ({source})", fact.link) if part)


def _tie_back(wanted: Sequence[StarterRisk], filled: Sequence[Filled], taken: Mapping[str, Risk]) -> None:
    """A risk that was there without its twin has it now."""
    for one, done in zip(wanted, filled, strict=True):
        other = taken.get(one.twin)
        if other is not None and other.twin_id is None and other.stance != done.risk.stance:
            other.twin = done.risk
            other.save(update_fields=["twin"])
