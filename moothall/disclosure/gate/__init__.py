"""The release gate: nothing leaves the hall with what was withheld from it, as far as two readers can find.

    verdict = gate.check("decision-notice.pdf", data, withheld=["Sian Bevan", "01632 960 123"])

What pictures show is not read: a second person looks at every page. docs/threat-model.md says what is left.
"""

from moothall.disclosure.gate.checking import check
from moothall.disclosure.gate.verdict import Finding, Verdict, What

__all__ = ["Finding", "Verdict", "What", "check"]
