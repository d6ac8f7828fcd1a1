"""The register of information assets, as each person may read it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from moothall.kit import clock
from moothall.kit.pages import Slice, keyset
from moothall.kit.registries import Link, Person
from moothall.people.models import Role, User
from moothall.records.models import AssetReview, InformationAsset, InformationSystem, PersonalData, Searchable
from moothall.records.models.assets import AssetQuerySet

PAGE = 30
SOON = timedelta(days=30)
MOST_CHOICES = 200
SEE_EVERYTHING = (Role.RECORDS_MANAGER, Role.DISCLOSURE_OFFICER, Role.AUDITOR)


@dataclass(frozen=True)
class Asked:
    """What the register is narrowed to; what is empty narrows nothing."""

    text: str = ""
    service: str = ""
    system: int | None = None
    nowhere: bool = False  # kept in no system of the register
    personal: str = ""
    care: str = ""
    ended: bool = False


@dataclass(frozen=True)
class Answered:
    """How much of what a person may see of the register can be searched in this hall."""

    assets: int
    whole: int
    part: int
    personal: int
    unknown: int

    @property
    def none(self) -> int:
        """Assets of which nothing can be searched here."""
        return self.assets - self.whole - self.part


def sees_everything(user: User) -> bool:
    """Whether a person's role must know all that the council holds, closed assets and private spaces among it."""
    return not user.is_guest and any(user.has_role(role) for role in SEE_EVERYTHING)


def register(user: User, asked: Asked) -> AssetQuerySet:
    """The assets this person may read and asked for, with when each is reviewed."""
    found = InformationAsset.objects.visible_to(user).with_reviews()
    found = found.exclude(ended_on=None) if asked.ended else found.held_now()
    for word in asked.text.split()[:8]:
        found = found.filter(
            Q(name__icontains=word)
            | Q(identifier__icontains=word)
            | Q(description__icontains=word)
            | Q(service__icontains=word)
            | Q(location__icontains=word)
            | Q(owner__name__icontains=word)
        )
    if asked.service:
        found = found.filter(service=asked.service)
    if asked.system is not None:
        found = found.filter(system=asked.system)
    if asked.nowhere:
        found = found.filter(system=None)
    return _cared_for(_personal(found, asked.personal), user, asked.care)


def _personal(found: AssetQuerySet, personal: str) -> AssetQuerySet:
    if personal == "special":
        return found.filter(Q(special_category=True) | Q(criminal_offence=True))
    return found.filter(personal_data=personal) if personal in PersonalData.values else found


def _cared_for(found: AssetQuerySet, user: User, care: str) -> AssetQuerySet:
    today = clock.today()
    narrowed = {
        "mine": Q(owner=user) | Q(custodian=user),
        "unowned": Q(owner=None),
        "due": Q(next_review__lte=today + SOON),
        "late": Q(next_review__lt=today),
        "never": Q(next_review=None),
    }
    return found.filter(narrowed[care]) if care in narrowed else found


def page_of(user: User, asked: Asked, after: str | None) -> Slice[InformationAsset]:
    """One page of the register, by name."""
    rows = register(user, asked).select_related("owner", "system")
    return keyset(rows, by=("name", "pk"), after=after, size=PAGE)


def in_order(user: User, asked: Asked) -> Iterator[InformationAsset]:
    """All of what was asked for, by identifier, for a file; few rows in memory at a time."""
    rows = register(user, asked).select_related("owner", "custodian", "system", "retention_rule").order_by("identifier")
    return rows.iterator(chunk_size=500)


def asset(user: User, pk: int) -> InformationAsset | None:
    """An asset this person may read."""
    found = InformationAsset.objects.visible_to(user).with_reviews()
    return found.select_related("owner", "custodian", "system", "retention_rule").filter(pk=pk).first()


def answered(user: User) -> Answered:
    """Count what this person may see of the register."""
    counts = (
        InformationAsset.objects.visible_to(user)
        .held_now()
        .aggregate(
            assets=Count("pk"),
            whole=Count("pk", filter=Q(searchable=Searchable.YES)),
            part=Count("pk", filter=Q(searchable=Searchable.PART)),
            personal=Count("pk", filter=Q(personal_data=PersonalData.YES)),
            unknown=Count("pk", filter=Q(personal_data=PersonalData.UNKNOWN)),
        )
    )
    return Answered(**counts)


def services(user: User) -> list[str]:
    """The services that assets this person may read belong to."""
    found = InformationAsset.objects.visible_to(user).exclude(service="")
    return list(found.order_by("service").values_list("service", flat=True).distinct()[:MOST_CHOICES])


def systems(user: User) -> list[InformationSystem]:
    """The systems in which assets this person may read are kept."""
    kept = InformationAsset.objects.visible_to(user).exclude(system=None)
    found = InformationSystem.objects.filter(pk__in=kept.values("system"))
    return list(found.only("pk", "name").order_by("name")[:MOST_CHOICES])


def reviews(found: InformationAsset, after: str | None) -> Slice[AssetReview]:
    """What was found when an asset was looked over, newest first."""
    return keyset(found.reviews.select_related("by"), by=("-pk",), after=after, size=PAGE)


def kept_in(person: Person, thing: str) -> Iterable[Link]:
    """For a system's page: the assets kept in it that this person may read."""
    kind, _colon, ref = thing.partition(":")
    if kind != "system" or not ref.isdecimal():
        return []
    rows = InformationAsset.objects.visible_to(cast(User, person)).held_now().filter(system=int(ref))
    return [
        Link(row.name, row.get_absolute_url(), _("Information asset"), row.service)
        for row in rows.order_by("name", "pk")[:PAGE]
    ]


def about(person: Person) -> Iterator[dict[str, object]]:
    """For a person's copy of their own data: what they answer for and reviewed, by number; never a field of an asset.

    The copy can be made by people who may not read a closed asset, so it says no more than that it is theirs.
    """
    for pk in InformationAsset.objects.filter(owner=person.pk).order_by("pk").values_list("pk", flat=True):
        yield {"owner_of_asset": pk}
    for pk in InformationAsset.objects.filter(custodian=person.pk).order_by("pk").values_list("pk", flat=True):
        yield {"custodian_of_asset": pk}
    for row in AssetReview.objects.filter(by=person.pk).order_by("pk").values("asset", "on").iterator():
        yield {"reviewed_asset": row["asset"], "on": row["on"]}
