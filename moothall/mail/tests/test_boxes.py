"""Every common shape of mailbox is split into the same messages, in bounded memory."""

import gzip
import io
import lzma
import zipfile
from pathlib import Path

import pytest
import zstandard

from moothall.mail.boxes import SourceError, mbox, open_path, open_stream, streams
from moothall.mail.tests import make

LETTERS = [make.eml(f"Subject {n}", f"Words {n}\n") for n in range(5)]
BOX = make.mbox(LETTERS)


def bodies(data: bytes, name: str = "old.mbox") -> list[bytes]:
    source = open_stream(io.BytesIO(data), name=name, total=len(data))
    found = [message.data for message in source.messages]
    source.close()
    return found


@pytest.mark.parametrize(
    "packed",
    [
        BOX,
        gzip.compress(BOX),
        lzma.compress(BOX),
        zstandard.compress(BOX),
        gzip.compress(BOX[:300]) + gzip.compress(BOX[300:]),
        lzma.compress(BOX[:300]) + lzma.compress(BOX[300:]),
        zstandard.compress(BOX[:300]) + zstandard.compress(BOX[300:]),
    ],
    ids=["plain", "gz", "xz", "zst", "two gz", "two xz", "two zst"],
)
def test_an_mbox_is_split_however_it_is_compressed(packed: bytes) -> None:
    assert bodies(packed) == LETTERS


@pytest.mark.parametrize("size", [1, 7, 100, 5000])
def test_where_the_chunks_are_cut_makes_no_difference(size: int) -> None:
    pieces = [BOX[start : start + size] for start in range(0, len(BOX), size)]
    assert [message.data for message in mbox.split(pieces)] == LETTERS


def test_line_ends_of_windows_split_too() -> None:
    found = bodies(BOX.replace(b"\n", b"\r\n"))
    assert found == [letter.replace(b"\n", b"\r\n") for letter in LETTERS]


def test_from_at_the_start_of_a_sentence_does_not_split() -> None:
    text = "First line.\n\nFrom Monday on we open at ten.\n\nFrom 9:30 to 2024 people came.\nFrom here on."
    assert len(bodies(make.mbox([make.eml(text=text), LETTERS[0]]))) == 2


def test_separators_with_zones_and_dashes_split() -> None:
    marks = [
        b"From - Mon Jul 20 01:01:07 2015",
        b"From 1234@xxx Mon Jul 20 01:01:07 +0000 2015",
        b"From someone at example.org  Mon Jul 20 01:01:07 2015",
        b"From a@b.example Mon, 20 Jul 2015 01:01:07 +0100",
        b"From a@b.example Mon Jul 20 01:01 BST 2015",
    ]
    data = b"".join(mark + b"\n" + letter + b"\n" for mark, letter in zip(marks, LETTERS, strict=True))
    assert bodies(data) == LETTERS


def test_a_message_too_large_for_memory_is_spilled_with_its_reason() -> None:
    huge = make.eml("Huge", "x" * 70 + "\n" + "y" * 300_000)
    found = list(mbox.split([make.mbox([LETTERS[0], huge, LETTERS[1]])], max_message=100_000))
    assert [message.data for message in found if not message.problem] == LETTERS[:2]
    spool = found[1].spool
    assert spool is not None
    with spool:
        spool.seek(0)
        assert spool.read().rstrip(b"\n") == huge.rstrip(b"\n")
    assert "larger than" in found[1].problem


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, zstandard.compress], ids=["gz", "xz", "zst"])
def test_a_cut_off_file_gives_what_could_be_read_and_says_so(pack) -> None:  # type: ignore[no-untyped-def]
    noise = [make.eml(f"N {n}", bytes(range(48, 90)).decode() * (n % 50 + 1)) for n in range(400)]
    packed = pack(make.mbox(noise))
    source = open_stream(io.BytesIO(packed[:-20]), name="cut", total=len(packed))
    found = [message.data for message in source.messages]
    assert "ends early" in " ".join(source.troubles)
    assert found[:10] == noise[:10]


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "FREE_OUTPUT", 1_000_000)
    with pytest.raises(SourceError, match="times its size"):
        bodies(lzma.compress(b"From a Thu Jan  1 00:00:00 1970\nSubject: x\n\n" + b"\0" * 30_000_000))


def packed_zip(entries: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return held.getvalue()


def test_a_zip_of_letters_is_read_and_its_names_touch_nothing(tmp_path: Path) -> None:
    data = packed_zip({"../../evil.eml": LETTERS[0], "a/b.eml": LETTERS[1], "readme.txt": b"no", "box.mbox": BOX})
    assert bodies(data, "letters.zip") == [*LETTERS[:2], *LETTERS]
    assert not list(tmp_path.iterdir())


def test_a_zip_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "FREE_OUTPUT", 1_000_000)
    with pytest.raises(SourceError, match="times its size"):
        bodies(packed_zip({"a.eml": b"Subject: x\n\n" + b"\0" * 30_000_000}), "bomb.zip")


def test_a_locked_zip_says_what_to_do() -> None:
    data = bytearray(packed_zip({"a.eml": LETTERS[0]}))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(SourceError, match="password"):
        bodies(bytes(data), "locked.zip")


def test_a_maildir_is_read_with_its_folders(tmp_path: Path) -> None:
    for number, folder in enumerate(("cur", "new", "tmp", ".Sent/cur")):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / f"1700.{number}").write_bytes(LETTERS[number])
    source = open_path(tmp_path)
    assert source.kind == "Maildir"
    assert sorted(message.data for message in source.messages) == sorted([LETTERS[0], LETTERS[1], LETTERS[3]])


def test_a_folder_of_letters_is_read_without_following_links(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.eml").write_bytes(LETTERS[0])
    (tmp_path / "in" / "b.txt").write_bytes(b"no mail")
    (tmp_path / "outside.eml").write_bytes(LETTERS[1])
    (tmp_path / "in" / "link.eml").symlink_to(tmp_path / "outside.eml")
    assert [message.data for message in open_path(tmp_path / "in").messages] == [LETTERS[0]]


def test_one_letter_keeps_every_byte() -> None:
    letter = LETTERS[0] + b"\n\nFrom someone Thu Jan  1 00:00:00 1970\nSubject: quoted\n\n\n"
    assert bodies(letter, "one.eml") == [letter]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 x", "PDF"),
        (b"!BDN" + b"\0" * 600, "cannot be read yet"),
        (b"\x89PNG\r\n\x1a\n" + bytes(256), "not a mailbox"),
        (b"just words\nand more\n", "not a mailbox"),
        (b"\x1f\x8b\x08\x00garbage", "damaged"),
        (b"PK\x03\x04 not really", "damaged"),
        (packed_zip({"a.txt": b"x"}), "no mail"),
    ],
)
def test_what_is_no_mailbox_is_refused_in_plain_words(data: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        bodies(data, "thing")


def test_a_missing_file_is_refused_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="There is no file"):
        open_path(tmp_path / "nothing.mbox")
