"""What files say is read once, kept while a blob with it is kept, and gone with the last."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.files import blobs, cleaning, extracting, reading, tasks
from moothall.files.extracting import Extracted
from moothall.files.models import Blob, FileText, Reading, ReadPart, State, Upload, Why
from moothall.files.queries import coverage, unread, waiting
from moothall.files.tests import make_documents
from moothall.files.ways import Part, Way, piece, ways, whole
from moothall.kit import clock, sandbox
from moothall.kit.registries import Person

SignIn = Callable[[Person], Client]
NAME = "secret-name.png"
pytestmark = pytest.mark.django_db


class Room:
    """A room whose blobs hold files, one a line `name=words`; it counts what was extracted."""

    def __init__(self) -> None:
        self.told: list[int] = []
        self.extracted: list[str] = []

    def parts(self, blob: Blob) -> Iterator[Part]:
        for line in blobs.read(blob).split(b"\n"):
            name, _equals, content = line.partition(b"=")
            yield piece(content, name=name.decode())

    def hear(self, read: Sequence[int]) -> None:
        self.told += read

    def extract(self, content: bytes, *, name: str = "") -> Extracted:
        self.extracted.append(name)
        return extracting.extract(content, name=name)


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    made = Room()
    monkeypatch.setattr(reading, "extract", made.extract)
    ways.add(Way("room", label="A room", parts=made.parts, told=made.hear))
    ways.add(Way("single", label="Single files", parts=lambda blob: [whole(blob, name=NAME)], told=made.hear))
    yield made
    ways.remove("room")
    ways.remove("single")


def asked(content: bytes, way: str = "room") -> Blob:
    blob = blobs.put(content)
    reading.ask(way, [blob.pk])
    return blob


def test_what_is_asked_for_is_read_once_and_told(room: Room) -> None:
    blob = asked(b"a.txt=the gully\nb.txt=the drain")
    reading.ask("room", [blob.pk, blob.pk])
    assert waiting("room", [blob.pk]).count() == 1
    assert reading.words("room", [blob.pk]) == {}

    assert reading.read_waiting() == 1
    assert reading.words("room", [blob.pk]) == {blob.pk: ["the gully", "the drain"]}
    assert reading.words("single", [blob.pk]) == {}, "another room's reading is its own"
    assert room.told == [blob.pk]
    reading.ask("room", [blob.pk])
    assert not waiting("room", [blob.pk]).exists()


def test_the_same_file_in_other_blobs_is_not_extracted_again(room: Room) -> None:
    asked(b"a.txt=the gully")
    other = asked(b"copy.txt=the gully\nc.txt=more")
    reading.read_waiting()
    assert room.extracted == ["a.txt", "c.txt"]
    assert reading.words("room", [other.pk]) == {other.pk: ["the gully", "more"]}
    assert FileText.objects.count() == 2


def test_what_came_before_files_were_read_is_asked_for_when_it_is_indexed(room: Room) -> None:
    blob = blobs.put(b"a.txt=the gully")
    assert reading.words("room", [blob.pk]) == {}
    assert waiting("room", [blob.pk]).exists()
    reading.words("room", [blob.pk, 10**9])  # one that is gone asks for nothing, and breaks nothing
    reading.read_waiting()
    assert reading.words("room", [blob.pk])[blob.pk] == ["the gully"]


def test_words_go_with_the_last_blob_that_says_them(room: Room) -> None:
    one, two = asked(b"a.txt=the gully\nb.txt=alone"), asked(b"copy.txt=the gully")
    reading.read_waiting()
    assert cleaning.collect([one.pk]) == 1, "that it was read does not keep it"
    assert [reading.words("room", [blob.pk]).get(blob.pk) for blob in (two,)] == [["the gully"]]
    assert FileText.objects.count() == 1
    assert cleaning.collect([two.pk]) == 1
    assert not FileText.objects.exists()
    assert not Reading.objects.exists()
    assert not ReadPart.objects.exists()


def test_what_a_row_holds_keeps_its_words(room: Room, cast: Cast) -> None:
    blob = asked(b"a.txt=the gully")
    reading.read_waiting()
    Upload.objects.create(owner=cast.priya, kind="post", name="a", size=1, received=1, content_type="x", blob=blob)
    assert cleaning.collect([blob.pk]) == 0
    assert reading.words("room", [blob.pk])


def test_a_blob_that_goes_while_it_is_read_leaves_no_words(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    blob = asked(b"a.txt=the gully")

    def meanwhile(content: bytes, *, name: str = "") -> Extracted:
        cleaning.collect([blob.pk])
        return room.extract(content, name=name)

    monkeypatch.setattr(reading, "extract", meanwhile)
    reading.read_waiting()
    assert not Reading.objects.exists()
    assert room.told == []
    reading.forget_loose()
    assert FileText.objects.count() == 1, "for a moment, as another may be about to use it"
    with clock.at(clock.now() + timedelta(hours=2)):
        reading.forget_loose()
    assert not FileText.objects.exists()


def test_a_blob_deleted_past_the_collector_leaves_no_words(room: Room) -> None:
    blob = asked(b"a.txt=the gully")
    reading.read_waiting()
    blob.delete()
    with clock.at(clock.now() + timedelta(hours=2)):
        cleaning.clean()
    assert not FileText.objects.exists()


def test_raw_sql_cannot_leave_words_without_their_blob(room: Room) -> None:
    blob = asked(b"a.txt=the gully")
    reading.read_waiting()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM files_blob WHERE id = %s", [blob.pk])
        connection.check_constraints()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE" if connection.vendor == "postgresql" else "SELECT 1")


def test_a_state_without_its_reason_is_refused(room: Room) -> None:
    for state, why in ((State.READ, Why.SCAN), (State.ENCRYPTED, "")):
        with pytest.raises(IntegrityError), transaction.atomic():
            FileText.objects.create(sha256="a" * 64, size=1, state=state, why=why, words=b"")


def test_what_could_not_be_read_is_listed_with_its_reason(room: Room) -> None:
    blob = asked(make_documents.pdf("secret", password="a"), way="single")
    fine = asked(b"a.txt=the gully")
    reading.read_waiting()
    listed = list(unread("single", [blob.pk, fine.pk]))
    assert [(part.name, part.text.state, part.text.why) for part in listed] == [(NAME, "encrypted", "locked")]
    assert not unread("room", [fine.pk]).exists()
    told = coverage()
    assert (told.read, told.waiting, told.unread) == (1, 0, 1)
    assert "password" in told.lines[0].why


def test_administrators_see_numbers_and_nobody_else_does(room: Room, cast: Cast, as_user: SignIn) -> None:
    asked(b"\x89PNG\r\n\x1a\n" + bytes(9), way="single")
    reading.read_waiting()
    seen = as_user(cast.admin).get(reverse("files:coverage"))
    assert "It is a picture" in seen.text
    assert NAME not in seen.text
    assert reverse("files:coverage") in as_user(cast.admin).get(reverse("home:overview")).text
    for other in (cast.priya, cast.joan, cast.marcus, cast.auditor):
        assert as_user(other).get(reverse("files:coverage")).status_code == 403


def test_stored_bytes_that_are_damaged_are_said_to_be(room: Room) -> None:
    blob = asked(b"one", way="single")
    Blob.objects.filter(pk=blob.pk).update(stored_size=2)
    reading.read_waiting()
    assert [part.text.why for part in unread("single", [blob.pk])] == [Why.GONE]


def test_what_is_too_large_is_not_even_loaded(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 3)
    monkeypatch.setattr(blobs, "read", lambda _blob: pytest.fail("it was loaded"))
    blob = asked(b"more", way="single")
    reading.read_waiting()
    assert [part.text.why for part in unread("single", [blob.pk])] == [Why.BIG]


def test_a_file_that_ends_the_worker_each_time_is_given_up(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    blob = asked(b"a.txt=the gully")

    def die(_content: bytes, *, name: str = "") -> Extracted:
        raise KeyboardInterrupt(name)

    monkeypatch.setattr(reading, "extract", die)
    for _time in range(reading.MOST_TRIES):
        with pytest.raises(KeyboardInterrupt):
            reading.read_waiting()
    reading.read_waiting()
    assert [part.text.why for part in unread("room", [blob.pk])] == [Why.BROKE]


def test_without_a_sandbox_nothing_is_read_and_all_goes_on_waiting(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def weak(_content: bytes, *, name: str = "") -> Extracted:
        raise sandbox.TooWeak(name)

    blob = asked(b"a.txt=the gully")
    monkeypatch.setattr(reading, "extract", weak)
    assert reading.read_waiting() == 0
    assert waiting("room", [blob.pk]).get().tries == 0


def test_a_room_that_is_off_keeps_its_place(room: Room) -> None:
    asked(b"a", way="gone")
    assert reading.read_waiting() == 0
    assert not tasks.take_up()


def test_the_worker_takes_up_what_waits(room: Room) -> None:
    blob = asked(b"a.txt=the gully")
    assert tasks.take_up()  # in tests a task runs at once
    assert reading.words("room", [blob.pk])[blob.pk] == ["the gully"]
    assert not tasks.take_up()


def test_twice_as_many_files_take_no_more_questions(room: Room) -> None:
    def questions(count: int) -> int:
        found = [asked(f"a.txt=number {count} {n}".encode()).pk for n in range(count)]
        reading.read_waiting()
        with CaptureQueriesContext(
            connection,
        ) as seen:
            reading.words("room", found)
        return len(seen)

    assert questions(4) == questions(8)
