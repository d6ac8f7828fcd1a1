"""Counting what people open: how many pages and files a day, kept in memory and written down once a minute.

A page pays a few additions. What a killed process had counted since its last writing is lost, which does not matter:
it is for noticing that somebody takes out whole collections, not for accounts.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse

from moothall.kit import clock
from moothall.kit.registries import Person
from moothall.kit.tallying import Counted
from moothall.people.models import User
from moothall.records.models import Tally

KEPT = timedelta(days=35)
READ = frozenset({"spaces:conversation", "spaces:versions", "mail:thread", "mail:message"})

Key = tuple[int, date, str]


class Counting:
    """Middleware: one more page or file for whoever is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        what = what_is(request, response)
        if what:
            _counted.add((request.user.pk or 0, clock.today(), what))
        return response


def what_is(request: HttpRequest, response: HttpResponse) -> str:
    """`files` for a download, `pages` for something that people read; empty for all else."""
    if request.method != "GET" or response.status_code != 200:
        return ""
    match = request.resolver_match
    read = match is not None and match.view_name in READ
    what = "files" if response.get("Content-Disposition", "").startswith("attachment") else "pages" if read else ""
    # Who it was is asked last: a page for anybody opens no session.
    return what if what and isinstance(getattr(request, "user", None), User) else ""


def write() -> int:
    """Write down what was counted; returns how many numbers."""
    numbers = _counted.take()
    with transaction.atomic():
        for (user, day, what), count in sorted(numbers.items()):
            Tally.objects.bulk_create([Tally(user_id=user, day=day)], ignore_conflicts=True)
            Tally.objects.filter(user=user, day=day).update(**{what: F(what) + count})
    return len(numbers)


def forget() -> int:
    """Forget tallies older than `KEPT`; returns how many."""
    return Tally.objects.filter(day__lt=clock.today() - KEPT).delete()[0]


def own(person: Person) -> Iterable[dict[str, object]]:
    """A person's own tallies, for the copy of their data."""
    for row in Tally.objects.filter(user_id=person.pk).order_by("day"):
        yield {"day": row.day, "pages": row.pages, "files": row.files}


_counted: Counted[Key] = Counted("tally", write)
