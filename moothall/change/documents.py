"""What the index holds of initiatives, and what a result shows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from moothall.change.models import Benefit, Initiative, Stage
from moothall.change.queries.initiatives import with_stage
from moothall.people.models import User
from moothall.search import outbox
from moothall.search.sources import Document, Hit

KIND = "initiative"


def changed(initiative: Initiative) -> None:
    """Its words, its benefits or what came of it are otherwise now."""
    outbox.changed(KIND, [initiative.pk])


def documents(refs: Sequence[int]) -> Iterator[Document]:
    """Initiatives with the words of their benefits, their look back and their closing."""
    hoped: dict[int, list[str]] = {}
    for pk, title, description in Benefit.objects.filter(initiative__in=refs).values_list(
        "initiative", "title", "description"
    ):
        hoped.setdefault(pk, []).extend([title, description])
    rows = Initiative.objects.filter(pk__in=refs).select_related("closing").prefetch_related("reviews")
    for each in rows:
        closing = getattr(each, "closing", None)
        said = [words for one in each.reviews.all() for words in (one.words, one.went_well, one.went_badly)]
        told = [each.problem, each.outline, *hoped.get(each.pk, []), *said, closing.words if closing else ""]
        yield Document(
            key=f"{KIND}:{each.pk}",
            kind=KIND,
            container=each.container,
            title=each.title,
            body="\n".join(filter(None, told)),
            date=each.created_at,
        )


def ids(after: int) -> Iterable[int]:
    """All initiatives, in the order of their keys."""
    return Initiative.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True).iterator()


def load(user: User, refs: Sequence[int]) -> Mapping[int, Hit]:
    """What this person may be shown of these initiatives."""
    rows = Initiative.objects.visible_to(user).filter(pk__in=refs).select_related("owner")
    return {
        each.pk: Hit(
            key=f"{KIND}:{each.pk}",
            title=each.title,
            url=each.get_absolute_url(),
            place=str(Stage(getattr(each, "stage", Stage.IDEA)).label),
            kind_label=_("Initiative"),
            icon="space",
            date=each.created_at,
            people=each.owner.name if each.owner else "",
        )
        for each in with_stage(rows)
    }
