"""Makers of systems and reports."""

from typing import Any

from moothall.people.models import User
from moothall.records.actions import reports, systems
from moothall.records.models import InformationSystem, Matter, OfficialAccount, Report, Status, Use


def system(name: str = "Shared drive", *, by: User, owner: User | None = None, **facts: Any) -> InformationSystem:
    """A system in the register, supported unless said otherwise."""
    facts = {"status": Status.SUPPORTED, "what_for": "Keeping files of a team"} | facts
    return systems.add_system(by=by, facts=systems.Facts(name=name, owner=owner or by, **facts))


def use(on: InformationSystem, *, by: User, purpose: str = "share photos of an event with residents") -> Use:
    """An answer to what a system may be used for."""
    words = "Yes. Ask everyone in the photo first, and post from the council’s account."
    return answered_use(on, by=by, purpose=purpose, answer=Use.Answer.WITH_GUIDANCE, words=words)


def answered_use(on: InformationSystem, *, by: User, purpose: str, answer: Use.Answer, words: str) -> Use:
    """Just that answer to just that question."""
    return systems.answer_use(on, by=by, purpose=purpose, answer=answer, words=words)


def account(on: InformationSystem, name: str, *, by: User, owners: tuple[User, User]) -> OfficialAccount:
    """An account by which the council speaks."""
    return systems.add_account(on, by=by, name=name, purpose="News for residents", owners=owners)


def block(on: InformationSystem | None = None, *, by: User, name: str = "") -> Report:
    """Somebody can't get to something."""
    return reports.report(
        by=by, matter=Matter.BLOCK, system=on, system_words=name, purpose="Answer residents", met="Category: social"
    )
