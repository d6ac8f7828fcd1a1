"""What every act on a round begins with."""

from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.risks import permissions
from moothall.risks.models import Decision, Round


class RoundDecided(Exception):  # noqa: N818  says what is the matter
    """The round was decided meanwhile; a new one has to be opened."""


def locked(round_pk: int) -> Round:
    """The round, locked, with its appraisal; for acts that may come after its decision."""
    return (
        Round.objects.select_for_update(of=("self",), no_key=True).select_related("appraisal__scale").get(pk=round_pk)
    )


def open_round(round_pk: int, by: User) -> Round:
    """The round, locked, for somebody who may write in it; raises `RoundDecided` once it was decided."""
    round = locked(round_pk)
    require(permissions.can_write(by, round.appraisal))
    undecided(round)
    return round


def undecided(round: Round) -> None:
    """Go on only while the round is open; raises `RoundDecided`."""
    if Decision.objects.filter(round=round).exists():
        raise RoundDecided
