"""Django's migrate, which also answers for the database guards."""

from contextlib import suppress
from typing import Any

from django.core.management.commands import migrate
from django.db import DatabaseError, connections

from moothall.kit import guards


class Command(migrate.Command):
    """Migrate as Django does; the guards are put back even when a migration fails half way."""

    def check(self, *args: Any, **kwargs: Any) -> None:
        with guards.mending():
            super().check(*args, **kwargs)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            super().handle(*args, **options)
        except BaseException:
            # The migration's own error is the one to show; a guard that cannot be put back is the check's to tell.
            with suppress(DatabaseError):
                guards.install(connections[options["database"]])
            raise
