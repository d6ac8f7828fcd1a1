"""kill -9 of a disposal at random moments, and two at once: nothing twice, nothing lost, and the bytes really gone."""

import json
import os
import random
import secrets
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection

from moothall.files import standstill
from moothall.files.models import Blob, Upload
from moothall.kit import clock
from moothall.kit.testing import CommittedDatabase
from moothall.mail.models import Message, Thread
from moothall.mail.tests import make as make_mail
from moothall.people.models import User
from moothall.people.tests import make as make_people
from moothall.records import disposing, tasks
from moothall.records.models import Application, Disposal, DisposalItem, Trigger
from moothall.records.queries import disposals
from moothall.records.tests import make_retention as make
from moothall.search import reader, writer
from moothall.spaces.models import Conversation, Post
from moothall.spaces.tests import make as make_spaces

LONG_AGO = datetime(2020, 2, 29, 9, tzinfo=UTC)
MANY = int(os.environ.get("MOOTHALL_ATTACK_THINGS", "2000"))


@pytest.fixture
def keepers(committed_db: CommittedDatabase, monkeypatch: pytest.MonkeyPatch) -> tuple[User, User]:
    monkeypatch.setattr(tasks, "dispose", SimpleNamespace(enqueue=lambda _pk: None))  # each test is its own worker
    return make.keeper(), make.keeper("Ramon Registry")


def many_messages(keepers: tuple[User, User]) -> Application:
    """A mailbox of long ago, and a rule under which all of it is due."""
    box = make_mail.mailbox(owner=keepers[0])
    letters = [make_mail.eml(f"Number {n}", f"Of number {n} " * 20, at=LONG_AGO) for n in range(MANY)]
    make_mail.brought_in(box, letters)
    rule = make.rule(make.line(trigger=Trigger.CREATED), by=keepers[0])
    return make.switched_on(rule, box.container, by=keepers[0])


def test_a_disposal_that_is_killed_again_and_again_goes_on_where_it_was(
    committed_db: CommittedDatabase, keepers: tuple[User, User]
) -> None:
    application = many_messages(keepers)
    run = make.approved(application, by=keepers[0], other=keepers[1])
    seed = os.environ.get("MOOTHALL_ATTACK_SEED") or secrets.token_hex(4)
    chance, kills = random.Random(seed), 0
    for _attempt in range(40):
        process = committed_db.start("dispose", str(run.pk))
        deadline = time.monotonic() + 60
        seen = DisposalItem.objects.count()
        while process.poll() is None and DisposalItem.objects.count() == seen and time.monotonic() < deadline:
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.15))
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            kills += 1
        process.communicate()
        assert Message.objects.count() + DisposalItem.objects.count() == MANY, f"seed {seed}"
        if Disposal.objects.get(pk=run.pk).finished_at or not Message.objects.exists():
            break
    done = committed_db.run("dispose", str(run.pk))
    assert done.returncode == 0, done.stderr

    run = Disposal.objects.get(pk=run.pk)
    assert run.finished_at and run.counts == {"disposed": MANY, "held": 0, "kept": 0}
    assert Counter(DisposalItem.objects.values_list("ref", flat=True)).most_common(1)[0][1] == 1
    assert not Thread.objects.exists() and not Blob.objects.exists()
    assert kills, "it was never killed: raise MOOTHALL_ATTACK_THINGS"
    call_command("verify_audit")


def test_two_at_once_dispose_of_each_thing_once(committed_db: CommittedDatabase, keepers: tuple[User, User]) -> None:
    run = make.approved(many_messages(keepers), by=keepers[0], other=keepers[1])
    processes = [committed_db.start("dispose", str(run.pk)) for _ in range(2)]
    for process in processes:
        _out, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    assert DisposalItem.objects.count() == MANY and not Message.objects.exists()
    assert Disposal.objects.get(pk=run.pk).counts["disposed"] == MANY


