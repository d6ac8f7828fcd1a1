"""Attacks that the database refuses, past every action."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError


def refused(act: Callable[[], object]) -> str:
    """That the database refuses something, and its words for it."""
    connection.check_constraints()  # PostgreSQL empties no table while checks of it wait
    with pytest.raises((IntegrityError, ProtectedError)) as said, transaction.atomic():
        act()
        connection.check_constraints()
    return str(said.value)


def sql(statement: str, *values: Any) -> Callable[[], object]:
    """A bare statement, ready to be run."""

    def run() -> object:
        with connection.cursor() as cursor:
            return cursor.execute(statement, values)

    return run
