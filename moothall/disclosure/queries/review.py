"""How far the review of a case is, and what its samples say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Max, OuterRef, QuerySet

from moothall.disclosure.models import Case, Decision, Drawn, Purpose, Reader, ReviewItem, ReviewSet, Sample, Tag
from moothall.disclosure.sifting import elusion, second
from moothall.disclosure.sifting.elusion import Elusion
from moothall.disclosure.sifting.progress import Decided, Projection, project
from moothall.disclosure.sifting.second import Agreement
from moothall.kit import clock
from moothall.kit.prepared import prepared
from moothall.people.models import User

LOOKS = ((Tag.IN_SCOPE, "a"), (Tag.SPECIALIST, "c"), (Tag.EXEMPT, "b"), (Tag.OUT_OF_SCOPE, "d"))
BUSY = timedelta(minutes=10)  # for which a family is left to whoever read of it last


@dataclass(frozen=True)
class Share:
    """How many items have a tag, and its piece of the bar, in percent."""

    label: str
    count: int
    x: float
    width: float
    look: str


@dataclass(frozen=True)
class Progress:
    """How far a review is."""

    review_set: ReviewSet
    shares: tuple[Share, ...]
    read: int
    projection: Projection | None

    @property
    def total(self) -> int:
        """How many items there are."""
        return self.review_set.item_count

    @property
    def left(self) -> int:
        """How many nobody has read."""
        return self.total - self.read

    @property
    def spared(self) -> int:
        """How many copies need not be read as another one is."""
        return self.review_set.found - self.total

    @property
    def minutes_left(self) -> int | None:
        """How long the rest takes at this pace; None while too little was read to say."""
        return round(self.projection.hours_left * 60) if self.projection else None

    @property
    def minutes_range(self) -> tuple[int, int] | None:
        """At least and at most, in nine of ten such reviews."""
        found = self.projection
        return (round(found.low * 60), round(found.high * 60)) if found else None


@dataclass(frozen=True)
class Beside:
    """What the case page shows of its review."""

    progress: Progress | None
    searches: int
    agreement: Agreement | None
    stale: bool  # more was searched since it was put together


@dataclass(frozen=True)
class SampleLine:
    """A sample, how much of it was read, and the next item of it to read."""

    sample: Sample
    drawn: int
    read: int
    next: ReviewItem | None
    elusion: Elusion | None

    @property
    def least(self) -> float:
        """The least share of the pile that can be in scope after all, in percent."""
        return 100 * self.elusion.low if self.elusion else 0.0

    @property
    def most(self) -> float:
        """The most, in percent."""
        return 100 * self.elusion.high if self.elusion else 0.0


def beside(case: Case, user: User) -> Beside:
    """The newest set of a case and how far it is; in a fixed number of questions."""
    review_set = ReviewSet.objects.visible_to(user).newest_of(case)
    counted = case.searches.aggregate(n=Count("pk"), last=Max("at"))
    if review_set is None:
        return Beside(None, counted["n"], None, counted["n"] > 0)
    stale = counted["last"] is not None and counted["last"] > review_set.at
    return Beside(progress_of(review_set), counted["n"], agreement(review_set), stale)


def progress_of(review_set: ReviewSet) -> Progress:
    """How far a set is; asks two questions."""
    said = Decision.objects.filter(item__review_set=review_set, reader=Reader.FIRST)
    later = Decision.objects.filter(item=OuterRef("item"), reader=Reader.FIRST, pk__gt=OuterRef("pk"))
    counts = dict(said.filter(~Exists(later)).order_by().values_list("tag").annotate(n=Count("pk")))
    read = sum(counts.values())
    whole = max(review_set.item_count, 1)
    shares, at = [], 0.0
    for tag, look in LOOKS:
        width = 100 * counts.get(tag.value, 0) / whole
        shares.append(Share(str(tag.label), counts.get(tag.value, 0), round(at, 2), round(width, 2), look))
        at += width
    mine = said.filter(carried_from=None)
    decided = [Decided(by, when) for by, when in mine.values_list("by", "at")]
    return Progress(review_set, tuple(shares), read, project(decided, left=review_set.item_count - read))


def tags_of(review_set: ReviewSet, reader: Reader = Reader.FIRST) -> dict[str, str]:
    """What such a reader said last of each item that they read, by seal; asks one question."""
    rows = review_set.items.with_tag(reader).order_by("number").values_list("seal", "tag")  # type: ignore[misc]  # of with_tag
    return {seal: tag for seal, tag in rows if tag}


def agreement(review_set: ReviewSet) -> Agreement | None:
    """How far the second reader agrees with the first; None where nobody read again."""
    if not Decision.objects.filter(item__review_set=review_set, reader=Reader.SECOND).exists():
        return None
    seconds = tags_of(review_set, Reader.SECOND)
    return second.compare(tags_of(review_set), seconds) if seconds else None


def samples(review_set: ReviewSet) -> list[SampleLine]:
    """The samples of a set, newest first, with what the discard pile may still hold."""
    return [_sample(sample) for sample in review_set.samples.select_related("by").order_by("-pk")[:10]]


def next_number(review_set: ReviewSet, *, user: User, after: int = -1) -> int | None:
    """The number of the item to read next, as `sifting.progress.next_item` says it, round the end of the set.

    A family that somebody else reads just now waits until all others are read.
    """
    taken = {family for (family,) in _taken(review_set.pk, clock.now() - BUSY, user.pk)}
    for others in (sorted(taken), []) if taken else ([],):
        for start in (after, -1):
            found = _waiting(review_set.pk, start) if not others else _waiting_but(review_set.pk, start, others)
            if found:
                return found[0][0]
    return None


@prepared
def _taken(review_set: int, since: datetime, by: int) -> "QuerySet[Decision, tuple[int]]":
    rows = Decision.objects.filter(item__review_set=review_set, at__gte=since, carried_from=None).exclude(by=by)
    return rows.values_list("item__family")


@prepared
def _waiting(review_set: int, after: int) -> "QuerySet[ReviewItem, tuple[int]]":
    rows = ReviewItem.objects.filter(review_set=review_set, number__gt=after).undecided()
    return rows.order_by("number").values_list("number")[:1]


@prepared
def _waiting_but(review_set: int, after: int, families: Sequence[int]) -> "QuerySet[ReviewItem, tuple[int]]":
    rows = ReviewItem.objects.filter(review_set=review_set, number__gt=after).exclude(family__in=families)
    return rows.undecided().order_by("number").values_list("number")[:1]


def next_drawn(sample: Sample) -> ReviewItem | None:
    """The item of a sample to read next."""
    reader = reader_of(sample)
    rows = Drawn.objects.filter(sample=sample).order_by("place").select_related("item")
    waiting = rows.exclude(
        item__in=Decision.objects.filter(reader=reader, item__review_set=sample.review_set_id).values("item")
    )
    first = waiting.first()
    return first.item if first else None


def reader_of(sample: Sample) -> Reader:
    """Whose reading a sample is for."""
    return Reader.SECOND if sample.purpose == Purpose.SECOND else Reader.ELUSION


def _sample(sample: Sample) -> SampleLine:
    reader = reader_of(sample)
    rows: Sequence[tuple[str | None]] = list(
        ReviewItem.objects.filter(pk__in=sample.drawn.values("item")).with_tag(reader).values_list("tag")  # type: ignore[misc]  # of with_tag
    )
    tags = [tag for (tag,) in rows if tag]
    judged = None
    if sample.purpose == Purpose.ELUSION and tags:
        wrong = sum(tag != Tag.OUT_OF_SCOPE for tag in tags)
        judged = elusion.judge(pile=sample.pile, drawn=len(tags), found=wrong)
    return SampleLine(sample, len(rows), len(tags), next_drawn(sample), judged)
