"""Bringing a register in from a file that was read and checked as a whole."""

from dataclasses import replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moothall import audit
from moothall.kit import clock
from moothall.people.models import User
from moothall.risks.actions.risks import MOST
from moothall.risks.actions.rounds import open_round
from moothall.risks.filling import Filled, fill
from moothall.risks.models import RegisterImport, Round
from moothall.risks.registers import Incoming, RiskSaid


@audit.act
def bring_in(round: Round, *, by: User, incoming: Incoming) -> RegisterImport:
    """Write all that a file says into an open round; sent again, it finds everything there.

    Nothing is classified by it: an old score is a note. Raises ValueError for a file with faults, or too many risks.
    """
    round = open_round(round.pk, by=by)
    if not incoming.may_come_in:
        raise ValueError("The file has faults. Nothing of it comes in.")
    filled = fill(round, [_noted(one, incoming) for one in incoming.risks], by=by, most=MOST)
    run = RegisterImport.objects.create(
        round=round, by=by, name=incoming.name, digest=incoming.digest, report=[_told(one) for one in filled]
    )
    audit.record(
        "register.imported",
        by=by,
        on=round.appraisal,
        digest=incoming.digest,
        risks=len(run.made),
        answered=len(run.answered),
        known=len(run.known),
        old_scores=len(run.scored),
    )
    return run


def _noted(said: RiskSaid, incoming: Incoming) -> RiskSaid:
    """The same with its old score as a note, which is all that becomes of it."""
    if not said.old_score:
        return said
    words = _("Old score, from {file} on {day}: {score}. It counts for nothing here.")
    line = words.format(file=incoming.name, day=date_format(clock.today(), "j F Y"), score=said.old_score)
    return replace(said, note="\n\n".join(part for part in (said.note, line) if part))


def _told(one: Filled) -> dict[str, object]:
    """What the report says of a risk."""
    return {
        "rows": list(one.said.rows),
        "risk": one.risk.pk,
        "ref": one.risk.ref,
        "name": one.risk.name,
        "made": one.made,
        "steps": one.steps,
        "answered": bool(one.said.answered),
        "score": one.said.old_score if one.made else "",
    }
