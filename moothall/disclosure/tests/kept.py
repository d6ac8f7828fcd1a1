"""Asking the gate, as its tests do."""

from moothall.disclosure import gate
from moothall.disclosure.gate import What
from moothall.disclosure.tests.make_files import SECRET
from moothall.kit.inside.limits import MIB, Limits

SHORT = Limits(seconds=30, cpu_seconds=20, memory=1024 * MIB)


def kept_back(data: bytes, *withheld: str, name: str = "answer.pdf") -> set[What]:
    """Why a file is kept back; nothing for one that may go."""
    verdict = gate.check(name, data, withheld or [SECRET], limits=SHORT)
    assert verdict.passed != bool(verdict.findings)
    assert all(finding.words and "{" not in finding.words for finding in verdict.findings)
    return {finding.what for finding in verdict.findings}
