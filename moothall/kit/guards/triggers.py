"""How declared rules become triggers, and how the triggers in a database are compared with the declaration."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from .rules import Event, Guard, Lock, Rule, Vendor, quote

PREFIX = "guard_"
LONGEST_NAME = 63  # bytes, on PostgreSQL

# pg_trigger.tgtype: a bit each for row level, BEFORE and the event.
TGTYPE = {Event.INSERT: 1 + 2 + 4, Event.DELETE: 1 + 2 + 8, Event.UPDATE: 1 + 2 + 16, Event.TRUNCATE: 2 + 32}

INSTALLED_ON_SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'guard_*'"
INSTALLED_ON_POSTGRESQL = r"""
    SELECT t.tgname, concat_ws(' ', c.relname, t.tgtype, t.tgenabled, t.tgattr::text = '', t.tgqual IS NULL, p.prosrc)
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE NOT t.tgisinternal AND t.tgname LIKE 'guard\_%' AND c.relnamespace = current_schema()::regnamespace
"""


@dataclass(frozen=True)
class Trigger:
    """One rule of one table, as a database holds it; `body` is what it does."""

    vendor: Vendor
    table: str
    event: Event
    body: str

    @property
    def name(self) -> str:
        """The table, the event and a digest of the rest, so that another rule never hides under the same name."""
        digest = hashlib.sha256(f"{self.table}\0{self.event}\0{self.body}".encode()).hexdigest()[:10]
        end = f"_{self.event.lower()}_{digest}"
        return PREFIX + self.table[: LONGEST_NAME - len(PREFIX) - len(end)] + end

    @property
    def fingerprint(self) -> str:
        """What the database must say about this trigger for it to be the one declared."""
        if self.vendor == "sqlite":
            return self.statements[0]
        return f"{self.table} {TGTYPE[self.event]} A t t {self.body}"

    @property
    def statements(self) -> list[str]:
        """The SQL that installs it."""
        table, name = quote(self.table), quote(self.name)
        if self.vendor == "sqlite":
            return [f"CREATE TRIGGER {name} BEFORE {self.event} ON {table} {self.body}"]
        level = "STATEMENT" if self.event is Event.TRUNCATE else "ROW"
        return [
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard${self.body}$guard$",
            f"CREATE TRIGGER {name} BEFORE {self.event} ON {table} FOR EACH {level} EXECUTE FUNCTION {name}()",
            # Also when a session calls itself a replica, which silences ordinary triggers.
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
        ]


def triggers(guards: Iterable[Guard], vendor: Vendor) -> list[Trigger]:
    """Return the triggers that these guards ask for on a database of this vendor."""
    return [
        Trigger(vendor, guard.model._meta.db_table, rule.event, _body(vendor, guard.model._meta.db_table, rule))
        for guard in guards
        for rule in guard.rules(vendor)
        if not (vendor == "sqlite" and rule.event is Event.TRUNCATE)
    ]


def installed(connection: BaseDatabaseWrapper) -> Mapping[str, str]:
    """Return the fingerprint of each guard trigger found in the database, by name."""
    query = INSTALLED_ON_SQLITE if vendor_of(connection) == "sqlite" else INSTALLED_ON_POSTGRESQL
    with connection.cursor() as cursor:
        cursor.execute(query)
        return dict(cursor.fetchall())


def wanted(connection: BaseDatabaseWrapper, guards: Iterable[Guard]) -> Mapping[str, Trigger]:
    """Return the triggers these guards ask for on the tables that exist, by name."""
    tables = set(connection.introspection.table_names())
    return {each.name: each for each in triggers(guards, vendor_of(connection)) if each.table in tables}


def install(connection: BaseDatabaseWrapper, guards: Iterable[Guard]) -> None:
    """Bring the triggers in the database in line with the guards; one that is right already stays untouched."""
    asked, found = wanted(connection, guards), installed(connection)
    wrong = [name for name, fingerprint in found.items() if name not in asked or asked[name].fingerprint != fingerprint]
    missing = [trigger for name, trigger in asked.items() if name not in found or name in wrong]
    if not wrong and not missing:
        return
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        _drop(connection, wrong)
        for trigger in missing:
            for statement in trigger.statements:
                cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take every guard trigger out, for the time of a migration."""
    with transaction.atomic(using=connection.alias):
        _drop(connection, installed(connection))


def vendor_of(connection: BaseDatabaseWrapper) -> Vendor:
    """Return the connection's vendor, if guards know how to speak to it."""
    if connection.vendor not in ("sqlite", "postgresql"):
        raise ImproperlyConfigured(f"Guards are written for SQLite and PostgreSQL, not {connection.vendor}.")
    return cast(Vendor, connection.vendor)


def _drop(connection: BaseDatabaseWrapper, names: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for name in names:
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {quote(name)}")
            else:
                cursor.execute(f"DROP FUNCTION IF EXISTS {quote(name)}() CASCADE")


def _body(vendor: Vendor, table: str, rule: Rule) -> str:
    message = _literal(f"{table}: {rule.event} refused: {rule.why}")
    return _on_sqlite(table, rule, message) if vendor == "sqlite" else _on_postgresql(table, rule, message)


def _on_sqlite(table: str, rule: Rule, message: str) -> str:
    asked = [f"({condition})" for condition in (rule.given, rule.when) if condition]
    refuse = f"SELECT RAISE(ABORT, {message});"
    if rule.pushed_out:
        kept = f"FROM {quote(table)} AS kept WHERE {rule.pushed_out}"
        asked.append(f"EXISTS (SELECT 1 {kept})")
        # A statement in a trigger follows the conflict clause of the one that fired it. So under REPLACE this puts the
        # row in its own place, which is a change; under anything else nothing happens, and what goes on cannot hurt it.
        probe = f"INSERT OR IGNORE INTO {quote(table)} SELECT kept.* {kept} LIMIT 1;"
        refuse = f"{probe} SELECT RAISE(ABORT, {message}) WHERE changes() > 0;"
    when = f"WHEN {' AND '.join(asked)} " if asked else ""
    return f"{when}BEGIN {refuse} END"


def _on_postgresql(table: str, rule: Rule, message: str) -> str:
    refuse = f"RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = {message};"
    if rule.always:
        return f"BEGIN {refuse} END"
    # The lock is a statement of its own, so that what is asked after it sees all that was committed until then; in a
    # transaction that looks at an older state of the database it would not, so there nothing is decided.
    take = _take(table, rule, rule.lock) if rule.lock else ""
    decide = f"{take}IF ({rule.when}) THEN {refuse} END IF;" if rule.when else refuse
    if rule.given:
        decide = f"IF ({rule.given}) THEN {decide} END IF;"
    return f"BEGIN {decide} RETURN {'OLD' if rule.event is Event.DELETE else 'NEW'}; END"


def _take(table: str, rule: Rule, lock: Lock) -> str:
    words = _literal(f"{table}: {rule.event} refused: this can only be decided at the isolation level READ COMMITTED")
    stale = "current_setting('transaction_isolation') <> 'read committed'"
    refuse = f"RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = {words};"
    function = "pg_advisory_xact_lock" if lock.exclusive else "pg_advisory_xact_lock_shared"
    return f"IF {stale} THEN {refuse} END IF; PERFORM {function}({lock.key}); "


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
