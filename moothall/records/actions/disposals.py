"""Disposing of what is due: proposed by one person, approved by another, carried out by the worker."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from moothall import audit
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.records import announcing, handing, permissions, previews, retention, tasks
from moothall.records.actions.retention import Refused
from moothall.records.models import Action, Application, Disposal


@audit.act
def propose(application: Application, *, by: User) -> Disposal:
    """Ask for what is due under a rule to be disposed of; somebody else has to approve it. Raises Refused."""
    application = Application.objects.select_for_update(of=("self",)).select_related("rule").get(pk=application.pk)
    require(permissions.can_keep_records(by))
    if not application.is_live:
        raise Refused(_("This rule is not switched on here."))
    if application.disposals.open().exists():
        raise Refused(_("A disposal under this rule is open already."))
    transfer = application.rule.action == Action.TRANSFER
    if transfer and retention.reach(application).custody.files is None:
        raise Refused(_("What lies here can’t be written into a bundle, so it can’t be handed over."))
    seen = previews.preview(application, today=clock.today(), run=True)
    if not seen.free:
        raise Refused(_("Nothing is due that may go."))
    run = Disposal.objects.create(
        application=application,
        cutoff=seen.cutoff,
        transfer=transfer,
        foreseen=seen.figures,
        proposed_by=by,
        proposed_at=clock.now(),
    )
    audit.record(
        "disposal.proposed", by=by, on=run, rule=application.rule_id, container=application.container,
        due=seen.due, held=seen.held, digest=seen.digest,
    )  # fmt: skip
    announcing.waits(run, by=by)
    return run


@audit.act
def approve(run: Disposal, *, by: User) -> Disposal:
    """Let a proposed disposal be carried out; never by whoever proposed it. Raises Refused."""
    run = _locked(run)
    require(permissions.can_approve(by, run))
    if run.approved_at:
        return run
    if run.declined_at:
        raise Refused(_("This disposal was turned down."))
    if not run.application.is_live:
        raise Refused(_("The rule was switched off meanwhile."))
    run.approved_by, run.approved_at = by, clock.now()
    run.save(update_fields=["approved_by", "approved_at"])
    audit.record("disposal.approved", by=by, on=run, proposed_by=run.proposed_by_id)
    announcing.decided(run)
    transaction.on_commit(partial(tasks.dispose.enqueue, run.pk))
    return run


@audit.act
def decline(run: Disposal, *, by: User, reason: str) -> Disposal:
    """Turn a proposed disposal down, or take one's own back. Raises Refused once it was approved.

    A transfer can be called off until the archive's receipt is entered; its bundles are removed then.
    """
    run = _locked(run)
    require(permissions.can_decline(by, run))
    if run.declined_at:
        return run
    if run.approved_at and (not run.transfer or run.receipt_entered_at):
        raise Refused(_("This disposal was approved meanwhile."))
    run.declined_by, run.declined_at, run.declined_reason = by, clock.now(), reason
    run.save(update_fields=["declined_by", "declined_at", "declined_reason"])
    removed = handing.let_go(run, remover=by)
    audit.record("disposal.declined", by=by, on=run, bundles=removed, private={"reason": reason})
    announcing.decided(run)
    return run


def _locked(run: Disposal) -> Disposal:
    return Disposal.objects.select_for_update(of=("self",)).select_related("application__rule").get(pk=run.pk)
