"""kill -9 of the web server, the worker and both, at random moments of people's work: nothing acknowledged is lost.

MOOTHALL_ATTACK_ROUNDS=100 python -m pytest -s tests/attacks/test_kill.py attacks a hundred times; the seed is printed,
and MOOTHALL_ATTACK_SEED=… chooses the same victims and moments again.
"""

import itertools
import os
import random
import secrets
import time
from pathlib import Path

import pytest
from django.core.management import call_command

from moothall.kit.testing import CommittedDatabase, Elsewhere
from moothall.mail.models import Message
from moothall.mail.tests import make as make_mail
from moothall.people.tests import make as make_people
from moothall.search import writer
from moothall.spaces.models import Post
from moothall.spaces.tests import make
from tests.attacks import deeds, living

VICTIMS = (("web",), ("worker",), ("web", "worker"))
WORKS = (("write", "write"), ("write", "upload"), ("write", "bring_in"), ("write", "back_up", "bring_in"))
PAIRS = tuple(itertools.product(VICTIMS, WORKS))
LONGEST = 2.5  # seconds of work before the kill


def test_what_was_acknowledged_outlives_every_kill(
    committed_db: CommittedDatabase, elsewhere: Elsewhere, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    seed = os.environ.get("MOOTHALL_ATTACK_SEED") or secrets.token_hex(4)
    chance = random.Random(seed)
    people = [make_people.user("Priya Raman"), make_people.user("Gareth Pugh")]
    talk = make.conversation(make.space(by=people[0], members=people), by=people[0])
    box = make_mail.mailbox(owner=people[0], others=people[1:])
    book = deeds.Book()
    rounds = living.ROUNDS or 4
    pairs = [pair for _turn in range(0, rounds, len(PAIRS)) for pair in chance.sample(PAIRS, len(PAIRS))]
    with living.living(committed_db) as hall:
        browsers = (living.Browser(hall.port, people[0]), living.Browser(hall.port, people[1]))
        for number, (victims, works) in enumerate(pairs[:rounds], start=1):
            told = f"seed {seed}, round {number}: {'+'.join(victims)} killed while {'+'.join(works)}"
            work = deeds.Work(hall, browsers, talk, box, book, tmp_path)
            work.begin(*works)
            time.sleep(chance.uniform(0, LONGEST))
            hall.kill(*victims)
            time.sleep(chance.uniform(0, 0.3))
            work.end()
            assert not work.refused and not work.broken, (told, work.refused, work.broken)
            hall.start()
            work.send_again()
            assert not deeds.broken_backups(hall, tmp_path, book), told
            living.eventually(lambda: deeds.at_rest(box), f"{told}: an import does not come to its end")
            living.eventually(lambda: writer.pending() == 0, f"{told}: the index does not come to rest")
            assert not deeds.losses(book, talk, box), told
            call_command("check_index")
            call_command("verify_audit")
            with capfd.disabled():
                counts = f"{Post.objects.count()} posts, {Message.objects.count()} letters, {len(book.backups)} backups"
                print(f"{told}; {counts}", flush=True)  # noqa: T201
    assert book.posts
    if book.kept:
        restored = elsewhere.run("restore", str(book.kept))
        assert restored.returncode == 0, restored.stdout + restored.stderr
