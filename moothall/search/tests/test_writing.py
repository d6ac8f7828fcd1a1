import logging
import shutil
import threading
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import tantivy
from django.db import transaction

from moothall.kit import clock
from moothall.people.models import User
from moothall.people.tests import make as people
from moothall.search import checking, index, outbox, queries, reader, writer
from moothall.search.models import OutboxRow
from moothall.search.sources import Document, Source, sources

from .make import Note, Notes

pytestmark = pytest.mark.django_db


def differences() -> list[tuple[str, str]]:
    return [(one.key, one.problem) for one in checking.differences()]


def test_a_drain_says_how_many_rows_it_did(notes: Notes) -> None:
    for _ in range(3):
        notes.add("bench")

    assert writer.pending() == writer.pending("note") == 3
    assert writer.pending("mail") == 0
    assert writer.drain() == 3
    assert writer.drain() == 0
    assert differences() == []


def test_a_thing_that_changed_twice_is_in_the_index_once(notes: Notes, priya: User) -> None:
    notes.add("bench")
    outbox.changed("note", [1, 1])

    assert writer.drain() == 3
    assert queries.find(priya, "bench").total == 1
    assert reader.searcher().num_docs == 1


def test_what_is_deleted_is_really_gone(notes: Notes, priya: User) -> None:
    notes.add("bench one")
    notes.add("bench two")
    writer.drain()
    assert reader.searcher().num_docs == 2

    notes.drop(1)
    writer.drain()

    assert reader.searcher().num_docs == 1
    assert reader.searcher().doc_freq("key", "note:2") == 1
    assert [hit.key for hit in queries.find(priya, "bench").hits] == ["note:2"]
    assert differences() == []


def test_a_changed_thing_is_not_found_by_its_old_words(notes: Notes, priya: User) -> None:
    notes.add("bench")
    writer.drain()
    notes.rows[1] = Note("lamp")
    outbox.changed("note", [1])
    writer.drain()

    assert queries.find(priya, "bench").total == 0
    assert queries.find(priya, "lamp").total == 1


def test_a_row_that_commits_late_is_not_lost(notes: Notes, priya: User) -> None:
    notes.add("bench")
    late = OutboxRow.objects.get()
    late.delete()
    notes.add("lamp")
    writer.drain()

    OutboxRow.objects.create(pk=late.pk, kind="note", ref=1)  # an older number, only now to be seen
    assert writer.drain() == 1

    assert queries.find(priya, "bench").total == 1


def test_a_change_during_the_drain_is_not_lost(notes: Notes, priya: User) -> None:
    notes.add("bench")
    documents = notes.documents

    def changed_just_after(refs: Sequence[int]) -> Iterable[Document]:
        made = documents(refs)
        if notes.rows[1].body == "bench":
            notes.rows[1] = Note("lamp")
            outbox.changed("note", [1])
        return made

    source = replace(notes.source(), documents=changed_just_after)
    sources.clear()
    sources.add(source)
    writer.drain()

    assert queries.find(priya, "bench").total == 0
    assert queries.find(priya, "lamp").total == 1
    assert differences() == []


def test_a_change_that_is_rolled_back_is_not_indexed(notes: Notes) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        notes.add("bench")
        raise RuntimeError

    assert writer.drain() == 0


def test_a_prepared_document_spares_reading_a_fresh_thing(notes: Notes, priya: User) -> None:
    writer.drain()
    notes.rows[1] = Note("bench")
    outbox.changed("note", [1], fresh=True)

    writer.drain({"note:1": notes.document(1)})

    assert notes.reads == []
    assert queries.find(priya, "bench").total == 1
    assert differences() == []


@pytest.mark.parametrize("fresh", [(False,), (True, False)], ids=["made earlier", "changed since"])
def test_a_prepared_document_is_not_trusted_when_it_may_be_stale(
    notes: Notes, priya: User, fresh: tuple[bool, ...]
) -> None:
    writer.drain()
    notes.rows[1] = Note("bench")
    prepared = {"note:1": notes.document(1)}
    notes.rows[1] = Note("lamp", space=2)
    for one in fresh:
        outbox.changed("note", [1], fresh=one)

    writer.drain(prepared)

    assert queries.find(priya, "bench").total == 0
    assert differences() == []


def test_the_worker_leaves_fresh_things_to_their_maker_for_a_while(notes: Notes, priya: User) -> None:
    writer.drain()
    notes.rows[1], notes.rows[2] = Note("bench"), Note("bench")
    outbox.changed("note", [1], fresh=True)
    outbox.changed("note", [2])

    assert writer.drain(patience=10) == 1
    assert queries.find(priya, "bench").total == 1

    OutboxRow.objects.update(created=clock.now() - timedelta(seconds=11))
    assert writer.drain(patience=10) == 1
    assert queries.find(priya, "bench").total == 2


