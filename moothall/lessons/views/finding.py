"""How pages find what they are about: 404 for what may not be read."""

from typing import Any, cast

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme

from moothall.lessons.models import Lesson
from moothall.people.models import User


def me(request: HttpRequest) -> User:
    """Who is asking; these pages are behind the door."""
    return cast(User, request.user)


def lesson(request: HttpRequest, pk: int) -> Lesson:
    """The lesson, if this person may read it; of a draft nobody but its author learns that it is there."""
    people = ("author", "team", "replaces", "withdrawn_by", "brought__item__subscription")
    return get_object_or_404(Lesson.objects.visible_to(me(request)).select_related(*people), pk=pk)


def back(request: HttpRequest, otherwise: str) -> str:
    """The page of this hall from which somebody came, as the form says, or else another."""
    asked = str(request.POST.get("back") or request.GET.get("back") or "")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts=None, require_https=request.is_secure())
    return asked if safe and asked.startswith("/") else otherwise


def status(form: Any) -> int:
    """422 where a form has a problem that was sent."""
    return 422 if form.is_bound else 200
