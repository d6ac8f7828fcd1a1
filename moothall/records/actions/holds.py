"""Placing a hold, adding to it, looking at it again, releasing it; and putting on record what a hold refused."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Model

from moothall import audit, notices
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.kit.registries import Person
from moothall.people import grants
from moothall.people.models import User
from moothall.records import hold_telling, holding, naming, permissions, sweeping, ties
from moothall.records.models import Hold, HoldReview, HoldScope, HoldSearch
from moothall.records.naming import Token
from moothall.records.sweeping import Sweep

EVERY = timedelta(hours=1)  # between two looks for reviews that are due


class NothingThere(Exception):  # noqa: N818  says what is the matter
    """What was to be held was deleted meanwhile."""

    def __init__(self, token: Token) -> None:
        super().__init__(f"There is no {token} any more.")
        self.token = token


class Released(PermissionDenied):
    """The hold was released meanwhile, so nothing can be done with it any more."""


class StillNeeded(Exception):  # noqa: N818  says what is the matter
    """The hold belongs to something that is not over; the words are for the form."""


class HeldError(Exception):
    """Something that is held was to be deleted; the words are for anybody, and say nothing of what the hold is for."""


@dataclass(frozen=True)
class What:
    """What a hold covers, as it is asked for: things and people by their tokens, and searches by their words."""

    things: tuple[Token, ...] = ()
    searches: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether it would hold nothing at all."""
        return not (self.things or self.searches)


def preview(*, by: User, query: str) -> Sweep:
    """Count what a search would hold, in the whole hall and by container; that somebody asked is on record.

    Raises Senseless, Late and IndexUnusable.
    """
    require(permissions.can_keep_records(by))
    swept = sweeping.sweep(query)
    with audit.acting():
        audit.record("hold.search_tried", by=by, found=swept.total, private={"query": query})
    return swept


def place(
    *, by: User, reason: str, case: str, owner: User, what: What, review_on: date | None, token: UUID | None = None
) -> Hold:
    """Hold things from this moment; the same form sent twice holds once.

    Waits for the deletions under way; raises NothingThere for what they took, ValueError for an impossible hold, and
    what `sweeping.sweep` raises for a search.
    """
    require(permissions.can_keep_records(by) and permissions.can_own_hold(owner))
    if not reason.strip() or what.nothing:
        raise ValueError("A hold has a reason and covers something.")
    swept = _swept(what)
    with audit.acting():
        placed = Hold.objects.filter(token=token, placed_by=by).first() if token else None
        if placed is not None:
            return placed
        hold = Hold.objects.create(reason=reason, case=case, owner=owner, placed_by=by, token=token)
        added = _cover(hold, what.things, swept, by=by)
        grants.give(hold.container, owner.holder)
        if review_on:
            HoldReview.objects.create(hold=hold, due_on=review_on)
        audit.record(
            "hold.placed",
            by=by,
            on=hold,
            owner=owner.pk,
            things=[str(one) for one in what.things if not one.address],
            searches=len(swept),
            covers=added,
            private=_private(what, reason=reason, case=case),
        )
    return hold


def add(hold: Hold, *, by: User, what: What) -> Hold:
    """Hold more for the same reason; raises Released, NothingThere and what `sweeping.sweep` raises."""
    require(permissions.can_keep_records(by))
    if what.nothing:
        raise ValueError("Nothing was named to be held.")
    swept = _swept(what)
    with audit.acting():
        hold = locked(hold)
        added = _cover(hold, what.things, swept, by=by)
        things = [str(one) for one in what.things if not one.address]
        audit.record("hold.extended", by=by, on=hold, things=things, covers=added, private=_private(what))
    return hold


def refresh_search(hold: Hold, *, by: User) -> int:
    """Look now for what the searches of a hold find; returns how many things it covers in addition."""
    require(permissions.can_change_hold(by, hold))
    with audit.acting():
        audit.record("hold.search_asked", by=by, on=hold)
    return sweeping.refresh(hold)


@audit.act
def pass_on(hold: Hold, *, by: User, owner: User) -> Hold:
    """Give a hold another owner."""
    hold = locked(hold)
    require(permissions.can_change_hold(by, hold) and permissions.can_own_hold(owner))
    before = hold.owner
    if before is not None:
        grants.take(hold.container, before.holder)
    grants.give(hold.container, owner.holder)
    hold.owner = owner
    hold.save(update_fields=["owner"])
    audit.record("hold.passed_on", by=by, on=hold, owner=owner.pk)
    return hold


