"""Reads for the mail room's pages, its card on the desk and its search results."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.kit import clock
from moothall.kit.prepared import prepared
from moothall.kit.registries import Link, Person
from moothall.mail.models import Custodian, HeldBack, ImportRun, Mailbox, Message, Thread, ThreadShare
from moothall.people import grants
from moothall.people.models import Role, User
from moothall.search.sources import Hit
from moothall.spaces.models import Conversation

NEW = timedelta(days=1)
MOST = 6  # mailboxes on the desk's card
LISTED = 200  # mailboxes on one page


@dataclass(frozen=True)
class Line:
    """A thread in a list, by its last message."""

    thread: Thread
    message: Message
    shared: bool

    @property
    def is_new(self) -> bool:
        """Whether it came within a day."""
        return self.message.dated and self.thread.last_at > clock.now() - NEW


@dataclass(frozen=True)
class Sums:
    """What a mailbox's folders hold."""

    threads: int
    shared: int
    held_back: int


@dataclass(frozen=True)
class Card:
    """What the desk shows of my mail."""

    mailboxes: list[Mailbox]
    runs: list[ImportRun]


def has_mail_room(person: Person) -> bool:
    """Whether the room is shown to this person: custodians, and administrators, who can open a mailbox."""
    user = cast(User, person)
    return any(token.startswith("mailbox:") for token in grants.tokens(user)) or user.has_role(Role.ADMINISTRATOR)


def mailboxes(user: User) -> list[Mailbox]:
    """My mailboxes by address, each with how many messages are new in a day and when the last came."""
    return _mailboxes(grants.listed(user, "mailbox"), clock.now() - NEW)


