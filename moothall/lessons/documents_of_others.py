"""What the index holds of what other bodies publish, and what a result shows of it: always with whose it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from moothall.kit import markdown
from moothall.lessons.models import HALL, Item
from moothall.people.models import User
from moothall.search import outbox
from moothall.search.sources import Document, Hit

KIND = "item"


def items_changed(pks: Iterable[int]) -> None:
    """Things of other bodies came, were reworded or went."""
    outbox.changed(KIND, list(pks))


def documents(refs: Sequence[int]) -> Iterator[Document]:
    """Things with all their words; what its body publishes no longer is found no longer."""
    for item in Item.objects.filter(pk__in=refs, gone_at=None).select_related("subscription"):
        yield Document(
            key=f"{KIND}:{item.pk}",
            kind=KIND,
            container=HALL,
            title=item.title,
            body=f"{item.summary}\n{markdown.plain(item.html)}",
            names=item.subscription.name,
            date=item.first_seen,
        )


def ids(after: int) -> Iterable[int]:
    """All of them, in the order of their keys."""
    rows = Item.objects.filter(pk__gt=after, gone_at=None)
    return rows.order_by("pk").values_list("pk", flat=True).iterator()


def load(user: User, refs: Sequence[int]) -> Mapping[int, Hit]:
    """What this person may be shown of these things."""
    rows = Item.objects.visible_to(user).filter(pk__in=refs).select_related("subscription")
    return {
        item.pk: Hit(
            key=f"{KIND}:{item.pk}",
            title=item.title,
            url=item.get_absolute_url(),
            place=_("From {body}").format(body=item.subscription.name),
            kind_label=item.get_kind_display(),
            icon="bulb",
            date=item.said_at or item.first_seen,
        )
        for item in rows
    }
