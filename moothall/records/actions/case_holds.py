"""Holds that are placed for a case of another room, on what was found for it."""

from collections.abc import Iterable, Mapping
from datetime import date

from moothall import audit
from moothall.kit.permissions import require
from moothall.people import grants
from moothall.people.models import User
from moothall.records import permissions, sweeping
from moothall.records.actions import holds
from moothall.records.holding import holdables
from moothall.records.models import Hold, HoldReview, HoldScope
from moothall.records.models.holds import NEUTRAL

Things = Mapping[str, Iterable[int]]
"""Numbers of things by their kind in the search index."""


@audit.act
def place(
    *, by: User | None, owner: User | None, reason: str, case: str, things: Things, review_on: date | None = None
) -> Hold:
    """Hold what was found for a case: records managers, and disclosure officers whom the law gives it to do.

    Nobody (`by` None) is the hall itself, as a request comes. Raises ValueError for what gives no reason or finds
    nothing that can be held.
    """
    require(by is None or permissions.can_hold_for_a_case(by))
    require(owner is None or permissions.can_own_hold(owner))
    if not reason.strip():
        raise ValueError("A hold has a reason.")
    hold = Hold.objects.create(reason=reason, case=case, owner=owner, placed_by=by)
    covered = _cover(hold, things, by=by)
    if not covered:
        raise ValueError("Nothing was found that can be held.")
    if owner is not None:
        grants.give(hold.container, owner.holder)
    if review_on:
        HoldReview.objects.create(hold=hold, due_on=review_on)
    audit.record(
        "hold.placed",
        by=by,
        on=hold,
        owner=owner.pk if owner else None,
        covers=covered,
        private={"reason": reason, "case": case},
    )
    return hold


@audit.act
def add(hold: Hold, *, by: User | None, things: Things) -> int:
    """Hold more of what was found for the same case; returns how many things. Raises Released."""
    require(by is None or permissions.can_hold_for_a_case(by))
    hold = holds.locked(hold)
    added = _cover(hold, things, by=by)
    if added:
        audit.record("hold.extended", by=by, on=hold, covers=added)
    return added


@audit.act
def release(hold: Hold, *, by: User, reason: str) -> Hold:
    """Let go of what was held for a case that is over. Raises Released, StillNeeded, ValueError without a reason."""
    require(permissions.can_hold_for_a_case(by))
    hold = holds.let_go(hold, by=by, reason=reason)
    audit.record("hold.released", by=by, on=hold, private={"reason": reason})
    return hold


@audit.act
def say_nothing_of(hold: Hold, *, by: User) -> Hold:
    """Have a hold say no more what it is for, as its case is closed to others now; what it holds stays held."""
    require(permissions.can_hold_for_a_case(by))
    hold = Hold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    if (hold.reason, hold.case) == (NEUTRAL, ""):
        return hold
    hold.reason, hold.case = NEUTRAL, ""
    hold.save(update_fields=["reason", "case"])
    audit.record("hold.made_neutral", by=by, on=hold)
    return hold


def _cover(hold: Hold, things: Things, *, by: User | None) -> int:
    """Write down what the hold covers, in bulk; from then on nobody deletes it. What is gone already is not counted."""
    kinds = {one.indexed: one for one in holdables if one.indexed}
    added = 0
    for indexed, refs in things.items():
        holdable = kinds.get(indexed)
        if holdable is None:
            continue
        known = set(hold.scopes.filter(kind=holdable.key).values_list("ref", flat=True))
        fresh = sorted(set(refs) - known)
        for start in range(0, len(fresh), sweeping.BATCH):
            batch = fresh[start : start + sweeping.BATCH]
            rows = [HoldScope(hold=hold, kind=holdable.key, ref=ref, added_by=by) for ref in batch]
            HoldScope.objects.bulk_create(rows)
            added += holdable.model._default_manager.filter(pk__in=batch).count()
    return added
