"""One spelling for one value: what is hashed must read the same from every database and every Python."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

Plain = str | int | bool | None | list["Plain"] | dict[str, "Plain"]


def plain(value: object) -> Plain:
    """Return the value as text, whole numbers, truth values, lists and mappings; dates, decimals and UUIDs become text.

    Raises TypeError for anything else. A float is refused because 0.1, 1.0 and 1e22 have more than one spelling.
    """
    match value:
        case None | bool():
            return value
        case int():
            return int(value)
        case str():
            return _text(value)
        case date() | Decimal() | UUID():
            return value.isoformat() if isinstance(value, date) else str(value)
        case Mapping():
            return {_key(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
    hint = "a whole number, a Decimal or text" if isinstance(value, float) else "an id, text, a list or a mapping"
    raise TypeError(f"The audit cannot hold {value!r}, a {type(value).__name__}: give {hint}.")


def canonical(value: Plain) -> bytes:
    """Return the value as JSON in UTF-8 with sorted keys, no spaces and nothing escaped that need not be."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"The audit's mappings have text for keys, not {type(key).__name__}.")
    return _text(key)


def _text(text: str) -> str:
    # PostgreSQL's JSON has no place for either.
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise TypeError("The audit cannot hold text with a null character or half a surrogate pair.")
    return str.__str__(text)  # the bare text of an enum's member too
