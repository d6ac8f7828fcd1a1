"""Open a mailbox and say who answers for it."""

from typing import cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from moothall import audit
from moothall.kit.permissions import require
from moothall.kit.registries import Person
from moothall.mail import permissions, telling
from moothall.mail.models import Custodian, Mailbox
from moothall.people import grants
from moothall.people.models import User
from moothall.records import holding


@audit.act
def create_mailbox(*, by: User | None, address: str, owner: User, name: str = "", reason: str = "") -> Mailbox:
    """Open a mailbox for an address, with its first custodian; `by` is None on the command line."""
    require(by is None or permissions.can_create_mailbox(by))
    mailbox = Mailbox.objects.create(address=address.strip().lower(), name=name.strip())
    audit.record("mailbox.created", by=by, on=mailbox, private={"address": mailbox.address})
    _add(mailbox, by=by, user=owner, reason=reason or _("Owner of the mailbox"))
    return mailbox


@audit.act
def add_custodian(mailbox: Mailbox, *, by: User, user: User, reason: str) -> Custodian:
    """Let one more person read a mailbox, with the reason that everyone who reads it can see."""
    mailbox = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
    require(permissions.can_manage_custodians(by, mailbox))
    if not reason.strip():
        raise ValidationError(_("Say why this person needs to read the mailbox."))
    return _add(mailbox, by=by, user=user, reason=reason.strip())


@audit.act
def remove_custodian(custodian: Custodian, *, by: User) -> None:
    """Stop a person from reading a mailbox; the last custodian stays."""
    mailbox = Mailbox.objects.select_for_update().get(pk=custodian.mailbox_id)
    require(permissions.can_manage_custodians(by, mailbox))
    if mailbox.custodians.count() < 2:
        raise ValidationError(_("A mailbox needs a custodian. Add another person before you remove this one."))
    user = custodian.user
    holding.carry("user", [user.pk], to_kind="mailbox", to=mailbox.pk)
    custodian.delete()
    grants.take(mailbox.container, user.holder)
    audit.record("mailbox.custodian_removed", by=by, on=mailbox, user=user.pk)


def hand_over(person: Person, by: Person | None) -> None:
    """Inside the act that stops somebody: they hold no mailbox any more, and one that only they held is the role's.

    Administrators answer for it then: they see that it waits and choose a custodian, without reading what is in it.
    """
    user, actor = cast(User, person), cast("User | None", by)
    held = Custodian.objects.filter(user=user)
    boxes = list(Mailbox.objects.select_for_update().filter(pk__in=held.values("mailbox")).order_by("pk"))
    for mailbox in boxes:
        holding.carry("user", [user.pk], to_kind="mailbox", to=mailbox.pk)
    held.delete()
    for mailbox in boxes:
        grants.take(mailbox.container, user.holder)
        audit.record("mailbox.custodian_removed", by=actor, on=mailbox, user=user.pk, left=True)
        if not mailbox.custodians.exists():
            telling.unattended(mailbox, by=actor)
            audit.record("mailbox.left_unattended", by=actor, on=mailbox)


def _add(mailbox: Mailbox, *, by: User | None, user: User, reason: str) -> Custodian:
    if not permissions.can_be_custodian(user):
        raise ValidationError(_("A guest cannot answer for a mailbox. Choose someone on the staff, or a councillor."))
    custodian, created = Custodian.objects.get_or_create(
        mailbox=mailbox, user=user, defaults={"reason": reason, "added_by": by}
    )
    if not created:
        raise ValidationError(_("%(name)s is a custodian already.") % {"name": user.name})
    grants.give(mailbox.container, user.holder)
    audit.record("mailbox.custodian_added", by=by, on=mailbox, user=user.pk, private={"reason": reason})
    return custodian
