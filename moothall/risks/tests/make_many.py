"""A round as large as one may be, written straight into the tables; the database's guards look at every row."""

from django.db.models import Max

from moothall.people.models import User
from moothall.risks.models import (
    Appraisal,
    Category,
    Classification,
    Confidence,
    Exposure,
    Option,
    OptionKind,
    Risk,
    Stance,
    Treatment,
    Unit,
)
from moothall.risks.tests import make


def many(*, by: User, risks: int, options: int, words: str = "Words do harm", ranges: bool = True) -> Appraisal:
    """An appraisal of so many risks under so many options, each with one step and classified."""
    asked = make.appraisal(by=by)
    grow(asked, by=by, risks=risks, options=options, words=words, ranges=ranges)
    return asked


def grow(
    asked: Appraisal, *, by: User, risks: int, options: int, words: str = "Words do harm", ranges: bool = True
) -> None:
    """So many more of both; what was there before faces none of it."""
    round = make.round_of(asked)
    last = round.options.aggregate(last=Max("place"))["last"] or 0
    place = range(last + 1, options + 1)
    Option.objects.bulk_create(
        Option(round=round, place=each, kind=OptionKind.OTHER, name=f"Way {each}: {words}"[:80]) for each in place
    )
    start = round.risks.count()
    Risk.objects.bulk_create(
        Risk(
            round=round,
            stance=Stance.DOING if number % 2 else Stance.NOT_DOING,
            number=start + number,
            name=f"{words} {number}"[:100],
            cause=words[:400],
            event=words[:400],
            consequence=words[:400],
            category=list(Category)[number % 7],
            created_by=by,
        )
        for number in range(1, risks + 1)
    )
    known = set(Exposure.objects.filter(option__round=round).values_list("risk_id", "option_id"))
    faced = Exposure.objects.bulk_create(
        Exposure(risk=risk, option=option)
        for option in round.options.all()
        for risk in round.risks.all()
        if (risk.pk, option.pk) not in known
    )
    step = make.step(asked, by=by, words=words[:400])
    bases = Treatment.objects.bulk_create(Treatment(response=step, exposure=exposure) for exposure in faced)
    estimated = {"rate_low": 0.1, "rate_high": 0.4, "loss_low": 1e3, "unit": Unit.POUNDS} if ranges else {}
    Classification.objects.bulk_create(
        Classification(
            basis=basis,
            likelihood=1 + place % 4,
            impact=1 + place % 5,
            likelihood_without=5,
            impact_without=5,
            confidence=Confidence.FAIR,
            reasoning=words,
            rests_on=f"1:{basis.pk}.1",
            digest="0" * 64,
            by=by,
            **estimated,
            **({"loss_high": 1e4 + place % 12} if ranges else {}),
        )
        for place, basis in enumerate(bases)
    )
