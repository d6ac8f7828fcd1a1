"""My desk, the overview, and the pages that say what this hall is."""

from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from moothall.home import queries
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.people.models import Role, User


def desk(request: HttpRequest) -> HttpResponse:
    """What waits for me and what is new."""
    return page(request, "home/desk.html", {"desk": queries.desk(cast(User, request.user))})


def overview(request: HttpRequest) -> HttpResponse:
    """The administrator's figures: how much is held, and whether the hall is well."""
    require(cast(User, request.user).has_role(Role.ADMINISTRATOR))
    return page(request, "home/overview.html", {"overview": queries.overview()})


@login_not_required
def kept(request: HttpRequest) -> HttpResponse:
    """What the hall keeps of people, and why."""
    return page(request, "home/kept.html")


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement (Public Sector Bodies Accessibility Regulations 2018, reg. 8)."""
    return page(request, "home/accessibility.html")


@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    """How to do the common things, and who helps."""
    return page(request, "home/help.html")
