"""Who has access to spaces, and why, for those who review it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moothall.people.models import Kind, User
from moothall.records.access import Access, Place
from moothall.spaces import permissions
from moothall.spaces.actions import members
from moothall.spaces.models import Membership, Post, ReadMark, Space


def places(refs: Iterable[int] | None) -> Iterable[Place]:
    """Spaces, each with who looks after it."""
    rows = Space.objects.order_by("pk") if refs is None else Space.objects.filter(pk__in=list(refs)).order_by("pk")
    facilitators: defaultdict[int, list[int]] = defaultdict(list)
    for space, user in Membership.objects.facilitators().values_list("space", "user").order_by("user"):
        facilitators[space].append(user)
    return [
        Place(row.container, row.name, row.get_absolute_url(), tuple(facilitators[row.pk]), row.created_at)
        for row in rows
    ]


def entries(ref: int) -> list[Access]:
    """Members by name; in an open space everyone of the council can read it besides."""
    rows = Membership.objects.active().filter(space=ref).select_related("user__team", "added_by")
    read = _last(ReadMark.objects.filter(conversation__space=ref).values_list("user").annotate(Max("read_at")))
    wrote = _last(Post.objects.filter(conversation__space=ref).values_list("author").annotate(Max("created_at")))
    return [
        Access(
            user=row.user,
            why=_why(row),
            since=row.joined_at,
            last_used=max((seen[row.user_id] for seen in (read, wrote) if row.user_id in seen), default=None),
            looks_after=row.facilitator,
        )
        for row in rows.order_by("user__name", "user")
    ]


def _last(rows: Iterable[tuple[int, datetime]]) -> dict[int, datetime]:
    return dict(rows)


def _why(row: Membership) -> str:
    day = date_format(timezone.localtime(row.joined_at), "j F Y")
    if row.added_by is None:
        return _("Joined on {day}").format(day=day)
    return _("Brought in by {name} on {day}").format(name=row.added_by.name, day=day)


def remove(ref: int, user: User, by: User) -> None:
    """Put somebody out, by the room's own act; raises ValueError where nobody would be left to look after it."""
    try:
        members.remove_member(Space.objects.get(pk=ref), by=by, user=user)
    except members.LastFacilitator as error:
        raise ValueError(_("Nobody else looks after this space. Make somebody else a facilitator first.")) from error


def may_review(user: User, ref: int) -> bool:
    """Review a space: who looks after it."""
    space = Space.objects.filter(pk=ref).first()
    return space is not None and permissions.can_facilitate(user, space)


def sponsors() -> Mapping[int, list[int]]:
    """For each guest, those who look after a space that they are in."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    guests = Membership.objects.active().filter(user__kind=Kind.GUEST)
    looking_after = Membership.objects.facilitators().filter(space__in=guests.values("space"))
    by_space: defaultdict[int, list[int]] = defaultdict(list)
    for space, user in looking_after.values_list("space", "user"):
        by_space[space].append(user)
    for space, guest in guests.values_list("space", "user"):
        found[guest] += by_space[space]
    return found
