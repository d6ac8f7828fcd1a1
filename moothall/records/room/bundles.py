"""What is offered about bundles and declared records."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from moothall.files.kinds import MEGABYTE, UploadKind
from moothall.files.kinds import kinds as upload_kinds
from moothall.kit.registries import (
    AuditWording,
    LinkProvider,
    Periodic,
    PersonalData,
    audit_wording,
    links,
    periodic,
    personal_data,
)
from moothall.notices.kinds import NoticeKind
from moothall.notices.kinds import kinds as notice_kinds
from moothall.records import asset_bundle, bundle_telling
from moothall.records.actions import bundles
from moothall.records.bundling import Bringing, Bundling, bringings, bundlings
from moothall.records.forms.bringing import UPLOAD, asset_from_bundle
from moothall.records.front import FrontItem, front, of_the_council

front.add(
    FrontItem(
        key="bundles",
        order=40,
        label=_("Records kept as evidence"),
        url_name="records:bundles",
        words=_("What somebody fixed as it was, with its context; and what you took out of the hall."),
    )
)
notice_kinds.add(
    NoticeKind(
        key=bundles.MADE,
        order=72,
        label=_("A bundle that I asked for is ready"),
        thing="bundle",
        load=bundle_telling.made,
        shown_to=of_the_council,
    )
)
bundlings.add(
    Bundling(
        key="asset",
        order=60,
        label=_("Information asset"),
        find=asset_bundle.find,
        files=asset_bundle.files,
        may_export=asset_bundle.may_export,
    )
)
bringings.add(
    Bringing(
        key="asset",
        order=60,
        label=_("Information asset"),
        marker=asset_bundle.MARKER,
        bring_in=asset_from_bundle,
    )
)
upload_kinds.add(
    UploadKind(
        key=UPLOAD,
        most=lambda: settings.MOOTHALL_UPLOAD_MB * MEGABYTE,
        plain=lambda: settings.MOOTHALL_UPLOAD_FORM_MB * MEGABYTE,
        may=of_the_council,
    )
)
links.add(LinkProvider(key="records.declared", find=bundle_telling.records_of, order=61))
periodic.add(Periodic(key="records.bundles", every=timedelta(hours=1), run=bundles.expire))
personal_data.add(
    PersonalData("bundles", _("What you took out of the hall or declared a record"), bundle_telling.own, order=61)
)
audit_wording.add(
    AuditWording("bundle.asked_for", _("asked to take something out of the hall")),
    AuditWording("bundle.made", _("had a bundle written")),
    AuditWording("bundle.given_up", _("could no longer take something out")),
    AuditWording("bundle.fetched", _("took a bundle out of the hall")),
    AuditWording("asset.brought_in", _("brought an information asset in from a bundle")),
    AuditWording("record.declared", _("kept something as a record")),
)
