"""One risk under every option."""

from dataclasses import dataclass

from moothall.risks.models import Option, Risk
from moothall.risks.pictures import bowtie
from moothall.risks.queries import drawings, reading
from moothall.risks.queries.reading import Entry
from moothall.risks.queries.rounds import Sheet


@dataclass(frozen=True)
class Told:
    """A risk, its bow-tie under one option, and every option's answer to it."""

    shown: Option | None
    entry: Entry | None
    bowtie: bowtie.Bowtie | None
    entries: tuple[Entry, ...]
    twin: Risk | None
    twins: tuple[Risk, ...]
    gives_rise_to: tuple[Risk, ...]
    occurred: int


def tell(sheet: Sheet, risk: Risk, letter: str) -> Told:
    """A risk under the option of a letter; else under the one that leads."""
    shown = reading.chosen(sheet, letter)
    line = sheet.line(risk, shown) if shown else None
    entries = tuple(
        reading.entry(each) for option in sheet.options for each in [sheet.line(risk, option)] if each is not None
    )
    steps = {each.response_id for found in entries for each in found.line.treatments}
    return Told(
        shown=shown,
        entry=reading.entry(line) if line else None,
        bowtie=drawings.bowtie_of(line) if line else None,
        entries=entries,
        twin=risk.twin,
        twins=tuple(each for each in sheet.risks if each.twin_id == risk.pk and each.pk != risk.twin_id),
        gives_rise_to=tuple(each for each in sheet.risks if each.arises_from_id in steps and each.pk != risk.pk),
        occurred=risk.occurrences.count(),
    )
