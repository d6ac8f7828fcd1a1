"""What the index holds of the charter: the versions that were adopted, which anybody may read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from moothall.charter.models import Charter
from moothall.people.grants import PUBLIC
from moothall.people.models import User
from moothall.search import outbox
from moothall.search.sources import Document, Hit

CHARTER = "charter"


def changed(pks: Iterable[int]) -> None:
    """Versions were adopted."""
    outbox.changed(CHARTER, list(pks))


def documents(refs: Sequence[int]) -> Iterator[Document]:
    """Adopted versions in all their words; a draft is in no index."""
    for each in Charter.objects.adopted().filter(pk__in=refs).prefetch_related("commitments"):
        promised = [f"{row.short}: {row.words}" for row in each.commitments.all()]
        yield Document(
            key=f"{CHARTER}:{each.pk}",
            kind=CHARTER,
            container=PUBLIC,
            title=each.title,
            body="\n".join([each.introduction, *promised, each.source, each.note]),
            date=each.adopted_at or each.begun_at,
        )


def ids(after: int) -> Iterable[int]:
    """All adopted versions, in the order of their keys."""
    return Charter.objects.adopted().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True).iterator()


def load(_user: User, refs: Sequence[int]) -> Mapping[int, Hit]:
    """What is shown of these versions: the same to everybody."""
    return {
        each.pk: Hit(
            key=f"{CHARTER}:{each.pk}",
            title=each.title,
            url=each.get_absolute_url(),
            place=_("Version %(number)s") % {"number": each.number},
            kind_label=_("Charter"),
            icon="scale",
            date=each.adopted_at or each.begun_at,
        )
        for each in Charter.objects.adopted().filter(pk__in=refs)
    }
