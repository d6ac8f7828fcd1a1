"""Publishing by itself what is asked for again and again, under the publication scheme (FOIA s.19)."""

from datetime import date

from django.utils.translation import gettext as _

from moothall import audit
from moothall.disclosure import permissions
from moothall.disclosure.actions.cases import Impossible
from moothall.disclosure.models import Proactive, SchemeClass
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.records.models import InformationAsset


@audit.act
def propose(
    *, by: User, what: str, scheme: SchemeClass, why: str = "", asset: InformationAsset | None = None
) -> Proactive:
    """Say that something is to be published by itself; the same thing that is open already stays one."""
    require(permissions.can_keep_scheme(by))
    what = " ".join(what.split())
    if not what:
        raise Impossible(_("Say what is to be published."))
    known = Proactive.objects.filter(what__iexact=what, done_on=None, dropped_because="").first()
    if known is not None:
        return known
    made = Proactive.objects.create(what=what, scheme=scheme, why=why.strip(), asset=asset, by=by)
    audit.record("scheme.proposed", by=by, on=made, scheme=scheme)
    return made


@audit.act
def done(row: Proactive, *, by: User, where: str, on: date | None = None) -> Proactive:
    """Say where it is published now. Raises `Impossible`."""
    row = Proactive.objects.select_for_update(of=("self",)).get(pk=row.pk)
    require(permissions.can_keep_scheme(by))
    day = on or clock.today()
    if row.done_on is not None or row.dropped_because or not where.strip() or day > clock.today():
        raise Impossible(_("Say where it is published, on a day that has come; once."))
    row.done_on, row.where, row.done_by = day, where.strip(), by
    row.save(update_fields=["done_on", "where", "done_by"])
    audit.record("scheme.published", by=by, on=row)
    return row


@audit.act
def drop(row: Proactive, *, by: User, because: str) -> Proactive:
    """Say why it is not published by itself after all. Raises `Impossible`."""
    row = Proactive.objects.select_for_update(of=("self",)).get(pk=row.pk)
    require(permissions.can_keep_scheme(by))
    if row.done_on is not None or row.dropped_because or not because.strip():
        raise Impossible(_("It is done or dropped already, or no reason was given."))
    row.dropped_because = because.strip()
    row.save(update_fields=["dropped_because"])
    audit.record("scheme.dropped", by=by, on=row)
    return row
