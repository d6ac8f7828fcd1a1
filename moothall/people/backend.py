"""Where Django asks us who somebody is."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend

from moothall.people import grants
from moothall.people.models import User


class AuthenticationBackend(AllauthBackend):  # type: ignore[misc]
    """Signing in as allauth does it; a person comes with their team and those above it, as every page needs both."""

    def get_user(self, user_id: Any) -> User | None:
        """The person of a session, or None if they may not sign in."""
        people = User.objects.active().select_related("team__parent__parent")
        user = next(iter(people.filter(pk=user_id)), None)
        if user is not None:
            setattr(user, grants.ASKING, True)
        return user
