"""A charter as one text: what somebody signs, what another body downloads, and the hash that names it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 4000  # characters of an introduction


@dataclass(frozen=True)
class Promise:
    """One commitment in words: its short word, what is promised, and which check reads it from the records."""

    short: str
    words: str
    check: str = ""


@dataclass(frozen=True)
class Wording:
    """All the words of one version."""

    number: int
    title: str
    introduction: str
    source: str
    promises: Sequence[Promise]

    @property
    def markdown(self) -> str:
        """The canonical text: the file that anybody can download, and of which the hash is taken."""
        lines = [f"# {self.title}", "", f"Version {self.number}", "", self.introduction, ""]
        for place, promise in enumerate(self.promises, start=1):
            lines.append(f"{place}. **{promise.short}**: {promise.words}")
        if self.source:
            lines += ["", f"Source: {self.source}"]
        return "\n".join(lines) + "\n"

    @property
    def digest(self) -> str:
        """SHA-256 (hexadecimal) of the canonical text as UTF-8."""
        return hashlib.sha256(self.markdown.encode()).hexdigest()


def one_line(words: str) -> str:
    """Words without line ends or doubled blanks, so that nothing can pass for another part of the text."""
    return " ".join(words.split())