def test_what_was_disposed_of_is_in_no_file_and_its_certificate_can_be_checked(
    committed_db: CommittedDatabase, keepers: tuple[User, User], tmp_path: Path
) -> None:
    priya = make_people.user("Priya Raman")
    secret, stays = "xylophonequagmire", "marmaladeobelisk"
    with clock.at(LONG_AGO):
        space = make_spaces.space(by=priya)
        old = make_spaces.conversation(
            space, by=priya, title=f"About {secret}", body=f"Words on {secret}",
            files=[SimpleUploadedFile(f"{secret}.txt", secrets.token_bytes(64) + secret.encode())],
        )  # fmt: skip
    make_spaces.conversation(
        space, by=priya, title=f"About {stays}", body=f"Words on {stays}",
        files=[SimpleUploadedFile("stays.txt", secrets.token_bytes(64) + stays.encode())],
    )  # fmt: skip
    writer.drain()
    application = make.switched_on(make.rule(by=keepers[0]), space.container, by=keepers[0])
    assert in_files(secret) and in_files(stays)

    run = make.carried_out(application, by=keepers[0], other=keepers[1])

    connection.close()  # the last one folds the log into the file
    assert in_files(secret) == []
    assert in_files(stays)
    assert not Conversation.objects.filter(pk=old.pk).exists() and Post.objects.count() == 1
    assert not Upload.objects.filter(name__contains=secret).exists()
    assert reader.searcher().num_docs == 2  # what stays, and the charter that came with the hall
    call_command("verify_audit")
    call_command("check_index")
    check(committed_db, run, tmp_path)


def check(committed_db: CommittedDatabase, run: Disposal, folder: Path) -> None:
    """The two files that are handed out fit, and do not once a line is changed."""
    certificate, listed = folder / "certificate.json", folder / "list.txt"
    certificate.write_text(json.dumps(disposals.certificate(run)), encoding="utf-8")
    listed.write_text("".join(disposals.list_lines(run)), encoding="utf-8")
    assert committed_db.run("check_certificate", str(certificate), str(listed)).returncode == 0
    listed.write_text(listed.read_text(encoding="utf-8").replace("disposed", "held"), encoding="utf-8")
    assert committed_db.run("check_certificate", str(certificate), str(listed)).returncode == 1


def in_files(words: str) -> list[str]:
    """The files of this hall in which these bytes stand; packs and index keep short texts as they are."""
    found = []
    for path in Path(settings.MOOTHALL_DATA).rglob("*"):
        if path.is_file() and words.encode() in path.read_bytes():
            found.append(str(path))
    if connection.vendor == "sqlite":
        for path in Path(str(connection.settings_dict["NAME"])).parent.glob("*.sqlite3*"):
            if words.encode() in path.read_bytes():
                found.append(str(path))
    return found


def test_a_disposal_waits_for_a_backup_and_is_taken_up_again(
    committed_db: CommittedDatabase, keepers: tuple[User, User]
) -> None:
    priya = make_people.user("Priya Raman")
    with clock.at(LONG_AGO):
        space = make_spaces.space(by=priya)
        make_spaces.conversation(space, by=priya)
    writer.drain()
    run = make.approved(
        make.switched_on(make.rule(by=keepers[0]), space.container, by=keepers[0]), by=keepers[0], other=keepers[1]
    )
    with another_process_backing_up():
        waiting = disposing.carry_out(run.pk)
    assert waiting.finished_at is None and waiting.taken_at and "backup" in waiting.trouble
    assert disposing.carry_out(run.pk).finished_at


@contextmanager
def another_process_backing_up() -> Iterator[None]:
    """Somebody else, with a connection of their own, keeps packs where they are."""
    begun, over = threading.Event(), threading.Event()

    def back_up() -> None:
        with standstill.packs_stay():
            begun.set()
            over.wait(60)
        connection.close()

    other = threading.Thread(target=back_up)
    other.start()
    assert begun.wait(60)
    try:
        yield
    finally:
        over.set()
        other.join()
