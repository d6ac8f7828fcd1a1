"""What is held: until holds exist, nothing is."""

from typing import Any

from django.db.models import QuerySet


def held(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Those of these rows that are under a hold now."""
    return rows.none()


def free(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Those of these rows that are under no hold now."""
    return rows
