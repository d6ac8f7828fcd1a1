"""A register as rows of a file: each risk with each step against it, and what was judged with and without them."""

from collections.abc import Iterator

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from moothall.records.asset_columns import lines
from moothall.risks import columns
from moothall.risks.columns import COLUMNS, OF_RISK, OF_STEP, written
from moothall.risks.models import Exposure, Response, Risk, Round, Treatment
from moothall.risks.standing import rests_on

NAMES = tuple(column.name for column in COLUMNS)


def file_of(round: Round) -> Iterator[bytes]:
    """The whole file: a row of names, then the rows."""

    def rows() -> Iterator[list[str]]:
        yield list(NAMES)
        for row in rows_of(round):
            yield [row.get(name, "") for name in NAMES]

    return lines(rows())


def empty_file() -> bytes:
    """The names of the columns that are read, to be filled in."""
    return b"".join(lines([[column.name for column in COLUMNS if column.read]]))


def rows_of(round: Round) -> Iterator[dict[str, str]]:
    """The cells of each row by the names of their columns, risks of doing first."""
    treatments = Treatment.objects.select_related("response__actionee", "response__approver").order_by("pk")
    risks = (
        round.risks.select_related("owner", "twin")
        .prefetch_related("exposures__option", Prefetch("exposures__treatments", treatments))
        .prefetch_related("exposures__treatments__classifications")
        .order_by("stance", "number")
    )
    for risk in risks:
        of_risk = _of_risk(risk) | {"judged": _judged(risk)}
        steps = _steps(risk)
        for response, letters in steps:
            yield of_risk | _of_step(response, letters)
        if not steps:
            yield of_risk


def _of_risk(risk: Risk) -> dict[str, str]:
    told = {"ref": risk.ref, "twin": risk.twin.ref if risk.twin else ""}
    reasons = ((one.option.letter, one.why_not) for one in _by_option(risk) if not one.applies)
    told["not_faced"] = columns.not_faced(reasons)
    return {column.name: written(getattr(risk, column.name)) for column in OF_RISK if column.name not in told} | told


def _of_step(response: Response, letters: str) -> dict[str, str]:
    names = {"response": "kind", "due": "due_on", "in_place": "in_place_on", "review": "review_on"}
    cells = {
        column.name: written(getattr(response, names.get(column.name, column.name)))
        for column in OF_STEP
        if column.name != "serves"
    }
    return cells | {"serves": letters}


def _judged(risk: Risk) -> str:
    """What was judged under each option and is fresh: without what is done and with it, never the one alone."""
    words = _("{letter}: likelihood {a} without, {b} with; impact {c} without, {d} with")
    told = []
    for exposure in _by_option(risk):
        treatments = exposure.treatments.all()
        judged = [one for treatment in treatments for one in treatment.classifications.all()]
        newest = max(judged, key=lambda one: one.pk, default=None)
        if newest and exposure.applies and newest.rests_on == rests_on(risk, treatments):
            told.append(
                words.format(
                    letter=exposure.option.letter,
                    a=newest.likelihood_without,
                    b=newest.likelihood,
                    c=newest.impact_without,
                    d=newest.impact,
                )
            )
    return "\n".join(told)


def _by_option(risk: Risk) -> list[Exposure]:
    return sorted(risk.exposures.all(), key=lambda one: one.option.place)


def _steps(risk: Risk) -> list[tuple[Response, str]]:
    """The responses that serve a risk, those dropped left out, each with the letters of its options."""
    found: dict[int, tuple[Response, list[str]]] = {}
    for exposure in _by_option(risk):
        for treatment in exposure.treatments.all():
            response = treatment.response
            if treatment.dropped_at is None and response.dropped_at is None and exposure.applies:
                found.setdefault(response.pk, (response, []))[1].append(exposure.option.letter)
    return [(response, " ".join(letters)) for _key, (response, letters) in sorted(found.items())]
