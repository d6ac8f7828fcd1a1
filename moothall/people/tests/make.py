"""Makers of people, for tests and for the demo council; they call the real actions."""

from moothall.people import actions
from moothall.people.models import Kind, Role, Team, User

PASSWORD = "let-me-in-to-the-hall"


def team(name: str = "Libraries", parent: Team | None = None) -> Team:
    """A team."""
    return actions.create_team(by=None, name=name, parent=parent)


def user(
    name: str = "Priya Raman",
    kind: Kind = Kind.STAFF,
    email: str | None = None,
    *,
    staff_number: str = "",
    manager: User | None = None,
    roles: tuple[Role, ...] = (),
    team: Team | None = None,
    job: str = "",
    organisation: str = "",
    ask_about: str = "",
) -> User:
    """Someone who may come in, with the password `PASSWORD`."""
    return actions.create_user(
        by=None,
        email=f"{actions.handle_for(name).replace('-', '.')}@wexmoor.example" if email is None else email,
        staff_number=staff_number,
        manager=manager,
        name=name,
        kind=kind,
        password=PASSWORD,
        roles=roles,
        team=team,
        job=job,
        organisation=organisation,
        ask_about=ask_about,
    )
