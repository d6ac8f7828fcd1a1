"""Makers of holds, for tests and for the demo council; they call the real actions."""

from collections.abc import Sequence
from datetime import date

from moothall.people.models import Role, User
from moothall.people.tests import make as people
from moothall.records import naming
from moothall.records.actions import holds
from moothall.records.actions.holds import What
from moothall.records.models import Hold
from moothall.records.naming import Token


def manager(name: str = "Rhiannon Oakes") -> User:
    """A records manager."""
    return people.user(name, roles=(Role.RECORDS_MANAGER,), job="Records manager")


def token(words: str) -> Token:
    """`conversation:7` as a token."""
    kind, _colon, ref = words.partition(":")
    return Token(kind, int(ref)) if ref.isdecimal() else Token(kind, address=ref)


def hold(
    *things: str,
    by: User,
    people: Sequence[User] = (),
    searches: Sequence[str] = (),
    reason: str = "A claim about the boiler in the old library.",
    case: str = "Claim 2026/7",
    owner: User | None = None,
    review_on: date | None = None,
) -> Hold:
    """A hold on some things (`space:7`) and people."""
    persons = [one for person in people for one in naming.person(f"@{person.handle}")]
    what = What((*map(token, things), *persons), tuple(searches))
    return holds.place(by=by, reason=reason, case=case, owner=owner or by, what=what, review_on=review_on)