@prepared
def _mailboxes(held: list[int], since: datetime) -> QuerySet[Mailbox]:
    newest = Thread.objects.filter(mailbox=OuterRef("pk")).order_by("-last_at").values("last_at")[:1]
    fresh = (
        Thread.objects.filter(mailbox=OuterRef("pk"), last_at__gte=since)
        .order_by()
        .values("mailbox")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return (
        Mailbox.objects.filter(pk__in=held)
        .annotate(last_at=Subquery(newest), new_count=Subquery(fresh))
        .order_by("address")[:LISTED]
    )


def card(person: Person) -> Card | None:
    """My mailboxes and the imports under way, or None for someone with no mailbox."""
    user = cast(User, person)
    if not any(token.startswith("mailbox:") for token in grants.tokens(user)):
        return None
    mine = {mailbox.pk: mailbox for mailbox in mailboxes(user)[:MOST]}
    runs = _under_way(list(mine))
    for run in runs:
        run.mailbox = mine[run.mailbox_id]
    return Card(list(mine.values()), runs)


@prepared
def _under_way(mailboxes: list[int]) -> QuerySet[ImportRun]:
    return ImportRun.objects.filter(mailbox__in=mailboxes).unfinished().order_by("-pk")[:3]


def hits(user: User, pks: Sequence[int]) -> Mapping[int, Hit]:
    """What may be shown of messages that a search found."""
    messages = Message.objects.visible_to(user).filter(pk__in=pks).select_related("mailbox")
    return {message.pk: _hit(message) for message in messages}


def _hit(message: Message) -> Hit:
    files = len(message.files)
    return Hit(
        key=f"mail:{message.pk}",
        title=message.title,
        url=message.get_absolute_url(),
        place=message.mailbox.address,
        kind_label=gettext_lazy("Mail"),
        icon="mail",
        date=message.at,
        people=message.sender,
        note=_("%(count)s files") % {"count": files} if files > 1 else _("1 file") if files else "",
    )


def places(user: User) -> Mapping[str, str]:
    """My mailboxes, as containers a search can be narrowed to."""
    return {mailbox.container: mailbox.address for mailbox in Mailbox.objects.visible_to(user).order_by("address")}


def mailboxes_of_others(user: User) -> QuerySet[Mailbox]:
    """Mailboxes an administrator looks after without reading them."""
    return Mailbox.objects.exclude(pk__in=grants.held(user, "mailbox")).order_by("address")[:500]


def threads(mailbox: Mailbox, *, shared: bool = False) -> QuerySet[Thread]:
    """The threads of a mailbox, or those of them that were shared to a space."""
    found = mailbox.threads.annotate(is_shared=Exists(ThreadShare.objects.filter(thread=OuterRef("pk"))))
    return found.filter(is_shared=True) if shared else found


def lines(rows: Sequence[Thread]) -> list[Line]:
    """Each thread with its last message."""
    newest = Message.objects.filter(thread=OuterRef("pk")).order_by("-at", "-pk").values("pk")[:1]
    wanted = Thread.objects.filter(pk__in=[thread.pk for thread in rows]).annotate(newest=Subquery(newest))
    last = {message.thread_id: message for message in Message.objects.filter(pk__in=wanted.values("newest"))}
    return [Line(thread, last[thread.pk], getattr(thread, "is_shared", False)) for thread in rows if thread.pk in last]


def sums(mailbox: Mailbox) -> Sums:
    """Count what the folders hold."""
    mine = OuterRef("pk")
    every = Thread.objects.filter(mailbox=mine).order_by().values("mailbox").annotate(n=Count("pk"))
    shared = ThreadShare.objects.filter(thread__mailbox=mine).order_by().values("thread__mailbox")
    held = HeldBack.objects.filter(mailbox=mine).order_by().values("mailbox").annotate(n=Count("pk"))
    counts = (every, shared.annotate(n=Count("thread", distinct=True)), held)
    row = Mailbox.objects.values_list(*(Coalesce(Subquery(rows.values("n")), 0) for rows in counts)).get(pk=mailbox.pk)
    return Sums(*row)


def holders(mailbox: Mailbox) -> list[Custodian]:
    """The custodians of a mailbox by name."""
    return list(mailbox.custodians.select_related("user", "added_by").order_by("user__name", "pk"))


def open_runs(mailbox: Mailbox) -> QuerySet[ImportRun]:
    """Imports into a mailbox that are not over, or failed and can be tried again; the newest first."""
    return mailbox.imports.filter(finished_at=None).select_related("by").order_by("-pk")[:3]


def name_of_thread(thread: Thread) -> str:
    """What a thread is called where its subject is not asked for."""
    return _("Thread {number}").format(number=thread.pk)


def title_of(thread: Thread) -> str:
    """The subject of a thread's first message."""
    first = thread.messages.order_by("at", "pk").first()
    return first.title if first else _("(no subject)")


def shares(user: User, thread: Thread) -> list[ThreadShare]:
    """Where a thread was shared, as far as this person may see it."""
    seen = Conversation.objects.visible_to(user)
    found = thread.shares.filter(conversation__in=seen).select_related("conversation__space", "by")
    return list(found.order_by("-at"))


def links(person: Person, thing: str) -> Iterable[Link]:
    """The mail thread a conversation came from, for those who hold its mailbox."""
    kind, _colon, ref = thing.partition(":")
    if kind != "conversation":
        return []
    came = _came_from(int(ref))
    if not came:  # as it is with most conversations, so who may see the threads is not asked
        return []
    mine = Thread.objects.visible_to(cast(User, person)).filter(pk__in=came)
    found = ThreadShare.objects.filter(conversation=int(ref), thread__in=mine).select_related("thread__mailbox")
    return [
        Link(
            title=title_of(share.thread),
            url=share.thread.get_absolute_url(),
            kind=_("Mail thread"),
            note=share.thread.mailbox.address,
        )
        for share in found
    ]


@prepared
def _came_from(conversation: int) -> "QuerySet[ThreadShare, int]":
    return ThreadShare.objects.filter(conversation=conversation).values_list("thread", flat=True)


def unattended() -> Iterable[str]:
    """Mailboxes that nobody holds since their last custodian left, for administrators to give to someone."""
    for address in Mailbox.objects.unattended().order_by("address").values_list("address", flat=True)[:20]:
        yield _("Nobody holds the mailbox {address}. Choose a custodian under Mail.").format(address=address)


def held_of(person: Person) -> Iterable[dict[str, object]]:
    """For a person's copy of their own data: mailboxes they hold, what they brought in or shared; not its content."""
    for held in Custodian.objects.filter(user_id=person.pk).select_related("mailbox").order_by("pk"):
        yield {"custodian_of": held.mailbox.address, "since": held.added_at, "reason": held.reason}
    for run in ImportRun.objects.filter(by_id=person.pk).select_related("mailbox").order_by("pk").iterator():
        yield {"brought_mail_into": run.mailbox.address, "at": run.queued_at}
    for share in ThreadShare.objects.filter(by_id=person.pk).order_by("pk").iterator():
        yield {"shared_thread": share.thread_id, "to_conversation": share.conversation_id, "at": share.at}
