"""Who has access to mailboxes, and why, for those who review it."""

from collections import defaultdict
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from moothall.mail import permissions
from moothall.mail.actions import mailboxes
from moothall.mail.models import Custodian, Mailbox
from moothall.people.models import User
from moothall.records.access import Access, Place


def places(refs: Iterable[int] | None) -> Iterable[Place]:
    """Mailboxes, each with its custodians."""
    rows = Mailbox.objects.order_by("pk") if refs is None else Mailbox.objects.filter(pk__in=list(refs)).order_by("pk")
    custodians: defaultdict[int, list[int]] = defaultdict(list)
    for box, user in Custodian.objects.filter(user__is_active=True).values_list("mailbox", "user").order_by("user"):
        custodians[box].append(user)
    return [
        Place(row.container, str(row), row.get_absolute_url(), tuple(custodians[row.pk]), row.created_at)
        for row in rows
    ]


def entries(ref: int) -> list[Access]:
    """Custodians by name; when they were last here, as it is not kept which mail they read."""
    rows = Custodian.objects.filter(mailbox=ref, user__is_active=True).select_related("user__team")
    return [
        Access(
            user=row.user,
            why=_("Custodian: {reason}").format(reason=row.reason),
            since=row.added_at,
            last_used=row.user.last_login,
            looks_after=True,
        )
        for row in rows.order_by("user__name", "user")
    ]


def remove(ref: int, user: User, by: User) -> None:
    """Stop somebody from reading a mailbox; raises ValueError for the last custodian."""
    try:
        mailboxes.remove_custodian(Custodian.objects.get(mailbox=ref, user=user), by=by)
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from error


def may_review(user: User, ref: int) -> bool:
    """Review a mailbox: its custodians who are not guests."""
    box = Mailbox.objects.filter(pk=ref).first()
    return box is not None and permissions.can_bring_in(user, box)
