"""The front page of the records room."""

from typing import cast

from django.http import HttpRequest, HttpResponse

from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.records import front as parts


def front(request: HttpRequest) -> HttpResponse:
    """What the room answers, part by part."""
    user = cast(User, request.user)
    require(parts.of_the_council(user))
    return page(request, "records/front.html", {"parts": parts.shown(user)})
