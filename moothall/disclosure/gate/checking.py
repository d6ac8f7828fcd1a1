"""The way a file takes through the gate: its name, its kind, and two readers that know nothing of each other."""

import io
import json
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import BinaryIO

from moothall.disclosure.gate.kinds import Kind, kind_of
from moothall.disclosure.gate.verdict import Finding, Verdict, What
from moothall.disclosure.inside import report
from moothall.disclosure.inside.words import Withheld, letters
from moothall.kit import sandbox
from moothall.kit.inside.limits import MIB, End, Limits

MOST_BYTES = 128 * 1024 * 1024
MOST_STRINGS = 5000
LIMITS = Limits(seconds=300, cpu_seconds=240, memory=3072 * MIB, disk=16 * MIB, output=8 * MIB)
READERS = {
    Kind.PDF: ("moothall.disclosure.inside.structure:read", "moothall.disclosure.inside.seen:read"),
    Kind.TEXT: ("moothall.disclosure.inside.text:read",),
}
ENDS = {
    End.FAILED: What.FAILED, End.KILLED: What.FAILED, End.TOO_SLOW: What.TOO_SLOW,
    End.TOO_MUCH_MEMORY: What.TOO_MUCH, End.TOO_MUCH_OUTPUT: What.TOO_MUCH,
}  # fmt: skip


def check(name: str, data: BinaryIO | bytes, withheld: Sequence[str] = (), *, limits: Limits = LIMITS) -> Verdict:
    """Whether a file of this name may be released while these strings are withheld; whatever is in doubt is refused.

    It never raises for what is in the file. Raises ValueError for a withheld string without a letter or digit, which
    could not be found, and for more than `MOST_STRINGS`.
    """
    if any(not letters(one) for one in withheld):
        raise ValueError("A withheld string needs a letter or a digit.")
    if len(withheld) > MOST_STRINGS:
        raise ValueError(f"At most {MOST_STRINGS} strings can be withheld at once.")
    findings = list(dict.fromkeys(_findings(name, data, withheld, limits)))
    return Verdict(passed=not findings, findings=tuple(findings))


def _findings(name: str, data: BinaryIO | bytes, withheld: Sequence[str], limits: Limits) -> Iterator[Finding]:
    for number in sorted(Withheld(withheld).in_text(name)):
        yield Finding(What.NAME, "name", withheld=number)
    content = data if isinstance(data, bytes) else data.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        yield Finding(What.TOO_LARGE)
        return
    kind = kind_of(name, content)
    if isinstance(kind, What):
        yield Finding(kind)
        return
    question = report.question(withheld, name=PurePath(name).stem)
    told = [_asked(reader, question + content, limits) for reader in READERS[kind]]
    for one in told:
        yield from one.findings
    if len({one.pages for one in told if one.pages is not None}) > 1:
        yield Finding(What.DISAGREE)


class _Told:
    """What one reader answered."""

    def __init__(self, findings: Sequence[Finding], pages: int | None = None) -> None:
        self.findings = findings
        self.pages = pages


def _asked(reader: str, question: bytes, limits: Limits) -> _Told:
    try:
        result = sandbox.run(reader, io.BytesIO(question), limits=limits)
    except sandbox.TooWeak:
        return _Told([Finding(What.WEAK)])
    if not result.ok:
        return _Told([Finding(ENDS[result.end])])
    return _understood(result.output)


def _understood(output: bytes) -> _Told:
    """Take an answer; one that is cut short or strange is a refusal."""
    findings: list[Finding] = []
    try:
        lines = [json.loads(line) for line in output.splitlines()]
        for line in lines[:-1]:
            findings.append(Finding(What(line["what"]), str(line["where"]), int(line["at"]), int(line["number"])))
        last = lines[-1]
        if last["what"] != report.DONE:
            raise ValueError("The answer is cut short.")
        pages = last["facts"].get("pages")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return _Told([*findings, Finding(What.FAILED)])
    return _Told(findings, pages)
