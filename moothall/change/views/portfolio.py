"""The portfolio: what is promised, what has come and what may not, by objective."""

from typing import cast

from django.http import HttpRequest, HttpResponse

from moothall.change.queries import portfolio
from moothall.kit import clock
from moothall.kit.htmx import page
from moothall.people.models import User


def whole(request: HttpRequest) -> HttpResponse:
    """Every initiative that one may read under the objectives that it serves; those that serve none come first."""
    user = cast(User, request.user)
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    return page(request, "change/portfolio.html", {"found": portfolio.page(user, number, clock.today())})
