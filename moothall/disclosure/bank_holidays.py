"""The bank holidays that gov.uk publishes as JSON (`/bank-holidays.json`), read with distrust, and what they change."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from moothall.disclosure.law.clocks import EARLIEST, LATEST
from moothall.disclosure.law.days import Amendment, Calendars, Nation
from moothall.kit.text import is_plain
from moothall.kit.workdays import NAMED_IN_THE_ACT, SATURDAY

MOST_BYTES = 1_000_000  # the file itself has about thirty thousand
MOST_EVENTS = 2_000  # of one division
LONGEST_NAME = 200
WHOLE_YEAR = 8  # bank holidays of England and Wales in a year, the fewest: a year with fewer is not told whole
DIVISIONS = {
    "england-and-wales": (Nation.ENGLAND, Nation.WALES),
    "scotland": (Nation.SCOTLAND,),
    "northern-ireland": (Nation.NORTHERN_IRELAND,),
}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)

Told = Mapping[Nation, Mapping[date, str]]


class BadFileError(ValueError):
    """The file is not what gov.uk publishes; says in words where."""


@dataclass(frozen=True)
class _Place:
    division: str
    number: int

    def fault(self, words: object) -> BadFileError:
        return BadFileError(f"{self.division}, event {self.number}: {words}")


def read(content: bytes) -> Told:
    """The bank holidays of each nation, by day. Raises `BadFileError` for anything but the JSON of gov.uk."""
    if len(content) > MOST_BYTES:
        raise BadFileError(_("The file is far longer than the one that gov.uk publishes."))
    try:
        whole = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadFileError(_("The file is no JSON.")) from error
    if not isinstance(whole, dict) or not set(DIVISIONS) <= set(whole):
        raise BadFileError(_("The file does not name England and Wales, Scotland, and Northern Ireland."))
    return {nation: days for name in DIVISIONS for nation, days in _division(name, whole[name])}


def differences(told: Told, calendars: Calendars) -> list[Amendment]:
    """What has to be proclaimed or struck out so that the calendars say what is told.

    Days are struck out only in years that are told whole, so that a file cut short strikes nothing.
    """
    found = []
    for nation, days in told.items():
        calendar = calendars.at_home(nation)
        for day, name in days.items():
            if day.weekday() < SATURDAY and calendar.is_working_day(day):
                found.append(Amendment(nation, day, name))
        for year in {day.year for day in days}:
            if sum(day.year == year for day in days) < WHOLE_YEAR:
                continue
            for day, known in calendar.bank_holidays(year).items():
                if day.weekday() < SATURDAY and day not in days and known.name not in NAMED_IN_THE_ACT:
                    found.append(Amendment(nation, day, known.name, struck=True))
    return sorted(found, key=lambda amendment: (amendment.day, amendment.nation))


def _division(name: str, division: Any) -> Iterator[tuple[Nation, Mapping[date, str]]]:
    events = division.get("events") if isinstance(division, dict) else None
    if not isinstance(events, list) or not events:
        raise BadFileError(f"{name}: " + _("there is no list of events."))
    if len(events) > MOST_EVENTS:
        raise BadFileError(f"{name}: " + _("there are far more events than bank holidays."))
    days = dict(_event(event, _Place(name, number)) for number, event in enumerate(events, start=1))
    for nation in DIVISIONS[name]:
        yield nation, days


def _event(event: Any, place: _Place) -> tuple[date, str]:
    title, told = (event.get("title"), event.get("date")) if isinstance(event, dict) else (None, None)
    if not isinstance(title, str) or not isinstance(told, str):
        raise place.fault(_("it has no title or no date."))
    title = title.strip()
    if not title or len(title) > LONGEST_NAME or not is_plain(title):
        raise place.fault(_("its title cannot be kept."))
    try:
        day = date.fromisoformat(told) if _DAY.fullmatch(told) else None
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= LATEST:
        raise place.fault(_("its date is no day of ours, written as 2026-12-25."))
    return day, title
