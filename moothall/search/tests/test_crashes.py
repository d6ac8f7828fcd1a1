import logging
import signal
import threading
from functools import partial

import pytest
from django.db import transaction

from moothall.kit.testing import CommittedDatabase, at_once
from moothall.people.models import Team, User
from moothall.search import index, outbox, queries, reader, writer

from .make import Notes
from .test_writing import differences

pytestmark = pytest.mark.usefixtures("committed_db")


def test_draining_inside_a_transaction_is_refused(notes: Notes) -> None:
    notes.add("bench")

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        writer.drain()

    assert writer.pending() == 1


def test_many_writers_at_once_leave_each_thing_once(teams: None) -> None:
    def work(number: int) -> None:
        for step in range(5):
            team = Team.objects.create(name=f"Team {number}-{step}")
            outbox.changed("team", [team.pk])
            writer.drain(wait=10)

    at_once([partial(work, number) for number in range(4)])
    writer.drain(wait=10)

    assert reader.searcher().num_docs == 20
    assert differences() == []


KILLED = """
import os, signal
from moothall.search import writer, index
from moothall.search.tests.make import register_teams
register_teams()
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
{harm}
writer.drain()
"""


def kill(database: CommittedDatabase, code: str) -> None:
    process = database.start_python(code)
    _written, errors = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, errors


HARMS = {
    "before anything is written": "writer._index_kind = die",
    "with half of it written": """
real, seen = index.entry, []
def entry(document):
    seen.append(document)
    return real(document) if len(seen) < 20 else die()
index.entry = entry
""",
    "between the index commit and deleting the rows": """
from django.db.models import QuerySet
QuerySet.delete = die
""",
}


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS.keys())
def test_a_writer_that_is_killed_is_caught_up_with(
    committed_db: CommittedDatabase, teams: None, priya: User, harm: str
) -> None:
    Team.objects.bulk_create(Team(name=f"Bench {n}") for n in range(10))
    outbox.changed("team", Team.objects.values_list("pk", flat=True))
    writer.drain()
    Team.objects.bulk_create(Team(name=f"Lamp {n}") for n in range(40))
    Team.objects.filter(name="Bench 0").update(name="Bollard")
    outbox.changed("team", Team.objects.values_list("pk", flat=True))

    kill(committed_db, KILLED.format(harm=harm))

    assert queries.find(priya, "bench").total in {9, 10}, "the index opens at once"
    assert writer.drain() == 50
    assert differences() == []
    assert queries.find(priya, "lamp").total == 40
    assert queries.find(priya, "bench").total == 9


def test_marks_of_deletion_that_a_killed_writer_left_are_written_again(
    teams: None, priya: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "THREADS", 1)  # one segment: two may leave Bench 0 alone in its own, which goes whole
    Team.objects.bulk_create(Team(name=f"Bench {n}") for n in range(10))
    writer.rebuild()
    before = {path.name: path.read_bytes() for path in index.current().iterdir() if path.suffix != ".lock"}
    bench = Team.objects.get(name="Bench 0")
    bench_pk = bench.pk
    bench.delete()
    outbox.changed("team", [bench_pk])
    writer.drain()
    assert list(index.current().glob("*.del")), "the engine marks what it deletes in a file of its own"

    (index.current() / "meta.json").write_bytes(before["meta.json"])  # as if killed just before it was committed
    reader._forget()
    outbox.changed("team", [bench_pk])

    assert writer.drain() == 1
    assert queries.find(priya, "bench").total == 9
    assert differences() == []


def test_a_killed_rebuild_leaves_the_old_index(committed_db: CommittedDatabase, teams: None, priya: User) -> None:
    Team.objects.bulk_create(Team(name=f"Bench {n}") for n in range(10))
    writer.rebuild()
    killed = KILLED.format(harm="index.make_current = die").replace("writer.drain()", "writer.rebuild()")

    kill(committed_db, killed)

    assert queries.find(priya, "bench").total == 10
    writer.rebuild()
    assert len([path for path in index.root().iterdir() if path.is_dir()]) == 1, "what it left behind is tidied up"


@pytest.mark.parametrize("harm", ["meta.json", "*.term", "*.store", "*.fast"])
def test_a_damaged_index_is_said_to_be_damaged_and_mended_by_the_worker(
    notes: Notes, priya: User, harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    notes.add("bench")
    writer.drain()
    for path in index.current().glob(harm):
        path.write_bytes(b"nonsense")
    reader._forget()
    with pytest.raises(index.IndexUnusable):
        queries.find(priya, "bench")

    with caplog.at_level(logging.CRITICAL):
        run_worker_until(lambda: works(priya))

    assert queries.find(priya, "bench").total == 1


def works(user: User) -> bool:
    try:
        return queries.find(user, "bench").total == 1
    except index.IndexUnusable:
        return False


class Until(threading.Event):
    """Ends the worker's loop as soon as something is so, or after ten seconds."""

    def __init__(self, so: object) -> None:
        super().__init__()
        self.so = so
        self.rounds = 0

    def wait(self, timeout: float | None = None) -> bool:
        self.rounds += 1
        if self.so() or self.rounds > 100:  # type: ignore[operator]
            self.set()
        return self.is_set()


def run_worker_until(so: object) -> None:
    until = Until(so)
    writer.run_until(until)
    assert until.rounds <= 100


def test_the_worker_keeps_up_until_it_is_told_to_stop(notes: Notes, priya: User) -> None:
    writer.drain()
    notes.add("bench")

    run_worker_until(lambda: writer.pending() == 0)

    assert queries.find(priya, "bench").total == 1
