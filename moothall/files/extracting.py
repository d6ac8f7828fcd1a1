"""What one file says: plain text is decoded here, everything else is opened in the sandbox."""

import io
import json
import re
from dataclasses import dataclass

from moothall.kit import sandbox
from moothall.kit.inside.limits import MIB, End, Limits

from . import sniffing
from .inside.extract import MOST_WORDS
from .models import State, Why

MOST_BYTES = 64 * MIB  # of one file
LIMITS = Limits(seconds=60, cpu_seconds=45, memory=1024 * MIB, disk=16 * MIB, output=8 * MIB)
READER = "moothall.files.inside.extract:read"
_ENDS = {
    End.TOO_SLOW: Why.SLOW, End.TOO_MUCH_MEMORY: Why.BOMB, End.TOO_MUCH_OUTPUT: Why.BOMB,
    End.FAILED: Why.BROKE, End.KILLED: Why.BROKE,
}  # fmt: skip
_STATES = {
    Why.LONG: State.PART,
    Why.BIG: State.TOO_LARGE,
    Why.BOMB: State.TOO_LARGE,
    Why.LOCKED: State.ENCRYPTED,
    **dict.fromkeys((Why.PICTURE, Why.SOUND, Why.ARCHIVE, Why.PROGRAM, Why.UNKNOWN), State.OTHER),
}
_HEADS = ((b"PK\x03\x04", "zip"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"), (b"{\\rtf", "rtf"))
_MAIL = re.compile(rb"(?:Received|Return-Path|From|Date|Message-ID|MIME-Version|Delivered-To|Subject):[^\n]*\n", re.I)


@dataclass(frozen=True)
class Extracted:
    """The words of a file, or why there are none, or not all."""

    why: str
    kind: str
    words: str = ""

    @property
    def state(self) -> State:
        """How much of it is read."""
        return _STATES.get(Why(self.why), State.UNREADABLE) if self.why else State.READ


def extract(content: bytes, *, name: str = "", limits: Limits = LIMITS) -> Extracted:
    """Read a file's words. Its bytes decide what it is; whatever they do, there is an answer.

    Raises `sandbox.TooWeak` where the sandbox may not be used.
    """
    if len(content) > MOST_BYTES:
        return Extracted(Why.BIG, "")
    kind = sniffing.decide(content[: sniffing.HEAD], name=name)
    family = _family(content, kind)
    if family is None:
        return Extracted(_why_not(kind), kind)
    if family == "text":
        return _plain(content, kind)
    result = sandbox.run(READER, io.BytesIO(family.encode() + b"\n" + content), limits=limits)
    if not result.ok:
        return Extracted(_ENDS[result.end], kind)
    return _understood(result.output, kind)


def _family(content: bytes, kind: str) -> str | None:
    """Which reader it is for; None for what has none."""
    if b"%PDF-" in content[:1024]:
        return "pdf"
    for head, family in _HEADS:
        if content.startswith(head):
            return family
    if kind == sniffing.HTML:
        return "html"
    if kind.startswith("text/") or kind in {sniffing.XML, sniffing.SVG, "application/json", "application/mbox"}:
        return "mail" if _MAIL.match(content) and b"MIME-Version:" in content[: sniffing.HEAD] else "text"
    return "mail" if kind == "message/rfc822" else None


def _why_not(kind: str) -> Why:
    if kind.startswith("image/"):
        return Why.PICTURE
    if kind.startswith(("audio/", "video/")):
        return Why.SOUND
    if kind == sniffing.PROGRAM:
        return Why.PROGRAM
    packed = ("zip", "gzip", "x-7z", "x-rar", "vnd.rar", "x-tar", "x-bzip", "x-xz", "zstd")
    return Why.ARCHIVE if kind.removeprefix("application/").startswith(packed) else Why.UNKNOWN


def _plain(content: bytes, kind: str) -> Extracted:
    marked = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}.get(content[:2])
    try:
        words = content.decode(marked or "utf-8-sig")
    except UnicodeDecodeError:
        words = content.decode("cp1252", "replace")
    words = words.replace("\0", " ").strip()
    return Extracted(Why.LONG if len(words) > MOST_WORDS else "", kind, words[:MOST_WORDS])


def _understood(output: bytes, kind: str) -> Extracted:
    """Take an answer from the sandbox; a strange one is no answer."""
    line, _end, words = output.partition(b"\n")
    try:
        told = json.loads(line)
        why = Why(told["why"]) if told["why"] else ""
        said = str(told["kind"])[:100] or kind
    except (ValueError, KeyError, TypeError):
        return Extracted(Why.BROKE, kind)
    return Extracted(why, said, words.decode("utf-8", "replace").replace("\0", " ")[:MOST_WORDS])
