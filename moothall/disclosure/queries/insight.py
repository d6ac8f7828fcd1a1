"""What is asked for again and again, so that it can be published before the next one asks."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet

from moothall.disclosure import wordlist
from moothall.disclosure.models import Case, Part, Proactive
from moothall.kit import clock
from moothall.people.models import User
from moothall.records.models import InformationAsset

YEAR = timedelta(days=365)
MOST = 4_000  # questions that are compared, the newest
SHOWN = 12
LEAST = 2  # requests that make something asked again
ALIKE = 0.5  # of the words of two questions together that both have
TOO_COMMON = 0.2  # of the questions: a word in more of them tells nothing


@dataclass(frozen=True)
class AssetAsked:
    """A body of information and how many requests asked for something of it."""

    asset: InformationAsset
    requests: int
    proposed: bool


@dataclass(frozen=True)
class Question:
    """A question of a request, with the words that tell it from others."""

    pk: int
    case: int
    words: str
    told: frozenset[str]


@dataclass(frozen=True)
class Again:
    """Questions that are alike, of several requests; the newest is quoted."""

    words: str
    part: int
    requests: int


@dataclass(frozen=True)
class Insight:
    """What is asked again, and what is being done about it."""

    assets: Sequence[AssetAsked]
    questions: Sequence[Again]
    open: Sequence[Proactive]
    done: Sequence[Proactive]
    since: date


def insight(user: User) -> Insight:
    """What was asked again within a year, of the requests that this person works on."""
    since = clock.today() - YEAR
    cases = Case.objects.visible_to(user).filter(received_on__gte=since)
    proposals = Proactive.objects.select_related("by", "asset").order_by("-pk")
    return Insight(
        assets=list(_assets(user, cases)),
        questions=again(_questions(cases))[:SHOWN],
        open=list(proposals.filter(done_on=None, dropped_because="")[:50]),
        done=list(proposals.exclude(done_on=None)[:SHOWN]),
        since=since,
    )


def again(questions: Iterable[Question]) -> list[Again]:
    """Questions alike, of two requests or more, those asked most at the front; pure.

    Each is compared with the first of every group that has a telling word of it.
    """
    known = list(questions)
    counts: dict[str, int] = defaultdict(int)
    for question in known:
        for word in question.told:
            counts[word] += 1
    common = {word for word, n in counts.items() if n > max(TOO_COMMON * len(known), 5)}
    groups: list[list[Question]] = []
    with_word: dict[str, set[int]] = defaultdict(set)
    for question in known:
        telling = question.told - common
        near = {group for word in telling for group in with_word[word]}
        best = max(near, key=lambda group: (_likeness(question, groups[group][0]), -group), default=None)
        if best is not None and _likeness(question, groups[best][0]) >= ALIKE:
            groups[best].append(question)
            continue
        groups.append([question])
        for word in telling:
            with_word[word].add(len(groups) - 1)
    found = [Again(group[0].words, group[0].pk, len({question.case for question in group})) for group in groups]
    return sorted((each for each in found if each.requests >= LEAST), key=lambda each: (-each.requests, -each.part))


def _likeness(one: Question, other: Question) -> float:
    both = one.told | other.told
    return len(one.told & other.told) / len(both) if both else 0.0


def _questions(cases: QuerySet[Case]) -> Iterable[Question]:
    rows = Part.objects.filter(case__in=cases, dropped_at=None).order_by("-pk").values_list("pk", "case", "words")
    for pk, case, words in rows[:MOST]:
        yield Question(pk, case, words, frozenset(wordlist.words(words[:1000])))


def _assets(user: User, cases: QuerySet[Case]) -> Iterable[AssetAsked]:
    asked = Part.objects.filter(case__in=cases, dropped_at=None, asset__isnull=False)
    counts = asked.order_by().values("asset").annotate(n=Count("case", distinct=True)).filter(n__gte=LEAST)
    most = {row["asset"]: row["n"] for row in counts.order_by("-n", "asset")[:SHOWN]}
    known = InformationAsset.objects.visible_to(user).in_bulk(list(most))
    open_ = set(Proactive.objects.filter(asset__in=most, dropped_because="").values_list("asset", flat=True))
    for pk, requests in most.items():
        if pk in known:
            yield AssetAsked(known[pk], requests, pk in open_)
