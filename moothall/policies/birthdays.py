"""Lists of people with their dates of birth, told from lists of meetings, elections and invoices."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise

from moothall.kit import clock

FEWEST = 3  # people in what is called a list
OLDEST = 110  # years
YOUNGEST_UNSAID = 3  # years ago: a later date is a date of birth only where that is said
NEAR, BEHIND = 100, 60  # characters before and after a date in which its name stands
MOST_DATES = 400  # that are looked at in one text

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<{0}>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{{0,6}}\.?"
_DATE = re.compile(
    r"(?<![0-9A-Za-z/.£-])(?:"
    r"(?P<d>[0-9]{1,2})(?P<s>[/.-])(?P<m>[0-9]{1,2})(?P=s)(?P<y>[0-9]{4}|[0-9]{2})"
    r"|(?P<y2>(?:19|20)[0-9]{2})(?P<s2>[/-])(?P<m2>[0-9]{2})(?P=s2)(?P<d2>[0-9]{2})"
    rf"|(?P<d3>[0-9]{{1,2}})(?:st|nd|rd|th)?[ -]{_MONTH.format('m3')}[ -](?P<y3>[0-9]{{4}}|[0-9]{{2}})"
    rf"|{_MONTH.format('m4')} (?P<d4>[0-9]{{1,2}})(?:st|nd|rd|th)?,? (?P<y4>[0-9]{{4}})"
    r")(?![0-9A-Za-z/-])",
    re.IGNORECASE,
)
_SAID = re.compile(r"\b(?:d\.?o\.?b|dates? of birth|birth ?dates?|birthdays?|born|dyddiad geni)\b", re.IGNORECASE)
_SAID_OTHERWISE = re.compile(
    r"\b(?:elect|appoint|start|join|end|left|leav|meet|agenda|minute|review|due|expir|renew|train|invoice|paid|pay|deliver"
    r"|complet|decid|decision|approv|adopt|publish|inspect|term|contract|install|open|clos|next|since|until"
    r"|updat|amend|valid|attend|present|session|course|visit|hearing|deadline|issue|receiv|sent|from|to)[a-z]*\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_NO_NAMES = frozenset(
    re.findall(
        r"\w+",
        """
        committee council councillor cllr board panel cabinet group team office officer service services department
        library libraries centre center hall school college church street road lane avenue close drive way place park
        square house court ltd limited plc llp inc meeting minutes agenda report plan policy review planning licensing
        scrutiny housing finance audit budget annual general election parish town city county borough district north
        south east west upper lower new old phase stage version draft final invoice order payment monday tuesday
        wednesday thursday friday saturday sunday january february march april may june july august september october
        november december bank holiday st saint the of and date birth name address number
        """,
    )
)


@dataclass(frozen=True)
class _Day:
    """A date that stands in a text."""

    start: int
    end: int
    day: date


def people(text: str) -> int:
    """How many people stand in the text with what seems to be their date of birth; 0 for fewer than three."""
    if not _DATE.search(text):
        return 0
    said = _SAID.search(text) is not None
    named = [day for day, rest in _with_room(text) if _is_birth(day, text, rest, said=said)]
    if len(named) < FEWEST or (not said and len({day.day.year for day in named}) < FEWEST):
        return 0
    return len(named)


def could_be_day(digits: str) -> bool:
    """Whether six or eight digits, in whatever order councils write them, are a date of the last or the next years."""
    bare = re.sub("[^0-9]", "", digits)
    if len(bare) == 8:
        orders = [(bare[:4], bare[4:6], bare[6:]), (bare[4:], bare[2:4], bare[:2])]
        return any(1900 <= int(year) <= 2100 and _is_day(month, day) for year, month, day in orders)
    first, second, third = bare[:2], bare[2:4], bare[4:]
    return _is_day(second, first) or _is_day(second, third) or _is_day(first, second)


def _is_day(month: str, day: str) -> bool:
    return 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def _with_room(text: str) -> Iterator[tuple[_Day, tuple[int, int]]]:
    """Every date, with where the words around it begin and end: no further than its neighbours."""
    days = list(islice(_days(text), MOST_DATES))
    for place, day in enumerate(days):
        begin = max(day.start - NEAR, days[place - 1].end if place else 0)
        end = min(day.end + BEHIND, days[place + 1].start if place + 1 < len(days) else len(text))
        yield day, (begin, end)


def _is_birth(day: _Day, text: str, room: tuple[int, int], *, said: bool) -> bool:
    age = (clock.today() - day.day).days / 365.25
    if not (0 if said else YOUNGEST_UNSAID) <= age <= OLDEST:
        return False
    before, after = text[room[0] : day.start], text[day.end : room[1]].partition("\n")[0]
    if said:
        return _has_name(before) or _has_name(after)
    line = before.rpartition("\n")[2]
    if not _ends_with_name(line) or _SAID_OTHERWISE.search(line):
        return False
    return not _SAID_OTHERWISE.search(_heading(text, day.start))


def _heading(text: str, at: int) -> str:
    """The nearest line above without a digit, at most a few hundred characters up: what a table or a list is headed."""
    for line in reversed(text[max(0, at - 600) : at].split("\n")[:-1]):
        if line.strip() and not any(letter.isdigit() for letter in line):
            return line
    return ""


def _has_name(words: str) -> bool:
    """Whether two words beside each other look like a person's name."""
    found = list(_WORD.finditer(words))
    return any(
        _is_name(one.group()) and _is_name(two.group()) and not words[one.end() : two.start()].strip(" ,\t|")
        for one, two in pairwise(found)
    )


def _ends_with_name(line: str) -> bool:
    """Whether a name stands directly before, or in a cell before, what follows the line."""
    cells = [cell for cell in re.split(r"[\t|;]", line) if cell.strip()]
    if len(cells) > 1:
        return _has_name(line)
    words = _WORD.findall(line)
    return len(words) <= 5 and _has_name(line)


def _is_name(word: str) -> bool:
    return word[0].isupper() and len(word) > 1 and word.lower().strip(".’'") not in _NO_NAMES


def _days(text: str) -> Iterator[_Day]:
    for match in _DATE.finditer(text):
        found = _read(match)
        if found is not None:
            yield _Day(match.start(), match.end(), found)


def _read(match: re.Match[str]) -> date | None:
    for suffix in ("", "2", "3", "4"):
        year = match[f"y{suffix}"]
        if year:
            break
    month = match[f"m{suffix}"].lower()[:3]
    number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month)
    full = int(year) if len(year) == 4 else _century(int(year))
    try:
        return date(full, number, int(match[f"d{suffix}"]))
    except ValueError:
        return None


def _century(year: int) -> int:
    """Two digits mean the last such year that has begun."""
    this = clock.today().year
    return this - (this - year) % 100
