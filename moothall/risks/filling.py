"""Writing many risks into a round at once, with what is done about each: from a template, or from a file.

Nothing here can classify: what comes in is named, or answered, and a council judges for itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from moothall.people.models import User
from moothall.risks import documents, telling
from moothall.risks.models import Classification, Exposure, Response, ResponseKind, Risk, Round, Treatment
from moothall.risks.registers import RiskSaid, StepSaid, sentence


@dataclass(frozen=True)
class Filled:
    """One risk that was given, as it stands now, and how much of it is new."""

    said: RiskSaid
    risk: Risk
    made: bool
    steps: int  # steps that serve it since now


class ChangedMeanwhile(Exception):  # noqa: N818  says what is the matter
    """An option or a risk that is named is not there any more."""


def fill(round: Round, said: Sequence[RiskSaid], *, by: User, most: int) -> list[Filled]:
    """Write risks and steps into a locked, open round, inside an act. Raises ValueError for more risks than `most`.

    A risk whose sentence stands already stays as it is, and gains the steps that it lacks. Steps that say the same are
    one step. Raises `ChangedMeanwhile`; then nothing is written.
    """
    there = {risk.pk: risk for risk in Risk.objects.select_for_update().filter(round=round)}
    risks = {sentence(risk.stance, risk.cause, risk.event, risk.consequence): risk for risk in there.values()}
    options = set(round.options.values_list("pk", flat=True))
    if any(not {*one.served, *one.not_faced} <= options or one.twin_pk not in {None, *there} for one in said):
        raise ChangedMeanwhile
    pairs = [(one, _risk(round, one, risks, by=by)) for one in said]
    if len(risks) > most:
        raise ValueError("There are too many risks to weigh in one appraisal.")
    _tie(pairs, there)
    served = _serve(round, pairs, by=by)
    served.announce(by=by)
    documents.risks_changed([risk.pk for _one, risk in pairs if risk.pk not in there])
    return [
        Filled(said=one, risk=risk, made=risk.pk not in there, steps=served.anew.get(risk.pk, 0)) for one, risk in pairs
    ]


def _risk(round: Round, said: RiskSaid, risks: dict[tuple[str, ...], Risk], *, by: User) -> Risk:
    """The risk that stands already, or a new one that every option faces or says why not."""
    key = sentence(said.stance, said.cause, said.event, said.consequence)
    if key in risks:
        return risks[key]
    taken = {risk.number for risk in risks.values() if risk.stance == said.stance}
    number = said.number if said.number and said.number not in taken else max(taken, default=0) + 1
    risk = Risk.objects.create(
        round=round,
        stance=said.stance,
        number=number,
        name=said.name,
        cause=said.cause,
        event=said.event,
        consequence=said.consequence,
        category=said.category,
        owner=said.owner,
        proximity=said.proximity,
        note=said.note,
        starter=said.starter,
        created_by=by,
    )
    risks[key] = risk
    Exposure.objects.bulk_create(
        Exposure(
            risk=risk,
            option=option,
            applies=option.pk not in said.not_faced,
            why_not=said.not_faced.get(option.pk, ""),
        )
        for option in round.options.all()
    )
    return risk


def _tie(pairs: Sequence[tuple[RiskSaid, Risk]], risks: dict[int, Risk]) -> None:
    """Give those that have none the twin that is said."""
    of_ref = {said.ref.upper(): risk for said, risk in pairs if said.ref}
    for said, risk in pairs:
        other = of_ref.get(said.twin.upper()) if said.twin else risks.get(said.twin_pk or 0)
        if other is not None and risk.twin_id is None and other.stance != risk.stance:
            risk.twin = other
            risk.save(update_fields=["twin"])


def _serve(round: Round, pairs: Sequence[tuple[RiskSaid, Risk]], *, by: User) -> "_Served":
    """Write the steps, and which exposures each serves."""
    live = round.responses.filter(dropped_at=None).select_related("actionee", "approver").order_by("pk")
    steps = {StepSaid.of(response): response for response in reversed(live)}
    exposures = {
        (exposure.risk_id, exposure.option_id): exposure
        for exposure in Exposure.objects.filter(risk__round=round, applies=True)
    }
    treated = {(one.response_id, one.exposure_id): one for one in Treatment.objects.filter(exposure__risk__round=round)}
    served = _Served()
    for said, risk in pairs:
        for step, options in said.steps.items():
            if step not in steps:
                steps[step] = _step(round, step, by=by)
                served.written.append(steps[step])
            facing = [exposures[risk.pk, pk] for pk in sorted(options) if (risk.pk, pk) in exposures]
            known = {one.pk: treated.get((steps[step].pk, one.pk)) for one in facing}
            made = [Treatment(response=steps[step], exposure=one) for one in facing if known[one.pk] is None]
            dropped = [one for one in known.values() if one and one.dropped_at]
            treated |= {(one.response_id, one.exposure_id): one for one in made}
            served.note(risk, made, dropped)
    Treatment.objects.bulk_create(served.made)
    Treatment.objects.filter(pk__in=[one.pk for one in served.again]).update(dropped_at=None)
    return served


@dataclass
class _Served:
    """What was written of steps: how many serve each risk anew, and where."""

    anew: dict[int, int] = field(default_factory=dict)
    written: list[Response] = field(default_factory=list)
    made: list[Treatment] = field(default_factory=list)
    again: list[Treatment] = field(default_factory=list)  # dropped before, and serving again

    def note(self, risk: Risk, made: Sequence[Treatment], again: Sequence[Treatment]) -> None:
        """One step serves a risk here."""
        self.made += made
        self.again += again
        self.anew[risk.pk] = self.anew.get(risk.pk, 0) + bool(made or again)

    def announce(self, *, by: User) -> None:
        """Ask those who are to sign, and tell of judgements that what was written makes stale."""
        for response in self.written:
            telling.to_sign(response, by=by)
        touched = {one.exposure_id for one in (*self.made, *self.again)}
        judged = Classification.objects.filter(basis__exposure__in=touched).values_list("basis__exposure", flat=True)
        telling.gone_stale(set(judged), by=by)


def _step(round: Round, said: StepSaid, *, by: User) -> Response:
    """A new step. A toleration is signed for by whom it asks, and by nothing that comes in."""
    if said.kind == ResponseKind.TOLERATE and said.approver in (None, by, said.actionee):
        raise ValueError("Somebody else signs for a toleration than who wrote it or lives with it.")
    return Response.objects.create(
        round=round,
        created_by=by,
        **{name: getattr(said, name) for name in StepSaid.__dataclass_fields__},
    )
