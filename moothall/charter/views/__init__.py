"""The pages of the charter room."""

from typing import Any, cast

from django.http import HttpRequest

from moothall.people.models import User


def me(request: HttpRequest) -> User:
    """Who is asking; these pages are behind the door."""
    return cast(User, request.user)


def status(form: Any) -> int:
    """422 where a form has a problem that was sent."""
    return 422 if form.is_bound else 200
