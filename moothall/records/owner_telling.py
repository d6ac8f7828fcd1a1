"""What those who look after places may be told of things there whose time has come."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from moothall.notices.kinds import Told
from moothall.people.models import User
from moothall.records.queries import owner_reviews as queries


def asked(user: User, requests: Sequence[int]) -> Mapping[int, Told]:
    """Questions that wait for this person."""
    return _told(user, requests, _("Things here have reached the end of their time. Say what becomes of them"))


def reminded(user: User, requests: Sequence[int]) -> Mapping[int, Told]:
    """Questions that have waited for this person for long."""
    return _told(user, requests, _("You were asked what becomes of things here, and it still waits for you"))


def _told(user: User, requests: Sequence[int], line: str) -> Mapping[int, Told]:
    rows = list(queries.mine(user).filter(pk__in=requests))
    return {
        one.request.pk: Told(
            title=one.named.title,
            url=one.request.get_absolute_url(),
            line=line,
            place=one.named.title,
            thread=f"review request:{one.request.pk}",
            closed=True,
        )
        for one in queries.named(user, rows)
        if one.named is not None
    }
