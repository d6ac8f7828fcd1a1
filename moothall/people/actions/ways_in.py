"""Invitations and one-time codes: made, sent, withdrawn, used."""

from functools import partial

from django.contrib.auth.hashers import make_password
from django.db import transaction

from moothall import audit
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people import credentials, permissions, tasks
from moothall.people.models import User, WayIn
from moothall.people.models.ways_in import CODE_LASTS, LINK_LASTS, Form, new_code, new_nonce, plain_code


class WayInClosedError(Exception):
    """Used, withdrawn or run out before it was tried."""


@audit.act
def make_code(user: User, *, by: User | None) -> str:
    """Make a one-time code for a slip, shown once; it takes the place of any other way in."""
    user = User.objects.select_for_update().get(pk=user.pk)
    require(by is None or permissions.can_make_code(by, user))
    code = new_code()
    way = _replace(user, by=by, form=Form.CODE, digest=make_password(plain_code(code)))
    audit.record("person.code_made", by=by, on=user, way_in=way.pk, expires=way.expires_at)
    return code


@audit.act
def send_invitation(user: User, *, by: User | None) -> WayIn:
    """Send an invitation, or send one again: the link sent before no longer opens the door."""
    user = User.objects.select_for_update().get(pk=user.pk)
    require(by is None or permissions.can_invite(by, user))
    require(bool(user.email) and user.is_active)
    way = _replace(user, by=by, form=Form.LINK)
    audit.record("person.invited", by=by, on=user, way_in=way.pk, expires=way.expires_at)
    transaction.on_commit(partial(tasks.send_invitation.enqueue, way.pk))
    return way


@audit.act
def withdraw(user: User, *, by: User) -> None:
    """Let a person's invitation or code open nothing any more."""
    user = User.objects.select_for_update().get(pk=user.pk)
    require(permissions.can_withdraw(by, user))
    withdrawn = WayIn.objects.standing().filter(user=user).update(withdrawn_at=clock.now())
    audit.record("person.way_in_withdrawn", by=by, on=user, count=withdrawn)


@audit.act
def come_in(way: WayIn) -> User:
    """Use a way in, once: what the person signed in with before goes, and they are signed out everywhere else.

    Raises `WayInClosedError` for one that no longer opens the door, also for the second of two at the same moment.
    """
    user = User.objects.select_for_update().get(pk=way.user_id)
    way = WayIn.objects.select_for_update().get(pk=way.pk)
    if not (way.is_open and user.is_active):
        raise WayInClosedError
    way.used_at = clock.now()
    way.save(update_fields=["used_at"])
    credentials.end(user)
    audit.record("person.came_in", by=user, on=user, way_in=way.pk, form=way.form)
    return user


@audit.act
def choose_password(user: User, *, by: User, password: str) -> User:
    """Choose the first password, where a phone can hold no passkey; later ones ask for the one before."""
    user = User.objects.select_for_update().get(pk=user.pk)
    require(by.pk == user.pk and not user.has_usable_password())
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record("person.password_chosen", by=by, on=user)
    return user


def _replace(user: User, *, by: User | None, form: Form, digest: str = "") -> WayIn:
    WayIn.objects.standing().filter(user=user).update(withdrawn_at=clock.now())
    lasts = CODE_LASTS if form == Form.CODE else LINK_LASTS
    return WayIn.objects.create(
        user=user, form=form, nonce=new_nonce(), digest=digest, made_by=by, expires_at=clock.now() + lasts
    )
