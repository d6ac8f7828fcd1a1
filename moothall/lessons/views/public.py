"""What anybody may read: lessons on the public site. No session is opened, and no name of staff is told."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from moothall.kit.publicly import for_anybody
from moothall.kit.text import plain
from moothall.lessons.models import Lesson
from moothall.lessons.queries import lessons, reading
from moothall.lessons.queries.drawn import origin
from moothall.lessons.words import LONGEST


@for_anybody
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


@for_anybody
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
