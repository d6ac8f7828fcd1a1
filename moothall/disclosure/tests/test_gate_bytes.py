"""What lies in a file beside what its pages draw: bytes no table lists, keys no reader knows, data behind pictures."""

import base64
import zlib

import pikepdf
import pytest
from pikepdf import String

from moothall.disclosure.gate import What
from moothall.disclosure.tests import make_files as make
from moothall.disclosure.tests.kept import kept_back
from moothall.disclosure.tests.make_files import OPEN

KERNED = b"BT /F1 12 Tf 60 700 Td [(Si) -20 (an B) 30 (evan) 10 (-Hug) -12 (hes)] TJ ET"
UNLISTED = {
    "deflated": make.stream(zlib.compress(KERNED), b"/Filter/FlateDecode"),
    "as it is": make.stream(KERNED),
    "in letters": make.stream(base64.a85encode(KERNED) + b"~>", b"/Filter/ASCII85Decode"),
    "deflated in letters": make.stream(
        base64.a85encode(zlib.compress(KERNED)) + b"~>", b"/Filter[/ASCII85Decode/FlateDecode]"
    ),
    "no stream": b"99 0 obj\n[(Si) -20 (an B) 30 (evan-Hughes)]\nendobj\n",
    "no object": b"Q0NDQ0NDQ0NDQ0NDQ0M=\n",
    "a comment": b"% Q0NDQ0NDQ0NDQ0NDQ0M=\n",
}


@pytest.mark.parametrize("extra", UNLISTED.values(), ids=UNLISTED.keys())
def test_what_no_table_lists_keeps_a_file_back(extra: bytes) -> None:
    assert kept_back(make.slipped_in(make.clean(), extra)) == {What.LOOSE}
    packed = make.saved(make.pdf(make.text(OPEN)), object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert kept_back(packed) == set()
    end = packed.rindex(b"startxref")
    assert kept_back(packed[:end] + extra + packed[end:]) == {What.LOOSE}


def test_what_hides_inside_a_listed_object_keeps_a_file_back() -> None:
    """A stream that goes on behind its end: over another object, as far as its length says."""
    over = KERNED + b"\nendstream\nendobj\n" + make.stream(KERNED)
    made = make.pdf(make.text(OPEN))
    made.pages[0].obj.Contents = made.make_stream(b"q Q\n" + over)
    data = make.saved(made, compress_streams=False)
    assert What.LOOSE in kept_back(data)


def test_what_stands_between_packed_objects_keeps_a_file_back() -> None:
    made = make.pdf(make.text(OPEN))
    made.Root.Lang = made.make_indirect(String("en-GB-oxendict"))
    packed = make.saved(
        made, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )  # fmt: skip
    assert kept_back(packed) == set()
    assert packed.count(b"(en-GB-oxendict)") == 1
    assert kept_back(packed.replace(b"(en-GB-oxendict)", b"(en-GB) (hidden)")) == {What.LOOSE}


def test_long_comments_at_the_head_keep_a_file_back() -> None:
    clean = make.clean()
    line = clean.index(b"\n", 8) + 1
    assert kept_back(_moved(clean, line, b"% made by a program\n")) == set()
    assert kept_back(_moved(clean, line, b"% " + b"QUJD" * 300 + b"\n")) == {What.LOOSE}
    assert kept_back(_moved(clean, line, b"% SIAN  BEVAN - HUGHES\n")) == {What.WITHHELD}


def _moved(before: bytes, at: int, extra: bytes) -> bytes:
    """A file with bytes put in at a place, and its table put right."""
    table = before.rindex(b"xref\n", 0, before.rindex(b"startxref"))
    rows = before[table:].splitlines(keepends=True)
    put_right = [
        b"%010d%s" % (int(row[:10]) + len(extra), row[10:]) if row[17:18] == b"n" else row for row in rows
    ]  # fmt: skip
    made = before[:at] + extra + before[at:table] + b"".join(put_right)
    return made.replace(b"startxref\n%d" % table, b"startxref\n%d" % (table + len(extra)))
