"""Writing options."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max

from moothall import audit
from moothall.people.models import User
from moothall.risks import documents
from moothall.risks.actions.rounds import open_round
from moothall.risks.models import Classification, Exposure, Option, OptionKind, Proposal, Risk, Round

MOST = 12  # options of a round: more cannot be weighed side by side


@dataclass(frozen=True)
class OptionWords:
    """What is written of an option; costs in pounds a year."""

    kind: OptionKind
    name: str
    description: str = ""
    cost_low: Decimal | None = None
    cost_high: Decimal | None = None
    pilot_ends_on: date | None = None
    pilot_success: str = ""


@audit.act
def add_option(round: Round, *, by: User, words: OptionWords) -> Option:
    """Add an option; it faces every risk that is there. Raises ValueError for a second "do nothing" or too many."""
    round = open_round(round.pk, by=by)
    if words.kind == OptionKind.DO_NOTHING:
        raise ValueError("Doing nothing is one of the options already.")
    places = round.options.aggregate(last=Max("place"))["last"] or 0
    if round.options.count() >= MOST or places >= 26:
        raise ValueError("There are too many options to weigh side by side.")
    option = Option(round=round, place=places + 1)
    _write(option, words)
    option.save(force_insert=True)
    Exposure.objects.bulk_create(Exposure(risk=risk, option=option) for risk in Risk.objects.filter(round=round))
    documents.appraisal_changed(round.appraisal)
    audit.record("option.added", by=by, on=round.appraisal, option=option.pk, kind=option.kind)
    return option


@audit.act
def edit_option(option: Option, *, by: User, words: OptionWords) -> Option:
    """Write an option another way. Raises ValueError for making "do nothing" something else, or something else it."""
    round = open_round(option.round_id, by=by)
    option = Option.objects.get(pk=option.pk)
    if words.kind != option.kind and OptionKind.DO_NOTHING in (words.kind, option.kind):
        raise ValueError("Doing nothing stays one of the options.")
    _write(option, words)
    option.save(
        update_fields=["kind", "name", "description", "cost_low", "cost_high", "pilot_ends_on", "pilot_success"]
    )
    documents.appraisal_changed(round.appraisal)
    audit.record("option.edited", by=by, on=round.appraisal, option=option.pk)
    return option


@audit.act
def remove_option(option: Option, *, by: User) -> None:
    """Take an option away under which nothing was judged. Raises ValueError otherwise."""
    round = open_round(option.round_id, by=by)
    option = Option.objects.get(pk=option.pk)
    judged = Classification.objects.filter(basis__exposure__option=option).exists()
    if option.kind == OptionKind.DO_NOTHING or judged or option.challenges.exists() or option.comments.exists():
        raise ValueError("It has been weighed, challenged or commented on, so it stays.")
    if option.exposures.filter(marks__isnull=False).exists():
        raise ValueError("It has been compared, so it stays.")
    if Proposal.objects.filter(option=option).exists():
        raise ValueError("It is proposed. Propose another first.")
    for exposure in option.exposures.all():
        exposure.treatments.all().delete()
    option.exposures.all().delete()
    option.delete()
    documents.appraisal_changed(round.appraisal)
    audit.record("option.removed", by=by, on=round.appraisal, name=option.name)


def _write(option: Option, words: OptionWords) -> None:
    option.kind, option.name, option.description = words.kind, words.name.strip(), words.description.strip()
    option.cost_low, option.cost_high = words.cost_low, words.cost_high
    pilot = words.kind == OptionKind.PILOT
    option.pilot_ends_on = words.pilot_ends_on if pilot else None
    option.pilot_success = words.pilot_success.strip() if pilot else ""
