"""The letters that belong to a case: how it came, what was written since, and whether it was acknowledged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from moothall.disclosure.law.happenings import Happening
from moothall.disclosure.law.regimes import Regime
from moothall.disclosure.law.validity import Lack, lacking
from moothall.disclosure.models import Case, Channel, Received
from moothall.disclosure.queries import received
from moothall.people.models import User


@dataclass(frozen=True)
class Letters:
    """What the page of a case shows of its letters; the originals say who asked, so not everybody opens them."""

    rows: Sequence[Received]
    acknowledged_on: date | None
    valid_on: date | None
    lacks: Sequence[Lack]

    @property
    def is_valid(self) -> bool:
        """Whether it is a request in law, as it came or since."""
        return not self.lacks or self.valid_on is not None


def beside(case: Case, user: User) -> Letters:
    """The letters of a case, in a fixed number of questions."""
    kinds = (Happening.ACKNOWLEDGED, Happening.VALID)
    first: dict[str, date] = {}
    for kind, on in case.events.standing().filter(kind__in=kinds).values_list("kind", "on"):
        first.setdefault(kind, on)
    return Letters(
        rows=list(received.letters_of(case, user)[:30]),
        acknowledged_on=first.get(Happening.ACKNOWLEDGED),
        valid_on=first.get(Happening.VALID),
        lacks=lacks_of(case),
    )


def lacks_of(case: Case) -> Sequence[Lack]:
    """What this request lacked, as it came, to be one under the law that it is answered by."""
    who = case.requester
    return lacking(
        Regime(case.regime),
        written=Channel(case.channel).is_written,
        name=bool(who.name.strip()),
        address=bool(who.email or who.address.strip()),
    )
