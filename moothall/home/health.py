"""Whether the hall can serve people now, and its figures for a monitor."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min
from django_tasks_db.models import DBTaskResult
from prometheus_client import CollectorRegistry, Metric, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from moothall.home.models import Heartbeat
from moothall.kit import clock, disk
from moothall.kit.counting import FOLDER
from moothall.kit.registries import overview_figures
from moothall.search.models import OutboxRow

LATE = timedelta(minutes=5)  # for something new to be found
LEAST_FREE = 500 * 10**6  # bytes; below it uploads are refused


@dataclass(frozen=True)
class Check:
    """One thing that must be well, and what to say of it."""

    name: str
    ok: bool
    words: str


class _Migrated:
    """That all migrations were applied is asked of the database until it is so, and then never again."""

    done = False


def checks() -> list[Check]:
    """Database, migrations, worker, outbox and disk; the database first, for without it the rest is not asked."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return [Check("database", ok=False, words="The database does not answer."), _disk()]
    return [Check("database", ok=True, words="The database answers."), *_of_database(), _disk()]


def _of_database() -> Iterator[Check]:
    yield _migrations()
    if not _Migrated.done:
        return
    workers = Heartbeat.objects.alive().count()
    yield Check(
        "worker", ok=workers > 0, words=f"{workers} at work." if workers else "No worker was heard of in a minute."
    )
    age = outbox_age()
    words = f"The oldest thing that cannot be found yet has waited {age:.0f} seconds."
    yield Check("outbox", ok=age <= LATE.total_seconds(), words=words)


def _migrations() -> Check:
    if not _Migrated.done:
        executor = MigrationExecutor(connection)
        _Migrated.done = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    words = "All migrations are applied." if _Migrated.done else "Migrations wait to be applied: moothall migrate"
    return Check("migrations", ok=_Migrated.done, words=words)


def _disk() -> Check:
    free = disk.free()
    return Check("disk", ok=free >= LEAST_FREE, words=f"{free // 10**6} MB free.")


def outbox_age() -> float:
    """Seconds that the oldest row of the index's outbox has waited; 0 where none waits."""
    oldest = OutboxRow.objects.aggregate(oldest=Min("created"))["oldest"]
    return (clock.now() - oldest).total_seconds() if oldest else 0.0


class _Figures(Collector):
    """This hall's figures, asked when they are collected."""

    def collect(self) -> Iterator[Metric]:
        """Each figure as a gauge."""
        for name, words, value in _gauges():
            yield GaugeMetricFamily(f"moothall_{name}", words, value=value)
        held = GaugeMetricFamily("moothall_held", "What the hall holds, by kind.", labels=["kind"])
        for figure in overview_figures:
            held.add_metric([figure.key], figure.count())
        yield held


def metrics() -> bytes:
    """The text format of Prometheus: this hall's figures, and the requests of all its processes on this machine."""
    registry = CollectorRegistry()
    registry.register(_Figures())
    if FOLDER in os.environ:
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)


def _gauges() -> Iterator[tuple[str, str, float]]:
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    yield "database_seconds", "How long the database took to answer.", time.perf_counter() - began
    yield "workers", "Workers heard of within a minute.", Heartbeat.objects.alive().count()
    yield "outbox_rows", "Things that cannot be found yet.", OutboxRow.objects.count()
    yield "outbox_age_seconds", "How long the oldest of them has waited.", outbox_age()
    yield "tasks_waiting", "Tasks in the queue.", DBTaskResult.objects.ready().count()
    failed = DBTaskResult.objects.failed().filter(finished_at__gte=clock.now() - timedelta(days=1))
    yield "tasks_failed_day", "Tasks that failed within a day.", failed.count()
    yield "disk_free_bytes", "Free on the disk of the data.", disk.free()
