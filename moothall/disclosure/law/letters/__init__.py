"""Letters to requesters: what each kind says, and what it may not go without.

`write` makes the letter from the facts; a clerk may edit it; `missing` reads what is left against the facts again.
"""

from moothall.disclosure.law.letters.facts import (
    DECISIONS,
    Commissioner,
    Kind,
    Lack,
    Letter,
    LetterFacts,
    Outcome,
    Paragraph,
    Part,
    Requirement,
    Review,
    Waiver,
)
from moothall.disclosure.law.letters.reading import missing
from moothall.disclosure.law.letters.writing import write

__all__ = [
    "DECISIONS",
    "Commissioner",
    "Kind",
    "Lack",
    "Letter",
    "LetterFacts",
    "Outcome",
    "Paragraph",
    "Part",
    "Requirement",
    "Review",
    "Waiver",
    "missing",
    "write",
]
