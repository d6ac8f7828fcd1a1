"""What is offered about information assets."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from moothall.files.kinds import MEGABYTE, UploadKind, kinds
from moothall.kit.registries import (
    AuditWording,
    LeavingStep,
    LinkProvider,
    Periodic,
    PersonalData,
    audit_wording,
    leaving,
    links,
    periodic,
    personal_data,
)
from moothall.notices.kinds import NoticeKind
from moothall.notices.kinds import kinds as notice_kinds
from moothall.records import asset_bundle, asset_custody, asset_documents, asset_telling, permissions
from moothall.records.actions import asset_leaving, asset_reviews
from moothall.records.custody import Custody, custodies
from moothall.records.front import FrontItem, front, of_the_council
from moothall.records.queries import assets
from moothall.search.sources import Source, sources

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
custodies.add(
    Custody(
        key=asset_documents.KIND,
        order=60,
        label=_("Information assets"),
        every=_("All information assets"),
        unit=asset_custody.UNIT,
        unit_label=_("Information assets"),
        triggers=asset_custody.TRIGGERS,
        units=asset_custody.units,
        dispose=asset_custody.dispose,
        named=asset_custody.named,
        find=asset_custody.find,
        owners=asset_custody.owners,
        owned=asset_custody.owned,
        files=asset_bundle.everything,
    )
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
