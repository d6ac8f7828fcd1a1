"""Reading an information asset out of a bundle that another hall, or this one, made; nothing is believed unverified."""

import json
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, BinaryIO, cast

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from moothall.kit import clock
from moothall.kit.text import is_plain, plain
from moothall.records import bundles
from moothall.records.asset_bundle import FORMAT, MARKER
from moothall.records.asset_fields import NAMES
from moothall.records.bundling import NotOurs

MOST_JSON = 16 * 1024 * 1024
MOST_RECORDS = 10_000
MOST_BYTES = 20 * 1024**3  # of a bundle of one asset, unpacked
MOST_RECORD = 512 * 1024 * 1024 + bundles.MOST_TAGS  # a record that was declared is never larger
MOST_RECORD_FILES = 100_000
CHUNK = 1024 * 1024
Cell = str | int | bool | None


@dataclass(frozen=True)
class BroughtRecord:
    """A record as the bundle tells it: where its bag is, and its context."""

    path: str
    title: str
    why: str
    thing: str
    declared_by: str
    declared_at: datetime
    origin: str
    digest: str  # of its manifest


@dataclass(frozen=True)
class Named:
    """A person, by what they were called in the hall that the bundle is from."""

    name: str
    email: str


@dataclass
class BroughtAsset:
    """An asset in a bundle that was verified; `said` is by the names of `AssetFields`, not checked yet."""

    said: Mapping[str, Cell]
    owner: Named | None
    custodian: Named | None
    system: str
    rule: str
    last_review: str
    next_review: str
    ended_on: date | None
    ended_because: str
    origin: str
    archive: zipfile.ZipFile
    folder: str
    records: list[BroughtRecord] = field(default_factory=list)

    def bags(self) -> Iterator[tuple[BroughtRecord, bundles.Checked, BinaryIO]]:
        """Each record with its own bag, verified in turn and open until the next; raises NotOurs."""
        for record in self.records:
            with tempfile.TemporaryFile() as held:
                bag = cast(BinaryIO, held)
                with self.archive.open(f"{self.folder}/{record.path}") as source:
                    while part := source.read(CHUNK):
                        bag.write(part)
                bag.seek(0)
                checked = bundles.check(bag, most_files=MOST_RECORD_FILES, most_bytes=MOST_RECORD)
                if not checked.whole:
                    words = _("The record “{title}” in this bundle is not whole. {fault}")
                    raise NotOurs(words.format(title=record.title, fault=checked.faults[0]))
                if checked.digest != record.digest:
                    words = _("The record “{title}” in this bundle is not the one that was declared: its hash differs.")
                    raise NotOurs(words.format(title=record.title))
                bag.seek(0)
                yield record, checked, bag


def read(file: BinaryIO) -> BroughtAsset:
    """Verify a bundle and give the asset in it; raises NotOurs."""
    checked = bundles.check(file, most_files=MOST_RECORDS + 10, most_bytes=MOST_BYTES)
    if not checked.whole:
        raise NotOurs(_("The bundle is not whole. {fault}").format(fault=checked.faults[0]))
    archive = zipfile.ZipFile(file)
    told = _json(archive, f"{checked.folder}/data/{MARKER}")
    if told.get("format") != FORMAT:
        raise NotOurs(_("This bundle was made by a hall of another version, which this one can’t read."))
    rule = _table(told.get("retention_rule"))
    return BroughtAsset(
        said=_said(told.get("said")),
        owner=_person(told.get("owner")),
        custodian=_person(told.get("custodian")),
        system=_line(told.get("system"), 200),
        rule=_line(rule.get("reference"), 40),
        last_review=_line(told.get("last_review"), 10),
        next_review=_line(told.get("next_review"), 10),
        ended_on=_ended(told),
        ended_because=_line(told.get("ended_because"), 200),
        origin=_line(checked.info.get("Source-Organization"), 120) or _("Another hall"),
        archive=archive,
        folder=checked.folder,
        records=_records(told.get("records"), checked.payload),
    )


