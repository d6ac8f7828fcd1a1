"""Taking the words out of one file, inside the sandbox: PDF by PDFium, everything else by Kreuzberg.

The question is a line with the family of the file, and then the file. The answer is a line of JSON that says why there
are no words, or not all, and what it is; and then the words in UTF-8.
"""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import BinaryIO

MOST_WORDS = 1_000_000  # characters of one file
MOST_UNPACKED = 400 * 1024 * 1024  # bytes of all that is inside one office document
MOST_PARTS = 20_000
MOST_PART = 16 * 1024 * 1024  # bytes of one comment, note or heading part

OOXML = "application/vnd.openxmlformats-officedocument."
ZIPPED = (  # a name that only this kind has, and its kind
    ("word/document.xml", f"{OOXML}wordprocessingml.document"),
    ("xl/workbook.xml", f"{OOXML}spreadsheetml.sheet"),
    ("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroEnabled.12"),
    ("ppt/presentation.xml", f"{OOXML}presentationml.presentation"),
)
NAMED_KINDS = re.compile(r"application/(vnd\.oasis\.opendocument\.(text|spreadsheet|presentation)|epub\+zip)$")
OLE = (
    ("EncryptedPackage", ""),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
)
SECTOR = 512
WORD, WORD_LOCKED = b"\xec\xa5", 0x01  # its head, and the mark at its twelfth byte
SHEET = b"\x09\x08\x10\x00\x00\x06\x05\x00"
SHEET_LOCKED = b"\x2f\x00"  # the record that stands behind the head of a sheet with a password
BESIDE = re.compile(r"(comments?\w*|footnotes|endnotes|header\d*|footer\d*|notesSlide\d+|threadedComment\d+)\.xml$")
TAG = re.compile(r"<[^>]{0,4000}>")


class NotRead(Exception):  # noqa: N818  says what it is
    """There are no words, and why."""

    def __init__(self, why: str, kind: str = "") -> None:
        super().__init__(why)
        self.why, self.kind = why, kind


def read(data: BinaryIO, out: BinaryIO) -> None:
    """Answer for one file."""
    family = data.readline().strip().decode()
    content = data.read()
    try:
        kind, words = READERS[family](content)
    except NotRead as reason:
        _answer(out, reason.why, reason.kind, "")
        return
    words = words.replace("\0", " ").strip()
    _answer(out, "long" if len(words) > MOST_WORDS else "", kind, words[:MOST_WORDS])


def _answer(out: BinaryIO, why: str, kind: str, words: str) -> None:
    out.write(json.dumps({"why": why, "kind": kind}).encode() + b"\n")
    out.write(words.encode("utf-8", "replace"))


def _pdf(content: bytes) -> tuple[str, str]:
    import pypdfium2 as pdfium
    import pypdfium2.raw as pdfium_c

    kind = "application/pdf"
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD
        raise NotRead("locked" if locked else "damaged", kind) from error
    pages: list[str] = []
    size = 0
    for number in range(len(document)):
        try:
            page = document[number]
            text = page.get_textpage().get_text_range()
        except pdfium.PdfiumError:
            continue
        pages.append(text)
        size += len(text)
        page.close()
        if size > MOST_WORDS:
            break
    if not size or not any(page.strip() for page in pages):
        raise NotRead("scan", kind)
    return kind, "\n\n".join(pages)


def _zipped(content: bytes) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise NotRead("bomb", "application/zip")
            kind = _kind_of_zip(archive, {part.filename for part in parts})
            beside = list(_beside(archive))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError) as error:
        raise NotRead("damaged", "application/zip") from error
    except RuntimeError as error:  # a part with a password
        raise NotRead("locked", "application/zip") from error
    return kind, "\n\n".join([_office(content, kind), *beside])


def _kind_of_zip(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "mimetype" in names:
        kind = archive.open("mimetype").read(200).decode("ascii", "replace").strip()
        if NAMED_KINDS.match(kind):
            if "META-INF/manifest.xml" in names and b"encryption-data" in _part(archive, "META-INF/manifest.xml"):
                raise NotRead("locked", kind)
            return kind
    for name, kind in ZIPPED:
        if name in names:
            return kind
    raise NotRead("archive", "application/zip")


def _beside(archive: zipfile.ZipFile) -> Iterator[str]:
    """What stands beside the text: comments, notes, headings of pages; Kreuzberg leaves some of it out."""
    for name in archive.namelist():
        if BESIDE.search(name):
            yield " ".join(TAG.sub(" ", _part(archive, name).decode("utf-8", "replace")).split())


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(MOST_PART)


def _ole(content: bytes) -> tuple[str, str]:
    for name, kind in OLE:
        if name.encode("utf-16-le") in content:
            if not kind or _is_locked(content, kind):
                raise NotRead("locked", kind)
            return kind, _office(content, kind)
    raise NotRead("unknown", "application/x-ole-storage")


def _is_locked(content: bytes, kind: str) -> bool:
    """Whether a document of the older kinds has a password, as its first record says."""
    for start in range(SECTOR, len(content) - 24, SECTOR):
        if kind == "application/msword" and content.startswith(WORD, start):
            return bool(content[start + 11] & WORD_LOCKED)
        if kind == "application/vnd.ms-excel" and content.startswith(SHEET, start):
            return content.startswith(SHEET_LOCKED, start + 20)
    return False


def _office(content: bytes, kind: str) -> str:
    import kreuzberg

    settings = kreuzberg.ExtractionConfig(
        use_cache=False,
        enable_quality_processing=False,
        output_format="plain",
        concurrency=kreuzberg.ConcurrencyConfig(max_threads=1),
        content_filter=kreuzberg.ContentFilterConfig(
            include_headers=True, include_footers=True, strip_repeating_text=False, include_watermarks=True
        ),
    )
    try:
        return kreuzberg.extract_bytes_sync(content, kind, settings).content
    except kreuzberg.KreuzbergError as error:
        locked = re.search(r"password|encrypt", str(error), re.IGNORECASE)
        raise NotRead("locked" if locked else "damaged", kind) from error


def _page(content: bytes) -> tuple[str, str]:
    return "text/html", _office(content, "text/html").replace("**", "")  # it marks what is bold whatever one asks


def _by_kind(kind: str) -> Callable[[bytes], tuple[str, str]]:
    return lambda content: (kind, _office(content, kind))


READERS: dict[str, Callable[[bytes], tuple[str, str]]] = {
    "pdf": _pdf,
    "zip": _zipped,
    "ole": _ole,
    "rtf": _by_kind("application/rtf"),
    "html": _page,
    "mail": _by_kind("message/rfc822"),
}
