"""The map of what we hold."""

from typing import cast

from django.http import HttpRequest, HttpResponse

from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.records import permissions
from moothall.records.queries import assets, holdings


def what_we_hold(request: HttpRequest) -> HttpResponse:
    """Assets by service and system, and how much of them can be searched here."""
    user = cast(User, request.user)
    require(permissions.can_look_into_records(user))
    context = {"map": holdings.holdings(user), "answered": assets.answered(user)}
    return page(request, "records/holdings.html", context)
