"""What is written outside the database holds the chain to its word, and never holds anybody up."""

from pathlib import Path

import pytest
from django.conf import settings

from moothall.audit import anchors
from moothall.audit.models import Entry
from moothall.audit.tests import make
from moothall.audit.tests.tampering import found, tamper
from moothall.audit.verify import Verification
from moothall.kit.testing import CommittedDatabase


def lines() -> list[str]:
    """The anchors as they stand."""
    return anchors.path().read_text().splitlines(keepends=True)


def put(kept: list[str]) -> None:
    """Leave only these anchors."""
    anchors.path().write_text("".join(kept))


def test_missing_anchors_are_told(ten: CommittedDatabase) -> None:
    anchors.path().unlink()

    assert found() == [f"The anchors are missing: there is nothing in {anchors.path()}, though the chain has entries."]


def test_anchors_cut_off_at_the_end_are_told(ten: CommittedDatabase) -> None:
    put(lines()[:7])

    assert found() == ["Entries 8 to 10 have no anchor: anchors were cut off, or not written."]


@pytest.mark.parametrize(("kept", "line"), [(slice(3, None), 1), (slice(None, None, 9), 2)])
def test_anchors_taken_out_are_told(ten: CommittedDatabase, kept: slice, line: int) -> None:
    put(lines()[kept])

    assert found() == [f"Line {line} of the anchors was changed, or lines before it were removed."]


def test_a_changed_anchor_is_told(ten: CommittedDatabase) -> None:
    kept = lines()
    kept[4] = kept[4].replace(Entry.objects.get(seq=5).hash, "e" * 64)
    put(kept)

    assert found() == ["Line 5 of the anchors was changed, or lines before it were removed."]


def test_a_copy_of_the_anchors_kept_elsewhere_finds_what_was_cut_from_both(ten: CommittedDatabase) -> None:
    elsewhere = anchors.path().with_name("copy.log")
    elsewhere.write_text("".join(lines()))
    tamper("DELETE FROM audit_entry WHERE seq > 8")
    put(lines()[:8])

    assert found() == []
    assert found(elsewhere) == ["Entries 9 to 10 were cut off the end: they had been anchored."]


def test_the_last_act_may_lack_its_anchor_as_after_a_crash(ten: CommittedDatabase) -> None:
    put(lines()[:9])

    read = Verification(anchors.path()).run()

    assert read.is_sound
    assert [one.words for one in read.findings] == ["Entry 10 has no anchor yet; the next act will anchor it."]


def test_a_torn_line_does_not_stop_the_anchors_after_it(ten: CommittedDatabase) -> None:
    put([*lines()[:9], lines()[9][:30]])
    make.act()

    read = Verification(anchors.path()).run()

    assert read.is_sound
    assert [one.words for one in read.findings] == [
        "Line 10 of the anchors cannot be read; a crash can leave such a line."
    ]


def test_an_anchor_that_cannot_be_written_stops_nobody(
    ten: CommittedDatabase, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MOOTHALL_AUDIT_ANCHOR", Path("/dev/null/heads.log"))

    make.act()

    assert Entry.objects.latest("seq").seq == 11
    assert "could not be anchored" in caplog.text


def test_heads_are_logged_too(ten: CommittedDatabase, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", "moothall.audit.anchor"):
        entry = make.act()

    assert f"seq=11 hash={entry.hash}" in caplog.text


def test_anchors_are_for_the_eyes_of_the_hall(ten: CommittedDatabase) -> None:
    assert anchors.path().stat().st_mode & 0o777 == 0o600


def test_a_process_killed_between_commit_and_anchor_leaves_a_sound_record(ten: CommittedDatabase) -> None:
    process = ten.start_python(
        "import os, signal\n"
        "from moothall.audit import anchors\n"
        "from moothall.audit.tests import make\n"
        "anchors.write = lambda head: os.kill(os.getpid(), signal.SIGKILL)\n"
        "make.act(11)"
    )
    process.communicate(timeout=60)
    assert process.returncode == -9

    assert Entry.objects.latest("seq").details == {"n": 11}
    assert found() == ["Entry 11 has no anchor yet; the next act will anchor it."]
    assert ten.run("verify_audit").returncode == 0
    make.act(12)
    assert found() == []
