"""kill -9 of the server that takes requests in, of sending, and of putting a review together: whole, or not at all.

MOOTHALL_ATTACK_ROUNDS=100 kills a hundred times; MOOTHALL_ATTACK_SEED=… chooses the same moments again.
"""

import contextlib
import os
import random
import secrets
import smtplib
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import date

import pytest
from django.core.management import call_command

from moothall.disclosure.actions import letters, parts
from moothall.disclosure.actions.cases import Asker
from moothall.disclosure.law.clocks import Happening
from moothall.disclosure.law.letters import Kind as LetterKind
from moothall.disclosure.models import Case, Letter, Outcome, Received, ReviewSet
from moothall.disclosure.tests import make, make_searches, make_sending
from moothall.disclosure.tests.make_mail import OURS, mail
from moothall.files import blobs
from moothall.kit.testing import CommittedDatabase
from moothall.mail.tests import make as make_mail
from moothall.notices.models import Letter as Queued
from moothall.people.models import User
from moothall.people.tests import make as make_people
from moothall.search import writer
from tests.attacks import living

KILLS = living.ROUNDS or 2
BROKEN = (OSError, smtplib.SMTPException)

SEND = """
import sys
from moothall.disclosure.actions import letters
from moothall.disclosure.models import Letter
from moothall.people.models import User
samira = User.objects.get(pk={by})
print("ready", flush=True)
for letter in Letter.objects.under_way().order_by("pk"):
    letters.send(letter, by=samira)
    print(letter.pk, flush=True)
"""

GATHER = """
from moothall.disclosure.actions import review
from moothall.disclosure.models import Case
from moothall.people.models import User
samira, case = User.objects.get(pk={by}), Case.objects.get(pk={case})
print("ready", flush=True)
for _n in range({times}):
    print(review.make(case, by=samira).pk, flush=True)
"""


@pytest.fixture
def chance() -> random.Random:
    seed = os.environ.get("MOOTHALL_ATTACK_SEED") or secrets.token_hex(4)
    print(f"seed {seed}")  # noqa: T201  shown where the test fails
    return random.Random(seed)


def killed(process: "subprocess.Popen[str]", pause: float) -> list[str]:
    """Wait until it works, and a little, then kill; what it said that it did."""
    assert process.stdout
    assert process.stdout.readline() == "ready\n", process.communicate()[1]
    time.sleep(pause)
    process.kill()
    return process.communicate()[0].split()


