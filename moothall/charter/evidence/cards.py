"""Cards: of one initiative, and of many together."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from moothall.charter.evidence.findings import Card, Finding, Said, State, said
from moothall.charter.evidence.involving import people
from moothall.charter.evidence.owning import guide, owner
from moothall.charter.evidence.record import Record
from moothall.charter.evidence.risking import risk
from moothall.charter.evidence.value import measure, purpose, value

CHECKS = ("people", "purpose", "value", "risk", "owner", "measure", "guide")
SHOWN = 8  # initiatives named under one commitment
MET = ngettext_lazy("Met for %(n)s initiative: %(names)s", "Met for %(n)s initiatives: %(names)s", "n")
MET_AND_MORE = ngettext_lazy(
    "Met for %(n)s initiative, %(names)s", "Met for %(n)s initiatives, among them %(names)s", "n"
)
AND_MORE = _("and %(n)s more")
TITLE_AND_WORDS = _("%(title)s: %(words)s")
SEE_ITS_CARD = _("See its card")
NOTHING_IS_ON_RECORD_YET = _("nothing is on record yet")


def card_of(record: Record, today: date) -> Card:
    """How each commitment stands for one initiative on a day."""
    return Card(
        (
            people(record),
            purpose(record, today),
            value(record, today),
            risk(record, today),
            owner(record),
            measure(record, today),
            guide(record),
        )
    )


def together(cards: Sequence[tuple[Record, Card]], extra: Sequence[Finding] = ()) -> Card:
    """How each commitment stands for several initiatives: as for the one where it stands worst.

    `extra` are findings about the person or team themselves.
    """
    return Card([_joined(check, cards, extra) for check in CHECKS])


def _joined(check: str, cards: Sequence[tuple[Record, Card]], extra: Sequence[Finding]) -> Finding:
    ours = [each for each in extra if each.check == check]
    proofs = [line for each in ours for line in each.proofs]
    missing = [line for each in ours for line in each.missing]
    late = [line for each in ours for line in each.late]
    found = [(record, finding) for record, card in cards if (finding := card.of(check)) is not None]
    met = [record for record, finding in found if finding.state is State.MET]
    if met:
        names = ", ".join(record.title for record in met[:SHOWN])
        proofs.append(said(MET if len(met) <= SHOWN else MET_AND_MORE, n=len(met), names=names))
    for wanted, state in ((late, State.CARE), (missing, State.NOT_YET)):
        rows = [(record, finding) for record, finding in found if finding.state is state]
        wanted += [_first(record, finding) for record, finding in rows[:SHOWN]]
        if len(rows) > SHOWN:
            wanted.append(said(AND_MORE, n=len(rows) - SHOWN))
    return Finding(check, proofs, missing, late)


def _first(record: Record, finding: Finding) -> Said:
    wants = finding.wants
    first = wants[0] if wants else said(NOTHING_IS_ON_RECORD_YET)
    return said(TITLE_AND_WORDS, f"{record.key}/card", SEE_ITS_CARD, title=record.title, words=first)
