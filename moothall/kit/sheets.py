"""Tables that people make in a spreadsheet and open in one: reading what they send, and cells that it does not reckon.

A file is UTF-8 with or without its mark, or what Excel writes on Windows, with commas, semicolons or tabs. A cell that
would be taken for a formula is written with an apostrophe before it, and read back without (OWASP, “CSV Injection”).
One that begins with apostrophes and then a formula gets one more, so that reading undoes it.
"""

import csv
import io
import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

FORMULA = re.compile(r"'*[=+\-@\t\r]")
QUOTED_FORMULA = re.compile(r"'+[=+\-@\t\r]")
DELIMITERS = ",;\t"

Table = Sequence[tuple[int, Sequence[str]]]


class Unreadable(Exception):  # noqa: N818  says what is the matter
    """The file as a whole cannot be read; the words say what to do."""


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def unsafe(cell: str) -> str:
    """What `safe` was given."""
    return cell[1:] if QUOTED_FORMULA.match(cell) else cell


def read(data: bytes, *, most_rows: int, most_columns: int = 200) -> Table:
    """The rows that are not empty, each with its number in the file, the names of the columns first.

    Raises `Unreadable`, in plain words, for what is no such table or has too many rows or columns.
    """
    text = _text(data)
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    if first.count(delimiter) >= most_columns:
        words = _("The first row has more than {n} columns. Leave the others out.")
        raise Unreadable(words.format(n=most_columns))
    table: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            if any(cell.strip() for cell in cells):
                table.append((number, cells))
            if len(table) > most_rows + 1:
                raise Unreadable(_("The file has more than {n} rows. Divide it.").format(n=most_rows))
    except csv.Error as error:
        words = _("The file is not a CSV file: something is wrong in or after row {n}. Save it as CSV again.")
        raise Unreadable(words.format(n=len(table) + 1)) from error
    if not table:
        raise Unreadable(_("The file is empty. Its first row has the names of the columns."))
    return table


def _text(data: bytes) -> str:
    """UTF-8, or what Excel writes on Windows: UTF-16 with its mark, or the letters of Western Europe."""
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable(_("The file is not text. In Excel, save it as “CSV UTF-8”."))