@audit.act
def review(hold: Hold, *, by: User, note: str, next_on: date | None) -> Hold:
    """Say that a hold is still needed, and when to ask again."""
    hold = locked(hold)
    require(permissions.can_review_hold(by, hold))
    now = clock.now()
    due = hold.reviews.select_for_update().filter(reviewed_at__isnull=True).first()
    due = due or HoldReview(hold=hold, due_on=clock.today())
    due.reviewed_at, due.reviewed_by, due.note = now, by, note
    due.save()
    notices.withdraw(hold_telling.REVIEW, [due.pk])
    if next_on:
        HoldReview.objects.create(hold=hold, due_on=next_on)
    audit.record("hold.reviewed", by=by, on=hold, again=str(next_on or ""), private={"note": note})
    return hold


@audit.act
def release(hold: Hold, *, by: User, reason: str) -> Hold:
    """Let go of what a hold covers: it returns to its normal schedule, unless another hold is on it.

    Raises StillNeeded where what it was placed for is not over.
    """
    require(permissions.can_change_hold(by, locked(hold)))
    hold = let_go(hold, by=by, reason=reason)
    audit.record("hold.released", by=by, on=hold, private={"reason": reason})
    return hold


def let_go(hold: Hold, by: User, reason: str) -> Hold:
    """Inside the act of whoever may: release a hold, unless what it was placed for still needs it."""
    hold = locked(hold)
    if not reason.strip():
        raise ValueError("A release has a reason.")
    if why := ties.why_it_stays(hold):
        raise StillNeeded(why)
    hold.released_at, hold.released_by, hold.release_reason = clock.now(), by, reason
    hold.save(update_fields=["released_at", "released_by", "release_reason"])
    due = hold.reviews.filter(reviewed_at__isnull=True)
    notices.withdraw(hold_telling.REVIEW, list(due.values_list("pk", flat=True)))
    return hold


@contextmanager
def refusals_recorded(*, by: User | None, things: Iterable[str] = (), on: Model | None = None) -> Iterator[None]:
    """Wrap whatever may delete: where a hold refuses, all of it is undone, the refusal recorded and HeldError raised.

    `things` are the tokens of what was to go. Put it around the act and not into it: what an act recorded goes with
    the act when the error leaves it. Inside a wider act it is a savepoint, and the act must catch HeldError.
    """
    try:
        with audit.acting():
            yield
    except IntegrityError as error:
        if not holding.is_refusal(error):
            raise
        with audit.acting():
            audit.record("hold.refused_deletion", by=by, on=on, things=sorted(things))
        raise HeldError(holding.refusal()) from error


def tell_reviews() -> int:
    """Tell the owners of holds, or the records managers where there is none, of reviews that are due."""
    due = HoldReview.objects.filter(
        reviewed_at__isnull=True, due_on__lte=clock.today(), hold__released_at__isnull=True
    ).select_related("hold__owner")
    told = 0
    for review in due.order_by("pk"):
        with transaction.atomic():
            told += hold_telling.due(review)
    return told


def hand_over(person: Person, by: Person | None) -> None:
    """Inside the act that stops somebody: their holds stay in force, and the records managers look after them."""
    user, actor = cast(User, person), cast("User | None", by)
    for hold in Hold.objects.select_for_update().in_force().filter(owner=user).order_by("pk"):
        hold.owner = None
        hold.save(update_fields=["owner"])
        grants.take(hold.container, user.holder)
        audit.record("hold.left_to_the_role", by=actor, on=hold, user=user.pk)


def locked(hold: Hold) -> Hold:
    """The hold as it is now, to ourselves; raises Released when it is in force no more."""
    hold = Hold.objects.select_for_update(of=("self",)).select_related("owner").get(pk=hold.pk)
    if not hold.in_force:
        raise Released
    return hold


def _swept(what: What) -> list[tuple[str, Sweep]]:
    """Look before the transaction: the index is written in transactions of its own."""
    return [(query, sweeping.sweep(query)) for query in what.searches]


def _cover(hold: Hold, things: Sequence[Token], swept: Sequence[tuple[str, Sweep]], *, by: User) -> int:
    """Write down what the hold covers; from here on nobody deletes it, and what is gone already is noticed."""
    known = set(hold.scopes.filter(search=None).values_list("kind", "ref", "address"))
    fresh = [one for one in dict.fromkeys(things) if (one.kind, one.ref, one.address) not in known]
    rows = [HoldScope(hold=hold, kind=one.kind, ref=one.ref, address=one.address, added_by=by) for one in fresh]
    HoldScope.objects.bulk_create(rows, batch_size=sweeping.BATCH)
    added = len(rows)
    for one in fresh:
        if not naming.exists(one):
            raise NothingThere(one)
    for query, found in swept:
        search = HoldSearch.objects.create(hold=hold, query=query, added_by=by)
        added += sweeping.write_down(search, found)
    return added + sweeping.addresses(hold)


def _private(what: What, **more: str) -> dict[str, object]:
    """What of a hold may be personal, and so stands outside the chained record."""
    addresses = [one.address for one in what.things if one.address]
    return {**more, "addresses": addresses, "searches": list(what.searches)}
