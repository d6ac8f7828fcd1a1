"""Holds, kept by the database: what is declared beside a model of content so that a held row cannot be lost.

    guards.declare(Held(Post, scopes={"post": ("pk",), "space": ("conversation__space",), "user": ("author",)}))

A hold covers tokens (`space:7`, `user:5`); a row is held while a hold in force covers a token that one of its paths
leads to. Nothing is stored beside the row, so nothing can be late or forgotten: the database looks at the moment of
the deletion. This module knows the tables of holds by name only, as the models that it guards lie beneath and above.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db.models import Model

from moothall.kit.guards import Event, Lock, Rule, Vendor, changed, columns, quote, refuse_pushing_out

HOLDS, SCOPES = "records_hold", "records_holdscope"
ADDRESS = "address"  # the one kind of token that is no number
ASKING, PLACING = Lock("records.holds"), Lock("records.holds", exclusive=True)
WHY = "a hold is in force; ask the records manager"
IN_FORCE = f'EXISTS (SELECT 1 FROM "{HOLDS}" AS hold_any WHERE hold_any.released_at IS NULL)'  # noqa: S608  our names

Row = Callable[[str], str]  # gives the SQL of a column of the row that is asked about


def row_named(name: str) -> Row:
    """The columns of OLD, NEW or a row under another alias."""
    return lambda column: f"{name}.{quote(column)}"


@dataclass(frozen=True)
class Reach:
    """One way in which holds reach a row: from it over other tables to what a token of this kind names."""

    kind: str
    tables: tuple[str, ...]
    links: tuple[tuple[str, str], ...]  # for each table: its own column, and the one before that it is equal to
    end: str  # the column of the last table, or of the row, that holds the token's number

    @property
    def column(self) -> str:
        """The column of the row from which it sets out."""
        return self.links[0][1] if self.links else self.end

    def sql(self, row: Row, *, hold: str = "") -> str:
        """Whether a hold in force reaches the row this way, or whether the hold of this number (in SQL) does."""
        rows = [row, *(row_named(f"via{number}") for number in range(len(self.tables)))]
        sources = [f"{quote(table)} AS via{number}" for number, table in enumerate(self.tables)]
        sources.append(f"{quote(SCOPES)} AS hold_scope")
        wheres = [f"{rows[at + 1](own)} = {rows[at](before)}" for at, (own, before) in enumerate(self.links)]
        end = rows[-1](self.end)
        named = f"ref = 0 AND hold_scope.address = LOWER({end})" if self.kind == ADDRESS else f"ref = {end}"
        wheres.append(f"hold_scope.kind = '{self.kind}' AND hold_scope.{named}")
        if hold:
            wheres.append(f"hold_scope.hold_id = {hold}")
        else:
            sources.append(f"{quote(HOLDS)} AS hold_now")
            wheres.append("hold_now.id = hold_scope.hold_id AND hold_now.released_at IS NULL")
        # CROSS JOIN, as SQLite then keeps this order: from the row outwards, and not through all that is held.
        return f"EXISTS (SELECT 1 FROM {' CROSS JOIN '.join(sources)} WHERE {' AND '.join(wheres)})"  # noqa: S608


def reach(model: type[Model], kind: str, path: str) -> Reach:
    """Follow a path of fields and reverse names, such as `posts__author`, to the column that holds the token's number.

    Raises ImproperlyConfigured where a step is no column and no relation.
    """
    tables: list[str] = []
    links: list[tuple[str, str]] = []
    here: Any = model
    column = ""  # of a foreign key that was reached and not yet followed
    for name in path.split("__"):
        step = here._meta.pk if name == "pk" else _field(here, name)
        if not step.concrete and not (step.one_to_many or step.one_to_one):
            raise ImproperlyConfigured(f"{model._meta.label}: {path} cannot be followed at {name}.")
        if not step.concrete:
            tables.append(step.related_model._meta.db_table)
            links.append((step.field.column, column or here._meta.pk.column))
            column, here = "", step.related_model
            continue
        if column:
            tables.append(here._meta.db_table)
            links.append((here._meta.pk.column, column))
        column, here = step.column, step.related_model or here
    if not column:
        raise ImproperlyConfigured(f"{model._meta.label}: {path} ends at no column.")
    return Reach(kind, tuple(tables), tuple(links), column)


def _field(model: type[Model], name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        raise ImproperlyConfigured(f"{model._meta.label} has no {name}.") from None


@dataclass(frozen=True)
class Held:
    """Rows that a hold reaches cannot be deleted, emptied of what they say, or moved out of the hold.

    `scopes` gives for each kind of token the paths that lead to it. `keeps` names what a held row must go on saying;
    `kept_elsewhere` what it may cease to say when an SQL condition over `{row}`, the row as it was, is met. `unless`
    says when a held row may go after all; in it `{hold}` is the number of the hold that reaches the row.
    """

    model: type[Model]
    scopes: Mapping[str, tuple[str, ...]]
    keeps: tuple[str, ...] = ()
    kept_elsewhere: Mapping[str, str] = field(default_factory=dict)
    unless: str = ""

    @cached_property
    def reaches(self) -> tuple[Reach, ...]:
        """Every way in which a hold can reach a row."""
        return tuple(reach(self.model, kind, path) for kind, paths in self.scopes.items() for path in paths)

    @property
    def columns(self) -> frozenset[str]:
        """The columns of the row that decide whether it is held."""
        return frozenset(one.column for one in self.reaches)

    def covered(self, row: Row, *, hold: str = "") -> str:
        """The SQL of whether the row is held now, or reached by the hold of this number."""
        return " OR ".join(one.sql(row, hold=hold) for one in self.reaches)

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        old, new = row_named("OLD"), row_named("NEW")
        held = f"{IN_FORCE} AND ({self.covered(old)})"
        lost = f"{IN_FORCE} AND {self._lets_go(old)}" if self.unless else held
        yield Rule(Event.DELETE, WHY, when=lost, lock=ASKING)
        yield Rule(Event.TRUNCATE, "rows are deleted one by one, as a hold may be in force")
        names = columns(self.model)
        fixed = [_own(self.model), *(names[name] for name in self.keeps)]
        yield Rule(Event.UPDATE, WHY, given=changed(vendor, fixed), when=held, lock=ASKING)
        if moving := sorted(self.columns.difference(fixed)):
            yield Rule(Event.UPDATE, WHY, given=changed(vendor, moving), when=self._moved_out(old, new), lock=ASKING)
        for name, elsewhere in self.kept_elsewhere.items():
            gone = f"{held} AND NOT ({_about(elsewhere, old)})"
            yield Rule(Event.UPDATE, WHY, given=changed(vendor, [names[name]]), when=gone, lock=ASKING)
        if vendor == "sqlite":
            kept = self.covered(row_named("kept"))
            yield from refuse_pushing_out(self.model, WHY, kept=kept, first=IN_FORCE)

    def _moved_out(self, old: Row, new: Row) -> str:
        """That a hold reaches the row as it was, and would not reach it any more."""
        before, after = self.covered(old, hold="hold_on.id"), self.covered(new, hold="hold_on.id")
        return _some_hold(f"({before}) AND NOT ({after})")

    def _lets_go(self, old: Row) -> str:
        """That a hold reaches the row and has no reason to let it go."""
        return _some_hold(f"({self.covered(old, hold='hold_on.id')}) AND NOT ({_about(self.unless, old)})")


@dataclass(frozen=True)
class HeldBehind:
    """Rows that a held row points at stay too, such as the bytes behind a file, whoever owns their table."""

    model: type[Model]
    by: Held
    pointer: str  # the field of the other model that points here
    keeps: tuple[str, ...] = ()

    def covered(self, row: Row) -> str:
        """The SQL of whether a held row points at the row."""
        table, pointer = self.by.model._meta.db_table, columns(self.by.model)[self.pointer]
        held = self.by.covered(row_named("holder"))
        points = f"holder.{quote(pointer)} = {row(_own(self.model))}"
        return f"EXISTS (SELECT 1 FROM {quote(table)} AS holder WHERE {points} AND ({held}))"  # noqa: S608  our own names

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        held = f"{IN_FORCE} AND {self.covered(row_named('OLD'))}"
        fixed = [_own(self.model), *(columns(self.model)[name] for name in self.keeps)]
        yield Rule(Event.DELETE, WHY, when=held, lock=ASKING)
        yield Rule(Event.UPDATE, WHY, given=changed(vendor, fixed), when=held, lock=ASKING)
        if vendor == "sqlite":
            yield from refuse_pushing_out(self.model, WHY, kept=self.covered(row_named("kept")), first=IN_FORCE)


def _own(model: type[Model]) -> str:
    return columns(model)[model._meta.pk.name]


def _some_hold(condition: str) -> str:
    return f"EXISTS (SELECT 1 FROM {quote(HOLDS)} AS hold_on WHERE hold_on.released_at IS NULL AND {condition})"  # noqa: S608


def _about(condition: str, row: Row) -> str:
    """Put the row's columns, and the hold at hand, into a condition."""
    placed = re.sub(r"\{row\}\.(\w+)", lambda found: row(found[1]), condition)
    return placed.replace("{hold}", "hold_on.id")
