"""Makers of the disclosure room, for tests and for the demo council; they call the real actions."""

from datetime import date

from moothall.disclosure.actions import cases, parts
from moothall.disclosure.actions.cases import Asked, Asker
from moothall.disclosure.law.regimes import Regime
from moothall.disclosure.models import Allocation, Answer, Case, Channel, Outcome, Part
from moothall.people.models import Role, Team, User
from moothall.people.tests import make

ASKER = Asker("Edith Hollis", "edith.hollis@example.com")


def officer(name: str = "Samira Haddad") -> User:
    """A disclosure officer."""
    return make.user(name, roles=(Role.DISCLOSURE_OFFICER,))


def case(
    *,
    by: User | None,
    title: str = "Cost of agency staff",
    words: str = "How much was paid to agencies? How many people came from them?",
    regime: Regime = Regime.FOIA,
    received_on: date | None = None,
    who: Asker = ASKER,
    channel: Channel = Channel.EMAIL,
    owner: User | None = None,
    sensitive: bool = False,
    about: User | None = None,
    of: Case | None = None,
) -> Case:
    """A request that came."""
    asked = Asked(title, words, regime, channel, received_on, of=of)
    return cases.open_case(asked, who, by=by, owner=owner, sensitive=sensitive, about=about)


def part(of: Case, position: int = 1) -> Part:
    """One of its questions, as whoever asked would count them; the whole of it where it was not split."""
    return of.parts.get(position=position)


def allocation(
    of: Part, *, by: User, person: User | None = None, team: Team | None = None, due_on: date | None = None
) -> Allocation:
    """A colleague, or a team, that is asked."""
    return parts.ask(of, by=by, person=person, team=team, due_on=due_on)


def answer(of: Part, *, by: User, outcome: Outcome = Outcome.GIVEN, words: str = "£12,000 in 2025.") -> Answer:
    """What is answered."""
    return parts.answer(of, by=by, outcome=outcome, words=words)
