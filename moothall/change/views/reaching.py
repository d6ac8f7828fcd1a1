"""How the pages of an initiative find what they are about: 404 for what may not be read."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from moothall.change import permissions
from moothall.change.actions.initiatives import InitiativeClosed
from moothall.change.models import Initiative
from moothall.kit.apps import is_on
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.spaces.models import Space

View = Callable[..., HttpResponse]
FOUND = "moothall_initiative"  # what was found for this request, for whoever has to lead back to it
PEOPLE = ("owner__team", "guide", "sponsor", "created_by", "delivery", "closing")


def me(request: HttpRequest) -> User:
    """Who is asking; these pages are behind the door."""
    return cast(User, request.user)


def initiative(request: HttpRequest, pk: int) -> Initiative:
    """The initiative, if this person may read it."""
    rows = Initiative.objects.visible_to(me(request)).select_related(*PEOPLE)
    found = get_object_or_404(rows, pk=pk)
    setattr(request, FOUND, found)
    return found


def to_write(request: HttpRequest, pk: int) -> Initiative:
    """The initiative, for somebody who writes in it while it is not closed: otherwise 403, or `InitiativeClosed`."""
    found = initiative(request, pk)
    require(permissions.can_write(me(request), found))
    if hasattr(found, "closing"):
        raise InitiativeClosed
    return found


def leads_on(view: View) -> View:
    """A page that leads back to the initiative, and says why, where that was closed meanwhile."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except InitiativeClosed:
            closed: Initiative | None = getattr(request, FOUND, None)
            if closed is None:
                raise Http404 from None
            messages.warning(request, _("It is closed, so it stays as it is. A new change can go on from here."))
            return redirect(closed)

    return run


def status(form: Any) -> int:
    """422 where a form has a problem that was sent."""
    return 422 if form.is_bound else 200


def number(request: HttpRequest, name: str) -> int:
    """The key of a row that a button names; 404 for what is none."""
    words = str(request.POST.get(name, ""))
    if not (words.isascii() and words.isdigit() and len(words) < 19):
        raise Http404
    return int(words)


def bound(request: HttpRequest, act: str) -> Any:
    """What was sent, for the one form of several on a page that was sent."""
    return request.POST if request.method == "POST" and request.POST.get("act", "") == act else None


def refused(form: forms.Form, error: ValueError) -> None:
    """A form told in words what a verb refused."""
    form.add_error(None, str(error))


def lessons_on() -> bool:
    """Whether lessons can be shown."""
    return is_on("lessons")


def space_of(found: Initiative, user: User) -> Space | None:
    """The space in which it is talked of, if this person may read that and the room is there."""
    if found.space_id is None or not is_on("spaces"):
        return None
    return Space.objects.visible_to(user).filter(pk=found.space_id).first()
