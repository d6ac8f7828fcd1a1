"""The letters that belong to a case: how it came, what was written since, and whether it was acknowledged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from moothall.disclosure.law.happenings import Happening
from moothall.disclosure.models import Case, Received
from moothall.disclosure.queries import received
from moothall.people.models import User


@dataclass(frozen=True)
class Letters:
    """What the page of a case shows of its letters; the originals say who asked, so not everybody opens them."""

    rows: Sequence[Received]
    acknowledged_on: date | None
    lacks_name: bool
    lacks_address: bool

    @property
    def is_valid(self) -> bool:
        """Whether it has a name and an address for correspondence (FOIA s.8(1)(b))."""
        return not self.lacks_name and not self.lacks_address


def beside(case: Case, user: User) -> Letters:
    """The letters of a case, in a fixed number of questions."""
    who = case.requester
    event = case.events.standing().filter(kind=Happening.ACKNOWLEDGED).first()
    return Letters(
        rows=list(received.letters_of(case, user)[:30]),
        acknowledged_on=event.on if event else None,
        lacks_name=not who.name.strip(),
        lacks_address=not (who.email or who.address.strip()),
    )
