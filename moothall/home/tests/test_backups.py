"""Backups: taken while people work, whole or nothing, restored to the same hall and over no other."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client

from moothall.audit.models import Entry
from moothall.files import blobs, compaction, packs, standstill
from moothall.home.backups import manifest, restoring, taking
from moothall.home.backups.manifest import Manifest, Unusable
from moothall.kit.testing import PATIENCE, CommittedDatabase, Elsewhere
from moothall.mail.tests import make as make_mail
from moothall.notices.gathering import gather
from moothall.people.tests import make as make_people
from moothall.search import writer
from moothall.spaces.actions import drafts
from moothall.spaces.models import Post
from moothall.spaces.tests import make

POSTING = """
import sys
from django.core.files.uploadedfile import SimpleUploadedFile
from moothall.people.models import User
from moothall.spaces.models import Conversation
from moothall.spaces.tests import make
priya, talk = User.objects.get(pk=int(sys.argv[1])), Conversation.objects.get(pk=int(sys.argv[2]))
number = 0
while True:
    number += 1
    file = SimpleUploadedFile(f"{number}.txt", b"%d herons" % number)
    post = make.post(talk, by=priya, body=f"Heron {number}.", files=[file])
    print(post.pk, flush=True)
"""
READING = """
import hashlib, json
from moothall.files import blobs
from moothall.files.models import Blob
from moothall.spaces.models import Post
posts = [list(row) for row in Post.objects.order_by("pk").values_list("pk", "conversation_id", "author_id", "body")]
print(json.dumps({"posts": posts, "blobs": [hashlib.sha256(blobs.read(b)).hexdigest() for b in Blob.objects.all()]}))
"""

TABLES = """
import hashlib, json
from django.db import connection
wanted = {{"audit_entry": " WHERE seq <= {head}", "django_session": " WHERE 1 = 0", "home_heartbeat": " WHERE 1 = 0"}}
told = {{}}
with connection.cursor() as cursor:
    for name in connection.introspection.table_names(cursor):
        cursor.execute(f"SELECT * FROM {{connection.ops.quote_name(name)}}{{wanted.get(name, '')}}")
        rows = sorted(map(repr, cursor.fetchall()))
        told[name] = [len(rows), hashlib.sha256(chr(10).join(rows).encode()).hexdigest()]
print(json.dumps(told))
"""
GOING_ON = """
from moothall.people.models import User
from moothall.spaces.models import Conversation
from moothall.spaces.tests import make
make.post(Conversation.objects.get(), by=User.objects.get(handle="priya-raman"), body="Life goes on.")
"""
SESSIONS = "from django.contrib.sessions.models import Session; print(Session.objects.count())"
CUT_OFF = """
import os, sys
from pathlib import Path
from moothall.home.backups import restoring
restoring.Verification = lambda *_: os._exit(9)
restoring.restore(Path(sys.argv[1]))
"""


class Bucket(Storage):
    """A storage that is no folder of this machine; like a bucket it has no paths."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}

    def exists(self, name: str) -> bool:
        return name in self.held

    def delete(self, name: str) -> None:
        del self.held[name]

    def _save(self, name: str, content: File[bytes]) -> str:
        self.held[name] = content.read()
        return name

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        return ContentFile(self.held[name])


def someone_says(words: str) -> None:
    priya = make_people.user()
    make.conversation(make.space(by=priya), by=priya, body=words)


