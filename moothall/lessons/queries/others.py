"""What other bodies publish, as lists and pages show it; and whom the council follows, with how that goes."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from moothall.kit import clock
from moothall.kit.pages import Slice, keyset
from moothall.kit.registries import Person
from moothall.lessons import whole
from moothall.lessons.likeness import nearest
from moothall.lessons.models import Brought, Item, ItemKind, Lesson, Subscription
from moothall.lessons.publications import Own, publications
from moothall.lessons.queries import drawn
from moothall.lessons.telling import LONG_FAILING
from moothall.people.models import User

PAGE = 20
BESIDE = 5  # of the council's own things on the page of another body's
ALL = "all"


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
    ours = list(publication.own(user)) if publication else []
    return Reading(
        item=item,
        brought=brought,
        is_current=bool(brought) and brought[0].digest == item.digest,
        said=whole.lesson(item),
        beside=[ours[near.place] for near in nearest(item.title, "", [each.title for each in ours], most=BESIDE)],
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
