"""A request that a colleague brings: typed in, or a mail or post of the hall passed on with its original."""

from uuid import UUID

from moothall import audit
from moothall.disclosure import permissions
from moothall.disclosure.actions import cases, receipts
from moothall.disclosure.actions.cases import NUMBERING, Asked, Asker
from moothall.disclosure.models import Case
from moothall.disclosure.models.received import Became, Received
from moothall.disclosure.queries.passing import Thing, case_made_of
from moothall.files import blobs
from moothall.kit.permissions import require
from moothall.people.models import User


@audit.act
def type_in(asked: Asked, who: Asker, *, by: User, token: UUID | None = None) -> Case:
    """Open a case for a request that came by post or by word of mouth, and acknowledge it where there is an e-mail.

    Raises PermissionDenied, and ValueError as `cases.open_case` does.
    """
    require(permissions.can_open(by))
    known = Case.objects.filter(token=token).first() if token else None
    if known is not None:
        return known
    case = cases.open_case(asked, who, by=by, token=token)
    receipts.acknowledge(case, by=None)
    audit.record("request.typed_in", by=by, on=case)
    return case


@audit.act
def pass_on(thing: Thing, asked: Asked, who: Asker, *, by: User, token: UUID | None = None) -> Case:
    """Make a case of something that this person reads, and keep what it is made of; a thing makes one case.

    The bytes of a mail, or the words of a post as they stand, are kept whatever becomes of it in its own room.
    Raises PermissionDenied, and ValueError as `cases.open_case` does.
    """
    require(permissions.can_open(by) and thing.may_read(by))
    NUMBERING.take()
    known = case_made_of(thing)
    if known is not None:
        return known
    blob = thing.blob or blobs.put(thing.original)
    case = cases.open_case(asked, who, by=by, token=token)
    receipts.acknowledge(case, by=None)
    row, made = Received.objects.get_or_create(
        seal=thing.seal,
        defaults={
            "source": thing.token,
            "blob": blob,
            "message_id": thing.message_id,
            "sender": who.email[:320],
            "subject": thing.title[:500],
            "became": Became.CASE,
            "case": case,
        },
    )
    audit.record("request.passed_on", by=by, on=case, letter=row.pk, made=made)
    return case
