"""What retention disposes of in mailboxes: messages, threads of which nothing is left, and their bytes."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, QuerySet, Subquery
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from moothall.audit.actions import forget
from moothall.mail.documents import KIND
from moothall.mail.models import Custodian, HeldBack, ImportRun, Mailbox, Message, Thread, ThreadRef, ThreadShare
from moothall.people.models import Kind, Role, User
from moothall.records import holding
from moothall.records.custody import Disposed, Named
from moothall.records.permissions import can_keep_records
from moothall.search import outbox

UNIT = "message"
TRIGGERS = {
    "created": _("the day it was sent"),
    "last_activity": _("the last message of its thread"),
    "brought_in": _("the day it was brought in"),
}


def units(mailbox: int | None) -> "QuerySet[Message, Any]":
    """Messages of one mailbox, or of all; the owner is whoever has held the mailbox for longest."""
    rows = Message.objects.all() if mailbox is None else Message.objects.filter(mailbox=mailbox)
    holders = Custodian.objects.filter(mailbox=OuterRef("mailbox")).order_by("pk").values("user")
    return rows.annotate(
        created=F("at"),
        last_activity=F("thread__last_at"),
        brought_in=F("blob__created"),
        container_id=F("mailbox_id"),
        owner_id=Subquery(holders[:1]),
    )


def named(user: User, kind: str, refs: Sequence[int]) -> dict[int, Named]:
    """Mailboxes by address for who holds them or looks after records; messages for who may read them."""
    if kind == UNIT:
        messages = Message.objects.visible_to(user).filter(pk__in=refs)
        return {message.pk: Named(message.title, message.get_absolute_url()) for message in messages}
    known = Mailbox.objects.visible_to(user)
    if can_keep_records(user) or user.has_role(Role.AUDITOR):
        known = Mailbox.objects.all()
    return {box.pk: Named(box.address, box.get_absolute_url()) for box in known.filter(pk__in=refs)}


def find(path: str) -> str | None:
    """The token of the mailbox or message whose page this is."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    models: dict[str, type[Mailbox] | type[Message]] = {"mail:mailbox": Mailbox, "mail:message": Message}
    model = models.get(match.view_name)
    if model is None or not model._base_manager.filter(pk=match.kwargs["pk"]).exists():
        return None
    return f"{'mailbox' if model is Mailbox else UNIT}:{match.kwargs['pk']}"


def owners(boxes: Sequence[int]) -> dict[int, list[int]]:
    """The custodians of these mailboxes who belong to the council."""
    found: dict[int, list[int]] = {}
    rows = Custodian.objects.filter(mailbox__in=boxes, user__is_active=True).exclude(user__kind=Kind.GUEST)
    for box, user in rows.order_by("pk").values_list("mailbox", "user"):
        found.setdefault(box, []).append(user)
    return found


def owned(user: User) -> list[int]:
    """The mailboxes that this person is a custodian of."""
    if user.is_guest or not user.is_active:
        return []
    return list(Custodian.objects.filter(user=user).values_list("mailbox", flat=True))


def dispose(pks: Sequence[int]) -> Disposed:
    """Delete messages and the threads that are left without any; what was held back goes with a mailbox's last one."""
    return _dispose(pks, with_held_back=True)


def dispose_handed(pks: Sequence[int]) -> Disposed:
    """The same, but what was held back stays: no bundle of messages holds it, so no archive has it."""
    return _dispose(pks, with_held_back=False)


def _dispose(pks: Sequence[int], *, with_held_back: bool) -> Disposed:
    rows: Counter[str] = Counter()
    found = list(Message.objects.filter(pk__in=pks).values_list("blob", "thread", "mailbox"))
    blobs = {blob for blob, _thread, _mailbox in found}
    threads = {thread for _blob, thread, _mailbox in found}
    outbox.changed(KIND, pks)
    forget(Message._meta.label_lower, pks, by=None, reason="disposed of")
    gone = Message.objects.filter(pk__in=pks).only("pk").delete()[1].get(Message._meta.label, 0)
    rows += _empty_threads(threads)
    _freshen(threads)
    for mailbox in {mailbox for _blob, _thread, mailbox in found} if with_held_back else ():
        if not Message.objects.filter(mailbox=mailbox).exists():
            blobs |= _held_back(mailbox, rows)
    return Disposed(gone, rows, frozenset(blobs))


def _empty_threads(threads: set[int]) -> Counter[str]:
    """Delete the threads that have no message left, with the ids that led to them and where they were shared."""
    inside = Message.objects.filter(thread=OuterRef("pk"))
    empty = list(Thread.objects.filter(~Exists(inside), pk__in=threads).values_list("pk", flat=True))
    forget(Thread._meta.label_lower, empty, by=None, reason="disposed of")
    shares = ThreadShare.objects.filter(thread__in=empty).delete()[0]
    ThreadRef.objects.filter(thread__in=empty).delete()
    return Counter({"shares": shares, "threads": Thread.objects.filter(pk__in=empty).only("pk").delete()[0]})


def _freshen(threads: set[int]) -> None:
    """Count the messages of the threads that are left, and when the last of them came."""
    inside = Message.objects.filter(thread=OuterRef("pk")).order_by().values("thread")
    Thread.objects.filter(pk__in=threads).update(
        message_count=Subquery(inside.annotate(n=Count("pk")).values("n")),
        last_at=Subquery(inside.annotate(last=Max("at")).values("last")),
    )


def _held_back(mailbox: int, rows: Counter[str]) -> set[int]:
    """Delete what could not be read as messages, unless it is held or mail is just being brought in."""
    if ImportRun.objects.unfinished().filter(mailbox=mailbox).exists():
        return set()
    loose = holding.free(HeldBack.objects.filter(mailbox=mailbox))
    blobs = set(loose.values_list("blob", flat=True))
    rows["held back"] += HeldBack.objects.filter(pk__in=list(loose.values_list("pk", flat=True))).delete()[0]
    return blobs
