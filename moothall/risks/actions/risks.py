"""Naming risks, and saying which options do not face them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max

from moothall import audit
from moothall.people.models import User
from moothall.risks import documents, telling
from moothall.risks.actions.rounds import open_round
from moothall.risks.models import Category, Classification, Exposure, Option, Response, Risk, Round, Stance

MOST = 200  # risks of a round
SUBSTANCE = ("cause", "event", "consequence")


@dataclass(frozen=True)
class RiskWords:
    """What is written of a risk: because `cause`, `event`, leading to `consequence`."""

    name: str
    cause: str
    event: str
    consequence: str
    category: Category
    owner: User | None = None
    proximity: date | None = None
    twin: Risk | None = None
    arises_from: Response | None = None
    note: str = ""


@audit.act
def name_risk(
    round: Round, *, by: User, stance: Stance, words: RiskWords, starter: str = "", token: UUID | None = None
) -> Risk:
    """Name a risk, which every option then faces; the same form sent twice names it once.

    Raises ValueError for a twin of the same stance, for ties to another round, or for too many.
    """
    round = open_round(round.pk, by=by)
    named = Risk.objects.filter(token=token, created_by=by).first() if token else None
    if named is not None:
        return named
    if round.risks.count() >= MOST:
        raise ValueError("There are too many risks to weigh in one appraisal.")
    last = round.risks.filter(stance=stance).aggregate(last=Max("number"))["last"] or 0
    risk = Risk(round=round, stance=stance, number=last + 1, starter=starter, created_by=by, token=token)
    _write(risk, words)
    risk.save(force_insert=True)
    Exposure.objects.bulk_create(Exposure(risk=risk, option=option) for option in Option.objects.filter(round=round))
    documents.risks_changed([risk.pk])
    audit.record("risk.named", by=by, on=round.appraisal, risk=risk.pk, ref=risk.ref)
    return risk


@audit.act
def edit_risk(risk: Risk, *, by: User, words: RiskWords) -> Risk:
    """Write a risk another way; where its sentence changes, what was classified before is stale."""
    round = open_round(risk.round_id, by=by)
    risk = Risk.objects.select_for_update().get(pk=risk.pk)
    before = [getattr(risk, name) for name in SUBSTANCE]
    _write(risk, words)
    changed = before != [getattr(risk, name) for name in SUBSTANCE]
    if changed:
        risk.revision += 1
    risk.save(
        update_fields=[
            *("name", "cause", "event", "consequence", "category", "owner", "proximity", "twin", "arises_from"),
            *("note", "revision"),
        ]
    )
    if changed:
        telling.reworded(risk, by=by)
    documents.risks_changed([risk.pk])
    audit.record("risk.edited", by=by, on=round.appraisal, risk=risk.pk, ref=risk.ref, revision=risk.revision)
    return risk


@audit.act
def remove_risk(risk: Risk, *, by: User) -> None:
    """Take a risk away that nobody has judged or spoken of. Raises ValueError otherwise."""
    round = open_round(risk.round_id, by=by)
    risk = Risk.objects.get(pk=risk.pk)
    judged = Classification.objects.filter(basis__exposure__risk=risk).exists()
    if judged or risk.comments.exists() or risk.occurrences.exists():
        raise ValueError("It has been judged, commented on or come true, so it stays. Say where it does not apply.")
    Risk.objects.filter(twin=risk).update(twin=None)
    for exposure in risk.exposures.all():
        exposure.treatments.all().delete()
    risk.exposures.all().delete()
    documents.risks_changed([risk.pk])
    risk.delete()
    audit.record("risk.removed", by=by, on=round.appraisal, ref=risk.ref, name=risk.name)


@audit.act
def set_applies(exposure: Exposure, *, by: User, applies: bool, why_not: str = "") -> Exposure:
    """Say that an option does not face a risk and why, or that it does after all. Raises ValueError without why."""
    round = open_round(exposure.option.round_id, by=by)
    exposure = Exposure.objects.get(pk=exposure.pk)
    if not applies and not why_not.strip():
        raise ValueError("Say why this option does not face the risk.")
    exposure.applies, exposure.why_not = applies, "" if applies else why_not.strip()
    exposure.save(update_fields=["applies", "why_not"])
    audit.record("exposure.set", by=by, on=round.appraisal, exposure=exposure.pk, applies=applies)
    return exposure


def _write(risk: Risk, words: RiskWords) -> None:
    twin, source = words.twin, words.arises_from
    if twin is not None and (twin.round_id != risk.round_id or twin.stance == risk.stance or twin.pk == risk.pk):
        raise ValueError("A twin is a risk of the other side of the same balance.")
    if source is not None and source.round_id != risk.round_id:
        raise ValueError("It arises from a step of the same appraisal.")
    risk.name, risk.cause, risk.event = words.name.strip(), words.cause.strip(), words.event.strip()
    risk.consequence, risk.category = words.consequence.strip(), words.category
    risk.owner, risk.proximity, risk.twin, risk.arises_from = words.owner, words.proximity, twin, source
    risk.note = words.note.strip()
