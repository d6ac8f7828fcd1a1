"""A table out of a file that somebody sends: the rows with their numbers, or in plain words why there is none.

It takes UTF-8 with or without its mark and what Excel writes on Windows, commas, semicolons or tabs.
"""

import csv
import io
from collections.abc import Sequence

from django.utils.translation import gettext as _

MOST_ROWS = 2000
MOST_COLUMNS = 60
DELIMITERS = ",;\t"

Table = Sequence[tuple[int, Sequence[str]]]


class Unreadable(Exception):  # noqa: N818  says what is the matter
    """The file as a whole cannot be read; the words say what to do."""


def read(data: bytes) -> Table:
    """The rows that are not empty, each with its number in the file, the names of the columns first."""
    text = _text(data)
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    if first.count(delimiter) >= MOST_COLUMNS:
        words = _("The first row has more than {n} columns, which no register has. Leave the others out.")
        raise Unreadable(words.format(n=MOST_COLUMNS))
    table: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            if any(cell.strip() for cell in cells):
                table.append((number, cells))
            if len(table) > MOST_ROWS + 1:
                raise Unreadable(_("The file has more than {n} rows. Divide it.").format(n=MOST_ROWS))
    except csv.Error as error:
        words = _("The file is not a CSV file: something is wrong in or after row {n}. Save it as CSV again.")
        raise Unreadable(words.format(n=len(table) + 1)) from error
    if not table:
        raise Unreadable(_("The file is empty. Its first row has the names of the columns."))
    return table


def _text(data: bytes) -> str:
    """UTF-8, or what Excel writes on Windows."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable(_("The file is not text. In Excel, save it as “CSV UTF-8”."))
