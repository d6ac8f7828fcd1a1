"""What is done about risks: writing it, whom it serves, signing for it, putting it in place, dropping it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from moothall import audit
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.risks import permissions, telling
from moothall.risks.actions.rounds import locked, open_round
from moothall.risks.models import (
    ActsOn,
    Classification,
    Control,
    Exposure,
    Response,
    ResponseKind,
    Round,
    Treatment,
)
from moothall.risks.standing import borne

SUBSTANCE = ("kind", "step", "acts_on", "control", "rationale", "approver_id")
WRITTEN = ("kind", "step", "acts_on", "control", "rationale", "approver", "actionee", "due_on", "cost", "review_on")


class BorneChanged(Exception):  # noqa: N818  says what is the matter
    """What is to be borne is otherwise by now than what this person saw."""


@dataclass(frozen=True)
class ResponseWords:
    """What is written of a response; a cost in pounds a year.

    A toleration needs `rationale`, `approver` and `review_on`.
    """

    kind: ResponseKind
    step: str
    acts_on: ActsOn | str = ""
    control: Control | str = ""
    actionee: User | None = None
    due_on: date | None = None
    cost: Decimal | None = None
    rationale: str = ""
    approver: User | None = None
    review_on: date | None = None


@audit.act
def respond(
    round: Round, *, by: User, words: ResponseWords, exposures: Iterable[Exposure] = (), token: UUID | None = None
) -> Response:
    """Write what is done, and about which exposures; the same form sent twice writes it once.

    Raises ValueError for a toleration that nobody else could sign for, or for exposures of another round.
    """
    round = open_round(round.pk, by=by)
    written = Response.objects.filter(token=token, created_by=by).first() if token else None
    if written is not None:
        return written
    response = Response(round=round, created_by=by, token=token)
    _write(response, words)
    response.save(force_insert=True)
    _serve(response, exposures)
    telling.to_sign(response, by=by)
    telling.changed(response, by=by)
    audit.record("response.written", by=by, on=round.appraisal, response=response.pk, kind=response.kind)
    return response


@audit.act
def edit_response(response: Response, *, by: User, words: ResponseWords) -> Response:
    """Write it another way; where its substance changes, what rests on it is stale and a signature is void."""
    round = open_round(response.round_id, by=by)
    response = Response.objects.select_for_update().get(pk=response.pk)
    _not_dropped(response)
    before = [getattr(response, name) for name in SUBSTANCE]
    _write(response, words)
    changed = before != [getattr(response, name) for name in SUBSTANCE]
    if changed:
        response.revision += 1
        response.signed_at = response.signed_by = None
    response.save(update_fields=[*WRITTEN, "revision", "signed_at", "signed_by"])
    telling.to_sign(response, by=by)
    if changed:
        telling.changed(response, by=by)
    audit.record("response.edited", by=by, on=round.appraisal, response=response.pk, revision=response.revision)
    return response


@audit.act
def assign(response: Response, *, by: User, actionee: User | None, due_on: date | None) -> Response:
    """Say who does it and by when; also after the decision. Raises ValueError for the one who signs for it."""
    round = locked(response.round_id)
    require(permissions.can_write(by, round.appraisal))
    response = Response.objects.select_for_update().get(pk=response.pk)
    _not_dropped(response)
    if actionee is not None and actionee.pk == response.approver_id:
        raise ValueError("Nobody signs for what they do themselves.")
    response.actionee, response.due_on = actionee, due_on
    response.save(update_fields=["actionee", "due_on"])
    audit.record(
        "response.assigned", by=by, on=round.appraisal, response=response.pk, to=actionee.pk if actionee else None
    )
    return response


@audit.act
def serve(response: Response, *, by: User, exposures: Iterable[Exposure]) -> Response:
    """Have it serve these exposures too.

    Raises ValueError for exposures of another round, and for a toleration that is signed for: a signature does not
    stretch to what is added later.
    """
    round = open_round(response.round_id, by=by)
    response = Response.objects.select_for_update().get(pk=response.pk)
    _not_dropped(response)
    if response.signed_at is not None:
        raise ValueError("It was signed for as it is. Write another toleration.")
    made = _serve(response, exposures)
    telling.changed(response, by=by)
    audit.record("response.serves", by=by, on=round.appraisal, response=response.pk, exposures=made)
    return response


@audit.act
def stop_serving(treatment: Treatment, *, by: User) -> None:
    """Have a response no longer serve an exposure; what was classified with it is then stale."""
    round = open_round(treatment.response.round_id, by=by)
    treatment = Treatment.objects.select_for_update().get(pk=treatment.pk)
    if Classification.objects.filter(basis__exposure=treatment.exposure_id).exists():
        treatment.dropped_at = clock.now()
        treatment.save(update_fields=["dropped_at"])
    else:
        treatment.delete()
    telling.gone_stale([treatment.exposure_id], by=by)
    audit.record(
        "response.serves_no_longer",
        by=by,
        on=round.appraisal,
        response=treatment.response_id,
        exposure=treatment.exposure_id,
    )


@audit.act
def sign(response: Response, *, by: User, review_on: date | None = None, seen: str = "") -> Response:
    """Sign for a toleration, or for bearing it longer, until a day on which it is looked at again.

    `seen` is what this person saw that they sign for (`standing.borne`); raises `BorneChanged` where that is otherwise
    by now, ValueError for a day that is not to come.
    """
    round = locked(response.round_id)
    response = Response.objects.select_for_update().get(pk=response.pk)
    require(permissions.can_sign(by, response))
    _not_dropped(response)
    if seen and seen != borne(response, response.treatments.all()):
        raise BorneChanged
    new = response.signed_at is None
    if review_on is not None and review_on <= clock.today():
        raise ValueError("It is looked at again on a day to come.")
    response.signed_by, response.signed_at = by, clock.now()
    response.review_on = review_on or response.review_on
    response.save(update_fields=["signed_by", "signed_at", "review_on"])
    telling.signed(response)
    if new:
        telling.changed(response, by=by)
    audit.record("response.signed", by=by, on=round.appraisal, response=response.pk, until=str(response.review_on))
    return response


@audit.act
def put_in_place(response: Response, *, by: User, on: date | None = None) -> Response:
    """Say that a step is in place since a day (today). Raises ValueError for a day to come."""
    round = locked(response.round_id)
    response = Response.objects.select_for_update().get(pk=response.pk)
    require(permissions.can_put_in_place(by, response, round.appraisal))
    _not_dropped(response)
    since = on or clock.today()
    if since > clock.today():
        raise ValueError("It is in place from a day that has come.")
    response.in_place_on = since
    response.save(update_fields=["in_place_on"])
    audit.record("response.in_place", by=by, on=round.appraisal, response=response.pk, since=str(since))
    return response


@audit.act
def drop(response: Response, *, by: User, why: str) -> Response:
    """Say that it will not be done, and why; what was classified with it is stale, also after the decision."""
    round = locked(response.round_id)
    require(permissions.can_write(by, round.appraisal))
    response = Response.objects.select_for_update().get(pk=response.pk)
    _not_dropped(response)
    if not why.strip():
        raise ValueError("Say why it is dropped.")
    response.dropped_at, response.dropped_by, response.dropped_why = clock.now(), by, why.strip()
    response.revision += 1
    response.save(update_fields=["dropped_at", "dropped_by", "dropped_why", "revision"])
    telling.changed(response, by=by)
    audit.record("response.dropped", by=by, on=round.appraisal, response=response.pk)
    return response


def _write(response: Response, words: ResponseWords) -> None:
    tolerates = words.kind == ResponseKind.TOLERATE
    if tolerates and (words.approver is None or words.review_on is None or not words.rationale.strip()):
        raise ValueError("A toleration says why, who signs for it, and when it is looked at again.")
    if tolerates and words.approver in (words.actionee, response.created_by):
        raise ValueError("Somebody else signs for a toleration than who wrote it or lives with it.")
    response.kind, response.step, response.rationale = words.kind, words.step.strip(), words.rationale.strip()
    response.acts_on, response.control = words.acts_on, words.control
    response.actionee, response.due_on, response.cost = words.actionee, words.due_on, words.cost
    response.approver = words.approver if tolerates else None
    response.review_on = words.review_on


def _serve(response: Response, exposures: Iterable[Exposure]) -> int:
    known = {treatment.exposure_id: treatment for treatment in response.treatments.all()}
    made = 0
    for exposure in exposures:
        if exposure.option.round_id != response.round_id:
            raise ValueError("A response serves risks of its own appraisal.")
        treatment = known.get(exposure.pk)
        if treatment is None:
            known[exposure.pk] = Treatment.objects.create(response=response, exposure=exposure)
            made += 1
        elif treatment.dropped_at is not None:
            treatment.dropped_at = None
            treatment.save(update_fields=["dropped_at"])
            made += 1
    return made


def _not_dropped(response: Response) -> None:
    if response.dropped_at is not None:
        raise ValueError("It was dropped.")
