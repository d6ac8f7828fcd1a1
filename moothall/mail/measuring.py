"""How much internal mail there is, and how much of what came could not be read. Letters are counted, never their words.

Mail is here only as far as somebody brought it in: a mailbox that nobody has brought in since these days ended says
nothing about them, and must not look as if people had stopped writing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from moothall.kit.measuring import Period, over_days, rate, share
from moothall.kit.registries import Measured
from moothall.mail.models import Custodian, ImportRun, Mailbox, Message
from moothall.people.models import Kind, User

BATCH = 2000
Row = tuple[int, str, str, str, str]  # mailbox, message id, sender, and the lines of To and Cc


@dataclass(frozen=True)
class Own:
    """Whose mail is internal: all addresses of some domains, and those of the staff and councillors wherever."""

    domains: frozenset[str]
    addresses: frozenset[str]

    def has(self, address: str) -> bool:
        """Whether an address is one of them."""
        address = address.lower()
        return address.rpartition("@")[2] in self.domains or address in self.addresses


@dataclass
class _Counted:
    """What was found in some letters."""

    mailboxes: set[int] = field(default_factory=set)  # those that hold any letter, internal or not
    internal: set[str] = field(default_factory=set)  # each once, in however many mailboxes it lies


@over_days
def internal_mail(period: Period) -> Measured:
    """E-mails of these days from and to the council's own people only, for each holder of a mailbox, a week.

    In five queries: one reads the senders and recipients of all letters of these days.
    """
    if not period.is_over:
        return Measured(None, _("These days are not over, so no mailbox can hold all of their mail."))
    mailboxes = _brought_in_since(period)
    counted = _count(_letters(period, mailboxes), own()) if mailboxes else _Counted()
    holders = Custodian.objects.filter(mailbox__in=counted.mailboxes, user__is_active=True)
    people = holders.order_by().values("user").distinct().count() if counted.mailboxes else 0
    why = _("No mailbox that somebody holds has been brought in since these days ended, with any mail of them.")
    return rate(len(counted.internal), people=people, period=period, why_none=why)


@over_days
def held_back(period: Period) -> Measured:
    """Of the messages that imports which ended in these days found and did not have: how many could not be read."""
    runs = ImportRun.objects.filter(finished_at__gte=period.start, finished_at__lt=period.end)
    sums = runs.aggregate(held=Sum("quarantined"), read=Sum("imported"))
    held, read = sums["held"] or 0, sums["read"] or 0
    return share(held, held + read, why_none=_("No mail was brought in during these days."))


def own() -> Own:
    """The domains that the settings name, or else those that both a mailbox and somebody on the staff has."""
    staff = User.objects.exclude(kind=Kind.GUEST).exclude(email="").values_list("kind", "email")
    people = [(kind, email.lower()) for kind, email in staff]
    domains = frozenset(domain.lower() for domain in settings.MOOTHALL_OWN_DOMAINS)
    if not domains:
        of_staff = {_domain(email) for kind, email in people if kind == Kind.STAFF}
        domains = frozenset(of_staff & {_domain(found) for found in Mailbox.objects.values_list("address", flat=True)})
    return Own(domains, frozenset(email for _kind, email in people))


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


def _brought_in_since(period: Period) -> list[int]:
    """The mailboxes of which somebody began to bring mail in after these days, and it came to its end."""
    runs = ImportRun.objects.filter(queued_at__gte=period.end, finished_at__isnull=False)
    return list(runs.order_by("mailbox").values_list("mailbox", flat=True).distinct())


def _letters(period: Period, mailboxes: list[int]) -> Iterator[Row]:
    """The letters that were sent in these days, found by the threads in which anything was said since."""
    rows: QuerySet[Message] = Message.objects.filter(
        thread__mailbox__in=mailboxes,
        thread__last_at__gte=period.start,
        at__gte=period.start,
        at__lt=period.end,
        dated=True,
    )
    wanted = ("mailbox_id", "message_id", "sender_address", "to", "cc")
    return rows.order_by().values_list(*wanted).iterator(chunk_size=BATCH)


def _count(letters: Iterable[Row], ours: Own) -> _Counted:
    counted = _Counted()
    for number, (mailbox, message_id, sender, to, cc) in enumerate(letters):
        counted.mailboxes.add(mailbox)
        people = [line.rpartition("\t")[2] for line in f"{to}\n{cc}".split("\n") if line]
        if people and ours.has(sender) and all(map(ours.has, people)):
            counted.internal.add(message_id or f"nameless {number}")
    return counted
