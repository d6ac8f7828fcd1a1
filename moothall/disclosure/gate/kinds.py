"""What kind of file this is, by its bytes and never by its name alone."""

import re
from collections.abc import Sequence
from enum import StrEnum
from pathlib import PurePath

from moothall.disclosure.gate.verdict import What

HEAD = 4096
OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK"
# Names of parts and streams that only spreadsheets have: they lie uncompressed in a ZIP, and as UTF-16 in OLE.
SHEETS_IN_ZIP = (b"xl/workbook", b"xl/worksheets", b"opendocument.spreadsheet", b"Index/Tables/", b"xl/sharedStrings")
SHEETS_IN_OLE = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book", "EncryptedPackage"))
OFFICE_IN_ZIP = (b"word/", b"ppt/", b"[Content_Types].xml", b"opendocument.", b"Index/Document.iwa")
SHEET_MARKS = (
    b"urn:schemas-microsoft-com:office:spreadsheet", b"office:spreadsheet", b"opendocument.spreadsheet",
    b"urn:schemas-microsoft-com:office:excel",
)  # fmt: skip
SHEET_STARTS = (b"ID;P", b"TABLE\r\n0,1", b"TABLE\n0,1")
BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")  # Excel sheets before there were containers
# A mail as it was sent: its parts may be encoded, and what they say is not read here.
MAIL = re.compile(
    rb"(?:[!-9;-~]+:.*\r?\n(?:[ \t]+\S.*\r?\n)*)*?"
    rb"(?:from|return-path|received|mime-version|message-id|delivered-to|dkim-signature|content-[a-z-]+):|from \S+@",
    re.IGNORECASE,
)
LOTUS = (b"\x00\x00\x02\x00", b"\x00\x00\x1a\x00")
_SHEETS = ".xls .xlsx .xlsm .xlsb .xlt .xltx .xltm .xla .xlam .ods .ots .fods .numbers .slk .dif .wk1 .wk3 .wk4 .123"
_OFFICE = (
    ".doc .docx .docm .dot .dotx .dotm .ppt .pptx .pptm .pps .ppsx .odt .odp .odg .rtf .pages .key .pub .vsd .vsdx"
    " .msg .eml .htm .html"
)
SHEET_NAMES, OFFICE_NAMES = frozenset(_SHEETS.split()), frozenset(_OFFICE.split())


class Kind(StrEnum):
    """What may be released."""

    PDF = "pdf"
    TEXT = "text"


def kind_of(name: str, content: bytes) -> Kind | What:
    """The kind of a file, or why its kind is not released; a name that promises another kind is refused too."""
    ending = PurePath(name).suffix.lower()
    if not content:
        return What.EMPTY
    if (refused := _foreign(content) or _promised(ending)) is not None:
        return refused
    if b"%PDF-" in content[:1024]:
        return Kind.PDF if ending == ".pdf" else What.KIND
    return Kind.TEXT if ending in {".csv", ".txt"} and _is_text(content) else What.KIND


def _promised(ending: str) -> What | None:
    if ending in SHEET_NAMES:
        return What.SPREADSHEET
    return What.OFFICE if ending in OFFICE_NAMES else None


def _foreign(content: bytes) -> What | None:
    """Spreadsheets and office documents, whatever they are called."""
    head = content[:HEAD]
    if head.startswith(ZIP):
        return _told_apart(content, SHEETS_IN_ZIP, OFFICE_IN_ZIP)
    if head.startswith(OLE):
        return _told_apart(content, SHEETS_IN_OLE, (OLE,))
    start = _plain_start(head)
    if head.startswith((*BIFF, *LOTUS)) or start.startswith(SHEET_STARTS) or any(mark in head for mark in SHEET_MARKS):
        return What.SPREADSHEET
    if start.startswith(b"{\\rtf"):
        return What.OFFICE
    if MAIL.match(start):
        return What.MAIL
    return What.KIND if start.startswith((b"<?xml", b"<!doctype", b"<html", b"<svg", b"<table", b"<script")) else None


def _told_apart(content: bytes, sheets: Sequence[bytes], office: Sequence[bytes]) -> What:
    if any(mark in content for mark in sheets):
        return What.SPREADSHEET
    return What.OFFICE if any(mark in content for mark in office) else What.KIND


def _plain_start(head: bytes) -> bytes:
    """The beginning without marks of encoding and space, as far as kinds are told apart by it."""
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        head = head[2:].replace(b"\0", b"")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return start[:12].lower() + start[12:] if start.startswith(b"<") else start


def _is_text(content: bytes) -> bool:
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        try:
            text = content.decode("utf-16")
        except UnicodeDecodeError:
            return False
        return "\0" not in text
    return len(content.translate(None, bytes(byte for byte in range(32) if byte not in b"\t\n\r\f\x1a"))) == len(
        content
    )
