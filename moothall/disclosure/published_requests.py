"""The disclosure log as the hall's feeds say it: every entry that stands, whole, and never who asked."""

from collections.abc import Iterator, Sequence

from django.db.models import Min, OuterRef, Subquery
from django.utils.html import escape
from django.utils.html import linebreaks as paragraphs
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.disclosure.models import LogEntry
from moothall.kit.registries import Person
from moothall.lessons.publications import MOST_OWN, Own, Publication, PublishedItem, Stamp

KIND = "request"


def stamps() -> Iterator[Stamp]:
    """All that stand."""
    for key, at in LogEntry.objects.public().values_list("key", "published_at"):
        yield Stamp(f"{KIND}:{key}", at)


def load(keys: Sequence[str]) -> Iterator[PublishedItem]:
    """These entries, whole."""
    first = LogEntry.objects.filter(key=OuterRef("key")).order_by().values("key").annotate(at=Min("published_at"))
    wanted = [key.partition(":")[2] for key in keys]
    for entry in LogEntry.objects.public().filter(key__in=wanted).annotate(begun=Subquery(first.values("at"))):
        yield _item(entry)


def own(person: Person) -> Iterator[Own]:
    """What is published, to be read beside what other bodies publish."""
    for entry in LogEntry.objects.public().order_by("-published_at", "-pk")[:MOST_OWN]:
        yield Own(entry.title, entry.get_absolute_url())


def _item(entry: LogEntry) -> PublishedItem:
    begun = getattr(entry, "begun", None) or entry.published_at
    return PublishedItem(
        key=f"{KIND}:{entry.key}",
        kind=KIND,
        title=entry.title,
        path=entry.get_absolute_url(),
        html=_html(entry),
        summary=Truncator(entry.asked).chars(400),
        licence=entry.licence,
        made_on=begun.date(),
        published_at=begun,
        updated_at=entry.published_at,
        data={
            "reference": entry.reference,
            "law": entry.regime,
            "asked": entry.asked,
            "answered": entry.answered,
            "outcome": entry.outcome,
            "sections": entry.sections,
            "received_on": entry.received_on.isoformat(),
            "answered_on": entry.answered_on.isoformat(),
            "language": entry.language,
            "version": entry.version,
        },
    )


def _html(entry: LogEntry) -> str:
    parts = {_("What was asked"): entry.asked, _("What we answered"): entry.answered}
    return "\n".join(
        f"<h3>{escape(heading)}</h3>{paragraphs(words, autoescape=True)}" for heading, words in parts.items()
    )


REQUESTS = Publication(
    key="requests",
    kind=KIND,
    label=gettext_lazy("Answered requests"),
    note=gettext_lazy("What we were asked under the right to know, and what we answered. Never who asked."),
    front="disclosure:public_requests",
    stamps=stamps,
    load=load,
    own=own,
    order=25,
)
