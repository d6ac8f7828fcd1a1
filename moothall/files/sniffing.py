"""What a file is, decided from its bytes; and what to say when its name says something else."""

import re
from pathlib import PurePath
from typing import BinaryIO

import puremagic
from django.utils.translation import gettext as _

HEAD = 8192  # bytes that are looked at
HTML, SVG, SCRIPT, PROGRAM, XML = (
    "text/html",
    "image/svg+xml",
    "text/x-script",
    "application/x-msdownload",
    "application/xml",
)
DANGEROUS = frozenset({HTML, SVG, SCRIPT, PROGRAM, XML})

_OCTETS, _TEXT = "application/octet-stream", "text/plain"
_PAGE = re.compile(rb"<\s*(!doctype\s+html|html|head|body|script|iframe|title|table|a\s|img|style)\b", re.IGNORECASE)
_DRAWING = re.compile(rb"<\s*(\w+:)?svg\b|<!doctype\s+svg\b", re.IGNORECASE)
_PROGRAMS = (  # ELF, the three kinds of Mach-O and Java, Windows shortcuts
    b"\x7fELF",
    b"\xfe\xed\xfa",
    b"\xca\xfe\xba\xbe",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"L\0\0\0\x01\x14\x02\0",
)
_ENDINGS = (
    "app appimage apk bat chm cmd com cpl deb dll dmg exe gadget hta inf iso jar js jse lnk msc msi msp pif ps1 psm1"
    " py reg rpm scr sh url vb vbe vbs wsf wsh xll"
)
_PROGRAM_NAMES = frozenset(f".{ending}" for ending in _ENDINGS.split())
_MACRO_NAMES = frozenset({".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".pptm", ".potm", ".ppsm"})
_ZIPPED = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
}
_OLE = {
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".msg": "application/vnd.ms-outlook",
}
_WRITTEN = {
    ".csv": "text/csv",
    ".ics": "text/calendar",
    ".json": "application/json",
    ".eml": "message/rfc822",
    ".mbox": "application/mbox",
}
# What a name promises, as the start of the type that the bytes must have.
_PROMISES = {
    ".pdf": ("application/pdf",),
    ".png": ("image/png",),
    ".jpg": ("image/jpeg",),
    ".jpeg": ("image/jpeg",),
    ".gif": ("image/gif",),
    ".webp": ("image/webp",),
    ".heic": ("image/hei",),
    ".tif": ("image/tiff",),
    ".tiff": ("image/tiff",),
    ".bmp": ("image/",),
    ".zip": ("application/zip",),
    ".rtf": ("application/rtf",),
    ".txt": ("text/", "application/json", "message/", "application/mbox", "application/rtf"),
    ".md": ("text/",),
    ".mp4": ("video/", "audio/"),
    ".mp3": ("audio/",),
    **{name: (kind,) for name, kind in (_ZIPPED | _OLE | _WRITTEN).items()},
}
_CALLED = {
    "application/pdf": "PDF",
    "application/zip": "ZIP",
    "application/gzip": "GZIP",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/gif": "GIF",
    "image/webp": "WebP",
    "text/plain": "TXT",
}


def kind_of(file: BinaryIO, *, name: str) -> str:
    """The content type of an open file, which is left at its start; the name only tells relatives apart."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    return decide(head, name=name)


def decide(head: bytes, *, name: str) -> str:
    """The content type of what begins with these bytes; plain octets when nothing is recognised."""
    suffix = PurePath(name).suffix.lower()
    if head.startswith(_PROGRAMS) or (head.startswith(b"MZ") and not _is_text(head)):
        return PROGRAM
    if _is_text(head):
        return _kind_of_text(head, suffix)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _ZIPPED.get(suffix, "application/zip")
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _OLE.get(suffix, "application/x-ole-storage")
    return _recognised(head, suffix)


def remark(*, name: str, content_type: str) -> str:
    """What to say beside the file: that it can act as a program, or that its name promises something else."""
    suffix = PurePath(name).suffix.lower()
    if content_type in {PROGRAM, SCRIPT} or suffix in _PROGRAM_NAMES:
        return _("A program: open it only if you know who made it")
    if content_type in {HTML, SVG} or suffix in {".html", ".htm", ".xhtml", ".svg"}:
        return _("A web page: it can hold scripts, so it is only offered to be saved")
    if suffix in _MACRO_NAMES:
        return _("Can hold macros: open it only if you know who made it")
    promised = _PROMISES.get(suffix)
    if promised is None or content_type.startswith(promised) or not content_type:
        return ""
    called = _CALLED.get(content_type)
    if called is None:
        return _("The content is not what the name says")
    return _("The name ends in {ending}, the content is {called}").format(ending=suffix, called=called)


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True  # UTF-16, as Windows writes it
    if b"\0" in head:
        return False
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head)
    return not controls and not head.startswith((b"%PDF", b"\x1f\x8b", b"\xff\xd8", b"{\\rtf"))


def _kind_of_text(head: bytes, suffix: str) -> str:
    encoding = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(head[:2])
    plain = head[2:].decode(encoding, "replace").encode() if encoding else head
    start = plain.lstrip(b"\xef\xbb\xbf \t\r\n\f")
    if start.startswith(b"#!"):
        return SCRIPT
    if _DRAWING.search(start):
        return SVG
    if _PAGE.match(start) or (start.startswith(b"<") and _PAGE.search(start)):
        return HTML
    if start.startswith(b"<?xml"):
        return XML
    return _WRITTEN.get(suffix, _TEXT)


def _recognised(head: bytes, suffix: str) -> str:
    """Ask the library; where several kinds begin alike, the one that the name says, else the likeliest."""
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return _OCTETS
    named = [match for match in matches if match.extension.lower() == suffix]
    kind = next((match.mime_type for match in (*named, *matches) if match.mime_type), _OCTETS).lower()
    kind = {"application/x-gzip": "application/gzip", "image/heif": "image/heic"}.get(kind, kind)
    return kind if kind.isascii() and len(kind) <= 100 else _OCTETS
