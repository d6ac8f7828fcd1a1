"""Extending the charter to others."""

from collections.abc import Sequence

from moothall import audit
from moothall.charter import permissions, telling
from moothall.charter.models import Charter, Invitation
from moothall.kit.permissions import require
from moothall.people.models import User

LONGEST = 600  # characters of the words that go with it


@audit.act
def invite(charter: Charter, *, by: User, people: Sequence[User], words: str) -> list[Invitation]:
    """Ask colleagues to read the charter and to sign it if they wish; nobody is asked twice by the same person.

    Raises ValueError for somebody whom this person may not know of, or who may not come in.
    """
    charter = Charter.objects.select_for_update().get(pk=charter.pk)
    require(permissions.can_invite(by))
    wanted = {person.pk for person in people} - {by.pk}
    known = User.objects.active().visible_to(by).filter(pk__in=wanted)
    if known.count() != len(wanted):
        raise ValueError("An invitation goes to people who may come in.")
    asked = Invitation.objects.filter(charter=charter, inviter=by, invited__in=wanted).values_list("invited", flat=True)
    fresh = sorted(wanted - set(asked))
    made = [
        Invitation.objects.create(charter=charter, inviter=by, invited_id=pk, words=words.strip()[:LONGEST])
        for pk in fresh
    ]
    for one in made:
        telling.invited(one, by=by)
    if made:
        audit.record("charter.extended", by=by, on=charter, people=fresh)
    return made
