"""What of the room is closed to somebody who reads the record of acts."""

from collections.abc import Iterator
from typing import Any, cast

from django.db.models import Q, QuerySet

from moothall.disclosure.models import Case, LogEntry, Received
from moothall.kit.registries import Person
from moothall.people.models import User
from moothall.records.models import Hold


def closed_to(person: Person) -> Iterator[QuerySet[Any]]:
    """Sensitive cases and those about one of us that this person may not see, their letters, holds and publications.

    Not only those about this very person: whoever reads the record would know those by the difference.
    """
    secret = Case.objects.filter(Q(sensitive=True) | Q(about__isnull=False))
    cases = secret.exclude(pk__in=Case.objects.visible_to(cast(User, person)).values("pk"))
    yield cases
    yield Received.objects.filter(case__in=cases)
    yield LogEntry.objects.filter(case__in=cases)
    yield Hold.objects.filter(pk__in=cases.filter(hold__isnull=False).values("hold"))
