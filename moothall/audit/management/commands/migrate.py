"""Django's migrate, which also answers for the database guards."""

from contextlib import suppress
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from moothall.kit import guards
from moothall.kit.migrating import half_folded


class Command(migrate.Command):
    """Migrate as Django does; the guards are put back even when a migration fails half way."""

    def check(self, *args: Any, **kwargs: Any) -> None:
        with guards.mending():
            super().check(*args, **kwargs)

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        _refuse_half_of_what_was_folded(connection)
        try:
            super().handle(*args, **options)
        except BaseException:
            # The migration's own error is the one to show; a guard that cannot be put back is the check's to tell.
            with suppress(DatabaseError):
                guards.install(connection)
            raise


def _refuse_half_of_what_was_folded(connection: BaseDatabaseWrapper) -> None:
    """A hall that ran some of the steps of which one was made has no way on from here: say what leads there."""
    loader = MigrationLoader(connection)
    half = half_folded(loader, loader.applied_migrations)
    if half:
        raise CommandError(
            f"This hall’s tables come from an older Moothall ({', '.join(half)}), and some of the steps from "
            "there to here were since made into one. Nothing was changed. Migrate with the newest version before "
            "1 December 2026 first, then with this one."
        )