def begin_posting(hall: CommittedDatabase, posted: list[int]) -> "tuple[subprocess.Popen[str], threading.Thread]":
    """A process that posts without end; `posted` holds the number of every post it was told is kept."""
    priya = make_people.user()
    talk = make.conversation(make.space(by=priya), by=priya, body="The first heron.")
    environment = hall.env | {"DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]}
    process = subprocess.Popen(
        [sys.executable, "-c", f"import django; django.setup()\n{POSTING}", str(priya.pk), str(talk.pk)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    output = process.stdout
    assert output

    def listen() -> None:
        with output:
            for line in output:
                posted.append(int(line))

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    deadline = time.monotonic() + PATIENCE
    while len(posted) < 5:
        assert time.monotonic() < deadline, "nothing was posted"
        time.sleep(0.02)
    return process, listener


def test_a_backup_under_load_restores_to_an_identical_hall(
    committed_db: CommittedDatabase, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    posted: list[int] = []
    poster, listener = begin_posting(committed_db, posted)
    try:
        before = list(posted)
        taken = committed_db.run("backup", str(tmp_path / "backup"), "--json")
        during = len(posted) - len(before)
    finally:
        poster.kill()
        poster.wait()
        listener.join(PATIENCE)
    assert taken.returncode == 0, taken.stderr
    assert during > 0, "nobody worked while the backup was taken"
    restored = elsewhere.run("restore", str(tmp_path / "backup"), "--json")
    assert restored.returncode == 0, restored.stdout + restored.stderr
    told = json.loads(restored.stdout)
    assert told["whole"]
    assert told["troubles"] == []
    theirs = json.loads(elsewhere.python(READING))
    last = theirs["posts"][-1][0]
    ours = Post.objects.filter(pk__lte=last).order_by("pk").values_list("pk", "conversation_id", "author_id", "body")
    assert theirs["posts"] == [list(row) for row in ours]
    assert set(before) <= {row[0] for row in theirs["posts"]}
    assert len(theirs["blobs"]) == told["blobs"] >= len(before)
    assert elsewhere.run("verify_audit").returncode == 0
    assert elsewhere.run("check_index").returncode == 0
    assert elsewhere.run("check", "--database", "default").returncode == 0
    assert Entry.objects.filter(verb="hall.backed_up").count() == 1


def test_a_restored_hall_is_the_same_in_every_row_of_every_table(
    committed_db: CommittedDatabase, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    priya, gareth = make_people.user("Priya Raman"), make_people.user("Gareth Pugh")
    talk = make.conversation(make.space(by=priya, members=[gareth]), by=priya, body="@Gareth Pugh, look.")
    make.post(talk, by=gareth, body="At the herons.", files=[SimpleUploadedFile("heron.txt", b"herons")])
    box = make_mail.mailbox(owner=priya)
    make_mail.brought_in(box, [make_mail.eml("Herons", "By the weir.", files=[("a.txt", "text/plain", b"a")]), b"none"])
    drafts.keep(drafts.Place(talk), drafts.Words("Unfinished"), person=gareth)
    gather()
    writer.rebuild()
    writer.drain()
    taken = json.loads(committed_db.run("backup", str(tmp_path / "backup"), "--json").stdout)
    ours = committed_db.start_python(TABLES.format(head=taken["head"]))
    before = json.loads(ours.communicate(timeout=PATIENCE)[0])
    restored = elsewhere.run("restore", str(tmp_path / "backup"))
    assert restored.returncode == 0, restored.stdout + restored.stderr
    after = json.loads(elsewhere.python(TABLES.format(head=taken["head"])))
    assert {name for name in before if before[name] != after.get(name)} == set()
    assert set(before) == set(after)
    filled = {"spaces_post", "spaces_draft", "mail_message", "notices_notice", "files_blob", "audit_entry"}
    assert {name for name in filled if before[name][0] == 0} == set()
    elsewhere.python(GOING_ON)


def test_the_same_backup_is_not_restored_over_a_hall(
    committed_db: CommittedDatabase, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    someone_says("Stay.")
    assert committed_db.run("backup", str(tmp_path / "backup")).returncode == 0
    over = committed_db.run("restore", str(tmp_path / "backup"))
    assert over.returncode == 1
    assert "a hall in this database already" in over.stderr
    assert elsewhere.run("restore", str(tmp_path / "backup")).returncode == 0
    again = elsewhere.run("restore", str(tmp_path / "backup"))
    assert again.returncode == 1
    assert Post.objects.get().body == "Stay."
    assert json.loads(elsewhere.python(READING))["posts"][0][3] == "Stay."


def test_files_in_the_way_are_not_overwritten(
    committed_db: CommittedDatabase, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    assert committed_db.run("backup", str(tmp_path / "backup")).returncode == 0
    stray = Path(elsewhere.env["MOOTHALL_DATA"]) / "blobs" / "aa" / "stray.pack"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"mine")
    refused = elsewhere.run("restore", str(tmp_path / "backup"))
    assert refused.returncode == 1
    assert "is not empty (blobs)" in refused.stderr
    assert stray.read_bytes() == b"mine"


def test_a_flipped_byte_is_found_before_anything_is_written(
    committed_db: CommittedDatabase, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    blobs.put(os.urandom(5000))
    someone_says("Stay.")
    assert committed_db.run("backup", str(tmp_path / "backup")).returncode == 0
    for victim in ("blobs/*/*.pack", "database/*", "audit/heads.log"):
        path = next((tmp_path / "backup").glob(victim))
        sound = path.read_bytes()
        path.write_bytes(sound[:-9] + bytes([sound[-9] ^ 1]) + sound[-8:])
        refused = elsewhere.run("restore", str(tmp_path / "backup"))
        assert refused.returncode == 1
        assert str(path.relative_to(tmp_path / "backup")) in refused.stderr
        path.write_bytes(sound)
    told = tmp_path / "backup" / manifest.NAME
    told.write_text(told.read_text().replace('"head": ', '"head": 1'))
    altered = elsewhere.run("restore", str(tmp_path / "backup"))
    assert "The manifest was altered" in altered.stderr
    assert not (Path(elsewhere.env["MOOTHALL_DATA"]) / "blobs").exists()


def test_killed_in_the_middle_it_is_no_backup(
    committed_db: CommittedDatabase, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    for number in range(150):
        blobs.put(b"%d" % number)
    folder = tmp_path / "backup"
    process = committed_db.start("backup", str(folder))
    deadline = time.monotonic() + PATIENCE
    while not (folder / "blobs").exists():
        assert time.monotonic() < deadline, "the backup never began"
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    if process.returncode == 0:  # it was quicker than the signal: then it must be whole
        assert (folder / manifest.NAME).exists()
        return
    assert not (folder / manifest.NAME).exists()
    refused = elsewhere.run("restore", str(folder))
    assert refused.returncode == 1
    assert "never finished" in refused.stderr
    assert committed_db.run("backup", str(folder)).returncode == 1, "it wrote over what was there"
    assert committed_db.run("backup", str(tmp_path / "another")).returncode == 0, "the dead one still held the lock"


def test_the_keys_go_along_only_when_asked_for(
    committed_db: CommittedDatabase, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    someone_says("Sealed.")
    keys = committed_db.env["MOOTHALL_AUDIT_KEYS"]
    plain, full = tmp_path / "plain", tmp_path / "full"
    said = committed_db.run("backup", str(plain)).stdout
    assert "The keys are not in it" in said
    held = b"".join(path.read_bytes() for path in plain.rglob("*") if path.is_file())
    assert keys.split(":")[1].encode() not in held
    without = {name: value for name, value in elsewhere.env.items() if name not in {"MOOTHALL_AUDIT_KEYS"}}
    stranger = Elsewhere({name: value for name, value in without.items() if name != "MOOTHALL_SECRET_KEY"})
    refused = stranger.run("restore", str(plain))
    assert refused.returncode == 1
    assert "lacks the audit keys" in refused.stderr
    assert committed_db.run("backup", str(full), "--with-keys").returncode == 0
    assert (full / "keys" / "audit").stat().st_mode & 0o077 == 0
    restored = stranger.run("restore", str(full))
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert (Path(elsewhere.env["MOOTHALL_DATA"]) / "secrets" / "audit").read_text() == keys
    assert stranger.run("verify_audit").returncode == 0


def test_nobody_is_signed_in_in_a_backup(committed_db: CommittedDatabase, elsewhere: Elsewhere, tmp_path: Path) -> None:
    client = Client()
    client.force_login(make_people.user())
    assert committed_db.run("backup", str(tmp_path / "backup")).returncode == 0
    [path] = (tmp_path / "backup" / "database").iterdir()
    assert Session.objects.get().session_data.encode() not in path.read_bytes()
    assert elsewhere.run("restore", str(tmp_path / "backup")).returncode == 0
    assert int(elsewhere.python(SESSIONS)) == 0


def test_a_restore_cut_off_after_the_database_came_is_no_hall(
    committed_db: CommittedDatabase, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    client = Client()
    client.force_login(make_people.user("Gareth Pugh"))
    someone_says("Half.")
    assert committed_db.run("backup", str(tmp_path / "backup")).returncode == 0
    code = f"import django; django.setup()\n{CUT_OFF}"
    cut = subprocess.run([sys.executable, "-c", code, str(tmp_path / "backup")], env=elsewhere.env, check=False)
    assert cut.returncode == 9
    assert int(elsewhere.python(SESSIONS)) == 0
    for arguments in (["serve", "--port", "0"], ["worker"], ["restore", str(tmp_path / "backup")]):
        refused = elsewhere.run(*arguments)
        assert refused.returncode == 1
        assert "was not finished" in refused.stderr
    served = [sys.executable, "-m", "gunicorn", "moothall.config.wsgi", "--config", "python:moothall.config.gunicorn"]
    refused = subprocess.run(
        [*served, "--bind", f"unix:{tmp_path / 'web.sock'}"],
        env=elsewhere.env, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert refused.returncode != 0
    assert "was not finished" in refused.stderr


def test_no_backup_into_the_data_folder(committed_db: CommittedDatabase) -> None:
    refused = committed_db.run("backup", committed_db.env["MOOTHALL_DATA"] + "/backups/one")
    assert refused.returncode == 1
    assert "lies in the data folder" in refused.stderr


def test_a_missing_pack_is_said_and_no_backup_comes_of_it(committed_db: CommittedDatabase, tmp_path: Path) -> None:
    packs.remove(blobs.put(b"lost").pack.name)
    with pytest.raises(manifest.Unusable, match="missing from the storage"):
        taking.take(tmp_path / "backup", with_keys=False)
    assert not (tmp_path / "backup" / manifest.NAME).exists()


def test_compaction_and_backup_wait_for_one_another(committed_db: CommittedDatabase, tmp_path: Path) -> None:
    with standstill.packs_stay():
        refused = committed_db.run("compact_packs")
        assert refused.returncode == 1
        assert "under way" in refused.stderr
        assert committed_db.run("backup", str(tmp_path / "second")).returncode == 0
    with standstill.packs_may_go():
        assert "being compacted" in committed_db.run("backup", str(tmp_path / "third")).stderr
    compaction.compact()


def test_blobs_of_a_storage_that_is_no_folder_go_along(
    committed_db: CommittedDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket = Bucket()
    monkeypatch.setattr(packs, "storage", lambda: bucket)
    blob = blobs.put(b"in the bucket")
    taken = taking.take(tmp_path / "backup", with_keys=False)
    assert [kept.path for kept in taken.manifest.under("blobs")] == [f"blobs/{blob.pack.name}"]
    another = Bucket()
    monkeypatch.setattr(packs, "storage", lambda: another)
    with (tmp_path / "backup" / "blobs" / blob.pack.name).open("rb") as file:
        packs.put_back(blob.pack.name, File(file))
    assert blobs.read(blob) == b"in the bucket"


@pytest.mark.django_db
def test_a_backup_from_half_way_through_folded_steps_is_refused_before_anything_is_restored() -> None:
    loader = MigrationLoader(connection)
    steps = loader.disk_migrations["records", "0001_tables"].replaces
    told = SimpleNamespace(
        database=connection.vendor, version="0.1.0", migrations={"records": [name for _room, name in steps[:-1]]}
    )
    with pytest.raises(Unusable, match=r"older than steps.*\(records\).*Nothing was restored"):
        restoring._refuse_what_does_not_fit(cast(Manifest, told))
    told.migrations["records"].append(steps[-1][1])
    restoring._refuse_what_does_not_fit(cast(Manifest, told))
