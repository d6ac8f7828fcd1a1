"""Following other bodies, and bringing their lessons in."""

from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from moothall import audit
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.lessons import documents, permissions, tasks, telling, whole
from moothall.lessons.actions.publishing import let_in
from moothall.lessons.documents_of_others import items_changed
from moothall.lessons.exchange import addresses
from moothall.lessons.models import Brought, Drawn, Item, Lesson, Subject, Subscription
from moothall.people.models import User

MOST = 200  # bodies that a council follows at a time


class FollowedAlready(Exception):  # noqa: N818  says what is the matter
    """The council follows this address already."""


class TooMany(Exception):  # noqa: N818  says what is the matter
    """The council follows as many as the hall looks at."""


class NotWhole(Exception):  # noqa: N818  says what is the matter
    """The other body does not say all that a lesson has to say here."""


@audit.act
def subscribe(*, by: User | None, address: str, name: str, token: UUID | None = None) -> Subscription:
    """Follow what a body publishes; the first look is taken at once. The same form sent twice follows once.

    `by` is None at a command line. Raises `Faulty` for what is no address of a feed, `FollowedAlready`, `TooMany`.
    """
    require(by is None or permissions.can_follow_bodies(by))
    there = addresses.place(address).url
    made = Subscription.objects.filter(token=token).first() if token else None
    if made is not None:
        return made
    live = list(Subscription.objects.select_for_update().live().values_list("address", flat=True))
    if there in live:
        raise FollowedAlready
    if len(live) >= MOST:
        raise TooMany
    let_in()
    try:
        with transaction.atomic():
            made = Subscription.objects.create(name=name, address=there, added_by=by, token=token)
    except IntegrityError as error:  # somebody else followed it in this moment
        raise FollowedAlready from error
    audit.record("body.followed", by=by, on=made, address=there, name=name)
    transaction.on_commit(partial(tasks.look.enqueue, made.pk))
    return made


@audit.act
def call(subscription: Subscription, *, by: User, name: str) -> Subscription:
    """Call a body otherwise."""
    subscription = Subscription.objects.select_for_update().get(pk=subscription.pk)
    require(permissions.can_follow_bodies(by))
    was, subscription.name = subscription.name, name
    subscription.save(update_fields=["name"])
    items_changed(Item.objects.filter(subscription=subscription).values_list("pk", flat=True))
    audit.record("body.called", by=by, on=subscription, was=was, name=name)
    return subscription


@audit.act
def look_now(subscription: Subscription, *, by: User) -> Subscription:
    """Have the worker look at a feed as soon as it can."""
    subscription = Subscription.objects.select_for_update().get(pk=subscription.pk)
    require(permissions.can_follow_bodies(by) and subscription.is_live)
    audit.record("body.looked_at", by=by, on=subscription)
    transaction.on_commit(partial(tasks.look.enqueue, subscription.pk))
    return subscription


@audit.act
def end(subscription: Subscription, *, by: User, keep: bool) -> int:
    """No longer follow a body; unless `keep`, what it published goes too, but for what lessons here come from.

    Returns how many things were taken away.
    """
    subscription = Subscription.objects.select_for_update().get(pk=subscription.pk)
    require(permissions.can_follow_bodies(by) and subscription.is_live)
    subscription.ended_at, subscription.ended_by = clock.now(), by
    subscription.looking_until = None
    telling.heard(subscription)
    subscription.save(update_fields=["ended_at", "ended_by", "looking_until"])
    taken: list[int] = []
    if not keep:
        brought, drawn = (model.objects.filter(item=OuterRef("pk")) for model in (Brought, Drawn))
        taken = list(subscription.items.filter(~Exists(brought), ~Exists(drawn)).values_list("pk", flat=True))
        subscription.items.filter(pk__in=taken).delete()
        items_changed(taken)
    audit.record("body.followed_no_longer", by=by, on=subscription, kept=keep, taken_away=len(taken))
    return len(taken)


@audit.act
def bring_in(item: Item, *, by: User) -> Lesson:
    """Have a lesson of another body stand in the hall as it is worded now, to be used like one's own.

    As it was brought in once it is there, whoever does it again. One that they reworded replaces what was brought in
    before. Raises `NotWhole` where it does not say all that a lesson says.
    """
    item = Item.objects.select_for_update(of=("self",)).select_related("subscription").get(pk=item.pk)
    require(permissions.can_bring_in(by))
    before = list(item.brought.select_related("lesson").order_by("pk"))
    same = next((each.lesson for each in before if each.digest == item.digest), None)
    if same is not None:
        return same
    said = whole.lesson(item)
    if said is None:
        raise NotWhole
    lesson = Lesson.objects.create(
        kind=said.outcome,
        title=said.title,
        context=said.context,
        happened=said.happened,
        why=said.why,
        would_do=said.would_do,
        licence=said.licence,
        replaces=before[-1].lesson if before else None,
    )
    Subject.objects.bulk_create(Subject(lesson=lesson, words=words) for words in said.subjects)
    lesson.published_at = clock.now()
    lesson.save(update_fields=["published_at"])
    Brought.objects.create(item=item, lesson=lesson, digest=item.digest, origin=item.subscription.name, by=by)
    let_in()
    documents.changed(lesson, *(each.lesson for each in before))
    audit.record("lesson.brought_in", by=by, on=lesson, item=item.pk, body=item.subscription.pk, address=item.url)
    return lesson