class Receiver:
    """The server that takes mail in, in a process of its own."""

    def __init__(self, database: CommittedDatabase) -> None:
        with contextlib.closing(socket.socket()) as found:
            found.bind(("127.0.0.1", 0))
            self.port = int(found.getsockname()[1])
        here = {"MOOTHALL_REQUESTS_LISTEN": f"lmtp://127.0.0.1:{self.port}", "MOOTHALL_REQUESTS_ADDRESSES": OURS}
        self.env = database.env | here | {"DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]}
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [sys.executable, "-m", "moothall", "receive_requests"]
        self.process = subprocess.Popen(command, env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        living.eventually(self._answers, "the server that takes mail in does not start")

    def _answers(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=5):
            return True
        return False

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.wait()


def deliver_all(port: int, raws: dict[str, bytes], told: list[str]) -> None:
    """As a mail server does: each letter until it is taken, however often the connection breaks."""
    for sender, raw in raws.items():
        while sender not in told:
            with contextlib.suppress(*BROKEN), smtplib.LMTP("127.0.0.1", port, timeout=60) as door:
                door.sendmail(sender, [OURS], raw)
                told.append(sender)
            time.sleep(0.05)


def test_every_letter_is_taken_in_once_however_often_the_server_is_killed(
    committed_db: CommittedDatabase, chance: random.Random
) -> None:
    raws = {
        f"w{n}@example.com": mail(f"Bins {n}", f"How many bins are in ward {n}?", sender=f"W <w{n}@example.com>",
                                  message_id=f"<{n}@x>")
        for n in range(8 * KILLS)
    }  # fmt: skip
    server, told = Receiver(committed_db), list[str]()
    sending = threading.Thread(target=deliver_all, args=(server.port, raws, told))
    sending.start()
    try:
        for _kill in range(KILLS):
            time.sleep(chance.uniform(0.05, 0.8))
            server.kill()
            assert set(told) <= set(Received.objects.values_list("sender", flat=True)), (
                "a letter that was taken is lost"
            )
            server.start()
        sending.join(living.PATIENCE)
    finally:
        server.kill()
    assert not sending.is_alive() and told == list(raws)
    rows = Received.objects.select_related("blob", "case")
    assert sorted(row.sender for row in rows) == sorted(raws) and Case.objects.count() == len(raws)
    for row in rows:
        assert row.case is not None and b"How many bins" in blobs.read(row.blob)
        assert row.case.events.filter(kind=Happening.ACKNOWLEDGED).count() == 1
    assert Counter(Queued.objects.values_list("address", flat=True)) == Counter(raws.keys())
    numbers = sorted(Case.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(raws) + 1))
    call_command("verify_audit")


def ready(samira: User, otto: User, number: int) -> Letter:
    """A letter that is approved and lacks nothing."""
    case = make.case(by=samira, owner=samira, who=Asker(f"Person {number}", f"w{number}@example.com"))
    answer = parts.answer(make.part(case), by=otto, outcome=Outcome.GIVEN, words=make_sending.GIVEN)
    parts.check(answer, by=samira, agrees=True)
    letter = letters.draft(case, by=samira, kind=LetterKind.ANSWER)
    letters.approve(letter.last(), by=otto)
    return letter


def test_a_letter_is_sent_with_all_that_follows_or_not_at_all(
    committed_db: CommittedDatabase, chance: random.Random
) -> None:
    samira, otto = make.officer(), make.officer("Otto Keeper")
    make_sending.held_terms(by=samira)
    made = [ready(samira, otto, n).pk for n in range(4 * KILLS)]

    def check(said: list[str]) -> int:
        sent = Letter.objects.filter(pk__in=made, sent_at__isnull=False)
        assert {int(pk) for pk in said} <= set(sent.values_list("pk", flat=True)), "what was sent is not sent"
        for letter in Letter.objects.filter(pk__in=made).select_related("case"):
            ended = letter.case.events.filter(kind=Happening.ANSWERED).count()
            mailed = Queued.objects.filter(address=letter.case.requester.email).count()
            wanted = 1 if letter.sent_at else 0
            assert (ended, mailed, letter.case.closed_on is not None) == (wanted, wanted, bool(wanted))
        return sent.count()

    for _kill in range(KILLS):
        check(killed(committed_db.start_python(SEND.format(by=samira.pk)), chance.uniform(0, 0.25)))
    process = committed_db.start_python(SEND.format(by=samira.pk))
    output, errors = process.communicate(timeout=living.PATIENCE)
    assert process.returncode == 0, errors
    assert check(output.split()[1:]) == len(made)
    call_command("verify_audit")


def test_a_review_set_is_whole_or_is_not_there(committed_db: CommittedDatabase, chance: random.Random) -> None:
    samira = make.officer()
    box = make_mail.mailbox("care@wexmoor.example", owner=make_people.user("Gareth Pugh"))
    told = [make_mail.eml(f"Rates {n}", f"The agency asks for £{n}.", message_id=f"<{n}@x>") for n in range(60)]
    make_mail.brought_in(box, told)
    writer.rebuild()
    case = make.case(by=samira, owner=samira, received_on=date(2026, 9, 7))
    make_searches.search(case, by=samira)
    for _kill in range(KILLS):
        code = GATHER.format(by=samira.pk, case=case.pk, times=50)
        said = killed(committed_db.start_python(code), chance.uniform(0, 0.5))
        sets = ReviewSet.objects.filter(case=case)
        assert {int(pk) for pk in said} <= set(sets.values_list("pk", flat=True))
        for one in sets:
            assert one.items.count() == one.item_count == 60
            assert one.items.filter(copies=None).count() == 0
        assert len(set(sets.values_list("digest", flat=True))) <= 1
    assert make_searches.review_set(case, by=samira).item_count == 60
    call_command("verify_audit")
