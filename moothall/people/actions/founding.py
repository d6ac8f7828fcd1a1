"""Setting the hall up, once."""

from django.db import IntegrityError, transaction

from moothall import audit
from moothall.people.actions.people import create_user
from moothall.people.actions.teams import create_team
from moothall.people.models import Founding, Role, User


class AlreadyFoundedError(Exception):
    """The hall was set up before, or by somebody else at the same moment."""


@audit.act
def found(*, name: str, email: str, job: str, team: str) -> User:
    """Make the first administrator, and their team if they name one.

    Raises `AlreadyFoundedError` where there are people already: the row with the key 1 can be written once.
    """
    if User.objects.exists():
        raise AlreadyFoundedError
    first = create_team(by=None, name=team) if team else None
    user = create_user(by=None, email=email, name=name, job=job, team=first, roles=(Role.ADMINISTRATOR,))
    try:
        with transaction.atomic():
            Founding.objects.create(only=1, by=user)
    except IntegrityError as error:
        raise AlreadyFoundedError from error
    audit.record("hall.founded", by=user, on=user)
    return user
