"""Turn bytes into words when the label is missing, wrong or unknown."""

import codecs
import re
from email.errors import HeaderParseError
from email.header import decode_header

UNLABELLED = {"", "us-ascii", "ascii", "unknown-8bit", "8bit", "default", "x-unknown", "iso-8859-1"}
UTF8_PAIR = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")

# What the second and later bytes of UTF-8 look like when they are read as Windows-1252.
CONTINUATION = (
    "\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d"
    "\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178"
)
MOJIBAKE = re.compile(f"[\u00c2-\u00f4][{CONTINUATION}]|\ufffd")


ASCII_BYTES = bytes(range(128))


def garbled(text: str) -> bool:
    """Tell whether text may be UTF-8 that was read as something else, or lost letters; wrong at worst to be careful."""
    if text.isascii():
        return False
    # Most letters are plain: with those out of the way, what could be garbled is a hundredth, and quickly searched.
    squeezed = text.encode("utf-8", "replace").translate(None, ASCII_BYTES).decode()
    return MOJIBAKE.search(squeezed) is not None and MOJIBAKE.search(text) is not None


def _try(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except (UnicodeError, LookupError, ValueError):
        return None


def _is_text_codec(label: str) -> bool:
    """Tell whether a label names a character set; Python's codecs also hold zlib and rot13."""
    try:
        return bool(codecs.lookup(label)._is_text_encoding)
    except (LookupError, ValueError, UnicodeError):
        return False


def decode(data: bytes, label: str | None) -> str:
    """Decode with the label if that goes cleanly, else as UTF-8 if it is, else as Windows-1252, which always goes."""
    charset = (label or "").strip().strip("\"'").lower()
    if charset not in UNLABELLED and _is_text_codec(charset):
        text = _try(data, charset)
        if text is not None:
            return text
    text = _try(data, "utf-8")
    if text is not None:
        return text
    if charset in ("utf-8", "utf8") and UTF8_PAIR.search(data):
        return data.decode("utf-8", "replace")  # mostly right: cut or damaged in places
    if charset not in UNLABELLED and _is_text_codec(charset) and not charset.startswith("utf"):
        return data.decode(charset, "replace")
    return data.decode("cp1252", "replace")


def decode_words(value: bytes) -> str:
    """Decode a header's value: encoded words (RFC 2047), or plain bytes in whatever they are."""
    text = decode(value, None)
    if "=?" not in text:
        return text
    try:
        pieces = decode_header(text)
    except (HeaderParseError, ValueError, UnicodeError):
        return text
    words = [piece if isinstance(piece, str) else decode(piece, label) for piece, label in pieces]
    return "".join(words)
