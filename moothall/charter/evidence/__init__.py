"""Whether the commitments are kept, read from the records: pure functions, without a question to the database.

What somebody writes about a commitment counts for nothing here: only rows of the rooms below do.
"""

from moothall.charter.evidence.cards import card_of, together
from moothall.charter.evidence.findings import Card, Finding, Said, State

__all__ = ["Card", "Finding", "Said", "State", "card_of", "together"]
