"""What the records room offers the hall."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from moothall.files.kinds import MEGABYTE, UploadKind, kinds
from moothall.kit.registries import (
    AuditWording,
    LeavingStep,
    LinkProvider,
    NavItem,
    OverviewFigure,
    Periodic,
    PersonalData,
    audit_wording,
    leaving,
    links,
    navigation,
    overview_figures,
    periodic,
    personal_data,
)
from moothall.notices.kinds import NoticeKind
from moothall.notices.kinds import kinds as notice_kinds
from moothall.records import asset_documents, asset_telling, permissions, telling
from moothall.records.actions import asset_leaving, asset_reviews, reports, systems
from moothall.records.front import FrontItem, front, of_the_council
from moothall.records.models import InformationSystem
from moothall.records.queries import assets
from moothall.search.sources import Source, sources

navigation.add(NavItem(key="records", order=50, label=_("Records"), url_name="records:front", shown_to=of_the_council))

# Systems and reports
front.add(
    FrontItem(
        key="systems",
        order=10,
        label=_("May I use…?"),
        url_name="records:systems",
        words=_("Every system and platform, whether it may be used and for what; and what people can’t get to."),
    )
)
overview_figures.add(
    OverviewFigure(key="systems", order=50, label=_("systems in the register"), count=InformationSystem.objects.count)
)
notice_kinds.add(
    NoticeKind(
        key=reports.WAITING,
        order=50,
        label=_("Someone asks about a system that I answer for"),
        thing="report_waiting",
        load=telling.waiting,
        shown_to=of_the_council,
    ),
    NoticeKind(
        key=reports.OVERDUE,
        order=51,
        label=_("My answer about a system is overdue"),
        thing="report_overdue",
        load=telling.overdue,
        shown_to=of_the_council,
    ),
    NoticeKind(
        key=reports.ANSWERED,
        order=52,
        label=_("What I asked about a system is answered"),
        thing="report_answered",
        load=telling.answered,
        shown_to=of_the_council,
    ),
    NoticeKind(
        key=systems.UNOWNED,
        order=53,
        label=_("Somebody who answers for a system has left"),
        thing="system_unowned",
        load=telling.unowned,
        shown_to=of_the_council,
    ),
    NoticeKind(
        key=systems.REVIEW_DUE,
        order=54,
        label=_("A system of mine is to be looked at again"),
        thing="system_review",
        load=telling.review_due,
        shown_to=of_the_council,
    ),
)
periodic.add(
    Periodic(key="records.reports", every=timedelta(hours=6), run=reports.remind),
    Periodic(key="records.systems", every=timedelta(hours=12), run=systems.remind_of_reviews),
)
leaving.add(LeavingStep(key="records.systems", leave=systems.hand_over, order=50))
audit_wording.add(
    AuditWording("system.added", _("put a system into the register")),
    AuditWording("system.described", _("described a system")),
    AuditWording("system.use_answered", _("said what a system may be used for")),
    AuditWording("system.left_unowned", _("left a system or account that they answered for")),
    AuditWording("account.added", _("noted an official account")),
    AuditWording("account.handed_on", _("handed an official account on")),
    AuditWording("account.closed", _("closed an official account")),
    AuditWording("report.made", _("reported a block, or asked about a system")),
    AuditWording("report.answered", _("answered a report about a system")),
)

# Information assets
front.add(
    FrontItem(
        key="assets",
        order=20,
        label=_("What we hold"),
        url_name="records:holdings",
        words=_("Every body of information by service and system: who answers for it, and can it be searched here?"),
    ),
    FrontItem(
        key="register",
        order=21,
        label=_("Register of information assets"),
        url_name="records:assets",
        words=_("Look one up, review your own, take the register away as a file."),
    ),
)
sources.add(
    Source(
        key=asset_documents.KIND,
        order=60,
        label=_("Information assets"),
        icon="file",
        documents=asset_documents.documents,
        ids=asset_documents.ids,
        load=asset_documents.load,
    )
)
notice_kinds.add(
    NoticeKind(
        key=asset_telling.REVIEW_DUE,
        order=70,
        label=_("An information asset is due for review"),
        thing=asset_telling.REMINDER,
        load=asset_telling.load_due,
        shown_to=of_the_council,
    ),
    NoticeKind(
        key=asset_telling.UNOWNED,
        order=71,
        label=_("Nobody answers for an information asset any more"),
        thing=asset_telling.ASSET,
        load=asset_telling.load_unowned,
        shown_to=asset_telling.keeps_register,
    ),
)
periodic.add(Periodic(key="records.asset_reviews", every=timedelta(hours=1), run=asset_reviews.remind))
leaving.add(LeavingStep(key="records.assets", leave=asset_leaving.hand_over, order=50))
links.add(LinkProvider(key="records.assets", find=assets.kept_in, order=60))
personal_data.add(
    PersonalData("assets", _("Information assets you answer for or reviewed"), assets.about, order=60),
)
kinds.add(
    UploadKind(
        key="assets",
        most=lambda: min(settings.MOOTHALL_UPLOAD_FORM_MB, 5) * MEGABYTE,
        plain=lambda: min(settings.MOOTHALL_UPLOAD_FORM_MB, 5) * MEGABYTE,
        may=permissions.may_import_assets,
    )
)
audit_wording.add(
    AuditWording("asset.described", _("described an information asset")),
    AuditWording("asset.edited", _("changed what is said of an information asset")),
    AuditWording("asset.ended", _("said that an information asset is no longer held")),
    AuditWording("asset.reviewed", _("reviewed an information asset")),
    AuditWording("asset.review_reminded", _("reminded people of the review of an information asset")),
    AuditWording("asset.handed_over", _("left an information asset that they answered for")),
    AuditWording("asset.imported", _("brought information assets in from a file")),
)
