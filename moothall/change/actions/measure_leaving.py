"""What becomes of a person's measures when they may no longer come in."""

from typing import cast

from moothall import audit
from moothall.change.models import Measure
from moothall.kit.registries import Person
from moothall.people.models import User


def leave_measures(person: Person, by: Person | None) -> None:
    """Inside the act that stops somebody: nobody answers for their measures, which performance officers look after."""
    user, actor = cast(User, person), cast("User | None", by)
    for measure in Measure.objects.select_for_update().filter(owner=user).order_by("pk"):
        measure.owner = None
        measure.save(update_fields=["owner"])
        audit.record("measure.left_without_owner", by=actor, on=measure, user=user.pk)
