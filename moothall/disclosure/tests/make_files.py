"""Makers of PDF files: a page that names someone, and each of the ways in which a redaction fails."""

import io
import zlib
from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

SECRET = "Sian Bevan-Hughes"
OPEN = "The gully on Mill Lane was emptied on 4 June."
SIZE = (595, 842)


def pdf(*instructions: str | bytes, resources: Dictionary | None = None) -> Pdf:
    """A PDF with a page for each list of instructions."""
    made = Pdf.new()
    font = made.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    )
    for one in instructions:
        page = made.add_blank_page(page_size=SIZE)
        page.obj.Resources = resources or Dictionary(Font=Dictionary(F1=font))
        page.obj.Contents = made.make_stream(one.encode("cp1252") if isinstance(one, str) else one)
    return made


def text(*lines: str, mode: int = 0, top: int = 780) -> str:
    """Instructions that write lines."""
    rows = " T* ".join(f"({line}) Tj" for line in lines)
    return f"BT /F1 12 Tf {mode} Tr 14 TL 60 {top} Td {rows} ET\n"


def box(left: float, bottom: float, width: float, height: float) -> str:
    """Instructions that fill a black box."""
    return f"0 g {left} {bottom} {width} {height} re f\n"


def saved(made: Pdf, **options: object) -> bytes:
    """The bytes of a PDF, saved as a new file."""
    out = io.BytesIO()
    made.save(out, **options)  # type: ignore[arg-type]  # the options of the library
    return out.getvalue()


def clean() -> bytes:
    """What was withheld is gone; what is left is text."""
    return saved(pdf(text(OPEN, "It was reported by"), text("Page two.")))


def black_box() -> bytes:
    """A black box over the text."""
    return saved(pdf(text(OPEN, SECRET) + box(55, 760, 140, 16)))


def unapplied() -> bytes:
    """A redaction that was marked and not carried out."""
    made = pdf(text(OPEN, SECRET))
    _annotate(made, Subtype=Name.Redact, Rect=[55, 760, 195, 776])
    return saved(made)


def metadata_remain() -> bytes:
    """Carried out; the properties still say it."""
    made = pdf(text(OPEN))
    made.docinfo["/Title"] = f"Statement of {SECRET}"
    with made.open_metadata(set_pikepdf_as_editor=False) as data:
        data["dc:title"] = f"Statement of {SECRET}"
    return saved(made)


def attachment_remains() -> bytes:
    """Carried out; what it was made from is attached."""
    made = pdf(text(OPEN))
    made.attachments["notes.txt"] = pikepdf.AttachedFileSpec(made, SECRET.encode("utf-16"), filename="notes.txt")
    return saved(made)


def note_remains() -> bytes:
    """Carried out; a sticky note says it."""
    made = pdf(text(OPEN))
    _annotate(made, Subtype=Name.Text, Rect=[10, 10, 30, 30], Contents=String(f"Ask {SECRET}"))
    return saved(made)


def bookmark_remains() -> bytes:
    """Carried out; a bookmark says it."""
    made = pdf(text(OPEN))
    with made.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"Interview with {SECRET}", 0))
    return saved(made)


def saved_on_top() -> bytes:
    """Carried out and saved over the old version, which the file still holds."""
    return on_top(saved(pdf(text(OPEN, SECRET))), text(OPEN))


def on_top(before: bytes, instructions: str) -> bytes:
    """A file whose page says something else since its second saving."""
    with pikepdf.open(io.BytesIO(before)) as old:
        number = old.pages[0].obj.Contents.objgen[0]
        size = int(old.trailer.Size)
        root = old.Root.objgen[0]
    stream = zlib.compress(instructions.encode("cp1252"))
    start = int(before.rpartition(b"startxref")[2].split()[0])
    made = before + b"\n"
    at = len(made)
    made += b"%d 0 obj\n<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream\nendobj\n" % (
        number, len(stream), stream,
    )  # fmt: skip
    table = len(made)
    made += b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        number, at, size, root, start, table,
    )  # fmt: skip
    return made


def slipped_in(before: bytes, extra: bytes) -> bytes:
    """A file with bytes before its table, which is found where it now stands and knows nothing of them."""
    table = before.rindex(b"xref\n", 0, before.rindex(b"startxref"))
    made = before[:table] + extra + before[table:]
    return made.replace(b"startxref\n%d" % table, b"startxref\n%d" % (table + len(extra)))


def stream(data: bytes, fields: bytes = b"", number: int = 99) -> bytes:
    """An object with data, as it stands in a file."""
    return b"%d 0 obj\n<</Length %d%s>>\nstream\n%s\nendstream\nendobj\n" % (number, len(data), fields, data)


def listed(before: bytes, value: bytes) -> bytes:
    """A file with one more object, which its table lists."""
    table = before.rindex(b"xref\n", 0, before.rindex(b"startxref"))
    size = int(before[table:].split()[2])
    rows = before.index(b"trailer", table)
    grown = before[:rows] + b"%010d 00000 n \n" % table + before[rows:]
    grown = grown.replace(b"xref\n0 %d\n" % size, b"xref\n0 %d\n" % (size + 1))
    grown = grown.replace(b"/Size %d" % size, b"/Size %d" % (size + 1))
    return slipped_in(grown, b"%d 0 obj\n%s\nendobj\n" % (size, value))


def rasterised(mode3: Sequence[str] = (), *, boxed: bool = True) -> bytes:
    """A page that is one picture, some of it black; and beneath it, perhaps, what a machine read in it before."""
    width, height = 119, 168
    rows = [bytearray(b"\xff" * width) for _row in range(height)]
    for y in range(10, 20):
        for x in range(12, 100, 2):
            rows[y][x] = 0  # stripes, as writing
    if boxed:
        for y in range(24, 32):
            rows[y][12:80] = bytes(68)
    made = pdf()
    page = made.add_blank_page(page_size=SIZE)
    image = made.make_stream(
        b"".join(rows), Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height,
        ColorSpace=Name.DeviceGray, BitsPerComponent=8,
    )  # fmt: skip
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    page.obj.Resources = Dictionary(XObject=Dictionary(Im=image), Font=Dictionary(F1=font))
    writing = f"q {SIZE[0]} 0 0 {SIZE[1]} 0 0 cm /Im Do Q\n"
    if mode3:
        writing += text(*mode3, mode=3, top=700)
    page.obj.Contents = made.make_stream(writing.encode("cp1252"))
    return saved(made)


def box_over_picture() -> bytes:
    """A picture of a page with a black box laid over it."""
    with pikepdf.open(io.BytesIO(rasterised(boxed=False))) as made:
        page = made.pages[0]
        drawn = page.obj.Contents.read_bytes()
        page.obj.Contents = made.make_stream(drawn + box(60, 700, 300, 40).encode())
        return saved(made)


def _annotate(made: Pdf, **fields: Any) -> None:
    page = made.pages[0].obj
    page.Annots = Array([made.make_indirect(Dictionary(Type=Name.Annot, **fields))])
