"""What anybody may read: lessons on the public site. No session is opened, and no name of staff is told."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from moothall.kit import throttle
from moothall.kit.text import plain
from moothall.lessons.models import Lesson
from moothall.lessons.queries import lessons, reading
from moothall.lessons.queries.drawn import origin
from moothall.lessons.words import LONGEST

AGE = 300  # seconds that anyone may keep a page
READS = frozenset({"GET", "HEAD"})


def _public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """A page for anybody, which anybody may keep for some minutes."""

    @login_not_required
    @require_safe
    @throttle.limited("public", methods=READS)
    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, public=True, max_age=AGE)
        return response

    return run


@_public
def every(request: HttpRequest) -> HttpResponse:
    """The lessons on the public site, the newest first."""
    show = lessons.shown(request.GET.get("show", ""))
    subject = plain(request.GET.get("subject", ""))[:LONGEST]
    found = lessons.public(show=show, subject=subject, after=request.GET.get("after"))
    context = {
        "rows": lessons.rows(found.rows),
        "next_cursor": found.next_cursor,
        "subjects": lessons.subjects(None, subject),
        "subject": subject,
        "show": show,
    }
    return render(request, "lessons/public_list.html", context)


@_public
def lesson(request: HttpRequest, pk: int) -> HttpResponse:
    """A lesson on the public site, and what replaces it there."""
    found = get_object_or_404(Lesson.objects.public().select_related("team"), pk=pk)
    context = {
        "lesson": found,
        "subjects": lessons.subjects_of([found.pk]).get(found.pk, []),
        "drawn": origin(found),
        "replaced_by": reading.publicly_replaced_by(found),
    }
    return render(request, "lessons/public_lesson.html", context)
