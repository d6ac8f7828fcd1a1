"""What becomes of a person's part in the charter when they may no longer come in."""

from typing import cast

from moothall import audit
from moothall.charter.models import Shown, Signature
from moothall.kit.registries import Person
from moothall.people.models import User


def step_back(person: Person, by: Person | None) -> None:
    """Inside the act that stops somebody: their name goes from the public page, and their card from the hall.

    That they signed stays. Their journal stays as it is, and closed: nobody else can open it, and if they come back it
    is theirs.
    """
    user, actor = cast(User, person), cast("User | None", by)
    for signature in Signature.objects.select_for_update().filter(person=user, public=True).order_by("pk"):
        signature.public = False
        signature.save(update_fields=["public"])
        audit.record("signature.hidden", by=actor, on=signature)
    if Shown.objects.filter(person=user).delete()[0]:
        audit.record("card.shown", by=actor, on=user, checks=[])
