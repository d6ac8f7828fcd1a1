"""What the index holds of the disclosure log, for everybody in the hall, and what a result shows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from moothall.disclosure.models import LogEntry
from moothall.people import grants
from moothall.people.models import User
from moothall.search import outbox
from moothall.search.sources import Document, Hit

KIND = "published request"


def changed(*entries: LogEntry) -> None:
    """They were published, replaced or withdrawn."""
    outbox.changed(KIND, [entry.pk for entry in entries])


def documents(refs: Sequence[int]) -> Iterator[Document]:
    """Entries that stand: nothing in them says who asked."""
    for entry in LogEntry.objects.public().filter(pk__in=refs):
        yield Document(
            key=f"{KIND}:{entry.pk}",
            kind=KIND,
            container=grants.PUBLIC,
            title=entry.title,
            body=f"{entry.asked}\n\n{entry.answered}",
            date=_moment(entry),
            names=f"{entry.reference} {entry.sections}",
        )


def ids(after: int) -> Iterable[int]:
    """All entries that stand, in the order of their keys."""
    rows = LogEntry.objects.public().filter(pk__gt=after)
    return rows.order_by("pk").values_list("pk", flat=True).iterator()


def load(user: User, refs: Sequence[int]) -> Mapping[int, Hit]:
    """What anybody may be shown of these entries."""
    return {
        entry.pk: Hit(
            key=f"{KIND}:{entry.pk}",
            title=entry.title,
            url=entry.get_absolute_url(),
            place=_("Published requests"),
            kind_label=_("Answered request"),
            icon="scale",
            date=_moment(entry),
            note=entry.get_outcome_display(),
        )
        for entry in LogEntry.objects.visible_to(user).filter(pk__in=refs)
    }


def _moment(entry: LogEntry) -> datetime:
    return timezone.make_aware(datetime.combine(entry.answered_on, time(12)))
