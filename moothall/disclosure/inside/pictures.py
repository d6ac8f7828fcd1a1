"""What a stored picture or another stream carries beside what it shows: small copies, places, data behind its end."""

import base64
import binascii
import re
import zlib
from typing import Any

from pikepdf import Array, Name

MOST = 256 * 1024 * 1024  # bytes of one stream
CHUNK = 1024 * 1024
PADDING = 16  # bytes behind the rows of a picture
BLANK = b"\0\t\n\f\r "
JPEG_END, JPEG_SCAN = 0xD9, 0xDA
JPEG_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
JPEG_BARE = frozenset({0x01, *range(0xD0, 0xD8)})  # marks without a length
JPEG_PLAIN = frozenset({*range(0xC0, 0xD0), 0xDB, 0xDC, 0xDD})  # tables and frames
JPEG_KNOWN = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}  # of all that programs may put in
JFIF_WITHOUT_COPY = b"\0\0"
JPX_BOXES = frozenset({b"jP  ", b"ftyp", b"jp2h", b"jp2c", b"rreq", b"colr"})
COMPONENTS = {
    "/DeviceGray": 1, "/CalGray": 1, "/Indexed": 1, "/Separation": 1, "/DeviceRGB": 3, "/CalRGB": 3, "/Lab": 3,
    "/DeviceCMYK": 4,
}  # fmt: skip
_JPEG_MARK = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


class More(Exception):  # noqa: N818  says what it is
    """There is more in it than what it shows, or it is not written as is known."""


def look(stream: Any) -> None:
    """Go through a stream as it lies in the file, filter by filter; raises `More`."""
    filters = stream.get("/Filter")
    names = [str(one) for one in (filters if isinstance(filters, Array) else [filters] if filters else [])]
    data = stream.read_raw_bytes()
    for place, name in enumerate(names):
        last = place + 1 == len(names)
        if name == "/DCTDecode" and last:
            _jpeg(data, (int(stream.get("/Width", 0)), int(stream.get("/Height", 0))))
        elif name == "/JPXDecode" and last:
            _jpx(data)
        elif name in PEELS:
            data = PEELS[name](data)
        elif not last or name not in {"/LZWDecode", "/RunLengthDecode", "/CCITTFaxDecode", "/JBIG2Decode"}:
            raise More


def rows(stream: Any, meant: bytes) -> None:
    """Compare a picture's data with its size; raises `More` for rows that are not shown."""
    each = 1 if stream.get("/ImageMask") else _components(stream.get("/ColorSpace"))
    if each is None or "/Width" not in stream or "/Height" not in stream:
        return
    bits = each * int(stream.get("/BitsPerComponent", 1)) * int(stream.Width)
    if len(meant) > (bits + 7) // 8 * int(stream.Height) + PADDING:
        raise More


def _components(space: Any) -> int | None:
    if isinstance(space, Name):
        return COMPONENTS.get(str(space))
    if not isinstance(space, Array) or not len(space):
        return None
    kind = str(space[0])
    if kind == "/ICCBased":
        return int(space[1].get("/N", 0)) or None
    return len(space[1]) if kind == "/DeviceN" else COMPONENTS.get(kind)


def _inflated(data: bytes) -> bytes:
    inflater, parts, size = zlib.decompressobj(), [], 0
    try:
        while data and not inflater.eof:
            part = inflater.decompress(data, CHUNK)
            data = inflater.unconsumed_tail
            size += len(part)
            if size > MOST:
                raise More
            parts.append(part)
    except zlib.error:
        raise More from None
    if inflater.unused_data.strip(BLANK):
        raise More
    return b"".join(parts)


def _from_85(data: bytes) -> bytes:
    inner, _end, behind = data.partition(b"~>")
    if behind.strip(BLANK):
        raise More
    try:
        return base64.a85decode(inner.strip(BLANK).removeprefix(b"<~"), ignorechars=BLANK)
    except ValueError:
        raise More from None


def _from_hex(data: bytes) -> bytes:
    inner, _end, behind = data.partition(b">")
    if behind.strip(BLANK):
        raise More
    digits = inner.translate(None, BLANK)
    try:
        return binascii.unhexlify(digits + b"0" * (len(digits) % 2))
    except ValueError:
        raise More from None


PEELS = {"/FlateDecode": _inflated, "/ASCII85Decode": _from_85, "/ASCIIHexDecode": _from_hex}


def _jpeg(data: bytes, size: tuple[int, int]) -> None:
    """Go through the parts of a JPEG (ITU T.81, annex B)."""
    at = 2
    if not data.startswith(b"\xff\xd8"):
        raise More
    while at + 1 < len(data):
        if data[at] != 0xFF:
            raise More
        mark = data[at + 1]
        if mark == 0xFF:
            at += 1
        elif mark == JPEG_END:
            if data[at + 2 :].strip(BLANK):
                raise More
            return
        elif mark in JPEG_BARE:
            at += 2
        else:
            length = int.from_bytes(data[at + 2 : at + 4])
            _jpeg_part(mark, data[at + 4 : at + 2 + length], size)
            at += 2 + length
            if mark == JPEG_SCAN:
                found = _JPEG_MARK.search(data, at)
                at = found.start() if found else len(data)
    raise More  # without an end


def _jpeg_part(mark: int, part: bytes, size: tuple[int, int]) -> None:
    if mark in JPEG_FRAMES and (int.from_bytes(part[3:5]), int.from_bytes(part[1:3])) != size:
        raise More
    if mark in JPEG_PLAIN or mark == JPEG_SCAN:
        return
    known = JPEG_KNOWN.get(mark)
    if known is None or not part.startswith(known):
        raise More
    if mark == 0xE0 and part[12:] != JFIF_WITHOUT_COPY:
        raise More


def _jpx(data: bytes) -> None:
    """Go through the boxes of a JPEG 2000 (ISO 15444-1, annex I)."""
    if data.startswith(b"\xff\x4f"):
        if not data.rstrip(BLANK).endswith(b"\xff\xd9"):
            raise More
        return
    at = 0
    while at < len(data):
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        if kind not in JPX_BOXES:
            raise More
        if length == 1:
            length = int.from_bytes(data[at + 8 : at + 16])
        if length == 0:
            return
        if length < 8:
            raise More
        at += length
