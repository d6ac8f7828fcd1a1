"""Halls from before many steps were made into one: whole ones go on, half ones are told what to do."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

FOLDED = ("records", "0001_tables")


def stand_before(*, without_last: bool) -> None:
    """Record the steps as a hall has them that ran them one by one."""
    recorder = MigrationRecorder(connection)
    steps = MigrationLoader(connection).disk_migrations[FOLDED].replaces
    recorder.record_unapplied(*FOLDED)
    if without_last:
        recorder.record_unapplied(*steps[-1])
    assert set(steps[:-1]) <= set(recorder.applied_migrations())


@pytest.mark.django_db
def test_a_hall_that_ran_every_step_has_nothing_to_do() -> None:
    stand_before(without_last=False)
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


@pytest.mark.django_db
def test_a_hall_that_ran_some_of_the_steps_is_told_the_way_before_anything_changes() -> None:
    stand_before(without_last=True)
    with pytest.raises(CommandError, match=r"older Moothall \(records\).*Nothing was changed"):
        call_command("migrate", verbosity=0)
    assert FOLDED not in MigrationRecorder(connection).applied_migrations()
