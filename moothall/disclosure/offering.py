"""What this room offers to do with a mail or a post in another room: make a case of it."""

from collections.abc import Iterable
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moothall.disclosure.told import on_staff
from moothall.kit.registries import Offer, Person

LABELS = {
    "message": _("This is a request for information"),
    "post": _("This is a request for information"),
    "conversation": _("A post here is a request for information"),
}


def offers(person: Person, thing: str) -> Iterable[Offer]:
    """To pass a thing on; asks nothing of the database, for it stands on many pages."""
    label = LABELS.get(thing.partition(":")[0])
    if label is not None and on_staff(person):
        yield Offer(label, f"{reverse('disclosure:pass_on')}?thing={quote(thing)}")
