"""What the files room offers the hall."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from moothall.kit.registries import Periodic, Person, PersonalData, periodic, personal_data

from . import cleaning, tasks
from .models import Upload


def _uploads(person: Person) -> Iterable[dict[str, object]]:
    rows = Upload.objects.visible_to(person).order_by("started").values("name", "size", "received", "started")
    return (dict(row) for row in rows)


periodic.add(
    Periodic(key="files.uploads", every=cleaning.EVERY, run=cleaning.clean),
    Periodic(key="files.read", every=tasks.LOOK, run=tasks.take_up),
)
personal_data.add(PersonalData(key="files.uploads", order=80, label=_("Files on their way in"), export=_uploads))
