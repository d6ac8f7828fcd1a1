"""A register as rows of a file: each risk with each step against it, and what was judged with and without them."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from moothall.records.asset_columns import lines
from moothall.risks import columns
from moothall.risks.columns import COLUMNS, OF_RISK, OF_STEP, written
from moothall.risks.models import Response, Risk, Round
from moothall.risks.queries import rounds
from moothall.risks.standing import Line

NAMES = tuple(column.name for column in COLUMNS)
FIELDS = {"response": "kind", "due": "due_on", "in_place": "in_place_on", "review": "review_on"}


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
    faced: dict[int, list[Line]] = {}
    sheet = rounds.load(round)
    for line in sheet.lines:
        faced.setdefault(line.risk.pk, []).append(line)
    for risk in sheet.risks:
        lines_of = faced.get(risk.pk, [])
        of_risk = _of_risk(risk, lines_of)
        steps = _steps(lines_of)
        for response, letters in steps:
            yield of_risk | _of_step(response) | {"serves": letters}
        if not steps:
            yield of_risk


def _of_risk(risk: Risk, faced: Sequence[Line]) -> dict[str, str]:
    told = {
        "ref": risk.ref,
        "twin": risk.twin.ref if risk.twin else "",
        "not_faced": columns.not_faced(
            (line.option.letter, line.exposure.why_not) for line in faced if not line.exposure.applies
        ),
        "judged": "\n".join(_judged(line) for line in faced if line.shift),
    }
    return {column.name: written(getattr(risk, column.name)) for column in OF_RISK if column.name not in told} | told


def _of_step(response: Response) -> dict[str, str]:
    names = (column.name for column in OF_STEP if column.name != "serves")
    return {name: written(getattr(response, FIELDS.get(name, name))) for name in names}


def _judged(line: Line) -> str:
    """What was judged under an option and is fresh: without what is done and with it, never the one alone."""
    shift = line.shift
    if shift is None:
        return ""
    return _("{letter}: likelihood {a} without, {b} with; impact {c} without, {d} with").format(
        letter=line.option.letter,
        a=shift.without.likelihood,
        b=shift.with_.likelihood,
        c=shift.without.impact,
        d=shift.with_.impact,
    )


def _steps(faced: Sequence[Line]) -> list[tuple[Response, str]]:
    """The responses that serve a risk, those dropped left out, each with the letters of its options."""
    found: dict[int, tuple[Response, list[str]]] = {}
    for line in faced:
        for treatment in line.treatments:
            response = treatment.response
            if treatment.dropped_at is None and response.dropped_at is None and line.exposure.applies:
                found.setdefault(response.pk, (response, []))[1].append(line.option.letter)
    return [(response, " ".join(letters)) for _key, (response, letters) in sorted(found.items())]
