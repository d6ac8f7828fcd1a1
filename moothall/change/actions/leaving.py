"""What becomes of a person's changes when they may no longer come in."""

from typing import cast

from django.db.models import Q

from moothall import audit
from moothall.change.actions.initiatives import let_in, locked, pass_on
from moothall.change.models import Benefit, Helper, Initiative, Part
from moothall.kit.registries import Person
from moothall.people.models import User


def hand_over(person: Person, by: Person | None) -> None:
    """Inside the act that stops somebody: their parts in what is under way fall to nobody, and that is told.

    Performance officers are told of each change that lacks an owner. What is closed keeps the names of its people.
    """
    user, actor = cast(User, person), cast("User | None", by)
    mine = Q(owner=user) | Q(guide=user) | Q(sponsor=user)
    for pk in Initiative.objects.filter(mine, closing=None).order_by("pk").values_list("pk", flat=True):
        initiative = locked(Initiative(pk=pk))
        for part in Part:
            if getattr(initiative, f"{part}_id") == user.pk:
                pass_on(initiative, by=actor, part=part, person=None)
    for helper in Helper.objects.filter(user=user).order_by("pk"):
        initiative = locked(Initiative(pk=helper.initiative_id))
        helper.delete()
        let_in(initiative)
        audit.record("initiative.helper_removed", by=actor, on=initiative, person=user.pk)
    _let_go(user, actor)


def _let_go(user: User, actor: User | None) -> None:
    """Benefits that were theirs are owned by nobody, so that no page says otherwise."""
    for benefit in (
        Benefit.objects.select_for_update(of=("self",)).filter(owner=user, initiative__closing=None).order_by("pk")
    ):
        benefit.owner = None
        benefit.save(update_fields=["owner"])
        audit.record("benefit.left_without_owner", by=actor, on=benefit, user=user.pk)
