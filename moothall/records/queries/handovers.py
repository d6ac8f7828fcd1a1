"""Reads for the page of a transfer: its bundles, and what was left out of them because it is held."""

from collections.abc import Sequence
from dataclasses import dataclass

from moothall.people.models import User
from moothall.records import retention
from moothall.records.custody import Named
from moothall.records.models import Disposal, HandedThing, HandoverBundle

MOST_BUNDLES, MOST_LEFT_OUT = 100, 50


@dataclass(frozen=True)
class LeftOut:
    """A thing that is held and so in no bundle; named for who may read it."""

    thing: HandedThing
    named: Named | None


@dataclass(frozen=True)
class Handover:
    """What was written for the archive, and what was not."""

    bundles: Sequence[HandoverBundle]
    more_bundles: int
    things: int
    left_out: Sequence[LeftOut]
    more_left_out: int

    @property
    def kept(self) -> bool:
        """Whether any of its bundles is still in the hall."""
        return any(bundle.blob_id for bundle in self.bundles)


def handover(user: User, run: Disposal) -> Handover | None:
    """The handing over of a run, as far as it is; None where nothing is handed over."""
    if not run.transfer or not run.started_at:
        return None
    bundles = list(run.bundles.order_by("number")[:MOST_BUNDLES])
    held = run.handed.filter(bundle=None)
    rows = list(held.order_by("ref")[:MOST_LEFT_OUT])
    names = _names(user, run, [row.ref for row in rows])
    return Handover(
        bundles=bundles,
        more_bundles=run.bundles.count() - len(bundles),
        things=run.handed.filter(bundle__isnull=False).count(),
        left_out=[LeftOut(row, names.get(row.ref)) for row in rows],
        more_left_out=held.count() - len(rows),
    )


def _names(user: User, run: Disposal, refs: list[int]) -> dict[int, Named]:
    try:
        custody = retention.reach(run.application).custody
    except retention.NoCustody:
        return {}
    return dict(custody.named(user, custody.unit, refs)) if refs else {}
