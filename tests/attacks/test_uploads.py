"""Uploads under attack: a disk that is full in the middle, processes that die, two tabs, and files that mean harm."""

import io
import os
import random
import shutil
import signal
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from conftest import Cast
from moothall.files import allowance, blobs, cleaning, receiving
from moothall.files.models import LIFETIME, Blob, Upload
from moothall.files.refusals import Refused
from moothall.files.tests import make as make_files
from moothall.kit import clock
from moothall.kit.testing import CommittedDatabase
from moothall.people.tests import make as make_people
from moothall.spaces.models import Post
from moothall.spaces.tests import make
from tests.attacks import living

SignIn = Callable[..., Client]
PART = receiving.PART
MIB = 1024 * 1024
KILLS = max(25, living.ROUNDS or 0)


def part(upload: Upload, data: bytes) -> Upload:
    """Send the next part."""
    at = upload.received
    piece = data[at : at + receiving.PART]
    return receiving.take_part(upload, offset=at, data=piece, digest=sha256(piece).hexdigest())


@pytest.fixture
def small_disk(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """The data folder on a file system of 40 MiB of its own."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    options = ["-t", "tmpfs", "-o", "size=40m", "tmpfs", str(folder)]
    if not mount or not umount or subprocess.run([mount, *options], check=False, capture_output=True).returncode:
        pytest.skip("Only root, where mounting is allowed, can make a small file system.")
    settings.MOOTHALL_DATA, settings.MOOTHALL_DISK_RESERVE_MB = folder, 1
    try:
        yield folder
    finally:
        subprocess.run([umount, "--lazy", str(folder)], check=True)


@pytest.mark.django_db
@pytest.mark.parametrize("asked", [True, False], ids=["seen in time", "found out while writing"])
def test_a_disk_that_fills_up_in_the_middle_loses_nothing(
    cast: Cast, small_disk: Path, monkeypatch: pytest.MonkeyPatch, asked: bool
) -> None:
    data = random.Random(5).randbytes(PART + 5 * MIB)
    upload = part(make_files.begun(cast.priya, size=len(data)), data)
    others = small_disk / "others"
    others.write_bytes(bytes(os.statvfs(small_disk).f_bavail * 4096 - 2 * MIB))
    if not asked:  # whoever was quicker took the room between the question and the writing
        monkeypatch.setattr(allowance, "check_disk", lambda need: None)

    with pytest.raises(Refused) as refused:
        part(upload, data)

    assert refused.value.status == HTTPStatus.INSUFFICIENT_STORAGE
    assert "no room left" in refused.value.words
    upload.refresh_from_db()
    assert upload.received == PART
    assert (small_disk / "uploads" / f"{upload.pk}.part").stat().st_size == PART, "nothing half-written stays"

    others.unlink()
    upload = part(upload, data)
    others.write_bytes(bytes(os.statvfs(small_disk).f_bavail * 4096 - 2 * MIB))
    with pytest.raises(Refused) as refused:
        receiving.finish(upload, digest=sha256(data).hexdigest())
    assert refused.value.status == HTTPStatus.INSUFFICIENT_STORAGE
    assert Blob.objects.count() == 0

    others.unlink()
    done = receiving.finish(upload, digest=sha256(data).hexdigest())
    with blobs.open_(done.kept) as kept:
        assert kept.read() == data


# A process that sends on, in a child of its own each time, what stands to be sent; the child is killed from outside.
SENDER = """
import os, sys
from hashlib import sha256
from pathlib import Path
from moothall.files import receiving
from moothall.files.models import Upload
receiving.PART = {part}
data = Path({source!r}).read_bytes()

def say(*words):
    os.write(1, (" ".join(map(str, words)) + chr(10)).encode())  # at once: who is killed has said a whole line or none

say("ready")
for line in sys.stdin:
    child = os.fork()
    if child:
        say(child)
        os.waitpid(child, 0)
        say("ended")
        continue
    upload = Upload.objects.get(pk={pk!r})
    while upload.received < len(data):
        at = upload.received
        piece = data[at : at + {part}]
        upload = receiving.take_part(upload, offset=at, data=piece, digest=sha256(piece).hexdigest())
        say("kept", upload.received)
    receiving.finish(upload, digest=sha256(data).hexdigest())
    say("finished")
    os._exit(0)
"""


def test_killed_at_random_moments_nothing_acknowledged_is_lost_and_nothing_doubled(
    committed_db: CommittedDatabase, tmp_path: Path
) -> None:
    piece, dice = 64 * 1024, random.Random(os.environ.get("MOOTHALL_SEED", "17"))
    data = dice.randbytes(12 * MIB + 77)
    source = tmp_path / "source"
    source.write_bytes(data)
    upload = make_files.begun(make_people.user("priya"), size=len(data))
    sender = committed_db.start_python(SENDER.format(part=piece, source=str(source), pk=str(upload.pk)))
    assert sender.stdin
    assert sender.stdout
    assert sender.stdout.readline().strip() == "ready"
    acknowledged, there, kills, finished = 0, 0, 0, False
    while not finished:
        sender.stdin.write("go\n")
        sender.stdin.flush()
        words = [sender.stdout.readline().strip()]
        if kills < KILLS:
            if not words[0].isdecimal():  # the child was quicker to speak than its parent
                words.append(sender.stdout.readline().strip())
            time.sleep(dice.uniform(0.005, 0.06))
            os.kill(int(next(word for word in words if word.isdecimal())), signal.SIGKILL)
            kills += 1
        while "ended" not in words:
            words.append(sender.stdout.readline().strip())
            assert words[-1], sender.communicate()[1]
        acknowledged = max([acknowledged, *(int(word[5:]) for word in words if word.startswith("kept "))])
        finished = "finished" in words
        now = Upload.objects.get(pk=upload.pk)
        # A part may be kept and its word cut off, in each of several rounds: at most one more than was there before.
        assert acknowledged <= now.received <= max(acknowledged, there) + piece
        there = now.received
        assert now.received == len(data) or now.received % piece == 0
    _, errors = sender.communicate(timeout=60)
    assert sender.returncode == 0, errors

    assert kills == KILLS
    done = Upload.objects.get()
    with blobs.open_(done.kept) as kept:
        assert kept.read() == data
    assert Blob.objects.count() == 1
    assert list((tmp_path / "var").rglob("*.part")) == []


@pytest.mark.django_db
def test_two_tabs_send_the_same_upload_and_each_is_told_where_it_stands(cast: Cast, as_user: SignIn) -> None:
    data = random.Random(6).randbytes(PART + 1000)
    client, other = as_user(cast.priya), as_user(cast.priya)
    begun = {"name": "plan.bin", "size": len(data), "kind": "post"}
    url = client.post(reverse("files:begin"), begun).json()["url"]

    def put(tab: Client, at: int) -> tuple[int, int]:
        piece = data[at : at + PART]
        sealed = {"X-Part-SHA256": sha256(piece).hexdigest(), "Content-Length": str(len(piece))}
        answer = tab.put(f"{url}?offset={at}", piece, content_type="application/octet-stream", headers=sealed)
        return answer.status_code, answer.json()["offset"]

    assert put(client, 0) == (200, PART)
    assert put(other, 0) == (409, PART)
    assert put(other, PART) == (200, len(data))
    assert put(client, PART) == (409, len(data))
    ended = [tab.post(f"{url}finish/", {"sha256": sha256(data).hexdigest()}).json() for tab in (client, other)]
    assert [answer["sha256"] for answer in ended] == [sha256(data).hexdigest()] * 2
    assert Blob.objects.filter(size=len(data)).count() == 1


@pytest.mark.django_db
def test_while_one_tab_writes_the_other_is_told_to_wait(cast: Cast) -> None:
    data = b"words" * 10
    upload = make_files.begun(cast.priya, size=len(data))
    with receiving._held(upload.pk), pytest.raises(Refused) as refused:
        part(upload, data)
    assert (refused.value.status, refused.value.offset) == (HTTPStatus.CONFLICT, 0)
    assert part(upload, data).received == len(data)


@pytest.mark.django_db
@pytest.mark.parametrize("whose", ["another's", "nobody's", "not finished", "not a token", "used up in time"])
def test_a_post_form_takes_only_ones_own_finished_uploads(cast: Cast, as_user: SignIn, whose: str) -> None:
    talk = make.conversation(make.space(by=cast.priya), by=cast.priya)
    theirs = make_files.sent(cast.gareth, b"Gareth's own words", name="secret.txt")
    token = {
        "another's": str(theirs.pk),
        "nobody's": str(uuid4()),
        "not finished": str(make_files.begun(cast.priya, size=9).pk),
        "not a token": "../../etc/passwd",
        "used up in time": str(make_files.sent(cast.priya, b"late").pk),
    }[whose]
    if whose == "used up in time":  # the form was left open for days, and the hall tidied
        with clock.at(clock.now() + LIFETIME + timedelta(hours=3)):
            cleaning.clean()
    before = Post.objects.count()

    page = as_user(cast.priya).post(
        talk.get_absolute_url(), {"body": "Here it is.", "attachments-kept": [token]}, follow=True
    )

    assert "A file you chose earlier is no longer here. Choose it again." in page.text
    assert "Here it is." in page.text, "the words are kept"
    assert "secret.txt" not in page.text
    assert Post.objects.count() == before


HARMFUL = [
    ("page.html", b"<!doctype html><script>alert(1)</script>"),
    ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ("both.gif", b"GIF89a/*<html><script>alert(1)</script>*/=1;"),
    ("both.pdf", b"%PDF-1.7\n<html><script>alert(1)</script>\n%%EOF"),
    ("letter.xhtml", b"<html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>"),
    ("run.xml", b"<?xml version='1.0'?><?xml-stylesheet type='text/xsl' href='x'?><a/>"),
    ("../../../etc/cron.d/evil.html", b"<b>words</b>"),
    ("..\\..\\windows\\evil.html", b"<b>words</b>"),
    ("plan.txt\x00.html", b"<b>words</b>"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "data"), HARMFUL, ids=[repr(name) for name, _ in HARMFUL])
def test_what_a_browser_would_run_is_only_ever_downloaded(
    cast: Cast, as_user: SignIn, name: str, data: bytes, tmp_path: Path
) -> None:
    talk = make.conversation(make.space(by=cast.priya), by=cast.priya)
    upload = make_files.sent(cast.priya, data, name=name)
    client = as_user(cast.priya)
    client.post(talk.get_absolute_url(), {"body": "See this.", "attachments-kept": [str(upload.pk)]})
    attached = Post.objects.latest("pk").attachments.get()

    answer = client.get(reverse("spaces:attachment", args=[attached.pk]))

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    for running in ("html", "svg", "xml", "javascript"):
        assert running not in answer["Content-Type"]
    for trick in ("..", "/", "\\", "\x00"):
        assert trick not in attached.name
    assert not list(tmp_path.rglob("*evil*")), "no file of the hall bears a sender's name"


@pytest.mark.django_db
def test_a_zip_bomb_is_kept_as_it_is_and_never_opened(cast: Cast, settings: Settings) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", bytes(200 * MIB))
    data = bomb.getvalue()

    before = blobs_on_disk(settings.MOOTHALL_DATA)
    made = make_files.sent(cast.priya, data, name="plans.zip")

    assert made.content_type == "application/zip"
    assert made.kept.size == len(data) < MIB
    assert blobs_on_disk(settings.MOOTHALL_DATA) - before < 2 * MIB


def blobs_on_disk(folder: Path) -> int:
    """Bytes in the data folder that are not the database."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and "sqlite" not in path.name)


@pytest.mark.django_db
def test_a_file_that_is_refused_costs_neither_the_words_nor_the_other_files(
    cast: Cast, as_user: SignIn, settings: Settings
) -> None:
    talk = make.conversation(make.space(by=cast.priya), by=cast.priya)
    good = make_files.sent(cast.priya, b"good words", name="good.txt")
    settings.MOOTHALL_UPLOAD_PERSON_MB = 0
    page = as_user(cast.priya).post(
        talk.get_absolute_url(),
        {
            "body": "Two files.",
            "attachments": SimpleUploadedFile("more.txt", b"more"),
            "attachments-kept": [str(good.pk)],
        },
    )
    assert "more than one person may upload in a day" in page.text
    assert "Two files." in page.text
    assert f'value="{good.pk}"' in page.text
