"""Coming into a space, leaving it, and looking after it."""

from moothall import audit, notices
from moothall.kit.permissions import require
from moothall.people import grants
from moothall.people.models import User
from moothall.spaces import permissions, telling
from moothall.spaces.models import Membership, Space


class LastFacilitator(Exception):  # noqa: N818  says what is the matter
    """Somebody has to look after a space: the last facilitator cannot go or step down."""


class NotForGuests(Exception):  # noqa: N818  says what is the matter
    """A guest cannot come into a space where guests are not allowed, nor look after one."""


@audit.act
def join(space: Space, *, by: User) -> Membership:
    """Come into an open space; coming in twice is coming in once."""
    space = _locked(space)
    known = space.membership_of(by)
    if known is not None:
        return known
    require(permissions.can_join(by, space))
    membership = _enter(space, by)
    audit.record("space.joined", by=by, on=space)
    return membership


@audit.act
def leave(space: Space, *, by: User) -> None:
    """Go; raises `LastFacilitator` when nobody would be left to look after the space."""
    space = _locked(space)
    require(permissions.can_leave(by, space))
    _go(space, by)
    audit.record("space.left", by=by, on=space)


@audit.act
def add_member(space: Space, *, by: User, user: User) -> Membership:
    """Bring someone in; raises `NotForGuests` for a guest where guests are not allowed."""
    space = _locked(space)
    require(permissions.can_facilitate(by, space))
    user = User.objects.get(pk=user.pk)
    require(user.is_active)
    if user.is_guest and not space.guests_allowed:
        raise NotForGuests
    known = space.membership_of(user)
    if known is not None:
        return known
    membership = _enter(space, user, added_by=by)
    audit.record("space.member_added", by=by, on=space, user=user.pk)
    return membership


@audit.act
def remove_member(space: Space, *, by: User, user: User) -> None:
    """Put someone out; raises `LastFacilitator` when nobody would be left to look after the space."""
    space = _locked(space)
    require(permissions.can_facilitate(by, space))
    require(space.membership_of(user) is not None)
    _go(space, user)
    audit.record("space.member_removed", by=by, on=space, user=user.pk)


@audit.act
def make_facilitator(space: Space, *, by: User, user: User) -> Membership:
    """Let a member look after the space too, or anyone where nobody does; raises `NotForGuests` for a guest."""
    space = _locked(space)
    appointed = permissions.can_appoint(by, space)
    require(appointed or permissions.can_facilitate(by, space))
    user = User.objects.get(pk=user.pk)
    if user.is_guest:
        raise NotForGuests
    membership = space.membership_of(user)
    require(user.is_active and (appointed or membership is not None))
    membership = membership or _enter(space, user, added_by=by)
    membership.facilitator = True
    membership.save(update_fields=["facilitator"])
    if appointed:
        notices.withdraw(telling.SPACE, [space.pk])
    audit.record("space.facilitator_made", by=by, on=space, user=user.pk)
    return membership


@audit.act
def step_down(space: Space, *, by: User) -> Membership:
    """Look after a space no longer; raises `LastFacilitator` when nobody else does."""
    space = _locked(space)
    require(permissions.can_facilitate(by, space))
    _require_another(space, by)
    membership = space.memberships.get(user=by)
    membership.facilitator = False
    membership.save(update_fields=["facilitator"])
    audit.record("space.facilitator_stepped_down", by=by, on=space)
    return membership


def _locked(space: Space) -> Space:
    """The space as it is now, to ourselves: everything that decides who is in it waits here."""
    return Space.objects.select_for_update().get(pk=space.pk)


def _enter(space: Space, user: User, added_by: User | None = None) -> Membership:
    grants.give(space.container, user.holder)
    return Membership.objects.create(space=space, user=user, added_by=added_by)


def _go(space: Space, user: User) -> None:
    _require_another(space, user)
    space.memberships.filter(user=user).delete()
    grants.take(space.container, user.holder)


def _require_another(space: Space, user: User) -> None:
    """Go on if somebody who may sign in still looks after the space when this person does not."""
    if not space.memberships.filter(user=user, facilitator=True).exists():
        return
    if not space.memberships.facilitators().exclude(user=user).exists():
        raise LastFacilitator
