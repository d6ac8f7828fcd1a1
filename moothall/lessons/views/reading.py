"""Reading lessons: the front page of the room, and one lesson."""

from django.http import HttpRequest, HttpResponse

from moothall.kit.htmx import page
from moothall.kit.strips import strips
from moothall.kit.text import plain
from moothall.lessons import permissions
from moothall.lessons.queries import lessons, reading
from moothall.lessons.queries.readiness import missing
from moothall.lessons.views import finding
from moothall.lessons.words import LONGEST


def every(request: HttpRequest) -> HttpResponse:
    """The lessons that stand, and what one writes oneself."""
    user = finding.me(request)
    show = lessons.shown(request.GET.get("show", ""))
    subject = plain(request.GET.get("subject", ""))[:LONGEST]
    found = lessons.every(user, show=show, subject=subject, after=request.GET.get("after"))
    context = {
        "rows": lessons.rows(found.rows),
        "next_cursor": found.next_cursor,
        "choices": lessons.choices(user, show, subject),
        "subjects": lessons.subjects(user, subject),
        "subject": subject,
        "show": show,
        "drafts": lessons.drafts(user),
        "may_write": permissions.can_write(user),
    }
    return page(request, "lessons/list.html", context)


def lesson(request: HttpRequest, pk: int) -> HttpResponse:
    """A lesson, where it was used again, and what it is about."""
    user, found = finding.me(request), finding.lesson(request, pk)
    context = {
        "lesson": found,
        "read": reading.read(found, user),
        "threads": strips(request, user, found.thing),
        "missing": missing(found) if found.is_draft else [],
        "is_mine": found.author_id == user.pk,
        "may_correct": permissions.can_correct(user, found),
        "may_put_public": permissions.can_put_public(user, found),
        "may_withdraw": permissions.can_withdraw(user, found),
        "shows_words": not found.is_withdrawn or permissions.can_read_withdrawn(user, found),
    }
    return page(request, "lessons/lesson.html", context)
