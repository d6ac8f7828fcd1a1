"""A request made on the public site, by anybody and without an account."""

from datetime import timedelta
from uuid import UUID

from moothall import audit
from moothall.disclosure.actions import cases, receipts
from moothall.disclosure.actions.cases import Asked, Asker
from moothall.disclosure.models import Case, Channel
from moothall.kit import clock
from moothall.people.models import User

MOST_A_DAY = 500  # requests by the form of the whole public: more than that no person reads, and none is a person's


class FormFull(Exception):  # noqa: N818  says what is the matter
    """So many requests came by the form in a day that no more are taken; by e-mail and post they are."""


@audit.act
def ask(asked: Asked, who: Asker, *, by: User | None = None, token: UUID | None = None) -> Case:
    """Open a case for what somebody of the public asks, and acknowledge it; the same form sent twice opens one.

    Raises `FormFull` in a flood, and ValueError for a request in no words.
    """
    known = Case.objects.filter(token=token).first() if token else None
    if known is not None:
        return known
    lately = Case.objects.filter(channel=Channel.FORM, opened_at__gte=clock.now() - timedelta(days=1))
    if lately.count() >= MOST_A_DAY:
        raise FormFull
    case = cases.open_case(asked, who, by=None, token=token)
    receipts.acknowledge(case, by=None)
    audit.record("request.made", by=by, on=case)
    return Case.objects.get(pk=case.pk)
