"""A retention schedule as a table: read from CSV row by row, written as CSV, and the placeholders to begin with."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.kit import sheets
from moothall.kit.sheets import Unreadable
from moothall.kit.text import is_plain
from moothall.records.models.retention import MOST_YEARS, Action, RetentionRule, Trigger
from moothall.records.periods import Period

COLUMNS = ("reference", "class", "title", "trigger", "years", "months", "days", "action", "authority")
NEEDED = ("reference", "class", "title")
MOST_ROWS = 5000
MOST_BYTES = 2_000_000
LONGEST = {"reference": 40, "class": 300, "title": 200, "authority": 400}
PLACEHOLDER = gettext_lazy("Placeholder: no authority cited")
PERIOD = re.compile(r"(\d{1,3})\s*(years?|yrs?|y|months?|m|days?|d)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """One line of a schedule, as somebody wrote it."""

    reference: str
    class_path: str
    title: str
    trigger: str
    period: Period
    action: str
    authority: str

    @property
    def placeholder(self) -> bool:
        """Whether it cites no authority."""
        return not self.authority

    def same_as(self, rule: RetentionRule) -> bool:
        """Whether the rule says just this."""
        return self == of_rule(rule)


@dataclass(frozen=True)
class Refused:
    """A row that was not taken, its number in the file, and why."""

    number: int
    reason: str
    cells: dict[str, str]


@dataclass(frozen=True)
class Read:
    """What a table holds."""

    lines: list[Line]
    refused: list[Refused]


def of_rule(rule: RetentionRule) -> Line:
    """A rule as a line of the table."""
    authority = "" if rule.placeholder else rule.authority
    return Line(rule.reference, rule.class_path, rule.title, rule.trigger, rule.period, rule.action, authority)


def read(data: bytes) -> Read:
    """Read a table; raises `Unreadable` where it has no rows or lacks a column. No row is passed over in silence."""
    if len(data) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 2 MB. A schedule is a small table: save only that sheet as CSV."))
    rows = list(_rows(sheets.read(data, most_rows=MOST_ROWS)))
    if not rows:
        raise Unreadable(_("There are no rows under the headings."))
    lines: dict[str, Line] = {}
    refused: list[Refused] = []
    for number, cells in rows:
        try:
            line = _line(cells)
            if line.reference in lines:
                raise ValueError(_("The reference {ref} stands in an earlier row already.").format(ref=line.reference))
            lines[line.reference] = line
        except ValueError as error:
            refused.append(Refused(number, str(error), cells))
    return Read(list(lines.values()), refused)


def written(rules: Iterable[RetentionRule]) -> Iterator[str]:
    """The schedule as CSV, a row at a time; what comes back in is the same."""
    yield _row(COLUMNS)
    for rule in rules:
        line = of_rule(rule)
        period = [str(number) if number else "" for number in (rule.years, rule.months, rule.days)]
        cells = (line.reference, line.class_path, line.title, line.trigger, *period, line.action, line.authority)
        yield _row(cells)


def refused_rows(refused: Iterable[dict[str, object]]) -> Iterator[str]:
    """The refused rows as CSV with their reasons, to be mended and brought in again."""
    rows = list(refused)
    extra = [name for row in rows for name in _cells(row) if name not in COLUMNS]
    names = [*COLUMNS, *dict.fromkeys(extra)]
    yield _row([*names, "reason"])
    for row in rows:
        cells = _cells(row)
        yield _row([*(cells.get(name, "") for name in names), str(row["reason"])])


def starter() -> list[Line]:
    """A few classes to begin with. None has a period or an authority: those are the council's own to enter."""
    classes = (
        ("START-1", _("Communication / working together / conversations"), _("Everyday conversations in spaces")),
        ("START-2", _("Communication / correspondence / mail"), _("Mail of no lasting value")),
        ("START-3", _("Governance / decisions / records of decisions"), _("What led to a decision")),
        ("START-4", _("Projects / delivery / project records"), _("Working papers of a project")),
    )
    return [
        Line(reference, path, title, Trigger.LAST_ACTIVITY, Period(), Action.REVIEW, "")
        for reference, path, title in classes
    ]


