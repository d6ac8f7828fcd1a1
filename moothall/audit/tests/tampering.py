"""What someone with the database's password can do, and what a verification then says."""

from pathlib import Path

from django.db import connection

from moothall.audit import anchors
from moothall.audit.findings import Kind
from moothall.audit.verify import Verification
from moothall.kit.guards import triggers


def unguard() -> None:
    """Take the guards away, as someone with the database's password can."""
    with connection.cursor() as cursor:
        for name in triggers.installed(connection):
            if connection.vendor == "sqlite":
                cursor.execute(f'DROP TRIGGER "{name}"')
            else:
                cursor.execute(f'DROP FUNCTION "{name}" CASCADE')


def tamper(statement: str) -> None:
    """Take the guards away and change what is stored."""
    unguard()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys = OFF")
        for part in statement.split(";"):
            cursor.execute(part)


def found(file: Path | None = None) -> list[str]:
    """What a verification finds, in its own words, leaving out that the guards are gone."""
    read = Verification(file or anchors.path()).run()
    return [one.words for one in read.findings if one.kind is not Kind.UNGUARDED]
