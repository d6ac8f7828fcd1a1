"""Cards: of one initiative, and of many together."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.charter.evidence.findings import Card, Finding, Said, State
from moothall.charter.evidence.involving import people
from moothall.charter.evidence.owning import guide, owner
from moothall.charter.evidence.record import Record
from moothall.charter.evidence.risking import risk
from moothall.charter.evidence.value import measure, purpose, value

CHECKS = ("people", "purpose", "value", "risk", "owner", "measure", "guide")
SHOWN = 8  # initiatives named under one commitment


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
    proofs, missing, late = ([said for each in extra if each.check == check for said in part(each)] for part in _PARTS)
    found = [(record, finding) for record, card in cards if (finding := card.of(check)) is not None]
    met = [record for record, finding in found if finding.state is State.MET]
    if met:
        words = ngettext("Met for {n} initiative", "Met for {n} initiatives", len(met)).format(n=len(met))
        proofs.append(Said(words + ": " + _names(met)))
    for wanted, state in ((late, State.CARE), (missing, State.NOT_YET)):
        rows = [(record, finding) for record, finding in found if finding.state is state]
        wanted += [Said(_first(record, finding), f"{record.key}/card") for record, finding in rows[:SHOWN]]
        if len(rows) > SHOWN:
            wanted.append(Said(_("and {n} more").format(n=len(rows) - SHOWN)))
    return Finding(check, proofs, missing, late)


def _first(record: Record, finding: Finding) -> str:
    wants = finding.wants
    return f"{record.title}: {wants[0].words}" if wants else f"{record.title}: {_('nothing on record yet')}"


def _names(records: Sequence[Record]) -> str:
    names = ", ".join(record.title for record in records[:SHOWN])
    more = len(records) - SHOWN
    return names + (_(" and {n} more").format(n=more) if more > 0 else "")


_PARTS = (
    lambda finding: finding.proofs,
    lambda finding: finding.missing,
    lambda finding: finding.late,
)
