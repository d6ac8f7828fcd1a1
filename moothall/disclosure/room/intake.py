"""What the room offers of how requests come in."""

from django.utils.translation import gettext_lazy as _

from moothall.disclosure import offering, told
from moothall.disclosure.intake import telling
from moothall.kit.registries import AuditWording, OfferProvider, PublicPage, audit_wording, offers, public_pages
from moothall.notices.kinds import NoticeKind
from moothall.notices.kinds import kinds as notice_kinds

public_pages.add(
    PublicPage(key="requests", label=_("Ask for information"), url_name="disclosure:make_request", order=10)
)
offers.add(OfferProvider(key="disclosure", find=offering.offers, order=10))
audit_wording.add(
    AuditWording("case.acknowledged", _("acknowledged a request")),
    AuditWording("request.made", _("asked for information on the public site")),
    AuditWording("request.passed_on", _("passed a request on")),
    AuditWording("request.typed_in", _("typed a request in")),
    AuditWording("letter.received", _("took in a letter")),
    AuditWording("letter.settled", _("settled what becomes of a letter")),
)
notice_kinds.add(
    NoticeKind(
        key=telling.WRITTEN,
        order=105,
        label=_("Somebody writes again about a request that I answer for"),
        thing="written case",
        load=telling.load_written,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.HELD,
        order=106,
        label=_("A letter to the council’s address for requests waits to be looked at"),
        thing="held letter",
        load=telling.load_held,
        shown_to=told.on_staff,
    ),
)
