"""Reads for the mail room's pages, its card on the desk and its search results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moothall.kit import clock
from moothall.kit.registries import Person
from moothall.mail.models import ImportRun, Mailbox, Message, Thread
from moothall.people import grants
from moothall.people.models import Role, User
from moothall.search.sources import Hit

NEW = timedelta(days=1)


@dataclass(frozen=True)
class MailboxLine:
    """A mailbox in a list."""

    mailbox: Mailbox
    new: int
    last_at: object


@dataclass(frozen=True)
class Card:
    """What the desk shows of my mail."""

    mailboxes: list[Mailbox]
    runs: list[ImportRun]


def has_mail_room(person: Person) -> bool:
    """Whether the room is shown to this person: custodians, and administrators, who can open a mailbox."""
    user = cast(User, person)
    return any(token.startswith("mailbox:") for token in grants.tokens(user)) or user.has_role(Role.ADMINISTRATOR)


def mailboxes(user: User) -> QuerySet[Mailbox]:
    """My mailboxes by address, each with how many messages are new in a day and when the last came."""
    since = clock.now() - NEW
    newest = Thread.objects.filter(mailbox=OuterRef("pk")).order_by("-last_at").values("last_at")[:1]
    fresh = (
        Thread.objects.filter(mailbox=OuterRef("pk"), last_at__gte=since)
        .order_by()
        .values("mailbox")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return (
        Mailbox.objects.visible_to(user)
        .annotate(last_at=Subquery(newest), new_count=Subquery(fresh))
        .order_by("address")
    )


def card(person: Person) -> Card | None:
    """My mailboxes and the imports under way, or None for someone with no mailbox."""
    user = cast(User, person)
    if not any(token.startswith("mailbox:") for token in grants.tokens(user)):
        return None
    runs = ImportRun.objects.visible_to(user).unfinished().select_related("mailbox").order_by("-pk")[:3]
    return Card(list(mailboxes(user)[:6]), list(runs))


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


def latest_messages(threads: Sequence[Thread]) -> dict[int, Message]:
    """The last message of each thread."""
    newest = Message.objects.filter(thread=OuterRef("pk")).order_by("-at", "-pk").values("pk")[:1]
    wanted = Thread.objects.filter(pk__in=[thread.pk for thread in threads]).annotate(newest=Subquery(newest))
    pks = wanted.values("newest")
    return {message.thread_id: message for message in Message.objects.filter(pk__in=pks)}