def _rows(table: sheets.Table) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row by the names of its columns, with its number in the file."""
    names = [cell.strip().lower().replace(" ", "_") for cell in table[0][1]]
    if missing := [name for name in NEEDED if name not in names]:
        raise Unreadable(_("The first row has no column called {names}.").format(names=", ".join(missing)))
    for number, row in table[1:]:
        padded = [*row, *[""] * (len(names) - len(row))]
        cells = {name: sheets.unsafe(cell.strip()) for name, cell in zip(names, padded, strict=False) if name}
        if beyond := [cell.strip() for cell in padded[len(names) :] if cell.strip()]:
            cells["beyond_the_columns"] = " | ".join(beyond)
        yield number, cells


def _line(cells: dict[str, str]) -> Line:
    """The row as a line; ValueError, in words, for what is wrong with it."""
    if not all(is_plain(cell) for cell in cells.values()):
        raise ValueError(_("It has characters that can’t be shown."))
    if beyond := cells.get("beyond_the_columns"):
        raise ValueError(_("It has more cells than there are columns: {cells}.").format(cells=beyond))
    for name, longest in LONGEST.items():
        if len(cells.get(name, "")) > longest:
            raise ValueError(_("The {column} is longer than {n} characters.").format(column=name, n=longest))
    if missing := [name for name in NEEDED if not cells.get(name)]:
        raise ValueError(_("It has no {columns}.").format(columns=", ".join(missing)))
    authority = cells.get("authority", "")
    period = _period(cells)
    if authority and period == Period():
        raise ValueError(_("It has no period. What is kept for ever needs no rule; leave it out."))
    trigger = _choice(cells.get("trigger", "") or Trigger.LAST_ACTIVITY, Trigger, "trigger")
    action = _choice(cells.get("action", "") or Action.REVIEW, Action, "action")
    return Line(cells["reference"], cells["class"], cells["title"], trigger, period, action, authority)


def _period(cells: dict[str, str]) -> Period:
    numbers = {}
    for name, most in (("years", MOST_YEARS), ("months", 1200), ("days", 32_000)):
        cell = cells.get(name, "")
        if cell and not (cell.isascii() and cell.isdecimal() and int(cell[:9]) <= most and len(cell) < 10):
            raise ValueError(_("{column}: “{cell}” is not a number from 0 to {most}.").format(
                column=name, cell=cell, most=most
            ))  # fmt: skip
        numbers[name] = int(cell or 0)
    words = cells.get("period", "")
    if not words:
        return Period(**numbers)
    found = PERIOD.findall(words)
    if not found or PERIOD.sub("", words).strip(" ,.+&and"):
        raise ValueError(
            _("period: “{cell}” is not understood; write it such as 6 years, or 18 months.").format(cell=words)
        )
    for number, unit in found:
        name = {"y": "years", "m": "months", "d": "days"}[unit[0].lower()]
        numbers[name] += int(number)
    if numbers["years"] > MOST_YEARS:
        raise ValueError(_("More than {most} years is not a period.").format(most=MOST_YEARS))
    return Period(**numbers)


def _choice(cell: str, choices: "type[Trigger] | type[Action]", column: str) -> str:
    """By its key or by the words that people see."""
    asked = cell.strip().lower().replace(" ", "_")
    for choice in choices:
        if asked in (choice.value, str(choice.label).lower().replace(" ", "_")):
            return str(choice.value)
    known = ", ".join(choices.values)
    raise ValueError(_("{column}: “{cell}” is none of: {known}.").format(column=column, cell=cell, known=known))


def _cells(row: dict[str, object]) -> dict[str, str]:
    cells = row["cells"]
    return {str(name): str(cell) for name, cell in cells.items()} if isinstance(cells, dict) else {}


def _row(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([sheets.safe(cell) for cell in cells])
    return out.getvalue()
