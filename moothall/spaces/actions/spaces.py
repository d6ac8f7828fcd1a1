"""Opening a space, describing it, and deciding who can see it."""

import secrets
from uuid import UUID

from django.utils.text import slugify

from moothall import audit
from moothall.kit.permissions import require
from moothall.people import grants
from moothall.people.models import Kind, User
from moothall.spaces import permissions
from moothall.spaces.models import Membership, Openness, Space

RESERVED = frozenset(  # words that our addresses use
    {"conversations", "drafts", "feed", "feeds", "files", "new", "polls", "posts", "unattended", "welcome", "write"}
)


class MarkedSensitive(Exception):  # noqa: N818  says what is the matter
    """A space marked OFFICIAL-SENSITIVE is neither open nor for guests."""


class GuestsInside(Exception):  # noqa: N818  says what is the matter
    """Guests cannot be ruled out while some are in the space."""


@audit.act
def create(
    *,
    by: User,
    name: str,
    purpose: str,
    openness: Openness,
    guests_allowed: bool = False,
    token: UUID | None = None,
) -> Space:
    """Open a space that its maker looks after; the same form sent twice opens one."""
    require(permissions.can_create_space(by))
    User.objects.select_for_update().get(pk=by.pk)
    made = Space.objects.filter(token=token, created_by=by).first() if token else None
    if made is not None:
        return made
    space = Space.objects.create(
        name=name,
        slug=free_slug(name, openness),
        purpose=purpose,
        openness=openness,
        guests_allowed=guests_allowed,
        created_by=by,
        token=token,
    )
    Membership.objects.create(space=space, user=by, facilitator=True)
    grants.replace(space.container, _holders(space))
    private = {"name": name, "purpose": purpose}
    audit.record("space.created", by=by, on=space, private=private, openness=openness, guests_allowed=guests_allowed)
    return space


@audit.act
def edit(space: Space, *, by: User, name: str, purpose: str, guests_allowed: bool) -> Space:
    """Change what a space is for; raises `GuestsInside` when guests are ruled out while some are in it.

    Raises `MarkedSensitive` when guests are to be allowed where only those are who need to know.
    """
    space = Space.objects.select_for_update().get(pk=space.pk)
    require(permissions.can_facilitate(by, space))
    if not guests_allowed and space.memberships.filter(user__kind=Kind.GUEST).exists():
        raise GuestsInside
    if guests_allowed and space.is_sensitive:
        raise MarkedSensitive
    private = {"name": [space.name, name], "purpose": [space.purpose, purpose]}
    space.name, space.purpose, space.guests_allowed = name, purpose, guests_allowed
    space.save(update_fields=["name", "purpose", "guests_allowed"])
    audit.record("space.edited", by=by, on=space, private=private, guests_allowed=guests_allowed)
    return space


@audit.act
def change_openness(space: Space, *, by: User, openness: Openness) -> Space:
    """Decide who can see a space: its grants are written anew, the index stays as it is.

    Raises `MarkedSensitive` when a marked space is to be opened.
    """
    space = Space.objects.select_for_update().get(pk=space.pk)
    require(permissions.can_facilitate(by, space))
    if openness == Openness.OPEN and space.is_sensitive:
        raise MarkedSensitive
    before, space.openness = space.openness, openness
    space.save(update_fields=["openness"])
    grants.replace(space.container, _holders(space))
    audit.record("space.openness_changed", by=by, on=space, before=before, after=openness)
    return space


@audit.act
def make_official(space: Space, *, by: User | None, official: bool = True) -> Space:
    """Mark a space as the council's own voice, or stop; `by` is None at a command line."""
    space = Space.objects.select_for_update().get(pk=space.pk)
    require(by is None or permissions.can_make_official(by))
    space.official = official
    space.save(update_fields=["official"])
    audit.record("space.marked_official", by=by, on=space, official=official)
    return space


def free_slug(name: str, openness: Openness) -> str:
    """An address that is free; a private space's has a random end, so that nobody finds it by trying names."""
    base = slugify(name)[:60].strip("-") or "space"
    listed = openness != Openness.PRIVATE and base not in RESERVED
    if listed and not Space.objects.filter(slug=base).exists():
        return base
    return f"{base}-{secrets.token_hex(4)}"


def _holders(space: Space) -> list[str]:
    """Who can see a space: its members, and in an open one all staff and councillors."""
    members = [f"user:{pk}" for pk in space.memberships.values_list("user", flat=True)]
    everyone = [f"kind:{Kind.STAFF.value}", f"kind:{Kind.COUNCILLOR.value}"] if space.is_open else []
    return members + everyone
