"""The hall's worker: one thread keeps the index up with the outbox, one runs the tasks, one the periodic work.

It ends when told to, and also when its parent is gone: an orphan would hold the index for nobody.
"""

import contextlib
import fcntl
import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from moothall.home.models import BEAT, Heartbeat
from moothall.kit import clock
from moothall.kit.registries import Periodic, periodic
from moothall.search import writer

log = logging.getLogger(__name__)

NAME = f"{socket.gethostname()} {os.getpid()}"
POLL = 0.5  # seconds between two looks at the task queue, and at the parent
FORGET_TASKS = timedelta(days=14)
GRACE = 20.0  # seconds that a running task may take to end; it is taken up again at the next start


def run(stop: threading.Event, *, parent: int | None = None) -> None:
    """Work until told to stop or orphaned."""
    with _presence() as worker_id:
        Heartbeat.objects.beat(NAME)
        take_up_again()
        tasks = Worker(
            queue_names=["default"],
            interval=POLL,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
            excluded_queue_names=[],
        )
        threads = [
            threading.Thread(target=_keep_index, args=(stop,), name="index", daemon=True),
            threading.Thread(target=_keep_time, args=(stop,), name="periodic", daemon=True),
            threading.Thread(target=_work_off, args=(tasks, stop), name="tasks", daemon=True),
        ]
        for thread in threads:
            thread.start()
        while not stop.wait(POLL) and not _orphaned(parent):
            pass
        stop.set()
        tasks.running = False
        deadline = time.monotonic() + GRACE
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        Heartbeat.objects.filter(name=NAME).delete()


def take_up_again() -> int:
    """Put tasks whose worker died back in the queue; returns how many.

    A living worker holds the lock on its own file, so a task whose worker's file can be locked has no worker.
    """
    returned = 0
    with transaction.atomic():
        for task in DBTaskResult.objects.running().select_for_update():
            if task.worker_ids and _alive(task.worker_ids[-1]):
                continue
            task.status = TaskResultStatus.READY
            task.save(update_fields=["status"])
            returned += 1
    return returned


def alive() -> int:
    """How many workers are at work on this machine."""
    return sum(_alive(path.stem) for path in _folder().glob("*.lock"))


def _work_off(tasks: Worker, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            tasks.run()
        except Exception:
            log.exception("The task queue stumbled; going on")
            close_old_connections()
            stop.wait(POLL)
    connection.close()


def _keep_time(stop: threading.Event) -> None:
    """Do each room's periodic work when it is its turn; what stumbles is tried again at its next turn."""
    turns: dict[str, float] = {}
    while not stop.wait(POLL):
        for job in (PULSE, FORGET, *periodic):
            if stop.is_set() or time.monotonic() < turns.get(job.key, 0.0):
                continue
            turns[job.key] = time.monotonic() + job.every.total_seconds()
            try:
                job.run()
            except Exception:
                log.exception("Periodic work stumbled: %s", job.key)
                close_old_connections()
    connection.close()


def _beat() -> None:
    Heartbeat.objects.beat(NAME)


def forget_finished() -> None:
    """Take away what is left of tasks that ended a while ago: what they were given may name people."""
    DBTaskResult.objects.finished().filter(finished_at__lt=clock.now() - FORGET_TASKS).delete()


PULSE = Periodic(key="home.heartbeat", every=BEAT, run=_beat)
FORGET = Periodic(key="home.forget_finished", every=timedelta(hours=6), run=forget_finished)


def _keep_index(stop: threading.Event) -> None:
    try:
        writer.run_until(stop)
    finally:
        connection.close()


def _orphaned(parent: int | None) -> bool:
    return parent is not None and os.getppid() != parent


def _folder() -> Path:
    folder: Path = settings.MOOTHALL_DATA / "workers"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextlib.contextmanager
def _presence() -> Iterator[str]:
    """Hold a lock for as long as this worker lives; the lock's name is the worker's."""
    worker_id = f"{os.getpid()}-{secrets.token_hex(4)}"
    path = _folder() / f"{worker_id}.lock"
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        try:
            yield worker_id
        finally:
            path.unlink(missing_ok=True)


def _alive(worker_id: str) -> bool:
    path = _folder() / f"{worker_id}.lock"
    try:
        with path.open() as handle:
            return not _lockable(handle)
    except FileNotFoundError:
        return False


def _lockable(handle: IO[str]) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
