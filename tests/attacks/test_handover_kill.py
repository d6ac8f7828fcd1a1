"""kill -9 of a transfer while its bundles are written and while things go: everything is in one bundle, once."""

import io
import json
import os
import random
import secrets
import signal
import subprocess
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from moothall.files import blobs
from moothall.kit import clock
from moothall.kit.testing import CommittedDatabase
from moothall.mail.models import Message
from moothall.mail.tests import make as make_mail
from moothall.people.models import User
from moothall.records import bundles, handing, tasks
from moothall.records.actions import handovers
from moothall.records.models import Action, Disposal, DisposalItem, HandedThing, Trigger
from moothall.records.tests import make_retention as make

LONG_AGO = datetime(2020, 2, 29, 9, tzinfo=UTC)
MANY = 2 * handing.PART + 7


@pytest.fixture
def keepers(committed_db: CommittedDatabase, monkeypatch: pytest.MonkeyPatch) -> tuple[User, User]:
    monkeypatch.setattr(tasks, "dispose", SimpleNamespace(enqueue=lambda _pk: None))  # each test is its own worker
    return make.keeper(), make.keeper("Ramon Registry")


def killed(process: "subprocess.Popen[str]", moved: Callable[[], bool], pause: float) -> None:
    """Wait until something moved and a little longer, then kill."""
    deadline = time.monotonic() + 60
    while process.poll() is None and not moved() and time.monotonic() < deadline:
        time.sleep(0.002)
    time.sleep(pause)
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
    process.communicate()


def test_a_transfer_that_is_killed_again_and_again_loses_nothing(
    committed_db: CommittedDatabase, keepers: tuple[User, User]
) -> None:
    box = make_mail.mailbox(owner=keepers[0])
    letters = [make_mail.eml(f"Number {n}", f"Of number {n} " * 20, at=LONG_AGO) for n in range(MANY)]
    make_mail.brought_in(box, letters)
    rule = make.rule(make.line(action=Action.TRANSFER, trigger=Trigger.CREATED), by=keepers[0])
    run = make.approved(make.switched_on(rule, box.container, by=keepers[0]), by=keepers[0], other=keepers[1])
    seed = os.environ.get("MOOTHALL_ATTACK_SEED") or secrets.token_hex(4)
    chance = random.Random(seed)

    for _attempt in range(2):
        seen = HandedThing.objects.count()
        process = committed_db.start("dispose", str(run.pk))
        killed(process, lambda: HandedThing.objects.count() > seen, chance.uniform(0, 0.2))  # noqa: B023
        assert Message.objects.count() == MANY, f"seed {seed}: nothing goes before the receipt"
    assert committed_db.run("dispose", str(run.pk)).returncode == 0

    run = Disposal.objects.get(pk=run.pk)
    assert run.state == "handed"
    inside: list[str] = []
    for bundle in run.bundles.order_by("number"):
        assert bundle.blob is not None
        data = blobs.read(bundle.blob)
        assert bundles.check(io.BytesIO(data)).whole
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            told = json.loads(archive.read(next(n for n in archive.namelist() if n.endswith("handover.json"))))
        inside += [row["thing"] for row in told["things"]]
    assert sorted(inside) == sorted(f"message:{pk}" for pk in Message.objects.values_list("pk", flat=True))
    assert HandedThing.objects.count() == MANY

    handovers.enter_receipt(run, by=keepers[0], archive="Record Office", reference="1", on=clock.today())
    for _attempt in range(2):
        seen = DisposalItem.objects.count()
        process = committed_db.start("dispose", str(run.pk))
        killed(process, lambda: DisposalItem.objects.count() > seen, chance.uniform(0, 0.2))  # noqa: B023
        assert Message.objects.count() + DisposalItem.objects.count() == MANY, f"seed {seed}"
    assert committed_db.run("dispose", str(run.pk)).returncode == 0
    done = Disposal.objects.get(pk=run.pk)
    assert done.counts == {"disposed": MANY, "held": 0, "kept": 0, "changed": 0}
    assert not Message.objects.exists() and done.bundles.filter(blob=None).count() == 0
