"""Making a key for a feed reader, and taking it back."""

from moothall import audit
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.spaces import permissions
from moothall.spaces.models import FeedKey, digest_of, new_secret

MOST_KEYS = 20  # that work at one time


class TooManyKeys(Exception):  # noqa: N818  says what is the matter
    """One person needs no more keys than this; unused ones are taken back first."""


@audit.act
def make_feed_key(*, by: User, label: str) -> tuple[FeedKey, str]:
    """Make a key, and say its secret this once; raises `TooManyKeys`."""
    by = User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    require(permissions.can_make_feed_key(by))
    if FeedKey.objects.working().filter(user=by).count() >= MOST_KEYS:
        raise TooManyKeys
    secret = new_secret()
    key = FeedKey.objects.create(user=by, label=label, digest=digest_of(secret))
    audit.record("feed_key.made", by=by, on=key, private={"label": label})
    return key, secret


@audit.act
def revoke_feed_key(key: FeedKey, *, by: User) -> FeedKey:
    """Take a key back: its addresses are not there from this moment on. Twice is once."""
    key = FeedKey.objects.select_for_update().get(pk=key.pk)
    require(permissions.can_revoke(by, key))
    if key.revoked_at is not None:
        return key
    key.revoked_at = clock.now()
    key.save(update_fields=["revoked_at"])
    audit.record("feed_key.revoked", by=by, on=key)
    return key