def test_a_thing_that_cannot_be_read_holds_up_no_other(notes: Notes, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(4):
        notes.add("bench")
    documents = notes.documents

    def choking(refs: Sequence[int]) -> Iterable[Document]:
        if 2 in refs:
            raise KeyError("a row nobody expected")
        return documents(refs)

    sources.clear()
    sources.add(replace(notes.source(), documents=choking))
    with caplog.at_level(logging.ERROR):
        assert writer.drain() == 4

    assert reader.searcher().num_docs == 3
    assert "note:2" in caplog.text


def test_rows_of_a_room_that_is_off_wait_for_it(notes: Notes, priya: User) -> None:
    notes.add("bench")
    source = notes.source()
    sources.clear()
    assert writer.drain() == 0

    sources.add(source)
    writer.drain()

    assert queries.find(priya, "bench").total == 1


def test_a_room_that_was_off_when_the_index_was_built_is_found_when_it_is_on_again(notes: Notes, priya: User) -> None:
    notes.add("the first bench")
    writer.drain()
    sources.remove("note")
    writer.rebuild()
    assert writer.drain() == 0  # with the room off all is well
    sources.add(notes.source())
    assert writer.drain() == 0
    assert queries.find(priya, "bench").total == 1
    assert list(checking.differences()) == []
    folder = index.current()
    notes.add("the second bench")
    sources.remove("note")
    sources.add(notes.source())
    assert writer.drain() == 1
    assert index.current() == folder  # a room off for a while costs no rebuild


def test_an_index_that_has_every_room_in_it_is_left_as_it_is(notes: Notes) -> None:
    writer.rebuild()
    folder = index.current()
    for _each in range(2):
        writer.drain()
        assert index.current() == folder  # whatever the rooms call their things


def test_only_one_process_writes(notes: Notes) -> None:
    notes.add("bench")
    with writer._writer_lock(0) as held:
        assert held
        before = time.monotonic()
        assert writer.drain(wait=0.1) == 0
        assert time.monotonic() - before >= 0.1
    assert writer.drain() == 1


def test_a_hall_without_an_index_gets_one_from_its_rooms(notes: Notes, priya: User) -> None:
    notes.add("bench")
    writer.drain()
    shutil.rmtree(index.root())
    with pytest.raises(index.IndexUnusable, match="rebuild_index"):
        queries.find(priya, "bench")

    writer.drain()

    assert queries.find(priya, "bench").total == 1


def test_an_index_of_another_version_is_built_again(notes: Notes, priya: User, monkeypatch: pytest.MonkeyPatch) -> None:
    notes.add("bench")
    writer.drain()
    monkeypatch.setattr(index, "VERSION", "another")
    with pytest.raises(index.IndexUnusable, match="another version"):
        reader._forget()
        queries.find(priya, "bench")

    writer.drain()

    assert queries.find(priya, "bench").total == 1


def test_people_search_while_the_index_is_rebuilt(notes: Notes, priya: User) -> None:
    for _ in range(30):
        notes.add("bench")
    writer.drain()
    stop = threading.Event()
    totals: set[int] = set()

    def search() -> None:
        while not stop.is_set():
            totals.add(reader.searcher().search(_bench(), 5).count)  # type: ignore[attr-defined]

    with ThreadPoolExecutor(2) as pool:
        searching = [pool.submit(search) for _ in range(2)]
        for _ in range(5):
            writer.rebuild()
        stop.set()
        for one in searching:
            one.result()

    assert totals == {30}
    assert len([path for path in index.root().iterdir() if path.is_dir()]) == 1


def _bench() -> tantivy.Query:
    return tantivy.Query.term_query(index.schema(), "body", "bench")


def test_check_lists_every_kind_of_difference(notes: Notes) -> None:
    for _ in range(5):
        notes.add("bench")
    writer.drain()
    notes.rows[1] = Note("lamp")
    notes.rows[2] = Note("bench", space=2)
    del notes.rows[3]
    notes.rows[6] = Note("never told")
    with writer._writing(index.open_folder(index.current())) as engine:
        engine.add_document(index.entry(notes.document(4)))
        engine.commit()

    assert sorted(differences()) == [
        ("note:1", "stale"),
        ("note:2", "wrong container"),
        ("note:3", "extra"),
        ("note:4", "twice"),
        ("note:6", "missing"),
    ]

    writer.rebuild()
    assert differences() == []


def test_the_index_is_kept_where_the_settings_say(notes: Notes, own_data: Path) -> None:
    writer.drain()

    assert (own_data / "index" / "CURRENT").read_text() == index.current().name


def test_a_source_may_leave_a_ref_out(notes: Notes) -> None:
    people.team("Nobody in it")
    sources.add(Source("empty", "Empty", "file", lambda _refs: (), lambda _after: (1, 2), lambda _user, _refs: {}))
    outbox.changed("empty", [1, 2])

    assert writer.drain() == 2
    assert differences() == []
