"""What can be declared about a table: rules that its database itself must keep."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol

from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import Model, UniqueConstraint

Vendor = Literal["sqlite", "postgresql"]


class Event(StrEnum):
    """What a statement does to a table, as SQL names it."""

    INSERT = "INSERT"
    UPDATE = "UPDATE"
    DELETE = "DELETE"
    TRUNCATE = "TRUNCATE"


@dataclass(frozen=True)
class Lock:
    """What both sides of a race take before they look: the first to come goes first, whoever sends the statement.

    On PostgreSQL an advisory lock of the transaction, shared by those who only ask and exclusive for whoever changes
    the answer. On SQLite whoever writes is alone already.
    """

    name: str
    exclusive: bool = False

    @property
    def key(self) -> int:
        """The number of the lock, which its name alone decides."""
        return int.from_bytes(hashlib.sha256(self.name.encode()).digest()[:8], "big", signed=True)

    def take(self) -> None:
        """Wait for it in the transaction at hand, to whose end it is kept, or to where a savepoint is rolled back."""
        if connection.vendor == "postgresql":
            function = "pg_advisory_xact_lock" if self.exclusive else "pg_advisory_xact_lock_shared"
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT {function}(%s)", [self.key])


@dataclass(frozen=True)
class Rule:
    """One refusal: the event, the reason people are given, and when it applies.

    `when` is an SQL condition over OLD and NEW; empty means always. TRUNCATE concerns no single row, so it takes none.
    Where the answer can change meanwhile, `lock` is taken before `when` is asked; `given`, a condition over OLD and NEW
    alone, is asked before the lock, so that statements which concern nobody take none. `pushed_out` is for SQLite:
    a condition over `kept` and NEW that names the rows which REPLACE must not push out to make room for NEW.
    """

    event: Event
    why: str
    when: str = ""
    given: str = ""
    lock: Lock | None = None
    pushed_out: str = ""

    def __post_init__(self) -> None:
        if self.event is Event.TRUNCATE and (self.when or self.given or self.lock):
            raise ImproperlyConfigured("A rule about TRUNCATE sees no row, so it cannot have a condition.")
        if self.lock and not self.when:
            raise ImproperlyConfigured("A rule that always refuses needs no lock.")
        if self.pushed_out and (self.given or self.lock):
            raise ImproperlyConfigured("A rule about REPLACE is for SQLite, where no lock is needed.")

    @property
    def always(self) -> bool:
        """Whether it refuses every such statement."""
        return not (self.when or self.given or self.pushed_out)


class Guard(Protocol):
    """Something declared about one model; append-only is one, "frozen after decision" would be another."""

    @property
    def model(self) -> type[Model]: ...

    def rules(self, vendor: Vendor) -> Iterable[Rule]:
        """Return the refusals that make up this guard on a database of this vendor."""
        ...


@dataclass(frozen=True)
class AppendOnly:
    """Rows are added and then stay as they are, except for the fields that may change."""

    model: type[Model]
    may_change: tuple[str, ...] = ()
    allow_delete: bool = False
    why: str = "rows are only ever added"

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        yield Rule(Event.UPDATE, self.why, when=self._changed(vendor) if self.may_change else "")
        if not self.allow_delete:
            yield Rule(Event.DELETE, self.why)
            yield Rule(Event.TRUNCATE, self.why)
        if vendor == "sqlite":
            yield refuse_replace(self.model, self.why)

    def _changed(self, vendor: Vendor) -> str:
        unique = {column for key in _unique_columns(self.model) for column in key}
        free = {columns(self.model)[name] for name in self.may_change}
        if free & unique:
            # UPDATE OR REPLACE on a unique column could push another row out.
            raise ImproperlyConfigured(f"{self.model._meta.label}: a unique field cannot be one that may change.")
        return changed(vendor, (column for column in columns(self.model).values() if column not in free))


def columns(model: type[Model]) -> dict[str, str]:
    """Return the column of each of the model's own fields, by the field's name."""
    return {field.name: field.column or field.name for field in model._meta.local_concrete_fields}


def changed(vendor: Vendor, names: Iterable[str]) -> str:
    """Return the condition that an UPDATE gives one of these columns another value, NULL included."""
    if vendor == "postgresql":
        return " OR ".join(f"OLD.{quote(name)} IS DISTINCT FROM NEW.{quote(name)}" for name in names)
    # The hidden rowid too: a row that takes another's rowid with OR REPLACE would take its place.
    return " OR ".join(
        ["OLD.rowid IS NOT NEW.rowid", *(f"OLD.{quote(name)} IS NOT NEW.{quote(name)}" for name in names)]
    )


def refuse_replace(model: type[Model], why: str) -> Rule:
    """Return the rule that closes SQLite's REPLACE, which removes rows without firing their DELETE triggers.

    It refuses every insert that would meet an existing row, so OR IGNORE and ON CONFLICT are refused along with it.
    """
    table = quote(model._meta.db_table)
    keys = ["kept.rowid = NEW.rowid"]
    keys += [" AND ".join(f"kept.{quote(name)} = NEW.{quote(name)}" for name in key) for key in _unique_columns(model)]
    # One EXISTS for each key, so that each is answered from its own index.
    taken = " OR ".join(f"EXISTS (SELECT 1 FROM {table} AS kept WHERE {key})" for key in keys)  # noqa: S608 - our own names
    return Rule(Event.INSERT, f"{why}, and this would replace one", when=taken)


def refuse_pushing_out(model: type[Model], why: str, *, kept: str, first: str) -> Iterator[Rule]:
    """Yield the rules that close SQLite's REPLACE for some rows: those that `kept`, a condition over `kept`, names.

    Unlike `refuse_replace` they leave OR IGNORE and ON CONFLICT alone. `first` is a condition that is asked before any
    row is looked for.
    """
    unique = _unique_columns(model, sometimes=True)
    keys = [" AND ".join(f"kept.{quote(name)} = NEW.{quote(name)}" for name in key) for key in unique]
    meets = " OR ".join(f"({key})" for key in ("kept.rowid = NEW.rowid", *keys))
    reason = f"{why}, and this would replace it"
    yield Rule(Event.INSERT, reason, when=first, pushed_out=f"({meets}) AND ({kept})")
    names = sorted({name for key in unique for name in key})
    moved = f"({changed('sqlite', names)}) AND {first}"
    yield Rule(Event.UPDATE, reason, when=moved, pushed_out=f"({meets}) AND kept.rowid <> OLD.rowid AND ({kept})")


def quote(name: str) -> str:
    """Quote an identifier as both databases read it."""
    return '"' + name.replace('"', '""') + '"'


def _unique_columns(model: type[Model], *, sometimes: bool = False) -> list[tuple[str, ...]]:
    """Return each set of columns by which two rows can collide; `sometimes` those too that only some rows must keep."""
    meta = model._meta
    keys: list[tuple[str, ...]] = [(field.name,) for field in meta.local_concrete_fields if field.unique]
    keys += [tuple(names) for names in meta.unique_together]
    for constraint in meta.constraints:
        if not isinstance(constraint, UniqueConstraint):
            continue
        if (constraint.condition is not None and not sometimes) or constraint.expressions:
            raise ImproperlyConfigured(
                f"{meta.label}: guards cannot yet see {constraint.name}, as it has a condition or an expression."
            )
        keys.append(tuple(constraint.fields))
    return [tuple(columns(model)[name] for name in key) for key in keys]
