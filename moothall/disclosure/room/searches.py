"""What the room offers of its searches, its holds and its review."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from moothall.disclosure import telling_searches, told
from moothall.disclosure.actions import opening
from moothall.disclosure.queries import searches
from moothall.kit.registries import (
    AuditWording,
    Periodic,
    PersonalData,
    audit_wording,
    periodic,
    personal_data,
)
from moothall.notices.kinds import NoticeKind
from moothall.notices.kinds import kinds as notice_kinds
from moothall.records.ties import Tie, ties

audit_wording.add(
    AuditWording("case.searched", _("searched the hall for a request")),
    AuditWording("case.opening_kept", _("had what is closest to a request held, as it came")),
    AuditWording("case.not_searched", _("wrote down what was not searched for a request")),
    AuditWording("case.holds", _("had what was found for a request held")),
    AuditWording("case.holds_more", _("had more held that was found for a request")),
    AuditWording("case.holds_no_more", _("released what was held for a request")),
    AuditWording("attestation.asked", _("asked for an attestation")),
    AuditWording("attestation.given", _("attested what was searched and found")),
    AuditWording("capacity.said", _("said in what capacity a councillor holds a place")),
    AuditWording("review.asked_for", _("had what was found put together for reading")),
    AuditWording("review.gathered", _("put together what was found for reading")),
    AuditWording("review.tagged", _("said what an item of a review is")),
    AuditWording("review.drawn", _("drew a sample of a review")),
)
periodic.add(Periodic(key="disclosure.openings", order=70, every=timedelta(seconds=30), run=opening.look_at_openings))
notice_kinds.add(
    NoticeKind(
        key=telling_searches.ATTEST,
        order=105,
        label=_("I am asked to search for an information request what the hall cannot"),
        thing=telling_searches.THING,
        load=telling_searches.load,
        shown_to=told.on_staff,
    )
)
personal_data.add(
    PersonalData(
        key="statutory_searches",
        label=_("How often the hall was searched for information requests"),
        export=searches.export,
        order=90,
    )
)
ties.add(Tie(key="disclosure", why=searches.why_kept))
