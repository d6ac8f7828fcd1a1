"""Whatever is done to the record behind the hall's back is found, and named."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection

from conftest import Cast
from moothall import audit
from moothall.audit import actions, anchors, chain, keys
from moothall.audit.findings import MOST_FINDINGS, Findings, Kind
from moothall.audit.models import GENESIS, Entry, Private
from moothall.audit.tests import make
from moothall.audit.tests.tampering import found, tamper, unguard
from moothall.audit.verify import Verification
from moothall.kit import clock
from moothall.kit.testing import CommittedDatabase

KEY = b"k" * 32
OTHER = b"o" * 32


def test_a_record_that_nobody_touched_is_sound(ten: CommittedDatabase) -> None:
    read = Verification(anchors.path()).run()

    assert (read.is_sound, list(read.findings)) == (True, [])
    assert (read.entries, read.head, read.private, read.anchored) == (10, 10, 1, 10)


def test_an_empty_record_is_sound(committed_db: CommittedDatabase) -> None:
    assert found() == []


def test_the_command_says_so_and_its_exit_code_too(ten: CommittedDatabase) -> None:
    sound = ten.run("verify_audit", "--json")
    assert (sound.returncode, json.loads(sound.stdout)["sound"]) == (0, True)

    tamper("UPDATE audit_entry SET verb = 'thing.undone' WHERE seq = 5")

    unsound = ten.run("verify_audit")
    assert unsound.returncode == 1
    assert "Entry 5 is not as it was written" in unsound.stdout
    told = json.loads(ten.run("verify_audit", "--json").stdout)
    assert told["sound"] is False
    assert {"kind": "changed", "first": 5, "last": 5, "fault": True}.items() <= told["findings"][-1].items()


CHANGES = [
    "verb = 'thing.undone'",
    """details = '{"n": 50}'""",
    "actor_id = 77",
    "object_type = 'people.user'",
    "object_id = '8'",
    "at = '2026-06-02 09:06:00.000001+00:00'",
    "private_digest = 'ab'",
    "previous_hash = 'ab'",
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_entry_is_named(ten: CommittedDatabase, change: str) -> None:
    if connection.vendor == "sqlite":
        change = change.replace("+00:00", "")
    tamper(f"UPDATE audit_entry SET {change} WHERE seq = 5")  # noqa: S608

    assert "Entry 5 is not as it was written: what it says does not fit its hash." in found()


@pytest.mark.parametrize(
    "change", ["details = 'no JSON'", "at = 'no date'", """details = '{"n": "\\ud83d"}'""", "verb = x'ff'"]
)
def test_an_entry_made_unreadable_is_named(ten: CommittedDatabase, change: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps its types")
    tamper(f"PRAGMA ignore_check_constraints = ON; UPDATE audit_entry SET {change} WHERE seq = 5")  # noqa: S608

    assert "Entry 5 is not as it was written: what it says does not fit its hash." in found()


@pytest.mark.parametrize("number", ["5.5", "'five'"])
def test_an_entry_whose_number_is_none_is_named(
    ten: CommittedDatabase, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps its types")
    monkeypatch.setattr("moothall.audit.verify.BATCH", 2)
    tamper(f"PRAGMA ignore_check_constraints = ON; UPDATE audit_entry SET seq = {number} WHERE seq = 5")  # noqa: S608

    words = found()
    assert "Entry 5 is missing: it was removed." in words
    assert any("for a number: it was not written by the hall." in one for one in words)


def test_personal_details_made_unreadable_are_named(ten: CommittedDatabase) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps its types")
    tamper("PRAGMA ignore_check_constraints = ON; UPDATE audit_private SET content = 'no JSON'")

    assert found() == ["The personal details of entry 4 are not as they were written."]


def test_missing_guards_are_told(ten: CommittedDatabase) -> None:
    unguard()

    words = [one.words for one in Verification(anchors.path()).run().findings]
    assert any("audit_entry: the guard against UPDATE is missing" in one for one in words)


def test_changed_personal_details_are_named(ten: CommittedDatabase) -> None:
    tamper("""UPDATE audit_private SET content = '{"name": "Someone Else"}'""")

    assert found() == ["The personal details of entry 4 are not as they were written."]


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM audit_private", "UPDATE audit_private SET content = NULL, salt = ''"],
)
def test_personal_details_that_nobody_erased_are_missed(ten: CommittedDatabase, statement: str) -> None:
    tamper(statement)

    assert found() == ["The personal details of entry 4 are gone, and no act erased them."]


def test_personal_details_put_where_there_were_none_are_named(ten: CommittedDatabase) -> None:
    tamper("INSERT INTO audit_private (entry_id, salt, content) VALUES (7, 'x', '{}')")

    assert found() == ["Entry 7 was written without personal details and now has some."]


def test_an_entry_removed_from_the_middle_is_named(ten: CommittedDatabase) -> None:
    tamper("DELETE FROM audit_entry WHERE seq IN (6, 7)")

    assert found() == ["Entries 6 to 7 are missing: they were removed."]


def test_the_first_entry_removed_is_named(ten: CommittedDatabase) -> None:
    tamper("DELETE FROM audit_entry WHERE seq = 1")

    assert found() == ["Entry 1 is missing: it was removed."]


def test_a_cut_tail_is_named(ten: CommittedDatabase) -> None:
    tamper("DELETE FROM audit_entry WHERE seq > 8")

    assert found() == ["Entries 9 to 10 were cut off the end: they had been anchored."]


def test_a_record_emptied_altogether_is_named(ten: CommittedDatabase) -> None:
    tamper("DELETE FROM audit_private; DELETE FROM audit_entry")

    assert found() == ["Entries 1 to 10 were cut off the end: they had been anchored."]


def test_a_gap_closed_by_renumbering_is_seen_through(ten: CommittedDatabase) -> None:
    tamper(
        "DELETE FROM audit_entry WHERE seq = 8; UPDATE audit_entry SET seq = 8 WHERE seq = 9;"
        "UPDATE audit_entry SET seq = 9 WHERE seq = 10"
    )

    words = found()
    assert words[0] == "Entries 8 to 9 were moved: they were written as entries 9 to 10."
    assert "Entry 10 was cut off the end: it had been anchored." in words


def test_an_entry_put_at_the_end_is_named(ten: CommittedDatabase) -> None:
    last = Entry.objects.get(seq=10)
    unguard()
    forge(seq=11, previous_hash=last.hash, hash_="f" * 64)

    assert "Entry 11 was inserted: it was not written by the hall." in found()


def test_an_entry_put_in_the_middle_is_named(ten: CommittedDatabase) -> None:
    unguard()
    for seq in range(10, 5, -1):
        Entry.objects.filter(seq=seq).update(seq=seq + 1)
    forge(seq=6, previous_hash=Entry.objects.get(seq=5).hash, hash_="f" * 64)

    words = found()
    assert words[0] == "Entry 6 was inserted: it was not written by the hall."
    assert words[1] == "Entries 7 to 11 were moved: they were written as entries 6 to 10."


def test_reordered_entries_are_named(ten: CommittedDatabase) -> None:
    tamper(
        "UPDATE audit_entry SET seq = 99 WHERE seq = 6; UPDATE audit_entry SET seq = 6 WHERE seq = 7;"
        "UPDATE audit_entry SET seq = 7 WHERE seq = 99"
    )

    words = found()
    assert words[0] == "Entry 6 was moved: it was written as entry 7."
    assert words[1] == "Entry 7 was moved: it was written as entry 6."


def forge(*, seq: int, previous_hash: str, hash_: str) -> None:
    """Write an entry past the hall."""
    Entry.objects.create(
        seq=seq, at=clock.now(), verb="thing.forged", previous_hash=previous_hash, hash=hash_, key_id="t1"
    )


def rewrite(key: keys.Key, *, start: int = 1) -> None:
    """Change an entry and seal the whole rest anew with this key, as whoever holds it can."""
    unguard()
    Entry.objects.filter(seq=start).update(verb="thing.undone")
    previous = GENESIS if start == 1 else Entry.objects.get(seq=start - 1).hash
    for entry in Entry.objects.filter(seq__gte=start).order_by("seq"):
        entry.previous_hash = previous
        entry.key_id = key.id
        entry.hash = previous = chain.seal(entry, key)
        entry.save(update_fields=["previous_hash", "key_id", "hash"])


def test_a_chain_rewritten_without_the_key_is_named(ten: CommittedDatabase) -> None:
    rewrite(keys.Key("t1", OTHER))

    assert found() == [
        "Entries 1 to 10 are not as they were written: they do not fit their hashes.",
        "Entries 1 to 10 hold other hashes than those anchored: the chain was rewritten.",
    ]


def test_a_chain_rewritten_with_a_key_of_ones_own_is_named(ten: CommittedDatabase) -> None:
    rewrite(keys.Key("mine", OTHER))

    assert "Entries 1 to 10 are sealed with the key “mine”, which the hall does not have." in found()


def test_a_chain_rewritten_with_the_right_key_is_betrayed_by_its_anchors(ten: CommittedDatabase) -> None:
    rewrite(keys.signing(), start=4)

    assert found() == ["Entries 4 to 10 hold other hashes than those anchored: the chain was rewritten."]


def test_one_entry_rewritten_with_the_right_key_does_not_fit_the_next(ten: CommittedDatabase) -> None:
    unguard()
    entry = Entry.objects.get(seq=4)
    entry.verb = "thing.undone"
    entry.hash = chain.seal(entry, keys.signing())
    entry.save(update_fields=["verb", "hash"])

    assert found() == [
        "Entry 5 does not follow from the entry before it: that one was written anew.",
        "Entry 4 has another hash than the one anchored: the chain was rewritten.",
    ]


def test_a_chain_cut_and_written_on_is_betrayed_by_its_anchors(ten: CommittedDatabase) -> None:
    tamper("DELETE FROM audit_entry WHERE seq > 8")
    call_command("migrate", verbosity=0)
    make.acts(3)

    assert found() == ["Entries 9 to 10 hold other hashes than those anchored: the chain was rewritten."]


def test_an_old_key_goes_on_verifying_once_another_signs(
    ten: CommittedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = dict(settings.MOOTHALL_AUDIT_KEYS)
    monkeypatch.setattr(settings, "MOOTHALL_AUDIT_KEYS", {"t2": KEY, **old})
    assert make.act().key_id == "t2"
    assert found() == []

    monkeypatch.setattr(settings, "MOOTHALL_AUDIT_KEYS", {"t2": KEY})
    assert "Entries 1 to 10 are sealed with the key “t1”, which the hall does not have." in found()


def test_erasing_is_an_act_and_leaves_a_sound_record(ten: CommittedDatabase) -> None:
    admin = make.person(role="administrator")
    entry = Entry.objects.get(details={"n": 4})

    assert actions.erase_private([entry], by=admin, reason="erasure request, case 31") == 1
    assert actions.erase_private([entry], by=admin, reason="again") == 0

    assert Private.objects.get(entry=entry).erased
    erasing = Entry.objects.get(verb="audit.private_erased")
    assert (erasing.actor, erasing.object_id) == (admin, str(entry.seq))
    assert erasing.details == {"reason": "erasure request, case 31"}
    assert found() == []


def test_only_an_administrator_may_erase(cast: Cast) -> None:
    with audit.acting():
        audit.record("thing.done", by=None, private={"name": "Ann Other"})
    for person in (cast.auditor, cast.priya):
        with pytest.raises(PermissionDenied):
            actions.erase_private(Entry.objects.all(), by=person, reason="because")
    assert not Private.objects.latest("pk").erased


def test_a_verification_reads_in_batches(
    ten: CommittedDatabase, django_assert_num_queries: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("moothall.audit.verify.BATCH", 4)

    with django_assert_num_queries(8):  # 2 for the guards, 3 for ten entries, 3 for ten anchors
        assert found() == []


def test_neighbours_are_told_as_one_and_their_number_is_bounded() -> None:
    findings = Findings()
    for seq in range(1, 100_001):
        findings.add(Kind.CHANGED, seq)
        findings.add(Kind.PRIVATE_CHANGED, seq)
    assert [(one.first, one.last) for one in findings] == [(1, 100_000), (1, 100_000)]

    for seq in range(1, 5 * MOST_FINDINGS, 2):
        findings.add(Kind.REMOVED, seq)
    assert len(findings.listed) == MOST_FINDINGS
    assert findings.faults == 200_000 + 2_500
    assert findings.unlisted == 2_500 - (MOST_FINDINGS - 2)


def test_every_kind_of_finding_has_words() -> None:
    findings = Findings()
    for kind in Kind:
        findings.add(kind, 3, more="1")
    for kind in set(Kind) - {Kind.UNGUARDED, Kind.ANCHORS_MISSING, Kind.MISNUMBERED}:
        findings.add(kind, 5, 7, more="1")
    assert all(one.words and "{" not in one.words for one in findings)