def _json(archive: zipfile.ZipFile, name: str) -> dict[str, Any]:
    with archive.open(name) as file:
        data = file.read(MOST_JSON + 1)
    if len(data) > MOST_JSON:
        raise NotOurs(_("What this bundle says of its asset is longer than it may be."))
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise NotOurs(_unreadable()) from error
    return _table(told, must=True)


def _said(told: object) -> dict[str, Cell]:
    """What is said of the asset: values that stand in a cell, under names that are known here."""
    said = _table(told, must=True)
    if set(said) - set(NAMES):
        raise NotOurs(_("This bundle says things of its asset that this hall does not know."))
    for value in said.values():
        if not (value is None or isinstance(value, str | int | bool)) or (
            isinstance(value, str) and not is_plain(value)
        ):
            raise NotOurs(_unreadable())
    return said


def _ended(told: Mapping[str, Any]) -> date | None:
    if not told.get("ended_on"):
        return None
    day = _day(told["ended_on"])
    if day is None or day > clock.today() or not _line(told.get("ended_because"), 200):
        raise NotOurs(_unreadable())
    return day


def _records(told: object, payload: Mapping[str, str]) -> list[BroughtRecord]:
    """The records that the bundle lists: each is there, once, with the hash that the list says, and nothing else is."""
    rows = told if isinstance(told, list) else []
    if not isinstance(told, list) or len(rows) > MOST_RECORDS:
        raise NotOurs(_unreadable())
    records = [_record(_table(row, must=True)) for row in rows]
    hashes = {record.path: row.get("sha256") for record, row in zip(records, rows, strict=True)}
    if len(hashes) != len(records):
        raise NotOurs(_("This bundle lists a record twice."))
    for record in records:
        if payload.get(record.path) is None:
            raise NotOurs(_("The record “{title}” is listed in this bundle and not in it.").format(title=record.title))
        if payload[record.path] != hashes[record.path]:
            words = _("The record “{title}” in this bundle is not the one that was declared: its hash differs.")
            raise NotOurs(words.format(title=record.title))
    more = set(payload) - set(hashes) - {f"data/{MARKER}", "data/index.html"}
    if more:
        words = _("This bundle holds a file that its list does not name: {path}")
        raise NotOurs(words.format(path=min(more)[:80]))
    return records


def _record(row: Mapping[str, Any]) -> BroughtRecord:
    moment = parse_moment(row.get("declared_at"))
    record = BroughtRecord(
        path=f"data/{row.get('path')}",
        title=_line(row.get("title"), 200),
        why=_line(row.get("why"), 400),
        thing=_line(row.get("thing"), 60),
        declared_by=_line(row.get("declared_by"), 120),
        declared_at=moment or clock.now(),
        origin=_line(row.get("origin"), 120),
        digest=str(row.get("manifest_sha256")),
    )
    if moment is None or not (record.title and record.why and record.thing and record.declared_by and record.origin):
        raise NotOurs(_("A record in this bundle does not say what it is, why it is kept, who declared it and when."))
    return record


def parse_moment(value: object) -> datetime | None:
    """An aware moment, or None for anything else."""
    try:
        moment = parse_datetime(str(value))
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


def _day(value: object) -> date | None:
    try:
        return parse_date(str(value))
    except ValueError:
        return None


def _person(told: object) -> Named | None:
    row = _table(told)
    return Named(_line(row.get("name"), 120), _line(row.get("email"), 254)) if row else None


def _table(told: object, *, must: bool = False) -> dict[str, Any]:
    if isinstance(told, dict):
        return told
    if must:
        raise NotOurs(_unreadable())
    return {}


def _line(value: object, most: int) -> str:
    return " ".join(plain(str(value or "")).split())[:most]


def _unreadable() -> str:
    return _("What this bundle says of its asset can’t be read.")
