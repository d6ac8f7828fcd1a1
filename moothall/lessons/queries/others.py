"""What other bodies publish, as lists and pages show it; and whom the council follows, with how that goes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from django.db.models import Count, Q, QuerySet
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from moothall.kit import clock
from moothall.kit.pages import Slice, keyset
from moothall.kit.registries import Link, Person
from moothall.lessons import whole
from moothall.lessons.matters import kind_of, named
from moothall.lessons.models import Brought, Item, ItemKind, Lesson, Subscription
from moothall.lessons.publications import MOST_OWN, Own, publications
from moothall.lessons.queries import drawn
from moothall.lessons.words import stems_of_subject
from moothall.people.models import User

PAGE = 20
BESIDE = 5  # of the council's own things on the page of another body's
SHORT = 4  # letters of a word that says little by itself
LONG_FAILING = timedelta(days=3)
ALL = "all"
BESIDES = (ItemKind.POLICY.value, ItemKind.APPRAISAL.value)  # the things of ours beside which theirs are shown

T = TypeVar("T")


@dataclass(frozen=True)
class Choice:
    """One way to narrow the list, with how many it would show."""

    key: str
    label: str
    count: int
    current: bool


@dataclass(frozen=True)
class Reading:
    """One thing of another body, with what was brought in of it and what the council has on the like."""

    item: Item
    brought: list[Brought]
    is_current: bool  # what was brought in last is what that body says now
    said: whole.Said | None  # all that a lesson says, where it says all
    beside: list[Own]
    drawn: list[Lesson]  # begun from it, as far as this person may read them
    mine: Lesson | None  # the one of these that is their own


def kind_asked(given: str) -> str:
    """Which kind is asked for; all where that is not known."""
    return given if given in ItemKind.values else ALL


def every(user: User, *, kind: str, body: Subscription | None, after: str | None) -> Slice[Item]:
    """A page of what other bodies publish now, what came last first."""
    found = _standing(user, body).select_related("subscription").defer("html", "data")
    if kind in ItemKind.values:
        found = found.filter(kind=kind)
    return keyset(found, by=("-first_seen", "-pk"), after=after, size=PAGE)


def kinds(user: User, *, kind: str, body: Subscription | None) -> list[Choice]:
    """The kinds to choose from, in one question."""
    counted = dict(_standing(user, body).order_by().values_list("kind").annotate(n=Count("pk")))
    labels = {
        ItemKind.LESSON.value: _("Lessons"),
        ItemKind.POLICY.value: _("Policies"),
        ItemKind.APPRAISAL.value: _("Appraisals"),
        ItemKind.OTHER.value: _("Other things"),
    }
    found = [Choice(ALL, _("All"), sum(counted.values()), kind == ALL)]
    return found + [
        Choice(key, label, counted.get(key, 0), key == kind)
        for key, label in labels.items()
        if counted.get(key) or key == kind
    ]


def bodies(user: User) -> list[Subscription]:
    """Whom the council follows or followed, with how many things of each are there; failing ones first."""
    rows = Subscription.objects.visible_to(user).annotate(n=Count("items", filter=Q(items__gone_at=None)))
    return list(rows.filter(Q(ended_at=None) | Q(n__gt=0)).order_by("ended_at", "failing_since", "name", "pk")[:500])


def read(item: Item, user: User) -> Reading:
    """A thing of another body, as its page shows it."""
    brought = list(item.brought.select_related("lesson", "by").order_by("-pk"))
    begun = drawn.here(item, user)
    publication = next((each for each in publications if each.kind == item.kind), None)
    return Reading(
        item=item,
        brought=brought,
        is_current=bool(brought) and brought[0].digest == item.digest,
        said=whole.lesson(item),
        beside=_closest(item.title, [(each.title, each) for each in publication.own(user)]) if publication else [],
        drawn=begun,
        mine=next((each for each in begun if each.author_id == user.pk), None),
    )


def troubles() -> Iterator[str]:
    """What the administrators' overview says of feeds that can't be read for days."""
    now = clock.now()
    for row in Subscription.objects.live().filter(failing_since__lte=now - LONG_FAILING).order_by("failing_since")[:20]:
        words = _("What {body} publishes could not be read for {time}. {why} See Lessons, “Bodies that we follow”.")
        since = timesince(row.failing_since, now, depth=1).replace("\xa0", " ") if row.failing_since else ""
        yield words.format(body=row.name, time=since, why=row.get_fault_display())


def links(person: Person, thing: str) -> Iterator[Link]:
    """What other bodies publish on the like of a policy or an appraisal of ours, on its page."""
    kind = kind_of(thing)
    if kind not in BESIDES or not isinstance(person, User):
        return
    theirs = Item.objects.visible_to(person).filter(kind=kind, gone_at=None).select_related("subscription")
    found = list(theirs.only("title", "subscription__name").order_by("-first_seen", "-pk")[:MOST_OWN])
    ours = named(person, [thing]).get(thing) if found else None
    if ours is None:
        return
    for item in _closest(ours.title, [(item.title, item) for item in found]):
        body = _("From {body}").format(body=item.subscription.name)
        yield Link(title=item.title, url=item.get_absolute_url(), kind=body, note=_("on the like"))


def own(person: Person) -> Iterator[dict[str, object]]:
    """What this room holds of a person who followed bodies, or brought their lessons in."""
    for row in Subscription.objects.filter(Q(added_by=person.pk) | Q(ended_by=person.pk)).order_by("pk"):
        yield {
            "body": row.name,
            "address": row.address,
            "followed_at": row.added_at if row.added_by_id == person.pk else None,
            "ended_at": row.ended_at if row.ended_by_id == person.pk else None,
        }
    for brought in Brought.objects.filter(by=person.pk).order_by("pk"):
        yield {"lesson": brought.lesson_id, "from": brought.origin, "brought_in_at": brought.at}


def _standing(user: User, body: Subscription | None) -> QuerySet[Item]:
    found = Item.objects.visible_to(user).filter(gone_at=None)
    return found if body is None else found.filter(subscription=body)


def _closest(title: str, others: list[tuple[str, T]]) -> list[T]:
    """Those whose titles share the most words with a title; of equals the first."""
    wanted = _telling(title)
    scored = [(len(wanted & _telling(theirs)), -place, each) for place, (theirs, each) in enumerate(others)]
    best = sorted((score for score in scored if score[0]), key=lambda score: score[:2], reverse=True)
    return [each for _score, _place, each in best[:BESIDE]]


def _telling(title: str) -> frozenset[str]:
    return frozenset(word for word in stems_of_subject(title) if len(word) >= SHORT)
