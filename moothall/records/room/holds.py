"""What holds bring to the hall; `room.py` imports this."""

from django.utils.translation import gettext_lazy as _

from moothall.kit.registries import (
    AuditWording,
    LeavingStep,
    LinkProvider,
    Periodic,
    audit_wording,
    leaving,
    links,
    periodic,
)
from moothall.notices.kinds import NoticeKind, When
from moothall.notices.kinds import kinds as notice_kinds
from moothall.people.models import User
from moothall.records import asset_documents, hold_telling, permissions, sweeping
from moothall.records.actions import holds as hold_acts
from moothall.records.front import FrontItem, front
from moothall.records.holding import Holdable, holdables
from moothall.records.models import InformationAsset, Report
from moothall.records.queries import holds as hold_queries

front.add(
    FrontItem(
        key="holds",
        order=60,
        label=_("Holds"),
        url_name="records:holds",
        words=_("What must not be deleted for now, and who can release it."),
        shown_to=permissions.shown_holds,
    )
)
holdables.add(
    Holdable(
        key="user",
        order=10,
        label=_("person"),
        many=_("people"),
        model=User,
        pages={"people:profile": "handle", "people:look_after": "handle"},
    ),
    Holdable(
        key="asset",
        order=40,
        label=_("asset"),
        many=_("information assets"),
        model=InformationAsset,
        pages={"records:asset": "pk", "records:edit_asset": "pk"},
        indexed=asset_documents.KIND,
        title=lambda asset: str(asset.name),
    ),
    Holdable(
        key="report",
        order=41,
        label=_("report"),
        many=_("reports of blocks and questions"),
        model=Report,
        pages={"records:report": "pk"},
        title=lambda report: f"{report.about}: {report.purpose[:80]}",
        related=("system",),
    ),
)
links.add(LinkProvider(key="holds", order=80, find=hold_queries.links))
leaving.add(LeavingStep(key="holds", leave=hold_acts.hand_over, order=60))
periodic.add(
    Periodic(key="records.sweep_holds", every=sweeping.EVERY, run=sweeping.refresh_all),
    Periodic(key="records.tell_hold_reviews", every=hold_acts.EVERY, run=hold_acts.tell_reviews),
)
notice_kinds.add(
    NoticeKind(
        key=hold_telling.REVIEW_DUE,
        order=70,
        label=_("A hold is due for review"),
        thing=hold_telling.REVIEW,
        load=hold_telling.load,
        default=When.DAILY,
        shown_to=hold_telling.may_hear,
    )
)
audit_wording.add(
    AuditWording("hold.search_tried", _("counted what a search would hold")),
    AuditWording("hold.placed", _("placed a hold")),
    AuditWording("hold.extended", _("added to a hold")),
    AuditWording("hold.search_asked", _("had the searches of a hold looked for again")),
    AuditWording("hold.search_refreshed", _("held more that the searches of a hold found")),
    AuditWording("hold.passed_on", _("gave a hold another owner")),
    AuditWording("hold.left_to_the_role", _("left a hold to the records managers")),
    AuditWording("hold.reviewed", _("reviewed a hold")),
    AuditWording("hold.made_neutral", _("had a hold say no more what it is for")),
    AuditWording("hold.released", _("released a hold")),
    AuditWording("hold.refused_deletion", _("was refused a deletion by a hold")),
)
