"""Cells of the tables that people open in a spreadsheet, which would reckon one that begins as a formula does.

A cell that would be taken for a formula is written with an apostrophe before it, and read back without
(OWASP, “CSV Injection”). One that begins with apostrophes and then a formula gets one more, so that reading undoes it.
"""

import re

FORMULA = re.compile(r"'*[=+\-@\t\r]")
QUOTED_FORMULA = re.compile(r"'+[=+\-@\t\r]")


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def unsafe(cell: str) -> str:
    """What `safe` was given."""
    return cell[1:] if QUOTED_FORMULA.match(cell) else cell
