"""The columns of the register as a CSV file: what each means, how a cell is written, and how one is read back.

A cell that a spreadsheet would take for a formula is made harmless, as `kit.sheets` does it, and read as it was.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moothall.kit import sheets
from moothall.people.models import User
from moothall.records.markings import Marking
from moothall.records.models import Criticality, InformationAsset, LawfulBasis, PersonalData, RetentionRule, Searchable

YES, NO = "yes", "no"


@dataclass(frozen=True)
class Column:
    """One column: its name in the first row, what it holds, and the values it takes where they are few."""

    name: str
    words: str | Promise
    choices: tuple[tuple[str, str | Promise], ...] = ()
    read: bool = True  # False for what a file only tells, and does not change


YES_NO = ((YES, _("Yes")), (NO, _("No")))
COLUMNS = (
    Column("identifier", _("Needed. Your own number for the asset; a row with a known one changes that asset")),
    Column("name", _("Needed")),
    Column("description", _("What it is")),
    Column("function", _("The function or activity it serves, as your classification scheme names it")),
    Column("service", _("The service whose asset it is")),
    Column("system", _("The name of a system that stands under “May I use…”")),
    Column("location", _("Where it is kept: a system, a room, a shelf")),
    Column("form", _("Paper, database, photographs…")),
    Column("owner", _("Who answers for it: e-mail address, handle or full name")),
    Column("custodian", _("Who looks after it from day to day")),
    Column("purpose", _("What it is for")),
    Column("personal_data", _("Whether it is about living people"), tuple(PersonalData.choices)),
    Column("personal_categories", _("Whom it is about, and what is held about them")),
    Column("special_category", _("Special-category data"), YES_NO),
    Column("criminal_offence", _("Criminal-offence data"), YES_NO),
    Column("special_condition", _("The condition that allows those")),
    Column("lawful_basis", _("UK GDPR, article 6(1)"), tuple(LawfulBasis.choices)),
    Column("record_of_processing", _("Its entry in the record of processing: a number or an address")),
    Column("dpia", _("Its data protection impact assessment")),
    Column("who_has_access", _("Who can read it now")),
    Column("shared_with", _("Whom it is shared with")),
    Column("contracts", _("Processors and contracts")),
    Column("volume", _("How much there is")),
    Column("covers_from", _("The first day it covers, such as 2019-04-01 or 01/04/2019")),
    Column("covers_to", _("The last day it covers")),
    Column("value", _("What it is worth to the council and to others")),
    Column("criticality", _("How soon it would be missed"), tuple(Criticality.choices)),
    Column("risks", _("What could go wrong, and what is done about it")),
    Column("retention_rule", _("The reference of a rule of the retention schedule")),
    Column("retention", _("How long it is kept, where the schedule does not say it")),
    Column("publication", _("Its class in the publication scheme")),
    Column("searchable", _("Whether it can be searched in this hall"), tuple(Searchable.choices)),
    Column("searchable_words", _("Which part of it")),
    Column("connector", _("By what it is searched")),
    Column("coverage", _("For a part: how much, in 100")),
    Column("indexed_on", _("The day it was last indexed")),
    Column("marking", _("Presumed OFFICIAL"), tuple(Marking.choices)),
    Column("handling", _("Handling notes, where it is OFFICIAL-SENSITIVE")),
    Column("closed", _("Whether only those who answer for it, and some roles, may read of it"), YES_NO),
    Column("reviewed_before", _("The day of its last review before it stood here")),
    Column("review_by", _("The day of its first review here")),
    Column("last_review", _("Told only: the last review"), read=False),
    Column("next_review", _("Told only: the next review"), read=False),
    Column("ended_on", _("Told only: since when it is no longer held"), read=False),
    Column("ended_because", _("Told only: why"), read=False),
)
BY_NAME = {column.name: column for column in COLUMNS}


def plain_name(header: str) -> str:
    """`Lawful basis` as `lawful_basis`."""
    return re.sub(r"[\s_-]+", "_", header.strip().lower())


def written(value: object) -> str:
    """A value as its cell says it."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, User):
        return value.email or f"@{value.handle}"
    if isinstance(value, RetentionRule):
        return value.reference
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def cells_of(asset: InformationAsset) -> list[str]:
    """An asset as a row; it comes from `with_reviews`."""
    return [written(getattr(asset, column.name)) for column in COLUMNS]


def lines(rows: Iterable[Iterable[str]]) -> Iterator[bytes]:
    """Rows as they stand in a file that Excel and everything else reads, each cell made safe."""
    yield b"\xef\xbb\xbf"
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in rows:
        writer.writerow([sheets.safe(cell) for cell in row])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def register_lines(assets: Iterable[InformationAsset]) -> Iterator[bytes]:
    """The whole file: a row of names, then a row for each asset."""

    def rows() -> Iterator[list[str]]:
        yield [column.name for column in COLUMNS]
        for asset in assets:
            yield cells_of(asset)

    return lines(rows())


def choice(column: Column, cell: str) -> str:
    """The value that a cell means, by value or by label, in whatever case; the cell itself where it means none."""
    wanted = cell.strip().casefold()
    for value, label in column.choices:
        words = str(label).casefold()
        names = {value.casefold(), words, words.partition(":")[0], words.partition(",")[0]}
        _before, found, article = words.rpartition("art. ")
        if wanted in names | ({article} if found else set()):
            return value
    return cell.strip()
