"""Handing things to an archive: its receipt is entered, after which they go; and the bundles are removed in the end."""

from datetime import date
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from moothall import audit
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.records import announcing, handing, permissions, tasks
from moothall.records.actions.retention import Refused
from moothall.records.models import Disposal, HandoverBundle


@audit.act
def enter_receipt(run: Disposal, *, by: User, archive: str, reference: str, on: date) -> Disposal:
    """Say that an archive took the bundles over; only now does what is in them go here. Raises Refused."""
    run = _locked(run)
    require(permissions.can_keep_records(by))
    if run.receipt_entered_at:
        return run
    if not run.awaits_receipt or not run.bundles.exists():
        raise Refused(_("Nothing was handed over yet."))
    if on > clock.today() or on < timezone.localdate(run.handed_at):
        raise Refused(_("Enter the day on the receipt: not before the bundles were written, and not later than today."))
    run.received_by, run.receipt, run.received_on = archive.strip(), reference.strip(), on
    run.receipt_entered_by, run.receipt_entered_at = by, clock.now()
    run.save(update_fields=["received_by", "receipt", "received_on", "receipt_entered_by", "receipt_entered_at"])
    audit.record(
        "disposal.receipt_entered", by=by, on=run, archive=run.received_by, reference=run.receipt, day=on,
        bundles=list(run.bundles.order_by("number").values_list("sha256", flat=True)[:100]),
    )  # fmt: skip
    announcing.received(run)
    transaction.on_commit(partial(tasks.dispose.enqueue, run.pk))
    return run


@audit.act
def note_fetched(bundle: HandoverBundle, *, by: User) -> None:
    """Put on record that a bundle for an archive left the hall."""
    require(permissions.can_keep_records(by))
    audit.record("disposal.bundle_fetched", by=by, on=bundle.disposal, number=bundle.number, sha256=bundle.sha256)


@audit.act
def remove_bundles(run: Disposal, *, by: User) -> int:
    """Remove the bundles of a finished transfer from the hall, their hashes stay; returns how many. Raises Refused."""
    run = _locked(run)
    require(permissions.can_keep_records(by))
    if run.finished_at is None:
        raise Refused(_("The bundles stay until what is in them is gone here."))
    removed = handing.let_go(run, remover=by)
    if removed:
        audit.record("disposal.bundles_removed", by=by, on=run, bundles=removed)
    return removed


def _locked(run: Disposal) -> Disposal:
    return Disposal.objects.select_for_update(of=("self",)).select_related("application__rule").get(pk=run.pk)
