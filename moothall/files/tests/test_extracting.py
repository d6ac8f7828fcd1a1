"""What files say is taken out of them in the sandbox; whatever they do, there is an answer."""

import pytest

from moothall.files import extracting
from moothall.files.extracting import Extracted, extract
from moothall.files.inside.extract import MOST_WORDS
from moothall.files.models import State, Why
from moothall.files.tests import make_documents as make
from moothall.kit import sandbox
from moothall.kit.inside.limits import MIB, Limits

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
LOCKED_DOC = OLE + b"\xec\xa5" + bytes(9) + b"\x01" + bytes(500) + "WordDocument".encode("utf-16-le") + bytes(600)

MAIL = b"MIME-Version: 1.0\nSubject: x\nContent-Transfer-Encoding: base64\n\ndGhlIGd1bGx5IGlzIGJsb2NrZWQ=\n"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (make.pdf("the gully is blocked"), "a.pdf"),
        (make.pdf("the gully is blocked"), "a.bin"),
        (make.docx("the gully is blocked"), "a.docx"),
        (make.docx("nothing", comment="the gully is blocked"), "a.docx"),
        (make.docx("the gully is blocked"), "no ending"),
        (make.xlsx("one", "the gully is blocked"), "a.xlsx"),
        (make.xlsx("one", hidden="the gully is blocked"), "a.xlsx"),
        (make.odt("the gully is blocked"), "a.odt"),
        (rb"{\rtf1\ansi the {\b gully} is blocked\par}", "a.rtf"),
        (b"<html><body><p>the <b>gully</b> is blocked</p></body></html>", "a.html"),
        (MAIL, "a.eml"),
        (b"when,what\n1,the gully is blocked\n", "a.csv"),
        ("the gully is blocked".encode("utf-16"), "a.txt"),
        ("the gully is blocked – again".encode("cp1252"), "a.txt"),
    ],
)  # fmt: skip
def test_the_words_of_a_file_are_read(content: bytes, name: str) -> None:
    read = extract(content, name=name)
    assert read.state == State.READ, read
    assert "gully is blocked" in " ".join(read.words.split())


@pytest.mark.parametrize(
    ("content", "state", "why"),
    [
        (make.pdf(), State.UNREADABLE, Why.SCAN),
        (make.pdf("secret", password="swordfish"), State.ENCRYPTED, Why.LOCKED),
        (make.odt("secret", locked=True), State.ENCRYPTED, Why.LOCKED),
        (OLE + "EncryptedPackage".encode("utf-16-le"), State.ENCRYPTED, Why.LOCKED),
        (LOCKED_DOC, State.ENCRYPTED, Why.LOCKED),
        (OLE, State.OTHER, Why.UNKNOWN),
        (b"%PDF-1.7 and then nothing", State.UNREADABLE, Why.DAMAGED),
        (make.docx("half")[:400], State.UNREADABLE, Why.DAMAGED),
        (make.zipped({"a.txt": "a"}), State.OTHER, Why.ARCHIVE),
        (b"\x1f\x8b\x08" + bytes(range(200)), State.OTHER, Why.ARCHIVE),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), State.OTHER, Why.PICTURE),
        (b"\x7fELF" + bytes(50), State.OTHER, Why.PROGRAM),
        (bytes(range(256)) * 4, State.OTHER, Why.UNKNOWN),
        (make.bomb(), State.TOO_LARGE, Why.BOMB),
        (bytes(extracting.MOST_BYTES + 1), State.TOO_LARGE, Why.BIG),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, state: State, why: Why) -> None:
    read = extract(content)
    assert (read.state, read.why, read.words) == (state, why, "")


def test_a_bomb_that_lies_about_its_size_stays_in_its_room() -> None:
    read = extract(make.lying_bomb(), limits=Limits(seconds=30, cpu_seconds=20, memory=512 * MIB, output=8 * MIB))
    assert read.state in {State.TOO_LARGE, State.UNREADABLE, State.PART, State.READ}
    assert len(read.words) <= MOST_WORDS


def test_an_endless_reading_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extracting, "READER", "moothall.kit.tests.hostile:run_for_ever")
    read = extract(make.pdf("a"), limits=Limits(seconds=30, cpu_seconds=1))
    assert (read.state, read.why) == (State.UNREADABLE, Why.SLOW)


def test_a_reader_that_eats_memory_or_talks_for_ever_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extracting, "READER", "moothall.kit.tests.hostile:talk_for_ever")
    assert extract(make.pdf("a"), limits=Limits(seconds=20, output=MIB)).why == Why.BOMB
    monkeypatch.setattr(extracting, "READER", "moothall.kit.tests.hostile:fail")
    assert extract(make.pdf("a")).why == Why.BROKE


def test_an_answer_that_is_none_is_not_believed() -> None:
    for output in (b"", b"{", b"[]\nwords", b'{"why": "else", "kind": ""}\nwords', b"null\n"):
        assert extracting._understood(output, "application/pdf") == Extracted(Why.BROKE, "application/pdf")


def test_a_very_long_text_is_read_in_part_and_says_so() -> None:
    read = extract(b"gully " * 200_000)
    assert (read.state, read.why, len(read.words)) == (State.PART, Why.LONG, MOST_WORDS)


def test_the_reader_of_office_documents_reaches_no_network() -> None:
    result = sandbox.run(extracting.READER, b"rtf\n{\\rtf1 hello}", limits=extracting.LIMITS)
    assert result.ok
    assert sandbox.Wall.NETWORK in result.walls or not sandbox.network_is_cut()
