"""What the index holds of an information asset, and what a result shows of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from moothall.people.models import User
from moothall.records.models import InformationAsset
from moothall.search.sources import Document, Hit

KIND = "asset"
WORDS = (
    "description", "purpose", "function", "service", "location", "form", "personal_categories", "who_has_access",
    "shared_with", "contracts", "volume", "value", "risks", "retention", "publication", "searchable_words", "connector",
)  # fmt: skip


def documents(refs: Sequence[int]) -> Iterator[Document]:
    """Assets with all that is said of them in words, in the container that says who may read it."""
    for asset in InformationAsset.objects.filter(pk__in=refs).select_related("owner", "custodian"):
        people = [person for person in (asset.owner, asset.custodian) if person]
        yield Document(
            key=f"{KIND}:{asset.pk}",
            kind=KIND,
            container=asset.container,
            title=asset.name,
            body="\n".join(words for name in WORDS if (words := str(getattr(asset, name)))),
            date=asset.changed_at,
            names=" ".join([asset.identifier, *(person.name for person in people)]),
            who=tuple({person.holder for person in people}),
        )


def ids(after: int) -> Iterable[int]:
    """All assets, in the order of their keys."""
    found = InformationAsset.objects.filter(pk__gt=after).order_by("pk")
    return found.values_list("pk", flat=True).iterator()


def load(user: User, refs: Sequence[int]) -> Mapping[int, Hit]:
    """What this person may be shown of these assets."""
    rows = InformationAsset.objects.visible_to(user).filter(pk__in=refs).select_related("owner")
    return {
        asset.pk: Hit(
            key=f"{KIND}:{asset.pk}",
            title=asset.name,
            url=asset.get_absolute_url(),
            place=asset.service or str(_("Information assets")),
            kind_label=_("Information asset"),
            icon="file",
            date=asset.changed_at,
            people=asset.owner.name if asset.owner else "",
            note=str(asset.get_marking_display()) if asset.is_sensitive else "",
        )
        for asset in rows
    }
