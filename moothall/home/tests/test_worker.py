"""The worker and the demo, in processes of their own and on a database where commits are real."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from moothall.home import worker
from moothall.kit import clock
from moothall.kit.testing import CommittedDatabase
from moothall.people.models import User
from moothall.people.tests import make as make_people
from moothall.search import writer
from moothall.spaces.tests import make

PATIENCE = 120.0
ORPHAN = """
import os, subprocess, sys
child = subprocess.Popen([sys.executable, "-m", "moothall", "worker", "--child"], start_new_session=True)
print(child.pid, flush=True)
sys.stdin.readline()
os._exit(9)
"""


def eventually(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_killed_in_the_middle_the_next_worker_catches_up(committed_db: CommittedDatabase) -> None:
    priya = make_people.user()
    space = make.space(by=priya)
    first = committed_db.start("worker", "--child")
    eventually(lambda: worker.alive() == 1, "the worker did not start")
    talk = make.conversation(space, by=priya, body="The first kestrel.")
    for number in range(60):
        make.post(talk, by=priya, body=f"Kestrel number {number}.")
    first.kill()
    first.communicate()
    assert worker.alive() == 0
    make.post(talk, by=priya, body="The last kestrel.")
    second = committed_db.start("worker", "--child")
    eventually(lambda: writer.pending() == 0, "the outbox was not drained")
    second.terminate()
    second.communicate(timeout=PATIENCE)
    assert second.returncode == 0
    call_command("check_index")
    found = json.loads(committed_db.run("search", "kestrel", "--as", priya.email, "--json").stdout)
    assert found["total"] == 62


def test_an_orphan_ends_by_itself(committed_db: CommittedDatabase) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", ORPHAN], env=committed_db.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout
    child = int(parent.stdout.readline())
    eventually(lambda: worker.alive() == 1, "the worker did not start")
    parent.send_signal(signal.SIGKILL)
    parent.communicate()
    eventually(lambda: worker.alive() == 0, "the orphan went on")
    eventually(lambda: not runs(child), "the orphan went on")


@pytest.mark.django_db
def test_a_task_whose_worker_died_is_taken_up_again() -> None:
    lost = DBTaskResult.objects.create(
        task_path="moothall.mail.tasks.nothing",
        args_kwargs={"args": [], "kwargs": {}},
        backend_name="default",
        status=TaskResultStatus.RUNNING,
        worker_ids=["999-dead"],
        run_after="2026-01-01T00:00:00Z",
        exception_class_path="",
        traceback="",
    )
    assert worker.take_up_again() == 1
    lost.refresh_from_db()
    assert lost.status == TaskResultStatus.READY


@pytest.mark.django_db
def test_what_is_left_of_tasks_goes_after_a_fortnight() -> None:
    for days, status in ((13, "SUCCESSFUL"), (15, "SUCCESSFUL"), (15, "FAILED"), (15, "READY")):
        DBTaskResult.objects.create(
            task_path=f"{status} {days}",
            args_kwargs={"args": ["somebody@wexmoor.example"], "kwargs": {}},
            backend_name="default",
            status=TaskResultStatus[status],
            finished_at=None if status == "READY" else clock.now() - timedelta(days=days),
            run_after="2026-01-01T00:00:00Z",
            exception_class_path="",
            traceback="",
        )
    worker.forget_finished()
    assert set(DBTaskResult.objects.values_list("task_path", flat=True)) == {"SUCCESSFUL 13", "READY 15"}


def test_the_demo_is_made_once_found_and_on_record(committed_db: CommittedDatabase) -> None:
    made = json.loads(committed_db.run("demo", "--json").stdout)
    assert made["made"]
    assert made["people"] == User.objects.count() > 10
    call_command("check_index")
    call_command("verify_audit")
    found = json.loads(
        committed_db.run("search", '"keys and alarms"', "--as", "priya.raman@wexmoor.example", "--json").stdout
    )
    assert {hit["kind"] for hit in found["hits"]} == {"post", "mail"}
    assert set(found["hits"][0]) >= {"kind", "title", "url", "snippet", "date", "score"}
    assert json.loads(committed_db.run("demo", "--json").stdout) == {"made": False}


def test_the_demo_stays_out_of_production(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PRODUCTION", True)
    with pytest.raises(CommandError, match="production"):
        call_command("demo")
