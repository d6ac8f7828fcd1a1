"""Where Django asks us who somebody is."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend
from django.contrib.auth.hashers import check_password, make_password
from django.db.models import QuerySet
from django.http import HttpRequest

from moothall.kit.prepared import prepared
from moothall.people import grants
from moothall.people.models import User, WayIn
from moothall.people.models.users import plain_number
from moothall.people.models.ways_in import Form, plain_code


class AuthenticationBackend(AllauthBackend):  # type: ignore[misc]
    """An address or a staff number, with a password or a one-time code; the person comes with their teams.

    Known or unknown, each try asks the same of the database and hashes once, so that neither words nor work tell.
    """

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        """The person, or None; with a one-time code they carry the way in, which signing in then uses up."""
        secret = credentials.get("password")
        login = credentials.get("email") or credentials.get("username") or ""
        if not secret or not login:
            return None
        user = _named(str(login))
        code = plain_code(secret)
        if code is not None:
            return self._by_code(user, code)
        if user is None:
            make_password(secret)
            return None
        return user if user.check_password(secret) and self.user_can_authenticate(user) else None

    def _by_code(self, user: User | None, code: str) -> User | None:
        codes = WayIn.objects.open().filter(form=Form.CODE, user=user.pk if user else 0)
        way = codes.first()
        if way is None or user is None:
            make_password(code)
            return None
        if not check_password(code, way.digest):
            return None
        user.way_in = way
        return user

    def get_user(self, user_id: Any) -> User | None:
        """The person of a session, or None if they may not sign in."""
        user = next(iter(_person(int(user_id))), None)
        if user is not None:
            grants.ask(user)
        return user


@prepared
def _person(pk: int) -> QuerySet[User]:
    return User.objects.active().select_related("team__parent__parent").filter(pk=pk)


def _named(login: str) -> User | None:
    """Whose address or staff number this is; one question either way."""
    if "@" in login:
        return User.objects.filter(email=login.lower()).first()
    return User.objects.filter(staff_number=plain_number(login) or "-").first()
