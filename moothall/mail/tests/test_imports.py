"""Bringing mail in: once each, nothing lost, everything found by those who hold the mailbox."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from conftest import Cast
from moothall.audit.models import Entry
from moothall.files.models import Blob
from moothall.kit import clock
from moothall.mail import tasks
from moothall.mail.actions import imports
from moothall.mail.importing import AlreadyRunningError, locks, run_import, writing
from moothall.mail.models import HeldBack, ImportRun, Mailbox, Message, Thread
from moothall.mail.tests import make
from moothall.search import queries as search
from moothall.search import writer

Capture = Any  # pytest-django does not name the type of this fixture
SHARED = Path(__file__).parents[3].parent / "shared" / "data" / "mail"
LETTERS = [make.eml(f"Subject {n}", f"Words number {n}") for n in range(5)]


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.seen, run.imported, run.duplicates, run.quarantined


def test_an_import_keeps_the_bytes_and_can_be_searched_when_it_returns(cast: Cast) -> None:
    box = make.mailbox(owner=cast.priya)
    assert counts(make.brought_in(box, LETTERS)) == (5, 5, 0, 0)
    assert writer.pending("mail") == 0
    found = search.find(cast.priya, '"words number 3"')
    assert found.total == 1
    assert search.find(cast.outsider, '"words number 3"').total == 0


def test_bringing_the_same_mail_in_again_changes_nothing(cast: Cast) -> None:
    box = make.mailbox(owner=cast.priya)
    make.brought_in(box, [*LETTERS, b"no mail"])
    again = make.brought_in(box, [*LETTERS, LETTERS[0], b"no mail"], name="again.mbox")
    assert counts(again) == (7, 0, 6, 1)
    assert (Message.objects.count(), HeldBack.objects.count()) == (5, 1)


def test_the_same_bytes_in_two_mailboxes_are_one_blob_and_two_custodians_copies(cast: Cast) -> None:
    mine, theirs = make.mailbox(owner=cast.priya), make.mailbox("roads@wexmoor.example", owner=cast.gareth)
    make.brought_in(mine, LETTERS)
    before = Blob.objects.count()
    make.brought_in(theirs, LETTERS)
    assert Blob.objects.count() == before
    assert Message.objects.visible_to(cast.priya).count() == Message.objects.visible_to(cast.gareth).count() == 5
    assert Message.objects.count() == 10


def test_a_hidden_recipient_stays_hidden_from_the_other_custodian(cast: Cast) -> None:
    mine, theirs = make.mailbox(owner=cast.priya), make.mailbox("roads@wexmoor.example", owner=cast.gareth)
    same: dict[str, Any] = {"subject": "Both of you", "message_id": "<same@x.example>"}
    make.brought_in(mine, [make.eml(**same, headers=[("Bcc", "secret@wexmoor.example")])])
    make.brought_in(theirs, [make.eml(**same)])
    assert search.find(cast.gareth, "both").total == search.find(cast.priya, "both").total == 1
    assert search.find(cast.gareth, "secret").total == 0
    assert Thread.objects.count() == 2


def test_a_reply_that_comes_first_joins_when_its_parent_comes(cast: Cast) -> None:
    box = make.mailbox(owner=cast.priya)
    one = make.eml("Start", message_id="<1@x>")
    two = make.eml("Re: Start", message_id="<2@x>", replies_to=["<1@x>"])
    other = make.eml("Start", message_id="<9@x>")
    three = make.eml("Sideways", message_id="<3@x>", replies_to=["<9@x>", "<2@x>"])
    for number, letter in enumerate((two, other, one)):
        make.brought_in(box, [letter], name=f"{number}.mbox")
    assert sorted(Thread.objects.values_list("message_count", flat=True)) == [1, 2]
    make.brought_in(box, [three], name="three.mbox")
    assert list(Thread.objects.values_list("message_count", flat=True)) == [4]


def test_the_same_subject_alone_makes_no_thread(cast: Cast) -> None:
    box = make.mailbox(owner=cast.priya)
    make.brought_in(box, [make.eml("Help", "a"), make.eml("Help", "b")])
    assert Thread.objects.count() == 2


def test_what_cannot_be_read_is_held_back_with_its_reason(cast: Cast) -> None:
    run = make.brought_in(make.mailbox(owner=cast.priya), [LETTERS[0], b"no headers here", LETTERS[1]])
    assert counts(run) == (3, 2, 0, 1)
    held = run.held_back.get()
    assert held.place == "message 2"
    assert "headers" in held.reason


def test_a_cut_off_file_keeps_what_was_read_and_says_so(cast: Cast) -> None:
    packed = gzip.compress(make.mbox(make.eml(f"S {n}", "x" * n) for n in range(300)))
    run = make.brought_in(make.mailbox(owner=cast.priya), data=packed[:-30], name="cut.mbox.gz")
    assert run.finished_at
    assert "ends early" in run.ended_early
    assert run.imported > 100


def test_what_is_no_mailbox_ends_the_run_with_words(cast: Cast) -> None:
    run = make.brought_in(make.mailbox(owner=cast.priya), data=b"%PDF-1.4", name="letter.pdf")
    assert run.failed_at
    assert "a PDF" in run.failure


def test_a_run_that_broke_off_goes_on_without_counting_twice(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = make.mailbox(owner=cast.priya)
    path = tmp_path / "old.mbox"
    path.write_bytes(make.mbox(LETTERS * 2))
    monkeypatch.setattr("moothall.mail.importing.windows.MAX_MESSAGES", 2)
    run, _ = imports.begin_from_path(box, path)
    real, calls = writing.write, list[int]()

    def breaks(*args: Any, **kwargs: Any) -> Any:
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    monkeypatch.setattr("moothall.mail.importing.pipeline.write", breaks)
    with pytest.raises(KeyboardInterrupt):
        run_import(run.pk)
    run.refresh_from_db()
    assert counts(run) == (4, 4, 0, 0)
    again, resumed = imports.begin_from_path(box, path)
    assert (again.pk, resumed) == (run.pk, True)
    assert counts(run_import(again.pk)) == (10, 5, 5, 0)


def test_a_paused_run_stops_and_goes_on(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Capture
) -> None:
    monkeypatch.setattr("moothall.mail.importing.windows.MAX_MESSAGES", 1)
    box = make.mailbox(owner=cast.priya)
    path = tmp_path / "old.mbox"
    path.write_bytes(make.mbox(LETTERS))
    run, _ = imports.begin_from_path(box, path)

    def pause_at_two(now: ImportRun) -> None:
        if now.seen == 2:
            imports.pause(now, by=cast.priya)

    run = run_import(run.pk, progress=pause_at_two)
    assert (run.seen, run.finished_at) == (2, None)
    with django_capture_on_commit_callbacks(execute=True):
        imports.go_on(run, by=cast.priya)
    run.refresh_from_db()
    assert counts(run) == (5, 5, 0, 0)
    assert run.finished_at


def test_a_file_that_changed_is_brought_in_anew_so_that_nothing_is_skipped(cast: Cast, tmp_path: Path) -> None:
    box = make.mailbox(owner=cast.priya)
    path = tmp_path / "old.mbox"
    path.write_bytes(make.mbox(LETTERS[:3]))
    begun, _ = imports.begin_from_path(box, path)
    ImportRun.objects.filter(pk=begun.pk).update(seen=3, imported=3, bytes_total=path.stat().st_size)
    path.write_bytes(make.mbox(LETTERS))
    again, resumed = imports.begin_from_path(box, path)
    assert not resumed
    assert run_import(again.pk).imported == 5
    assert "changed" in run_import(begun.pk).failure


def test_two_cannot_bring_in_the_same_run_at_once(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "old.mbox"
    path.write_bytes(make.mbox(LETTERS))
    run, _ = imports.begin_from_path(make.mailbox(owner=cast.priya), path)
    with locks.held(run.pk), pytest.raises(AlreadyRunningError):
        run_import(run.pk)


def test_one_import_is_one_entry_on_record_whatever_its_size(cast: Cast) -> None:
    make.brought_in(make.mailbox(owner=cast.priya), LETTERS)
    entry = Entry.objects.get(verb="mail.imported")
    assert entry.details["imported"] == 5
    assert len(entry.details["digest"]) == 64


def test_the_index_can_be_rebuilt_from_the_stored_bytes(cast: Cast) -> None:
    make.brought_in(make.mailbox(owner=cast.priya), LETTERS)
    writer.rebuild()
    assert search.find(cast.priya, '"words number 4"').total == 1


def test_hostile_letters_go_in_or_are_held_back(cast: Cast) -> None:
    letters = [
        make.eml("Plain"),
        b"From: a\0b@x\nSubject: nul \0 and \xed\xa0\x80\n\nbo\0dy\n",
        b"From: a@x\nSubject: refs\nReferences: " + b" ".join(b"<%d@x>" % n for n in range(10_000)) + b"\n\nx\n",
        b"From: a@x\nTo: " + b", ".join(b"p%d@x.example" % n for n in range(10_000)) + b"\nSubject: many\n\nx\n",
        b"From: a@x\nSubject: " + b"long " * 100_000 + b"\nMessage-ID: <" + b"i" * 5000 + b"@x>\n\nx\n",
        b'From: a@x\nDate: 99 Foo\nContent-Type: multipart/mixed; boundary=""\n\nx\n',
    ]
    run = make.brought_in(make.mailbox(owner=cast.priya), letters)
    assert run.finished_at
    assert run.imported == 6


def test_the_command_opens_the_mailbox_for_its_owner_and_counts(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "old.mbox"
    path.write_bytes(make.mbox(LETTERS))
    with pytest.raises(CommandError, match="--owner"):
        call_command("import_mail", str(path), mailbox="new@wexmoor.example")
    call_command("import_mail", str(path), mailbox="New@wexmoor.example", owner=cast.priya.email, json=True)
    assert '"imported": 5' in capsys.readouterr().out
    assert Mailbox.objects.get().address == "new@wexmoor.example"
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_mail", str(tmp_path / "none"), mailbox="new@wexmoor.example")


@pytest.mark.parametrize(("name", "many"), [("openbmc-6k.mbox.xz", 6000), ("usrp-users-1500.mbox.xz", 1500)])
def test_a_real_mailbox_goes_in_whole(cast: Cast, name: str, many: int) -> None:
    path = SHARED / name
    if not path.exists():
        pytest.skip("the sample mailboxes are not here")
    box = make.mailbox(owner=cast.priya)
    run, _ = imports.begin_from_path(box, path)
    run = run_import(run.pk)
    assert run.seen == many == run.imported + run.duplicates + run.quarantined
    assert run.quarantined == 0
    for message in Message.objects.exclude(subject="").order_by("?")[:5]:
        words = '"' + message.subject.replace('"', " ") + '"'
        found = search.find(cast.priya, words, limit=1000)
        assert f"mail:{message.pk}" in {one.hit.key for one in found.hits}, words


def test_an_import_whose_task_was_never_queued_is_taken_up(cast: Cast) -> None:
    box, other = make.mailbox(owner=cast.priya), make.mailbox("other@wexmoor.example", owner=cast.priya)
    make.brought_in(box, LETTERS[:1], name="one.mbox")
    lost = ImportRun.objects.create(
        mailbox=other, by=cast.priya, source_name="lost.eml", upload=box.messages.get().blob, queued_at=clock.now()
    )
    assert tasks.take_up_lost() == 0, "its task may be on its way to the queue"
    with clock.at(clock.now() + 2 * tasks.LATE):
        assert tasks.take_up_lost() == 1
        assert tasks.take_up_lost() == 0
    lost.refresh_from_db()
    assert lost.finished_at
    assert other.messages.count() == 1
