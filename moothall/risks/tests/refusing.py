"""Attacks that the database refuses, past every action."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from moothall.kit import clock
from moothall.people.models import User
from moothall.risks.models import Appraisal, Confidence, Decision, Option
from moothall.risks.tests import make

SCORES: dict[str, Any] = {
    "likelihood": 2,
    "impact": 2,
    "likelihood_without": 4,
    "impact_without": 4,
    "confidence": Confidence.FAIR,
    "reasoning": "As we saw it.",
    "digest": "0" * 64,
}


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


def decides(asked: Appraisal, option: Option, *, by: User) -> Callable[[], object]:
    """A decision as a bare row, ready to be written."""
    later = clock.today() + timedelta(days=100)
    round = make.round_of(asked)
    return lambda: Decision.objects.create(round=round, option=option, balance="So be it", review_on=later, by=by)
