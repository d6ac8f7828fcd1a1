"""Numbers as people write and read them: exact, with their unit, and nothing that no column can hold."""

import re
from decimal import Decimal

DIGITS = 15  # more than these no database here keeps exactly
PLACES = 6  # behind the point
NUMBER = re.compile(r"[+-]?[0-9]{1,14}(\.[0-9]{1,6})?")
SIGNS = re.compile(r"[£%,\s]")
MINUS = "\N{MINUS SIGN}"


def amount(words: str) -> Decimal | None:
    """The number that somebody wrote, such as “1,250.5” or “−3”; None for what is none, or has too many digits."""
    plain = SIGNS.sub("", words).replace(MINUS, "-")
    if not NUMBER.fullmatch(plain):
        return None
    value = Decimal(plain)
    return value if len(value.as_tuple().digits) <= DIGITS else None


def exact(value: Decimal) -> str:
    """“1,250.5”, “−3”, “0.000001”: every digit, and no nought that says nothing."""
    words = f"{abs(value):,.{PLACES}f}".rstrip("0").rstrip(".")
    return f"{MINUS}{words}" if value < 0 and words != "0" else words


def told(value: Decimal, unit: str) -> str:
    """A number with its unit; a percent sign stands close."""
    return f"{exact(value)}%" if unit == "%" else f"{exact(value)} {unit}"
