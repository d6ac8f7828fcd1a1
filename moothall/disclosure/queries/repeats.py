"""Other requests like this one, or from the same person: laid side by side, and nothing decided by machine.

Who asked is told to nobody here: only that two requests came from one address.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, reduce
from heapq import nsmallest
from operator import or_

from django.db.models import Case as DbCase
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, When
from django.utils.translation import gettext as _

from moothall.disclosure.law import cost
from moothall.disclosure.law.clocks import Happening
from moothall.disclosure.law.regimes import Regime
from moothall.disclosure.models import Answer, Case, CaseEvent, Outcome
from moothall.disclosure.queries import deadlines
from moothall.disclosure.sifting.alike import jaccard
from moothall.disclosure.sifting.words import FEWEST, Numbers, numbered, shingles
from moothall.people.models import User

ALIKE = 0.5  # of the runs of three words that either has; a campaign's letters share far more
READ = 4000  # characters of a request that are compared
MOST_COMPARED = 300  # cases of the weeks around: those that have words of it, then the nearest in time
MOST_OF_ONE = 60  # earlier cases of one sender
SHOWN = 12
AROUND = timedelta(days=100)  # days that surely hold sixty working days
BACK = timedelta(days=3 * 365)  # how far back one sender's requests are laid beside it
KEPT = 1_000  # texts whose runs are kept in memory, some ten kilobytes each
COMPLIES = (Outcome.GIVEN, Outcome.PARTLY, Outcome.NOT_HELD)
RUNS, RUN, SHORTEST = 3, 4, 12  # runs of words by which a copied letter is found, words of each, characters
WORD = re.compile(r"\S+")
SPACES = re.compile(r"\W+")


@dataclass(frozen=True)
class Alike:
    """Another case, how like it is in hundredths, and whether it came from the same address."""

    case: Case
    percent: int
    same_sender: bool

    @property
    def is_alike(self) -> bool:
        """Whether the two say nearly the same."""
        return self.percent >= ALIKE * 100


@dataclass(frozen=True)
class Repeats:
    """What lies beside a case: the like, those of the same sender, and which of them the law lets be added up."""

    alike: Sequence[Alike]
    same_sender: Sequence[Alike]
    repeated: Sequence[Alike]  # from the same sender, alike, and complied with before this one came
    together: Sequence[Case]  # within one window of sixty working days, this one among them
    campaign: int  # how many others are alike from other senders, within the window
    repeated_words: str
    together_words: str

    @property
    def any(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.alike or self.same_sender)


def beside(case: Case, user: User) -> Repeats:
    """The requests beside a case that this person may see; asks a fixed number of questions."""
    keys = case.requester.keys
    rows = _candidates(case, user, keys)
    counted = _Likeness(case)
    found = [Alike(row, counted.with_(row), bool(keys & row.requester.keys)) for row in rows]
    alike = [one for one in found if one.is_alike]
    mine = [one for one in found if one.same_sender]
    repeated = [one for one in mine if one.is_alike and one.case.complied_with]  # type: ignore[attr-defined]  # as annotated
    together = _together(case, alike)
    inside = {one.pk for one in together}
    return Repeats(
        alike=alike[:SHOWN],
        same_sender=[one for one in mine if not one.is_alike][:SHOWN],
        repeated=repeated[:SHOWN],
        together=together,
        campaign=sum(1 for one in alike if not one.same_sender and one.case.pk in inside),
        repeated_words=_of_repeats(case) if repeated else "",
        together_words=_of_together() if len(together) > 1 else "",
    )


def _candidates(case: Case, user: User, keys: Collection[str]) -> list[Case]:
    """The cases of the weeks around, and those of the same sender of the last years, but for reviews of this one."""
    rows = Case.objects.visible_to(user).exclude(Q(pk=case.pk) | Q(of=case.pk) | Q(pk=case.of_id or 0))
    rows = rows.select_related("requester").annotate(complied_with=_complied_with(case.received_on))
    day = case.received_on
    around = rows.filter(received_on__range=(day - AROUND, day + AROUND))
    found = {row.pk: row for row in rows.filter(pk__in=_nearest(around, day, case.words))}
    if keys:
        theirs = Q(requester__key__in=keys) | Q(requester__postal_key__in=keys)
        own = rows.filter(theirs, received_on__range=(day - BACK, day + AROUND))
        found |= {row.pk: row for row in own.order_by("-received_on", "-pk")[:MOST_OF_ONE]}
    return sorted(found.values(), key=lambda row: (row.received_on, row.pk), reverse=True)


def _nearest(rows: QuerySet[Case], day: date, words: str) -> list[int]:
    """The cases to compare with: those that have words of it before all others, of these the nearest in time.

    They are put in order here: SQLite takes longer over the days between two dates than to give all the dates.
    """
    light = rows.values_list("pk", "received_on", _without(runs_of(words[:READ])))
    first = nsmallest(MOST_COMPARED, light, key=lambda row: (row[2], abs(row[1] - day), -row[0]))
    return [row[0] for row in first]


def _complied_with(day: date) -> Exists:
    """Whether a case was answered by a day, and the answer gave something or said that it is not held.

    Either complies with it (FOIA s.1(1); ICO, Dealing with repeat requests). A request that was withdrawn, refused or
    closed otherwise was not complied with.
    """
    answered = CaseEvent.objects.standing().filter(case=OuterRef("part__case"), kind=Happening.ANSWERED, on__lte=day)
    parts = Answer.objects.standing().filter(part__case=OuterRef("pk"), part__dropped_at=None, outcome__in=COMPLIES)
    return Exists(parts.filter(Exists(answered)))


def runs_of(text: str) -> list[str]:
    """Some runs of words from within a text, as they are written: who copies a letter keeps one of them."""
    words = list(WORD.finditer(text))
    starts = {len(words) * share // (RUNS + 1) for share in range(1, RUNS + 1)}
    found = (text[words[at].start() : words[min(at + RUN, len(words)) - 1].end()] for at in sorted(starts) if words)
    return [run for run in found if len(run) >= SHORTEST]


def _without(runs: Sequence[str]) -> DbCase:
    """Nothing for a case that has one of these runs, else one: in a busy hall a campaign comes before the nearest."""
    has = reduce(or_, (Q(words__contains=run) for run in runs), Q(pk=None))
    return DbCase(When(has, then=0), default=1, output_field=IntegerField())


class _Likeness:
    """How like other requests are to one, by the runs of three words that they share (Jaccard)."""

    def __init__(self, case: Case) -> None:
        self._plain, self._count, self._runs = _read(case.words[:READ])

    def with_(self, other: Case) -> int:
        """In hundredths. Of very short requests only those are alike that say the very same."""
        plain, count, runs = _read(other.words[:READ])
        if plain == self._plain:
            return 100
        if min(count, self._count) < FEWEST // 2:
            return 0
        return int(100 * jaccard(runs, self._runs))


@lru_cache(maxsize=KEPT)
def _read(text: str) -> tuple[str, int, Numbers]:
    """A text in plain form, how many words it has, and their runs of three; the same requests are compared all day."""
    words = numbered(text)
    return SPACES.sub(" ", text).strip().casefold(), len(words), shingles(words)


def _together(case: Case, alike: Sequence[Alike]) -> list[Case]:
    """Those that may be added up with this one (Fees Regulations 2004 reg 5); itself alone where none may."""
    if not cost.applies(Regime(case.regime)):
        return [case]
    after: Callable[[date, int], date] = deadlines.calendars().uk.after
    others = {str(one.case.pk): one for one in alike if cost.applies(Regime(one.case.regime))}
    asked = [_asked(one.case, "this" if one.same_sender else "") for one in others.values()]
    found = cost.aggregated(_asked(case, "this"), asked, after=after)
    return [others[one.key].case if one.key in others else case for one in found]


def _asked(case: Case, sender: str) -> cost.Asked:
    """As the adding up takes it: those laid beside it are on one subject, and perhaps of one campaign."""
    return cost.Asked(str(case.pk), case.received_on, sender or f"case:{case.pk}", subject="this", campaign="perhaps")


def _of_repeats(case: Case) -> str:
    regime = Regime(case.regime)
    if regime == Regime.FOIA:
        return _(
            "An identical or substantially similar request of the same person that was complied with need not be "
            "complied with again until a reasonable interval has passed (FOIA s.14(2)). Whether it has is for you to "
            "judge, with what may have changed since."
        )
    if regime == Regime.EIR:
        return _("A repeated request may be manifestly unreasonable (EIR reg 12(4)(b)): that is for you to judge.")
    return _("Whether the like of it need be answered again is for you to judge, under the law that it is answered by.")


def _of_together() -> str:
    return _(
        "These came within sixty consecutive working days and seem to ask for the same or similar information. If one "
        "person made them, or people who act in concert or in a campaign, their cost may be added up against the limit "
        "(FOIA s.12, Fees Regulations 2004 reg 5). Whether they act together is for you to judge, and to give "
        "evidence of."
    )
