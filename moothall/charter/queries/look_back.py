"""What somebody did and decided in one week, read from the record of acts; for themselves alone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from moothall.audit import closed
from moothall.audit.models import Entry as Act
from moothall.audit.queries import kind_of, say
from moothall.charter.models import Entry
from moothall.charter.queries import naming
from moothall.charter.queries.naming import Named
from moothall.people.models import User

MOST = 2000  # acts of a week that are looked at, the latest first
DECIDING = ("decided", "adopted", "signed", "classified", "approved", "accepted", "reviewed", "closed", "published")
OWN = ("journal", "person")  # what the page is about itself, and how one comes and goes


@dataclass(frozen=True)
class Done:
    """One sort of act on one thing, as often as it was done."""

    words: str
    sort: str
    thing: Named | None
    times: int
    last: datetime

    @property
    def key(self) -> str:
        """What a new entry would be about, if it has a name."""
        return self.thing.key if self.thing else ""


@dataclass(frozen=True)
class Week:
    """What was decided and what else was done from Monday to Sunday, and how much was written about it."""

    first: date
    last: date
    decided: Sequence[Done]
    did: Sequence[Done]
    entries: int
    cut: bool

    @property
    def before(self) -> date:
        """The Monday of the week before."""
        return self.first - timedelta(days=7)

    @property
    def after(self) -> date:
        """The Monday of the week after."""
        return self.first + timedelta(days=7)


def week_of(user: User, day: date) -> Week:
    """The week of a day, told for the person whose week it was."""
    first = day - timedelta(days=day.weekday())
    begin, end = _midnight(first), _midnight(first + timedelta(days=7))
    rows = Act.objects.filter(actor_id=user.pk, at__gte=begin, at__lt=end).order_by("-seq")
    rows = closed.without(rows, user)
    acts = list(rows.values_list("verb", "object_type", "object_id", "at")[: MOST + 1])
    done = _told(user, acts[:MOST])
    written = Entry.objects.visible_to(user).filter(written_at__gte=begin, written_at__lt=end).count()
    return Week(
        first=first,
        last=first + timedelta(days=6),
        decided=[each for verb, each in done if _decides(verb)],
        did=[each for verb, each in done if not _decides(verb)],
        entries=written,
        cut=len(acts) > MOST,
    )


def _told(user: User, acts: Sequence[tuple[str, str, str, datetime]]) -> list[tuple[str, Done]]:
    times: Counter[tuple[str, str, str]] = Counter()
    last: dict[tuple[str, str, str], datetime] = {}
    for verb, sort, ref, at in acts:
        if verb.partition(".")[0] not in OWN:
            times[verb, sort, ref] += 1
            last.setdefault((verb, sort, ref), at)
    keys = {f"{naming.KINDS[sort]}:{ref}" for _verb, sort, ref in times if sort in naming.KINDS}
    names = naming.many(user, keys)
    return [
        (
            verb,
            Done(
                words=say(verb),
                sort=kind_of(sort) if sort else "",
                thing=names.get(f"{naming.KINDS.get(sort, '')}:{ref}"),
                times=count,
                last=last[verb, sort, ref],
            ),
        )
        for (verb, sort, ref), count in times.items()
    ]


def _decides(verb: str) -> bool:
    return verb.rpartition(".")[2].rpartition("_")[2] in DECIDING


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
