"""“What value am I adding?”: what somebody's changes bring, what they learnt and shared, and how it went over time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import dropwhile

from django.db.models import Q
from django.utils.translation import gettext as _

from moothall.change.models import (
    Benefit,
    Closing,
    Confirmation,
    Delivery,
    Handover,
    Initiative,
    Part,
    PurposeReview,
)
from moothall.change.queries.courses import courses
from moothall.change.standing import Course, share
from moothall.change.standing import State as Standing
from moothall.charter.evidence import Card
from moothall.charter.evidence import State as Kept
from moothall.charter.evidence.addresses import address_of
from moothall.charter.evidence.record import Record
from moothall.charter.progress import Progress, Quarter, progress
from moothall.charter.queries import cards
from moothall.kit import clock
from moothall.lessons.models import Lesson, LessonUse
from moothall.people.models import User

QUARTERS = 8  # two years
EVENTS = 40


@dataclass(frozen=True)
class Mine:
    """One initiative of theirs: their part in it, its card, and its benefits by how they stand."""

    record: Record
    card: Card
    part: Part
    reached: int
    on_way: int
    behind: int
    unread: int
    met: int  # commitments
    all: int
    reviewed_on: date | None  # when they last asked themselves whether to go on
    purpose_url: str  # where they ask themselves that; empty for what is closed


@dataclass(frozen=True)
class Event:
    """Something that happened, for the line over time."""

    at: datetime
    words: str
    title: str
    url: str


@dataclass(frozen=True)
class Value:
    """All of it, for one person and for their eyes."""

    mine: Sequence[Mine]
    quarters: Sequence[Quarter]
    events: Sequence[Event]
    lessons: int
    reused: int
    helped: int

    @property
    def progress(self) -> Progress | None:
        """The quarters as a picture."""
        return progress(self.quarters)


def value_of(user: User) -> Value:
    """What one adds, read from the records; the number of questions does not grow with them."""
    found = Initiative.objects.visible_to(user).filter(Q(owner=user) | Q(guide=user))
    every = cards.many(found, user)
    pks = [record.pk for record, _card in every]
    benefits = _courses(pks)
    reviews = dict(
        PurposeReview.objects.filter(by=user, initiative__in=pks).order_by("at").values_list("initiative", "at")
    )
    return Value(
        mine=[_mine(user, rec, card, benefits.get(rec.pk, ()), reviews.get(rec.pk)) for rec, card in every],
        quarters=_quarters([course for each in benefits.values() for course in each], clock.today()),
        events=sorted(_events(user, pks), key=lambda event: event.at, reverse=True)[:EVENTS],
        lessons=Lesson.objects.published().filter(author=user).count(),
        reused=LessonUse.objects.adopted().filter(lesson__author=user).exclude(by=user).count(),
        helped=Confirmation.objects.filter(guide=user).count(),
    )


def _courses(pks: Iterable[int]) -> dict[int, list[Course]]:
    rows = Benefit.objects.filter(
        initiative__in=list(pks), measure__isnull=False, dropped_at=None, disbenefit=False
    ).values_list("initiative", "measure")
    pairs = list(rows)
    standing = courses({measure for _pk, measure in pairs})
    found: dict[int, list[Course]] = {}
    for pk, measure in pairs:
        found.setdefault(pk, []).append(standing[measure])
    return found


def _mine(user: User, record: Record, card: Card, benefits: Sequence[Course], reviewed: datetime | None) -> Mine:
    today = clock.today()
    states = [course.state(today) for course in benefits]
    part = Part.OWNER if record.owner is not None and record.owner.pk == user.pk else Part.GUIDE
    return Mine(
        record=record,
        card=card,
        part=part,
        reached=states.count(Standing.MET),
        on_way=states.count(Standing.AHEAD) + states.count(Standing.ON_PLAN),
        behind=states.count(Standing.BEHIND) + states.count(Standing.MISSED),
        unread=states.count(Standing.WAITING) + states.count(Standing.UNREAD),
        met=card.count(Kept.MET),
        all=len(card.findings),
        reviewed_on=reviewed.date() if reviewed else None,
        purpose_url="" if record.outcome else address_of(f"{record.key}/{part}"),
    )


def _quarters(benefits: Sequence[Course], today: date) -> list[Quarter]:
    ends: list[date] = []
    end = today
    for _turn in range(QUARTERS):
        ends.append(end)
        month = (end.month - 1) // 3 * 3 + 1
        end = date(end.year, month, 1) - timedelta(days=1)
    every = [_by(benefits, end) for end in reversed(ends)]
    return list(dropwhile(lambda quarter: not quarter.benefits, every))


def _by(benefits: Sequence[Course], end: date) -> Quarter:
    shares = []
    for course in benefits:
        last = next((point for point in reversed(course.readings) if point.on <= end), None)
        if last is not None:
            gone = share(last.value, course.baseline.value, course.target.value)
            shares.append(min(max(gone, Decimal(-1)), Decimal(1)))
    mean = round(sum(shares) / len(shares) * 100) if shares else None
    return Quarter(end, len(shares), mean)


def _events(user: User, pks: Sequence[int]) -> Iterator[Event]:
    for at, part, pk, title in (
        Handover.objects.filter(after=user)
        .order_by("-at")
        .values_list("at", "part", "initiative", "initiative__title")[:EVENTS]
    ):
        yield _event(at, _("You took it on as {part}").format(part=Part(part).label.lower()), pk, title, pks)
    for at, part, pk, title in (
        Handover.objects.filter(before=user)
        .order_by("-at")
        .values_list("at", "part", "initiative", "initiative__title")[:EVENTS]
    ):
        yield _event(at, _("You handed over your part as {part}").format(part=Part(part).label.lower()), pk, title, pks)
    for model, words in (
        (Delivery, _("Delivery began")),
        (Closing, _("It was closed")),
        (Confirmation, _("The owner confirmed: “I led, they helped”")),
    ):
        rows = model._default_manager.filter(initiative__in=pks).order_by("-at")
        for at, pk, title in rows.values_list("at", "initiative", "initiative__title")[:EVENTS]:
            yield _event(at, words, pk, title, pks)
    for review in PurposeReview.objects.filter(by=user).select_related("initiative").order_by("-at")[:EVENTS]:
        words = _("You asked what value you add: {verdict}").format(verdict=review.get_verdict_display().lower())
        yield _event(review.at, words, review.initiative_id, review.initiative.title, pks)
    for lesson in Lesson.objects.published().filter(author=user).order_by("-published_at")[:EVENTS]:
        if lesson.published_at is not None:
            yield Event(lesson.published_at, _("You published a lesson"), lesson.title, address_of(lesson.thing))
    adopted = LessonUse.objects.adopted().filter(lesson__author=user).exclude(by=user)
    for use in adopted.select_related("lesson").order_by("-at")[:EVENTS]:
        yield Event(use.at, _("Others took up your lesson"), use.lesson.title, address_of(use.lesson.thing))


def _event(at: datetime, words: str, pk: int, title: str, pks: Sequence[int]) -> Event:
    """What one no longer may read is told without its name."""
    return Event(at, words, title, address_of(f"initiative:{pk}")) if pk in pks else Event(at, words, "", "")
