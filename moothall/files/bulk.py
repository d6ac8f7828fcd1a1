"""Rows in bulk: several times the speed of `bulk_create`, on both databases, inside the caller's transaction."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import chain, islice
from typing import Any

from django.db import connection, models, transaction
from django.db.transaction import TransactionManagementError

Converter = Callable[[Any], Any]
Rows = Sequence[Sequence[Any]]

# Values of these fields go to the driver as they are; every other field prepares its own.
_PLAIN = (models.IntegerField, models.BooleanField, models.BinaryField)
_VALUES_ROWS = 500  # rows in one multi-row INSERT on PostgreSQL


def insert(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Rows,
    *,
    ignore_conflicts: bool = False,
) -> int:
    """Insert `rows` of values for the named fields, all or none; return how many rows the database took.

    Columns that are not named need a database default or must allow null: Python defaults are not applied.
    """
    width = len(columns)
    for number, row in enumerate(rows):
        if len(row) != width:
            raise ValueError(f"Row {number} for {model.__name__} has {len(row)} values for {width} columns.")
    if not rows:
        return 0
    fields = [_field(model, column) for column in columns]
    prepared = _prepare(fields, rows)
    names = ", ".join(connection.ops.quote_name(_column(field)) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with transaction.atomic():
        if connection.vendor == "sqlite":
            return _executemany(f"{table} ({names})", width, prepared, ignore_conflicts=ignore_conflicts)
        if ignore_conflicts:
            return _insert_values(f"{table} ({names})", width, prepared)
        return _copy(f"{table} ({names})", prepared)


def reserve_ids(model: type[models.Model], count: int) -> Sequence[int]:
    """Give `count` fresh primary keys, ascending; on PostgreSQL they may have gaps where others insert meanwhile."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("Primary keys are reserved inside a transaction.")
    if count < 1:
        return range(0)
    key = model._meta.pk
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            return _reserve_sqlite(cursor, table, _column(key), count)
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [connection.ops.quote_name(table), _column(key), count],
        )
        return sorted(row[0] for row in cursor.fetchall())


def _reserve_sqlite(cursor: Any, table: str, column: str, count: int) -> range:
    """Move the AUTOINCREMENT counter on; the transaction's write lock keeps others away until it commits."""
    cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s", [count, table])
    if not cursor.rowcount:
        quoted = connection.ops.quote_name
        highest = f"SELECT %s, COALESCE(MAX({quoted(column)}), 0) + %s FROM {quoted(table)}"  # noqa: S608  our own names
        cursor.execute(f"INSERT INTO sqlite_sequence (name, seq) {highest}", [table, count])
    cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
    last = int(cursor.fetchone()[0])
    return range(last - count + 1, last + 1)


def _column(field: models.Field[Any, Any]) -> str:
    if field.column is None:
        raise ValueError(f"{field} is not a column.")
    return field.column


def _field(model: type[models.Model], column: str) -> models.Field[Any, Any]:
    field = model._meta.get_field(column)
    if not isinstance(field, models.Field) or not field.concrete:
        raise ValueError(f"{model.__name__}.{column} is not a column.")
    return field


def _prepare(fields: Sequence[models.Field[Any, Any]], rows: Rows) -> Rows:
    """Give the rows as the driver wants them, converting column by column."""
    converters = [_converter(field) for field in fields]
    if not any(converters):
        return rows
    columns = [
        list(map(converter, values)) if converter else values
        for converter, values in zip(converters, zip(*rows, strict=True), strict=True)
    ]
    return list(zip(*columns, strict=True))


def _converter(field: models.Field[Any, Any]) -> Converter | None:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, _PLAIN):
        return None
    if isinstance(field, models.CharField | models.TextField):
        return _text
    if isinstance(field, models.DateTimeField):
        return _moment_text if connection.vendor == "sqlite" else _moment
    return lambda value: field.get_db_prep_save(value, connection=connection)


def _text(value: object) -> object:
    # A TextChoices member is a str to Python but not to every driver.
    return value if value is None or type(value) is str else str(value)


def _moment(value: datetime | None) -> datetime | None:
    if value is not None and value.tzinfo is None:
        raise ValueError("A datetime without a time zone cannot be stored.")
    return value


def _moment_text(value: datetime | None) -> str | None:
    """Write a datetime as Django's SQLite backend does: UTC, without an offset."""
    if value is None or _moment(value) is None:
        return None
    return str(value.astimezone(UTC).replace(tzinfo=None))


def _executemany(target: str, width: int, rows: Rows, *, ignore_conflicts: bool) -> int:
    # Not INSERT OR IGNORE, which would also swallow a missing value or a broken check.
    otherwise = " ON CONFLICT DO NOTHING" if ignore_conflicts else ""
    marks = ", ".join(["%s"] * width)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {target} VALUES ({marks}){otherwise}", rows)  # noqa: S608  our own names
        return int(cursor.rowcount)


def _copy(target: str, rows: Rows) -> int:
    with connection.cursor() as cursor, connection.wrap_database_errors:
        with cursor.copy(f"COPY {target} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return int(cursor.rowcount)


def _insert_values(target: str, width: int, rows: Rows) -> int:
    marks = f"({', '.join(['%s'] * width)})"
    left, taken = iter(rows), 0
    with connection.cursor() as cursor:
        while part := list(islice(left, _VALUES_ROWS)):
            cursor.execute(
                f"INSERT INTO {target} VALUES {', '.join([marks] * len(part))} ON CONFLICT DO NOTHING",  # noqa: S608
                list(chain.from_iterable(part)),
            )
            taken += cursor.rowcount
    return taken
