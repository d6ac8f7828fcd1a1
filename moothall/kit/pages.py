"""Keyset pagination: the next page starts after the last row seen, so depth costs nothing and nothing is skipped."""

import base64
import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Generic, TypeVar

from django.core.exceptions import BadRequest, ValidationError
from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Slice(Generic[M]):
    """One page of rows, and the cursor of the next page if there is one."""

    rows: list[M]
    next_cursor: str | None


def keyset(queryset: QuerySet[M], *, by: tuple[str, ...], after: str | None, size: int) -> Slice[M]:
    """The rows after a cursor in the order `by` (fields of the row, `-` for descending; the last one unique).

    Raises `BadRequest` for a cursor that we did not make.
    """
    ordered = queryset.order_by(*by)
    if after:
        try:
            ordered = ordered.filter(_beyond(by, _decode(after, len(by))))
        except (ValidationError, ValueError, TypeError) as error:  # a value that the field has no place for
            raise BadRequest("That page address is damaged.") from error
    return cut(list(ordered[: size + 1]), by=by, size=size)


def cut(rows: list[M], *, by: tuple[str, ...], size: int) -> Slice[M]:
    """A page of rows that are in order, of which one more was asked for than the page takes."""
    more = len(rows) > size
    rows = rows[:size]
    return Slice(rows, _encode(rows[-1], by) if more else None)


def _beyond(by: tuple[str, ...], values: list[object]) -> Q:
    """Lexicographic comparison in mixed directions, as (a > x) or (a = x and b > y) …"""
    clauses = []
    for depth, field in enumerate(by):
        same = Q(**{name.lstrip("-"): value for name, value in zip(by[:depth], values[:depth], strict=True)})
        beyond = "lt" if field.startswith("-") else "gt"
        clauses.append(same & Q(**{f"{field.lstrip('-')}__{beyond}": values[depth]}))
    return reduce(or_, clauses)


def _encode(row: Model, by: tuple[str, ...]) -> str:
    values = [getattr(row, field.lstrip("-")) for field in by]
    return base64.urlsafe_b64encode(json.dumps([_plain(value) for value in values]).encode()).decode().rstrip("=")


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    return {"d": value.isoformat()} if isinstance(value, date) else value


def _value(plain: object) -> object:
    if not isinstance(plain, dict):
        return plain
    return date.fromisoformat(plain["d"]) if "d" in plain else datetime.fromisoformat(plain["t"])


def _decode(cursor: str, width: int) -> list[object]:
    try:
        raw = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        values = [_value(plain) for plain in raw]
    except (ValueError, KeyError, TypeError) as error:
        raise BadRequest("That page address is damaged.") from error
    if len(values) != width or not all(isinstance(value, str | int | date) for value in values):
        raise BadRequest("That page address is damaged.")
    return values
