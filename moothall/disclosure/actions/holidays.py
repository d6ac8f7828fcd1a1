"""Keeping the bank holidays right, as gov.uk publishes them, and the days on which the school is closed."""

from collections.abc import Collection, Sequence
from datetime import date
from hashlib import sha256

from django.utils.translation import gettext as _

from moothall import audit
from moothall.disclosure import bank_holidays, permissions
from moothall.disclosure.actions import cases
from moothall.disclosure.bank_holidays import LONGEST_NAME
from moothall.disclosure.law.clocks import EARLIEST, LATEST
from moothall.disclosure.law.days import Amendment, Nation
from moothall.disclosure.law.regimes import Body
from moothall.disclosure.models import Case, Closure, Holiday
from moothall.disclosure.queries.holidays import calendars_in_force
from moothall.disclosure.spoken import LONGEST_CLOSURE
from moothall.kit.permissions import require
from moothall.kit.text import is_plain
from moothall.people.models import User

GOV_UK = "https://www.gov.uk/bank-holidays.json"


@audit.act
def proclaim(*, by: User, nations: Collection[Nation], day: date, name: str, source: str) -> Sequence[Holiday]:
    """Add a bank holiday of these nations; a day that is one already stays as it is.

    Raises ValueError for words that cannot be kept and for a day that no calendar reaches.
    """
    require(permissions.can_keep_holidays(by))
    calendars = calendars_in_force()
    fresh = [nation for nation in Nation if nation in nations and not calendars.at_home(nation).bank_holiday(day)]
    kept = _keep([Amendment(nation, day, name.strip()) for nation in fresh], source, by=by)
    audit.record("holiday.proclaimed", by=by, day=day, nations=fresh, name=name.strip(), source=source.strip())
    return kept


@audit.act
def strike_out(*, by: User, nations: Collection[Nation], day: date, source: str) -> Sequence[Holiday]:
    """Have a day be no bank holiday of these nations after all; where it is none nothing changes.

    Christmas Day and Good Friday are in the Act itself (FOIA s.10(6)) and stay. Raises ValueError as `proclaim` does.
    """
    require(permissions.can_keep_holidays(by))
    calendars = calendars_in_force()
    known = {nation: calendars.at_home(nation).bank_holiday(day) for nation in Nation if nation in nations}
    fresh = {nation: found.name for nation, found in known.items() if found}
    kept = _keep([Amendment(nation, day, name, struck=True) for nation, name in fresh.items()], source, by=by)
    audit.record("holiday.struck_out", by=by, day=day, nations=list(fresh), source=source.strip())
    return kept


@audit.act
def import_holidays(*, by: User | None, content: bytes, source: str = GOV_UK) -> Sequence[Holiday]:
    """Take over what gov.uk publishes: proclaim what is missing, strike out what is gone; the same file twice is once.

    Raises `BadFileError` for any other file. Without `by` it is the machine's own doing, by command.
    """
    require(by is None or permissions.can_keep_holidays(by))
    amendments = bank_holidays.differences(bank_holidays.read(content), calendars_in_force())
    kept = _keep(amendments, source, by=by)
    audit.record(
        "holiday.list_imported",
        by=by,
        source=source,
        sha256=sha256(content).hexdigest(),
        proclaimed=[f"{row.nation} {row.day}" for row in kept if not row.struck],
        struck_out=[f"{row.nation} {row.day}" for row in kept if row.struck],
    )
    return kept


@audit.act
def close_school(*, by: User, first_on: date, last_on: date, name: str) -> Closure:
    """Say that the school is closed from one day to another: no school day counts then (SI 2004/3364 reg 3).

    Raises ValueError for a name that cannot be kept and for days that are no closure.
    """
    require(permissions.can_keep_holidays(by))
    kept = _say_of_school(Closure(first_on=first_on, last_on=last_on, name=name.strip()), by=by)
    audit.record("school.closed", by=by, first=str(first_on), last=str(last_on), name=kept.name)
    return kept


@audit.act
def open_school(*, by: User, first_on: date, last_on: date, name: str) -> Closure:
    """Say that the school is open on these days after all. Raises ValueError as `close_school` does."""
    require(permissions.can_keep_holidays(by))
    kept = _say_of_school(Closure(first_on=first_on, last_on=last_on, name=name.strip(), open=True), by=by)
    audit.record("school.opened", by=by, first=str(first_on), last=str(last_on), name=kept.name)
    return kept


def _say_of_school(row: Closure, *, by: User) -> Closure:
    if not row.name or not is_plain(row.name) or len(row.name) > LONGEST_NAME:
        raise ValueError(f"A name has one to {LONGEST_NAME} characters, all of which can be stored.")
    if not EARLIEST <= row.first_on <= row.last_on <= LATEST or (row.last_on - row.first_on).days > LONGEST_CLOSURE:
        raise ValueError(_("A school is closed from a day to a later one or the same, within a year or so."))
    row.save(force_insert=True)
    cases.redate(Case.objects.open().filter(body=Body.SCHOOL).values_list("pk", flat=True), by=by)
    return row


def _keep(amendments: Sequence[Amendment], source: str, *, by: User | None) -> list[Holiday]:
    source = source.strip()
    for words in (source, *(amendment.name for amendment in amendments)):
        if not words or not is_plain(words) or len(words) > LONGEST_NAME:
            raise ValueError(f"Name and source have one to {LONGEST_NAME} characters, all of which can be stored.")
    if any(not EARLIEST <= amendment.day <= LATEST for amendment in amendments):
        raise ValueError(f"Holidays lie between {EARLIEST} and {LATEST}.")
    kept = [
        Holiday.objects.create(
            nation=amendment.nation,
            day=amendment.day,
            name=amendment.name,
            struck=amendment.struck,
            source=source,
        )
        for amendment in amendments
    ]
    if kept:
        cases.redate(Case.objects.open().values_list("pk", flat=True), by=by)
    return kept
