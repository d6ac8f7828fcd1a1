"""Saying what others may see of one's own evidence card."""

from collections.abc import Collection

from moothall import audit
from moothall.charter import permissions
from moothall.charter.models import Check, Shown
from moothall.kit.permissions import require
from moothall.people.models import User


@audit.act
def show(person: User, *, by: User, checks: Collection[str]) -> frozenset[str]:
    """Let staff and councillors see these commitments of a person's card, and no others. Only the person can.

    Raises ValueError for a check that there is not.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    require(permissions.can_show_card(by, person))
    wanted = frozenset(checks)
    if not wanted <= set(Check.values):
        raise ValueError("A card shows commitments that the hall can read.")
    Shown.objects.filter(person=person).exclude(check_key__in=wanted).delete()
    known = set(Shown.objects.filter(person=person).values_list("check_key", flat=True))
    for check in sorted(wanted - known):
        Shown.objects.create(person=person, check_key=check)
    audit.record("card.shown", by=by, on=person, checks=sorted(wanted))
    return wanted
