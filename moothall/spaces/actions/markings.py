"""Marking a space OFFICIAL-SENSITIVE, and taking the marking away again."""

from moothall import audit
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.records.markings import Marking
from moothall.spaces import permissions
from moothall.spaces.models import Space


class OpenToAll(Exception):  # noqa: N818  says what is the matter
    """A space marked OFFICIAL-SENSITIVE is for those who need to know: it cannot be open."""


class GuestsNeedToGo(Exception):  # noqa: N818  says what is the matter
    """A space marked OFFICIAL-SENSITIVE has no guests; somebody decides first that those inside go."""


@audit.act
def mark_sensitive(space: Space, *, by: User, handling: str, reason: str) -> Space:
    """Mark a space, or change its handling notes; raises `OpenToAll` or `GuestsNeedToGo` where others still see it."""
    space = Space.objects.select_for_update().get(pk=space.pk)
    require(permissions.can_facilitate(by, space))
    if space.is_open:
        raise OpenToAll
    if space.memberships.guests().exists():
        raise GuestsNeedToGo
    before = space.marking
    space.marking, space.handling, space.guests_allowed = Marking.SENSITIVE, handling, False
    space.save(update_fields=["marking", "handling", "guests_allowed"])
    private = {"reason": reason, "handling": handling}
    audit.record("space.marked_sensitive", by=by, on=space, before=before, private=private)
    return space


@audit.act
def take_marking_away(space: Space, *, by: User, reason: str) -> Space:
    """Let a space be OFFICIAL like everything else; guests stay out until a facilitator allows them."""
    space = Space.objects.select_for_update().get(pk=space.pk)
    require(permissions.can_facilitate(by, space))
    before, space.marking, space.handling = space.marking, Marking.OFFICIAL, ""
    space.save(update_fields=["marking", "handling"])
    audit.record("space.marking_taken_away", by=by, on=space, before=before, private={"reason": reason})
    return space
