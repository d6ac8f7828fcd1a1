"""Counting what people open: how many pages and files a day, kept in memory and written down once a minute.

A page pays a few additions. What a killed process had counted since its last writing is lost, which does not matter:
it is for noticing that somebody takes out whole collections, not for accounts.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import date, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse

from moothall.kit import clock
from moothall.kit.registries import Person
from moothall.people.models import User
from moothall.records.models import Tally

KEPT = timedelta(days=35)
READ = frozenset({"spaces:conversation", "spaces:versions", "mail:thread", "mail:message"})

Key = tuple[int, date, str]


class _Counted:
    """What this process has counted and not yet written down."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.numbers: Counter[Key] = Counter()
        self.since = time.monotonic()

    def add(self, key: Key) -> bool:
        """Count one; whether it is time to write down."""
        with self.lock:
            self.numbers[key] += 1
            every = settings.MOOTHALL_TALLY_SECONDS
            if not every or time.monotonic() - self.since < every:
                return False
            self.since = time.monotonic()
            return True

    def take(self) -> Counter[Key]:
        """Everything counted, and begin anew."""
        with self.lock:
            numbers, self.numbers = self.numbers, Counter()
            return numbers


_counted = _Counted()


class Counting:
    """Middleware: one more page or file for whoever is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        what = what_is(request, response)
        if what and _counted.add((request.user.pk or 0, clock.today(), what)):
            threading.Thread(target=_write_aside, name="tally", daemon=True).start()
        return response


def what_is(request: HttpRequest, response: HttpResponse) -> str:
    """`files` for a download, `pages` for something that people read; empty for all else."""
    user = getattr(request, "user", None)
    if request.method != "GET" or response.status_code != 200 or not isinstance(user, User):
        return ""
    if response.get("Content-Disposition", "").startswith("attachment"):
        return "files"
    match = request.resolver_match
    return "pages" if match is not None and match.view_name in READ else ""


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


def _write_aside() -> None:
    with closing(connection):
        write()


def own(person: Person) -> Iterable[dict[str, object]]:
    """A person's own tallies, for the copy of their data."""
    for row in Tally.objects.filter(user_id=person.pk).order_by("day"):
        yield {"day": row.day, "pages": row.pages, "files": row.files}
