"""Having a redacted copy looked through by the gate, outside any transaction: it takes as long as it takes.

Once before it is signed, for what was withheld; and once more before it is public, for who asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from moothall.disclosure import unnamed
from moothall.disclosure.gate import What, check, checking
from moothall.disclosure.gate.verdict import Verdict
from moothall.disclosure.unnamed import Someone
from moothall.files import blobs, extracting
from moothall.files.models import Blob, Upload

LIMITS = replace(checking.LIMITS, seconds=60, cpu_seconds=50)  # somebody waits: what takes longer is kept back


@dataclass(frozen=True)
class Looked:
    """What the gate says of these bytes, while these strings are withheld."""

    sha256: str
    withheld: tuple[str, ...]
    verdict: Verdict


def look_through(upload: Upload, withheld: Sequence[str]) -> Looked:
    """Ask the gate. Raises ValueError for a withheld string that could not be found, and for too many."""
    strings = tuple(dict.fromkeys(" ".join(one.split()) for one in withheld if one.strip()))
    verdict = checking.check(upload.name, blobs.read(upload.kept), strings, limits=LIMITS)
    return Looked(upload.kept.sha256, strings, verdict)


class NotLookedThrough(Exception):  # noqa: N818  says what is the matter
    """A file that the gate keeps back for what it is: nobody can tell what it says. The words are for the form."""


def told_in(name: str, blob: Blob, people: Sequence[Someone]) -> tuple[str, ...]:
    """What in a file tells of these people, as the gate finds it in its bytes and as its text says it.

    A picture of a page is read by neither. Raises `NotLookedThrough`, and `sandbox.TooWeak` where no file is opened.
    """
    data = blobs.read(blob)
    strings = tuple(dict.fromkeys(each for someone in people for each in someone.strings))
    verdict = check(name, data, strings, limits=LIMITS)
    for finding in verdict.findings:
        if finding.what not in (What.WITHHELD, What.NAME):
            raise NotLookedThrough(finding.words)
    found = [strings[finding.withheld - 1] for finding in verdict.findings if finding.withheld]
    found += unnamed.said(extracting.extract(data, name=name).words, people)
    return tuple(dict.fromkeys(found))
