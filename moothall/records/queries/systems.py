"""Looking systems up, and answering “may I use it for that?”."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from moothall.kit import clock
from moothall.kit.pages import Slice, keyset
from moothall.people.models import User
from moothall.records.models import InformationSystem, OfficialAccount, Report, Status, Use

PAGE = 40
MOST_ANSWERS = 5
_SMALL = frozenset(
    ["a", "an", "and", "for", "i", "in", "is", "it", "may", "of", "on", "our", "the", "them", "to", "use", "used"]
)


@dataclass(frozen=True)
class Answer:
    """What is said of one system to somebody who wants to use it for something."""

    system: InformationSystem
    use: Use | None  # the answer to just that, where there is one
    others: Sequence[Use]

    @property
    def verdict(self) -> str:
        """`yes`, `guided` or `no`."""
        if self.use is not None:
            return self.use.answer
        return {Status.SUPPORTED: "yes", Status.GUIDED: "guided"}.get(Status(self.system.status), "no")


def register(user: User, *, words: str = "", status: str = "", after: str | None = None) -> Slice[InformationSystem]:
    """The systems that match, by name, with how many blocks of each wait."""
    found = InformationSystem.objects.visible_to(user).named(words)
    if status in Status.values:
        found = found.filter(status=status)
    waiting = Count("reports", filter=Q(reports__answered_at__isnull=True))
    rows = found.select_related("owner", "use_instead").annotate(waiting=waiting)
    return keyset(rows, by=("name", "pk"), after=after, size=PAGE)


def answers(user: User, *, words: str, purpose: str) -> list[Answer]:
    """What to say to “may I use `words` for `purpose`?”, the systems that match best first."""
    if not words.strip():
        return []
    found = InformationSystem.objects.visible_to(user).named(words).select_related("owner", "use_instead")
    rows = list(found.prefetch_related(Prefetch("uses", Use.objects.order_by("purpose"))).order_by("name")[:50])
    exact = words.strip().lower()
    rows.sort(key=lambda system: (system.name.lower() != exact, system.name.lower()))
    return [_answer(system, purpose) for system in rows[:MOST_ANSWERS]]


def _answer(system: InformationSystem, purpose: str) -> Answer:
    wanted = _words(purpose)
    uses = list(system.uses.all())
    scored = [(len(wanted & _words(use.purpose)), use) for use in uses]
    best = max(scored, key=lambda pair: pair[0], default=(0, None))
    # At least half of what was asked has to be in what was answered, or it is another question.
    use = best[1] if wanted and best[0] * 2 >= len(wanted) else None
    return Answer(system, use, [other for other in uses if other is not use])


def _words(text: str) -> frozenset[str]:
    """The words that matter, each cut to its stem so that `photos` meets `photo`."""
    words = re.findall(r"[\w’']+", text.lower())
    return frozenset(word.rstrip("s")[:12] for word in words if word not in _SMALL)


def accounts(system: InformationSystem) -> QuerySet[OfficialAccount]:
    """The accounts on a platform, those in use first."""
    return system.accounts.select_related("first_owner", "second_owner").order_by("closed_at", "name")


def waiting_of(user: User) -> int:
    """How many reports wait for this person's answer."""
    return Report.objects.waiting().answerable_by(user).count()


def due_for_review(user: User) -> QuerySet[InformationSystem]:
    """Systems of this person whose review is due."""
    return InformationSystem.objects.filter(owner=user, review_on__lte=clock.today()).order_by("review_on", "pk")
