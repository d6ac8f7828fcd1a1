"""Database guards: rules a table keeps whatever is asked of it, declared beside its model.

`guards.declare(AppendOnly(Entry))` at the foot of `models.py` is all a room writes. The triggers are no part of any
migration, because Django rebuilds tables on SQLite and that silently drops them: they are taken out before a migration
and put back after it, and a system check compares what is in the database with what is declared. What a guard refuses
surfaces as `django.db.IntegrityError`, which names the table and the reason.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate, pre_migrate

from . import privileges, triggers
from .rules import (
    AppendOnly,
    Event,
    Guard,
    Lock,
    Rule,
    Vendor,
    changed,
    columns,
    quote,
    refuse_pushing_out,
    refuse_replace,
)

__all__ = [
    "AppendOnly",
    "Event",
    "Guard",
    "Lock",
    "Rule",
    "Vendor",
    "changed",
    "columns",
    "connect",
    "declare",
    "declared",
    "faults",
    "install",
    "mending",
    "quote",
    "refuse_pushing_out",
    "refuse_replace",
    "settle",
]

_declared: list[Guard] = []
_mending: ContextVar[bool] = ContextVar("guards are about to be mended", default=False)


def declare(*guards: Guard) -> None:
    """Have the database keep these guards from the next migrate on."""
    for guard in guards:
        if guard in _declared:
            raise ImproperlyConfigured(f"{guard} is declared twice.")
        _declared.append(guard)


def declared() -> Sequence[Guard]:
    """Return every guard declared so far."""
    return tuple(_declared)


def install(connection: BaseDatabaseWrapper) -> None:
    """Bring the database's triggers in line with what is declared."""
    triggers.install(connection, _declared)


def settle(connection: BaseDatabaseWrapper) -> None:
    """Put every guard in its place, and leave the role that the hall runs as, where it is another, what it needs."""
    install(connection)
    role: str = settings.MOOTHALL_DATABASE_RUNTIME_ROLE
    if role and connection.vendor == "postgresql":
        privileges.limit(connection, role, _declared)


def faults(connection: BaseDatabaseWrapper) -> list[str]:
    """Say in plain words where the database's triggers differ from what is declared."""
    asked, found = triggers.wanted(connection, _declared), triggers.installed(connection)
    missing = [
        f"{trigger.table}: the guard against {trigger.event} is missing ({name})."
        for name, trigger in asked.items()
        if name not in found
    ]
    altered = [
        f"{trigger.table}: the guard against {trigger.event} was altered ({name})."
        for name, trigger in asked.items()
        if name in found and found[name] != trigger.fingerprint
    ]
    unknown = [f"{name} is a guard that nothing declares." for name in found if name not in asked]
    return missing + altered + unknown


def connect() -> None:
    """Keep the guards in step with migrations and put their check on; `KitConfig.ready` calls this once."""
    pre_migrate.connect(_before_migrate, dispatch_uid="kit.guards")
    post_migrate.connect(_after_migrate, dispatch_uid="kit.guards")
    checks.register(_check, checks.Tags.database)


@contextmanager
def mending() -> Iterator[None]:
    """Silence the check while `migrate` looks before it leaps: what is missing then, it is about to put back."""
    token = _mending.set(True)
    try:
        yield
    finally:
        _mending.reset(token)


def _before_migrate(*, using: str, plan: Sequence[object] = (), **kwargs: Any) -> None:
    if plan:
        triggers.drop(connections[using])


def _after_migrate(*, using: str, **kwargs: Any) -> None:
    # Sent once for each app; the first call does the work and the others find it done.
    settle(connections[using])


def _check(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    if _mending.get():
        return []
    return [
        checks.Error(fault, hint="Run moothall migrate: it puts every guard back as declared.", id="kit.E001")
        for alias in databases or ()
        for fault in faults(connections[alias])
    ]
