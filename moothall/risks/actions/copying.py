"""Carrying a decided round into a new one: all that was written, and none of what was judged."""

from moothall.people.models import User
from moothall.risks.models import Exposure, Option, Proposal, Response, Resting, Risk, Round, Treatment


def copy_round(old: Round, new: Round, by: User) -> None:
    """Write the options, risks and live responses of one round into another. Signatures are asked for again."""
    options = {option.pk: _copy_option(option, new) for option in old.options.order_by("place")}
    responses = {
        response.pk: _copy_response(response, new, by=by)
        for response in old.responses.filter(dropped_at=None).order_by("pk")
    }
    risks = {risk.pk: _copy_risk(risk, new, by=by) for risk in old.risks.order_by("pk")}
    _copy_ties(old, risks, responses)
    exposures = {}
    for exposure in Exposure.objects.filter(option__round=old).order_by("pk"):
        exposures[exposure.pk] = Exposure(
            risk=risks[exposure.risk_id],
            option=options[exposure.option_id],
            applies=exposure.applies,
            why_not=exposure.why_not,
        )
    Exposure.objects.bulk_create(exposures.values())
    serving = Treatment.objects.filter(exposure__option__round=old, dropped_at=None, response__dropped_at=None)
    Treatment.objects.bulk_create(
        Treatment(response=responses[treatment.response_id], exposure=exposures[treatment.exposure_id])
        for treatment in serving.order_by("pk")
    )
    resting = Resting.objects.filter(option__round=old).order_by("pk")
    Resting.objects.bulk_create(
        Resting(option=options[each.option_id], policy=each.policy, system=each.system, added_by=by)
        for each in resting.select_related("policy", "system")
    )
    proposal = Proposal.objects.filter(round=old).first()
    if proposal is not None:
        Proposal.objects.create(
            round=new, option=options[proposal.option_id], balance=proposal.balance, proposed_by=proposal.proposed_by
        )


def _copy_option(option: Option, round: Round) -> Option:
    return Option.objects.create(
        round=round,
        place=option.place,
        kind=option.kind,
        name=option.name,
        description=option.description,
        cost_low=option.cost_low,
        cost_high=option.cost_high,
        pilot_ends_on=option.pilot_ends_on,
        pilot_success=option.pilot_success,
    )


def _copy_response(response: Response, round: Round, *, by: User) -> Response:
    return Response.objects.create(
        round=round,
        kind=response.kind,
        step=response.step,
        acts_on=response.acts_on,
        control=response.control,
        actionee=response.actionee,
        due_on=response.due_on,
        cost=response.cost,
        in_place_on=response.in_place_on,
        rationale=response.rationale,
        approver=response.approver,
        review_on=response.review_on,
        created_by=by if response.approver_id != by.pk else response.created_by,
    )


def _copy_risk(risk: Risk, round: Round, *, by: User) -> Risk:
    return Risk.objects.create(
        round=round,
        stance=risk.stance,
        number=risk.number,
        name=risk.name,
        cause=risk.cause,
        event=risk.event,
        consequence=risk.consequence,
        category=risk.category,
        owner=risk.owner,
        proximity=risk.proximity,
        note=risk.note,
        starter=risk.starter,
        created_by=by,
    )


def _copy_ties(old: Round, risks: dict[int, Risk], responses: dict[int, Response]) -> None:
    """Twins, and what a risk arises from, once both ends are there."""
    for before in old.risks.exclude(twin=None, arises_from=None):
        after = risks[before.pk]
        after.twin = risks.get(before.twin_id or 0)
        after.arises_from = responses.get(before.arises_from_id or 0)
        after.save(update_fields=["twin", "arises_from"])
