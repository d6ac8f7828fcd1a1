"""How the pages of the room find what they are about: 404 for what may not be read, 403 for what may not be done."""

from collections.abc import Callable
from typing import TypeVar, cast

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from moothall.disclosure.actions.cases import Impossible
from moothall.disclosure.models import Case, Part
from moothall.people.models import User

T = TypeVar("T")


def me(request: HttpRequest) -> User:
    """Who is asking; these pages are behind the door."""
    return cast(User, request.user)


def case_of(request: HttpRequest, pk: int) -> Case:
    """The case, if this person works on it."""
    return get_object_or_404(Case.objects.visible_to(me(request)).select_related("owner", "about", "of"), pk=pk)


def part_of(request: HttpRequest, pk: int) -> Part:
    """The part, if this person works on its case or is asked for it."""
    return get_object_or_404(Part.objects.visible_to(me(request)).select_related("case", "asset"), pk=pk)


def status(form: Form) -> int:
    """422 for a form that was sent and is not right."""
    return 422 if form.is_bound and not form.is_valid() else 200


def done(form: Form, act: Callable[[], T]) -> T | None:
    """Do it; what cannot be is said at the top of the form, and nothing that was typed is lost."""
    try:
        return act()
    except Impossible as error:
        form.add_error(None, str(error))
        return None


def tell(request: HttpRequest, words: str) -> None:
    """Say on the next page that it is done."""
    messages.success(request, words)
