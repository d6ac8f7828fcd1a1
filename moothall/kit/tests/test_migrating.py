"""New tables that are made in one step: as they would be step by step, there and back."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.state import ProjectState
from django.db.utils import ConnectionHandler

from moothall.kit.migrating import NewTables, Step

KEY = ("id", models.BigAutoField(primary_key=True))
STEPS: list[Step] = [
    CreateModel("Shelf", fields=[KEY, ("name", models.CharField(max_length=20))]),
    CreateModel("Book", fields=[KEY, ("shelf", models.ForeignKey("kit.Shelf", models.PROTECT))]),
    AddField("shelf", "first", models.ForeignKey("kit.Book", models.PROTECT, null=True, related_name="+")),
    AddIndex("shelf", models.Index(fields=["name"], name="shelf_by_name")),
    AddConstraint("shelf", models.CheckConstraint(condition=~models.Q(name=""), name="shelf_named")),
]


@pytest.fixture
def empty() -> Iterator[BaseDatabaseWrapper]:
    """A database of one's own, in memory."""
    handler = ConnectionHandler({"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})
    yield handler["default"]
    handler["default"].close()


def tables(database: BaseDatabaseWrapper) -> dict[str, str]:
    with database.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
        return dict(cursor.fetchall())


@pytest.mark.django_db  # a wrapper of Django’s, though on memory alone
def test_tables_are_made_whole_and_taken_out_again(empty: BaseDatabaseWrapper) -> None:
    step = NewTables(STEPS)
    before, after = ProjectState(), ProjectState()
    assert after.apps is not None  # drawn already, as in the middle of a migration
    step.state_forwards("kit", after)

    with empty.schema_editor() as editor:
        step.database_forwards("kit", editor, before, after)
    made = tables(empty)
    assert {"kit_shelf", "kit_book", "shelf_by_name"} <= set(made)
    assert '"first_id"' in made["kit_shelf"] and "shelf_named" in made["kit_shelf"]

    with empty.schema_editor() as editor:
        step.database_backwards("kit", editor, after, before)
    assert tables(empty) == {}


def test_a_step_on_a_table_that_is_not_new_is_refused() -> None:
    with pytest.raises(ValueError, match="AddIndex belongs to “shelf”, which is no new table here"):
        NewTables([AddIndex("shelf", models.Index(fields=["name"], name="shelf_by_name"))])


@pytest.mark.django_db
def test_every_constraint_and_index_of_a_model_is_in_the_database() -> None:
    there = names_in_the_database()
    wanted = {
        each.name: model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("moothall.")
        for each in [*model._meta.constraints, *model._meta.indexes]
    }
    assert len(wanted) > 400
    assert {name: label for name, label in wanted.items() if name not in there} == {}


def names_in_the_database() -> set[str]:
    """Of every constraint and index."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")
            return {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {name for (sql,) in cursor.fetchall() for name in re.findall(r'(?:CONSTRAINT|INDEX) "(\w+)"', sql)}
