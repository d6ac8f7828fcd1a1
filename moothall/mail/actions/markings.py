"""Marking a mailbox OFFICIAL-SENSITIVE, and taking the marking away again."""

from moothall import audit
from moothall.kit.permissions import require
from moothall.mail import permissions
from moothall.mail.models import Mailbox
from moothall.people.models import User
from moothall.records.markings import Marking


@audit.act
def mark_sensitive(mailbox: Mailbox, *, by: User, handling: str, reason: str) -> Mailbox:
    """Mark a mailbox, or change its handling notes: its threads go only into spaces that are marked too."""
    mailbox = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
    require(permissions.can_bring_in(by, mailbox))
    before, mailbox.marking, mailbox.handling = mailbox.marking, Marking.SENSITIVE, handling
    mailbox.save(update_fields=["marking", "handling"])
    private = {"reason": reason, "handling": handling}
    audit.record("mailbox.marked_sensitive", by=by, on=mailbox, before=before, private=private)
    return mailbox


@audit.act
def take_marking_away(mailbox: Mailbox, *, by: User, reason: str) -> Mailbox:
    """Let a mailbox be OFFICIAL like everything else."""
    mailbox = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
    require(permissions.can_bring_in(by, mailbox))
    before, mailbox.marking, mailbox.handling = mailbox.marking, Marking.OFFICIAL, ""
    mailbox.save(update_fields=["marking", "handling"])
    audit.record("mailbox.marking_taken_away", by=by, on=mailbox, before=before, private={"reason": reason})
    return mailbox
