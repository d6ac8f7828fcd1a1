"""Mailboxes as information assets that describe themselves: what each holds at this moment, never what was written."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db.models import Count, Max, Min, QuerySet, Sum
from django.utils.translation import gettext as _

from moothall.mail import permissions
from moothall.mail.models import Custodian, HeldBack, Mailbox, Message
from moothall.people.models import User
from moothall.records.custody import Live


def containers(user: User | None) -> QuerySet[Mailbox]:
    """Mailboxes whose address this person may know: their custodians, and administrators; for None, all."""
    if user is None or permissions.can_create_mailbox(user):
        return Mailbox.objects.all()
    return Mailbox.objects.visible_to(user)


def unread() -> int:
    """How much was held back because it could not be read as mail."""
    return HeldBack.objects.count()


def live(refs: Sequence[int] | None) -> Iterator[Live]:
    """What these mailboxes hold, or all for None, in the order of their keys: three questions, however many."""
    boxes = Mailbox.objects.all() if refs is None else Mailbox.objects.filter(pk__in=refs)
    inside = Message.objects.filter(mailbox__in=boxes.values("pk")).order_by().values("mailbox")
    sums = {box: row for box, *row in inside.values_list("mailbox", Count("pk"), Sum("size"), Min("at"), Max("at"))}
    keepers: defaultdict[int, list[int]] = defaultdict(list)
    held = Custodian.objects.filter(mailbox__in=boxes.values("pk"), user__is_active=True)
    for box, user in held.order_by("pk").values_list("mailbox", "user"):
        keepers[box].append(user)
    for mailbox in boxes.order_by("pk"):
        messages, size, first, last = sums.get(mailbox.pk, [0, 0, None, None])
        yield Live(
            container=mailbox.container,
            name=mailbox.address,
            url=mailbox.get_absolute_url(),
            units=messages,
            size=size,
            first=first,
            last=last,
            openness=_("Its custodians only"),
            searchable=messages,
            looked_after_by=tuple(keepers[mailbox.pk]),
        )
