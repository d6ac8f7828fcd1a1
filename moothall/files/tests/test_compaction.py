import json
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from pathlib import Path
from threading import Event

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from moothall.files import blobs, compaction, packs
from moothall.files.models import Blob, Pack
from moothall.kit.testing import CommittedDatabase

# The old files go when the transaction commits, so it has to.
pytestmark = pytest.mark.usefixtures("committed_db")
NOW = timedelta(0)


def files() -> set[str]:
    return {path.relative_to(root()).as_posix() for path in root().rglob("*.pack")}


def root() -> Path:
    return Path(settings.MOOTHALL_DATA) / "blobs"


def test_small_packs_are_joined() -> None:
    items = [f"attachment {n}".encode() * 50 for n in range(20)]
    kept = [blobs.put(item) for item in items]

    report = compaction.compact(orphan_age=NOW)

    assert (report.packs_rewritten, report.packs_written) == (20, 1)
    assert files() == set(Pack.objects.values_list("name", flat=True))
    assert len(files()) == 1
    assert [blobs.read(blob) for blob in kept] == items, "also through rows that were read before"
    assert list(blobs.read_many(Blob.objects.order_by("pk")).values()) == items


def test_a_second_compaction_finds_nothing_to_do() -> None:
    blobs.put(b"a" * 100)
    blobs.put(b"b" * 100)
    compaction.compact(orphan_age=NOW)

    report = compaction.compact(orphan_age=NOW)

    assert report == compaction.Report()


def test_a_large_blob_alone_is_left_where_it_is() -> None:
    large = blobs.put(os.urandom(packs.LARGE))
    blobs.put(b"small")

    compaction.compact(orphan_age=NOW)

    assert Blob.objects.get(pk=large.pk).pack_id == large.pack_id


def test_dead_space_is_given_back() -> None:
    dead, live = os.urandom(200_000), os.urandom(20_000)
    first, second = blobs.put_many([dead, live])
    Blob.objects.filter(pk=first.pk).delete()

    report = compaction.compact(orphan_age=NOW)

    assert report.bytes_freed == len(dead)
    assert blobs.read(second) == live
    assert sum((root() / name).stat().st_size for name in files()) == len(live)


def test_a_pack_without_a_live_blob_goes() -> None:
    kept = blobs.put(b"gone tomorrow")
    Blob.objects.filter(pk=kept.pk).delete()

    compaction.compact(orphan_age=NOW)

    assert not files()
    assert not Pack.objects.exists()


def test_a_damaged_pack_is_left_alone_and_named() -> None:
    good, bad = blobs.put(b"good " * 100), blobs.put(b"bad " * 100)
    other = blobs.put(b"other " * 100)
    path = root() / bad.pack.name
    path.write_bytes(b"\0" * path.stat().st_size)

    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("compact_packs", "--json", "--orphan-hours", "0", stdout=out)

    assert bad.sha256 in json.loads(out.getvalue())["damaged"][0]
    assert path.exists()
    assert blobs.read(good) == b"good " * 100
    assert blobs.read(other) == b"other " * 100


DYING = """
import os, signal
from moothall.files import blobs
blobs._add_rows = lambda *args: os.kill(os.getpid(), signal.SIGKILL)
blobs.put(b"never committed")
"""


def test_a_process_killed_between_pack_and_rows_leaves_an_orphan_that_is_removed(
    committed_db: CommittedDatabase,
) -> None:
    kept = blobs.put(b"safe")
    died = committed_db.start_python(DYING)
    _written, errors = died.communicate(timeout=60)
    assert died.returncode == -signal.SIGKILL, errors
    assert len(files()) == 2

    assert compaction.compact().orphans_removed == 0, "a young orphan may belong to an act under way"
    assert compaction.compact(orphan_age=NOW).orphans_removed == 1
    assert files() == {Pack.objects.get().name}
    assert blobs.read(kept) == b"safe"


def test_people_read_while_packs_are_compacted() -> None:
    items = [f"page {n} ".encode() * 200 for n in range(40)]
    kept = [blobs.put(item) for item in items]
    stop = Event()

    def read() -> int:
        rounds = 0
        try:
            while not stop.is_set() or not rounds:
                assert [blobs.read(blob) for blob in kept] == items
                assert list(blobs.read_many(kept).values()) == items
                rounds += 1
        finally:
            connection.close()
        return rounds

    with ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(read) for _ in range(2)]
        for _ in range(3):
            compaction.compact(orphan_age=NOW)
            blobs.put(os.urandom(300))
        stop.set()
        assert all(reader.result() for reader in readers)
