"""Questions that every page asks, compiled to SQL once instead of each time.

    @prepared
    def _of_page(conversation: int, first: int, last: int) -> QuerySet[Post]:
        return Post.objects.filter(conversation=conversation, number__range=(first, last)).select_related("author")

    posts = _of_page(found.pk, 1, 20)       # a list of rows

Building and compiling a queryset costs several times what SQLite needs to answer it. Here that is done once for each
shape of the arguments (their types, and the lengths of sequences); after that only the parameters change. Whatever
varies must be an argument: a function that looks at the clock, or makes another question of other values, is refused
when it is compiled.
"""

import copy
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import wraps
from types import SimpleNamespace
from typing import Any, ParamSpec, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

Row = TypeVar("Row")
P = ParamSpec("P")
Slot = tuple[int, Any]  # the number of an argument, or -1 and a constant

INTEGER, MOMENT = 1_000_003, datetime(2199, 1, 1, tzinfo=UTC)
CONSTANT = -1
LARGEST = 2**63 - 1
FAR = 500_009  # marks of one turn are odd where those of the other are even


def prepared(build: "Callable[P, QuerySet[Any, Row]]") -> Callable[P, list[Row]]:
    """Turn a function that makes a queryset of integers, strings, moments and sequences of integers into its rows.

    Raises ValueError when the queryset depends on anything but the values of its arguments.
    """
    known: dict[tuple[object, ...], _Prepared] = {}

    @wraps(build)
    def ask(*args: Any, **kwargs: Any) -> list[Row]:
        if kwargs or any(_is_special(value) for value in args):
            return list(build(*args, **kwargs))
        values = [_padded(value) if isinstance(value, list | tuple) else value for value in args]
        vendor = connections[DEFAULT_DB_ALIAS].vendor
        shape = (vendor, *(len(value) if isinstance(value, list) else type(value) for value in values))
        found = known.get(shape)
        if found is None:
            found = known[shape] = _Prepared(build, values)
        return found.rows(_flat(values))

    return ask


def _is_special(value: Any) -> bool:
    """Whether Django makes another question of a value: no rows, IS NULL, or a number that no column holds."""
    if isinstance(value, list | tuple):
        return not value or any(_is_special(one) for one in value)
    return value is None or (type(value) is int and not -LARGEST - 1 <= value <= LARGEST)


class _Prepared:
    """A compiled question with the places of its arguments."""

    def __init__(self, build: "Callable[..., QuerySet[Any, Any]]", values: Sequence[Any]) -> None:
        first, second = _marked(values, 0), _marked(values, 1)
        self.queryset: Any = build(*first)
        self.compiler, self.sql, params = _compiled(self.queryset)
        _compiler, sql, others = _compiled(build(*second))
        if self.sql != sql:
            raise ValueError(f"{build.__name__} makes another question of other values.")
        marks = [(_adapted(one), _adapted(other)) for one, other in zip(_flat(first), _flat(second), strict=True)]
        self.slots = [_slot(pair, marks, build.__name__) for pair in zip(params, others, strict=True)]

    def rows(self, values: Sequence[Any]) -> list[Any]:
        adapted = [_adapted(value) for value in values]
        params = tuple(value if place == CONSTANT else adapted[place] for place, value in self.slots)
        compiler = copy.copy(self.compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda *_args, **_kwargs: (self.sql, params)
        asked: Any = SimpleNamespace(
            db=DEFAULT_DB_ALIAS,
            model=self.queryset.model,
            query=SimpleNamespace(get_compiler=lambda *_args, **_kwargs: compiler),
            _known_related_objects={},
            _fields=self.queryset._fields,
        )
        rows: Any = self.queryset._iterable_class(asked)
        return list(rows)


def _padded(values: Sequence[int]) -> list[int]:
    """Lengths of 1, 2, 4, 8 and so on, so that there are few shapes; the last value again changes no `IN`."""
    length = 1 << (len(values) - 1).bit_length()
    return [*values, *[values[-1]] * (length - len(values))]


def _flat(values: Sequence[Any]) -> list[Any]:
    return [one for value in values for one in (value if isinstance(value, list) else [value])]


def _marked(values: Sequence[Any], turn: int) -> list[Any]:
    """Values of the same types that stand nowhere else."""
    numbers = iter(range(turn * FAR, (turn + 1) * FAR))

    def mark(value: Any) -> Any:
        if isinstance(value, list):
            return [mark(one) for one in value]
        number = next(numbers)
        if isinstance(value, datetime):
            return MOMENT + timedelta(seconds=number)
        if isinstance(value, str):
            return f"mark-{number}"
        if type(value) is int:
            return INTEGER + number
        raise ValueError(f"A prepared question takes no {type(value).__name__}.")

    return [mark(value) for value in values]


def _compiled(queryset: "QuerySet[Any, Any]") -> tuple[Any, str, Sequence[Any]]:
    compiler = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
    sql, params = compiler.as_sql()
    return compiler, sql, params


def _slot(pair: tuple[Any, Any], marks: Sequence[tuple[Any, Any]], name: str) -> Slot:
    if pair in marks:
        return marks.index(pair), None
    if pair[0] != pair[1]:
        raise ValueError(f"{name} depends on something else than its arguments.")
    return CONSTANT, pair[0]


def _adapted(value: Any) -> Any:
    """As the database's driver takes it; the rest of what Django's fields do leaves integers and strings alone."""
    if isinstance(value, datetime):
        return connections[DEFAULT_DB_ALIAS].ops.adapt_datetimefield_value(value)
    return value
