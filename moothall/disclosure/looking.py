"""Having a redacted copy looked through by the gate, outside any transaction: it takes as long as it takes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from moothall.disclosure.gate import checking
from moothall.disclosure.gate.verdict import Verdict
from moothall.files import blobs
from moothall.files.models import Upload

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
