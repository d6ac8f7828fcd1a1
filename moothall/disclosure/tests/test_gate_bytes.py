"""What lies in a file beside what its pages draw: bytes no table lists, keys no reader knows, data behind pictures."""

import base64
import io
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from moothall.disclosure.gate import What
from moothall.disclosure.tests import make_files as make
from moothall.disclosure.tests.kept import kept_back
from moothall.disclosure.tests.make_files import OPEN, SECRET

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


def test_a_second_value_in_an_object_keeps_a_file_back() -> None:
    clean = make.clean()
    pages = clean.index(b"/Kids")
    end = clean.index(b"endobj", pages)
    for extra in (b"<51304E44> ", b"/Q0ND ", b"(Q0ND) "):
        assert kept_back(_moved(clean, end, extra))


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
        b"%010d%s" % (int(row[:10]) + len(extra), row[10:]) if row[17:18] == b"n" and int(row[:10]) >= at else row
        for row in rows
    ]  # fmt: skip
    made = before[:at] + extra + before[at:table] + b"".join(put_right)
    return made.replace(b"startxref\n%d" % table, b"startxref\n%d" % (table + len(extra)))


def changed(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """A clean page, changed."""
    made = make.pdf(make.text(OPEN))
    change(made)
    return make.saved(made)


def _document() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", SECRET * 5)
    return out.getvalue()


def _in_catalogue(made: pikepdf.Pdf) -> None:
    made.Root.Foo = made.make_stream(_document())


def _in_preferences(made: pikepdf.Pdf) -> None:
    made.Root.ViewerPreferences = Dictionary(Foo=made.make_stream(_document()))


def _on_page(made: pikepdf.Pdf) -> None:
    made.pages[0].obj.Foo = String("Q0ND")


def _as_drawing(made: pikepdf.Pdf) -> None:
    made.pages[0].obj.Resources.XObject = Dictionary(Foo=made.make_stream(_document()))


def _in_names(made: pikepdf.Pdf) -> None:
    made.Root.Names = Dictionary(Foo=Dictionary(Names=Array([])))


@pytest.mark.parametrize("place", [_in_catalogue, _in_preferences, _on_page, _as_drawing, _in_names])
def test_what_no_reader_has_use_for_keeps_a_file_back(place: Callable[[pikepdf.Pdf], None]) -> None:
    assert What.PRIVATE in kept_back(changed(place))


def _as_font(made: pikepdf.Pdf) -> None:
    font = made.pages[0].obj.Resources.Font.F1
    font.FontDescriptor = Dictionary(Type=Name.FontDescriptor, FontFile2=made.make_stream(_document()))


def test_a_file_that_is_called_a_font_is_an_attachment() -> None:
    assert What.ATTACHMENTS in kept_back(changed(_as_font))


def test_the_end_of_the_table_is_read() -> None:
    clean = make.clean()
    end = clean.index(b"trailer <<") + len(b"trailer <<")
    assert kept_back(clean[:end] + b" /Foo (Sian\\040Bevan-Hughes)" + clean[end:]) == {What.PRIVATE, What.WITHHELD}
    assert kept_back(clean[:end] + b" /DocChecksum /0123456789ABCDEF" + clean[end:]) == set()


def _type3(made: pikepdf.Pdf) -> None:
    fonts = made.pages[0].obj.Resources.Font
    drawing = made.make_stream(b"600 0 d0 " + KERNED)
    fonts.T3 = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 600, 20], FontMatrix=[0.01, 0, 0, 0.01, 0, 0],
        CharProcs=Dictionary(a=drawing), Encoding=Dictionary(Differences=Array([97, Name("/a")])),
        FirstChar=97, LastChar=97, Widths=Array([600]), Resources=Dictionary(Font=Dictionary(F1=fonts.F1)),
    )  # fmt: skip
    made.pages[0].obj.Contents = made.make_stream(b"BT /T3 1 Tf 60 700 Td (a) Tj ET")


def test_what_a_letter_draws_is_read() -> None:
    assert What.WITHHELD in kept_back(changed(_type3))


def _jpeg(**options: object) -> bytes:
    out = io.BytesIO()
    Image.new("L", (100, 80), 255).save(out, "JPEG", **options)
    return out.getvalue()


def pictured(data: bytes, filters: Name | Array = Name.DCTDecode, **fields: object) -> bytes:
    """A page that is one picture, stored as it is."""
    made = make.pdf(b"q 595 0 0 842 0 0 cm /Im Do Q")
    known = {"Width": 100, "Height": 80, "ColorSpace": Name.DeviceGray, "BitsPerComponent": 8, **fields}
    picture = made.make_stream(data, Type=Name.XObject, Subtype=Name.Image, Filter=filters, **known)
    made.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Im=picture))
    return make.saved(made, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def _block(mark: int, data: bytes) -> bytes:
    jpeg = _jpeg()
    return jpeg[:2] + bytes((0xFF, mark)) + (len(data) + 2).to_bytes(2) + data + jpeg[2:]


HEX = Array([Name.ASCIIHexDecode, Name.DCTDecode])
DEFLATED = Array([Name.FlateDecode, Name.DCTDecode])
PICTURES = {
    "another behind its end": pictured(_jpeg() + _jpeg()),
    "a copy from before": pictured(_block(0xE1, b"Exif\0\0" + _jpeg())),
    "a caption": pictured(_block(0xED, b"Photoshop 3.0\0" + b"8BIM\x04\x04")),
    "a remark": pictured(_jpeg(comment=b"Q0ND")),
    "something new": pictured(_block(0xE7, b"abc")),
    "pictures of a telephone": pictured(_block(0xE2, b"MPF\0" + b"abc")),
    "in hexadecimal": pictured((_jpeg() + _jpeg()).hex().encode() + b">", HEX),
    "deflated": pictured(zlib.compress(_jpeg() + _jpeg()), DEFLATED),
    "behind the deflated": pictured(zlib.compress(_jpeg()) + _jpeg(), DEFLATED),
    "larger than said": pictured(_jpeg(), Height=40),
    "without an end": pictured(_jpeg()[:-2]),
    "more rows": pictured(zlib.compress(bytes(8000)), Name.FlateDecode, Height=40),
    "behind the rows": pictured(zlib.compress(bytes(8000)) + b"Q0NDQ0NDQ0ND", Name.FlateDecode),
    "filter unknown": pictured(bytes(90), Name.Foo),
    "boxes of JPEG 2000": pictured(b"\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x0cuuidabcd", Name.JPXDecode),
}


@pytest.mark.parametrize("data", PICTURES.values(), ids=PICTURES.keys())
def test_a_picture_that_holds_more_than_it_shows_keeps_a_file_back(data: bytes) -> None:
    assert What.PICTURE in kept_back(data)


@pytest.mark.parametrize(
    "data",
    [
        pictured(_jpeg()),
        pictured(_jpeg(progressive=True, icc_profile=b"abc" * 99) + b"\n"),
        pictured(_jpeg().hex().encode() + b">", HEX),
        pictured(zlib.compress(_jpeg()), DEFLATED),
        pictured(zlib.compress(bytes(8000)) + b"\r\n", Name.FlateDecode),
    ],
    ids=["JPEG", "in steps", "in hexadecimal", "deflated", "plain"],
)
def test_a_picture_that_holds_what_it_shows_may_go(data: bytes) -> None:
    assert kept_back(data) == set()
