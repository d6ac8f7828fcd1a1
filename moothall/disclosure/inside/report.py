"""How the readers are asked, and how they answer: a line of JSON and then the file; lines of JSON back."""

import json
from collections.abc import Iterable
from hashlib import blake2b
from typing import BinaryIO

from moothall.disclosure.inside.words import Withheld

MOST = 200  # findings told of one file
SHORT = 200  # letters of a text that is remembered
NOTHING = {"anonymous", "untitled", "unspecified"}
DONE = "done"  # the last line of an answer; without it, the answer is not whole


def question(withheld: Iterable[str], *, name: str) -> bytes:
    """The line before the file, whose name without its ending is `name`."""
    return json.dumps([name, *withheld]).encode() + b"\n"


class Report:
    """What a reader finds; each thing once."""

    def __init__(self, withheld: Withheld, name: str = "") -> None:
        self.withheld = withheld
        self.name = name
        self.lines: dict[str, None] = {}
        self.facts: dict[str, int] = {}
        self.found: set[int] = set()
        self.seen: set[bytes] = set()
        self.clean: set[str] = set()

    def tell(self, what: str, where: str = "", number: int = 0, at: int = 0) -> None:
        """Something that keeps the file back: its kind, a kind of place and its number, and which string."""
        self.found.update([number] if number else [])
        if len(self.lines) < MOST:
            self.lines[json.dumps({"what": what, "where": where, "at": at, "number": number})] = None

    def property(self, value: str) -> None:
        """A title, an author or the like; one that only repeats the file's name, or stands for none, says nothing."""
        words = value.strip().strip("()").casefold()
        if words and words != self.name.casefold() and words not in NOTHING:
            self.tell("info")

    def text(self, text: str, where: str, at: int = 0) -> None:
        """Look for withheld strings in a text; a short one in which there are none is looked through once."""
        if text in self.clean:
            return
        found = self.withheld.in_text(text)
        if not found and len(text) <= SHORT:
            self.clean.add(text)
        for number in sorted(found):
            self.tell("withheld", where, number, at)

    def data(self, data: bytes, where: str, at: int = 0) -> None:
        """Look for withheld strings among bytes; the same bytes are looked through once."""
        digest = blake2b(data, digest_size=16).digest()
        if digest in self.seen:
            return
        self.seen.add(digest)
        for number in sorted(self.withheld.in_bytes(data)):
            self.tell("withheld", where, number, at)

    def write(self, out: BinaryIO) -> None:
        """Answer."""
        for line in self.lines:
            out.write(line.encode() + b"\n")
        out.write(json.dumps({"what": DONE, "facts": self.facts}).encode() + b"\n")


def asked(data: BinaryIO) -> tuple[Report, bytes]:
    """Take a question: an empty report, and the file."""
    name, *withheld = json.loads(data.readline())
    return Report(Withheld(withheld), name), data.read()
