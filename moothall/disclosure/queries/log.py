"""The disclosure log as it is read: its pages, searching it, what is like a request, and a case's place in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Case as Choice
from django.db.models import Count, FloatField, Sum, Value, When

from moothall.disclosure import wordlist
from moothall.disclosure.law.happenings import Happening
from moothall.disclosure.law.regimes import OWN_DATA
from moothall.disclosure.models import Case, CaseEvent, LogEntry, LogWord, Outcome, Part, Reason, Reuse
from moothall.kit.pages import Slice, keyset
from moothall.people.models import Role, User

SIZE = 20
MOST_WORDS = 12  # of a search: more say nothing further
MOST_ALIKE = 40  # words of a request by which others like it are looked for
LEAST_SHARE = 0.3  # of the weight of a request's words that an entry like it has
FOUND = 100  # entries that a search shows, best first


@dataclass(frozen=True)
class Alike:
    """An entry that is like a request, and how much of what the request says stands in it, from 0 to 1."""

    entry: LogEntry
    share: float
    used: bool = False


@dataclass(frozen=True)
class Beside:
    """What the log has to say beside a case, for somebody who works on it."""

    entry: LogEntry | None
    may_publish: bool
    alike: Sequence[Alike]
    works: bool


@dataclass(frozen=True)
class Said:
    """What a case would say in the log, before an officer reads it over."""

    answered: str
    outcome: str
    sections: str


def page_of(after: str | None, regime: str = "") -> Slice[LogEntry]:
    """One page of what is published, the newest first."""
    rows = LogEntry.objects.public()
    if regime:
        rows = rows.filter(regime=regime)
    return keyset(rows, by=("-published_at", "-pk"), after=after, size=SIZE)


def search(text: str, regime: str = "") -> list[LogEntry]:
    """Entries with all of these words, in whatever form, best first; nothing for words that say nothing."""
    wanted = list(dict.fromkeys(wordlist.words(text)))[:MOST_WORDS]
    if not wanted:
        return []
    rows = LogWord.objects.filter(word__in=wanted, entry__in=LogEntry.objects.public())
    if regime:
        rows = rows.filter(entry__regime=regime)
    sums = rows.values("entry").annotate(n=Count("pk"), total=Sum("weight")).filter(n=len(wanted))
    best = [row["entry"] for row in sums.order_by("-total", "-entry")[:FOUND]]
    found = LogEntry.objects.public().in_bulk(best)
    return [found[pk] for pk in best if pk in found]


def like(words: str, limit: int = 3, *, without: Case | None = None) -> list[Alike]:
    """Published requests that are like these words, the likest first; rare words tell more than common ones.

    For whoever is about to ask the same, and for whoever is about to answer it.
    """
    wanted = list(dict.fromkeys(wordlist.words(words)))[:MOST_ALIKE]
    rows = LogWord.objects.filter(word__in=wanted, entry__in=LogEntry.objects.public())
    counts = dict(rows.values_list("word").annotate(n=Count("pk"))) if wanted else {}
    if not counts:
        return []
    weights = {word: 1 / n for word, n in counts.items()}
    whole = sum(weights.values()) + sum(min(weights.values()) for word in wanted if word not in weights)
    told = Choice(
        *(When(word=word, then=Value(weight)) for word, weight in weights.items()),
        default=Value(0.0),
        output_field=FloatField(),
    )
    if without is not None:
        rows = rows.exclude(entry__case=without)
    found = rows.values("entry").annotate(n=Count("pk"), share=Sum(told)).filter(n__gte=min(2, len(wanted)))
    best = [(row["entry"], row["share"] / whole) for row in found.order_by("-share", "-entry")[: limit * 3]]
    entries = LogEntry.objects.public().in_bulk([pk for pk, _share in best])
    alike = [Alike(entries[pk], min(share, 1.0)) for pk, share in best if pk in entries]
    return [each for each in alike if _enough(each, wanted, len(counts))][:limit]


def beside(case: Case, user: User) -> Beside:
    """Where a case stands in the log, and what was answered before on the like of it."""
    entry = LogEntry.objects.public().filter(case=case).first()
    used = set(Reuse.objects.filter(case=case).values_list("entry", flat=True))
    alike = like(f"{case.title} {case.words[:4000]}", 4, without=case)
    answered = not case.is_open and case.events.standing().filter(kind=Happening.ANSWERED).exists()
    return Beside(
        entry=entry,
        may_publish=answered and may_be_published(case) and user.has_role(Role.DISCLOSURE_OFFICER),
        alike=[Alike(each.entry, each.share, each.entry.pk in used) for each in alike],
        works=case.is_open,
    )


def may_be_published(case: Case) -> bool:
    """Whether it is of a sort that is published at all: never what somebody asked about themselves."""
    return not {case.regime, case.first_regime} & set(OWN_DATA)


def said_of(case: Case) -> Said:
    """The answers to a case's parts as they stand, one below the other, what became of it, and the sections claimed."""
    parts = list(case.parts.filter(dropped_at=None).prefetch_related("answers"))
    last = [max(part.answers.all(), key=lambda answer: answer.pk, default=None) for part in parts]
    many = len(parts) > 1
    texts = [
        (f"{number}. {' '.join(part.words.split())}\n\n" if many else "") + answer.words
        for number, (part, answer) in enumerate(zip(parts, last, strict=True), 1)
        if answer is not None
    ]
    outcomes = {answer.outcome for answer in last if answer is not None}
    return Said("\n\n".join(texts), together(outcomes), ", ".join(standing_sections(parts)))


def together(outcomes: Iterable[str]) -> str:
    """What became of a request by what became of its parts: one thing where all agree, else given in part."""
    known = set(outcomes)
    if not known:
        return ""
    if known <= {Outcome.WITHHELD, Outcome.NEITHER} and Outcome.WITHHELD in known:
        return Outcome.WITHHELD
    return known.pop() if len(known) == 1 else str(Outcome.PARTLY)


def standing_sections(parts: Sequence[Part]) -> list[str]:
    """The exemptions that are claimed for these parts now, in order."""
    rows = Reason.objects.filter(part__in=parts).order_by("pk").values_list("part", "citation", "dropped")
    last = {(part, citation): dropped for part, citation, dropped in rows}
    return sorted({citation for (_part, citation), dropped in last.items() if not dropped})


@dataclass(frozen=True)
class Served:
    """An entry and how many requests it served to answer."""

    entry: LogEntry
    times: int


def served(entries: Sequence[LogEntry]) -> list[Served]:
    """These entries, each with how often it served; one question."""
    keys = [entry.key for entry in entries]
    times = dict(Reuse.objects.filter(entry__key__in=keys).values_list("entry__key").annotate(n=Count("pk")))
    return [Served(entry, times.get(entry.key, 0)) for entry in entries]


def could_be_published(user: User, limit: int = 10) -> list[Case]:
    """Answered requests that are not in the log, the last answered first, as far as this person works on them."""
    answered = CaseEvent.objects.standing().filter(kind=Happening.ANSWERED).values("case")
    rows = Case.objects.visible_to(user).filter(closed_on__isnull=False, pk__in=answered)
    rows = rows.exclude(regime__in=OWN_DATA).exclude(first_regime__in=OWN_DATA).filter(published=None)
    return list(rows.order_by("-closed_on", "-pk").defer("words")[:limit])


def _enough(alike: Alike, wanted: Sequence[str], known: int) -> bool:
    return alike.share >= LEAST_SHARE or (known <= 2 and len(wanted) <= 3)
