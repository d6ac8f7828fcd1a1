"""What people may be told of bundles, and of the records that rest on a thing."""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from django.utils.translation import gettext as _

from moothall.kit.registries import Link, Person
from moothall.notices.kinds import Told
from moothall.people.models import User
from moothall.records.models import Bundle, DeclaredRecord

MOST = 20


def made(user: User, bundles: Sequence[int]) -> Mapping[int, Told]:
    """Bundles of this person that are ready."""
    rows = Bundle.objects.visible_to(user).filter(pk__in=bundles, made_at__isnull=False)
    line = _("The bundle that you asked for is ready")
    return {row.pk: Told(title=row.title, url=row.get_absolute_url(), line=line, closed=True) for row in rows}


def records_of(person: Person, thing: str) -> Iterable[Link]:
    """The records that were made of a thing, or are kept under an asset, for this person's eyes."""
    rows = DeclaredRecord.objects.visible_to(cast(User, person))
    rows = rows.filter(asset=thing) if thing.startswith("asset:") else rows.filter(thing=thing)
    for row in rows.order_by("-declared_at")[:MOST]:
        yield Link(title=row.title, url=row.get_absolute_url(), kind=_("Record"), note=row.why)


def own(person: Person) -> Iterable[dict[str, object]]:
    """What a person took out and declared, for the copy of their data."""
    for bundle in Bundle.objects.filter(asked_by=person.pk).order_by("pk"):
        yield {"what": "bundle", "thing": bundle.thing, "reason": bundle.reason, "asked_at": bundle.asked_at}
    for record in DeclaredRecord.objects.filter(declared_by=person.pk).order_by("pk"):
        yield {"what": "record", "thing": record.thing, "why": record.why, "declared_at": record.declared_at}
