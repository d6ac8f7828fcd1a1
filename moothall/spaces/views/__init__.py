"""The pages of spaces."""

from typing import cast

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from moothall.people.models import User
from moothall.spaces.models import Space


def me(request: HttpRequest) -> User:
    """Who is asking; every page here is behind the door."""
    return cast(User, request.user)


def visible(request: HttpRequest, slug: str) -> Space:
    """The space of this address, if this person may read it; otherwise it is not there (404)."""
    return get_object_or_404(Space.objects.visible_to(me(request)), slug=slug)
