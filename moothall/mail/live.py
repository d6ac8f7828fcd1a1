"""Mailboxes as information assets that describe themselves: what each holds at this moment, never what was written."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db.models import Count, Max, Min, QuerySet, Sum
from django.utils.translation import gettext as _

from moothall.mail import permissions
from moothall.mail.models import Custodian, Mailbox, Message
from moothall.people.models import User
from moothall.records.custody import Live


def containers(user: User | None) -> QuerySet[Mailbox]:
    """Mailboxes whose address this person may know: their custodians, and administrators; for None, all."""
    if user is None or permissions.can_create_mailbox(user):
        return Mailbox.objects.all()
    return Mailbox.objects.visible_to(user)


def live(refs: Sequence[int] | None) -> Iterator[Live]:
    """What these mailboxes hold, or all for None, in the order of their keys: three questions, however many."""
    boxes = Mailbox.objects.all() if refs is None else Mailbox.objects.filter(pk__in=refs)
    inside = Message.objects.filter(mailbox__in=boxes.values("pk")).order_by().values("mailbox")
    sums = {
        row["mailbox"]: row for row in inside.annotate(n=Count("pk"), size=Sum("size"), first=Min("at"), last=Max("at"))
    }
    keepers: defaultdict[int, list[int]] = defaultdict(list)
    held = Custodian.objects.filter(mailbox__in=boxes.values("pk"), user__is_active=True)
    for box, user in held.order_by("pk").values_list("mailbox", "user"):
        keepers[box].append(user)
    for mailbox in boxes.order_by("pk"):
        row = sums.get(mailbox.pk, {"n": 0, "size": 0, "first": None, "last": None})
        yield Live(
            container=mailbox.container,
            name=mailbox.address,
            url=mailbox.get_absolute_url(),
            units=row["n"],
            size=row["size"],
            first=row["first"],
            last=row["last"],
            openness=_("Its custodians only"),
            searchable=row["n"],
            looked_after_by=tuple(keepers[mailbox.pk]),
        )
