"""What the change room offers the hall of those whom a change touches, and of its benefits."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from moothall.change import telling_value, told_value
from moothall.change.queries import own_value, talked
from moothall.kit.registries import (
    AuditWording,
    LinkProvider,
    Periodic,
    PersonalData,
    PublicPage,
    audit_wording,
    links,
    periodic,
    personal_data,
    public_pages,
)
from moothall.notices.kinds import NoticeKind
from moothall.notices.kinds import kinds as notice_kinds

# Stakeholders, engagements, consultations and benefits
notice_kinds.add(
    NoticeKind(
        key=telling_value.OWNED,
        order=90,
        label=_("I own a benefit from now on"),
        thing="benefit owner",
        load=told_value.load_owned,
        shown_to=told_value.on_staff,
    ),
    NoticeKind(
        key=telling_value.MISSED,
        order=91,
        label=_("A benefit that I own was missed"),
        thing="missed benefit",
        load=told_value.load_missed,
        shown_to=told_value.on_staff,
    ),
    NoticeKind(
        key=telling_value.CLOSES,
        order=92,
        label=_("A consultation that I look after closes, or is to be answered"),
        thing="closing consultation",
        load=told_value.load_closes,
        shown_to=told_value.on_staff,
    ),
    NoticeKind(
        key=telling_value.ANSWERED,
        order=93,
        label=_("Someone of the public answers a consultation that I look after"),
        thing="public answers",
        load=told_value.load_answered,
        shown_to=told_value.on_staff,
    ),
)
public_pages.add(PublicPage(key="change", label=_("Have your say"), url_name="change:public_consultations", order=10))
links.add(LinkProvider(key="change.talk", find=talked.links, order=23))
personal_data.add(
    PersonalData(
        "value_said", _("What you said of benefits and of how people were involved"), own_value.said, order=52
    ),
    PersonalData(
        "value_held", _("The benefits that you own, and for whom you speak in changes"), own_value.held, order=53
    ),
)
periodic.add(
    Periodic(key="change.benefits", order=66, every=timedelta(hours=1), run=telling_value.benefits_missed),
    Periodic(key="change.consultations", order=67, every=timedelta(hours=1), run=telling_value.consultations_closing),
)
audit_wording.add(
    AuditWording("stakeholder.added", _("named a stakeholder of a business change")),
    AuditWording("stakeholder.edited", _("said anew where a stakeholder stands")),
    AuditWording("stakeholder.removed", _("took a stakeholder out")),
    AuditWording("engagement.added", _("recorded how people were involved")),
    AuditWording("engagement.edited", _("said what came of involving people")),
    AuditWording("consultation.written", _("wrote what the public is asked")),
    AuditWording("consultation.published", _("put a consultation on the public site")),
    AuditWording("consultation.unpublished", _("took a consultation off the public site")),
    AuditWording("consultation.ended", _("ended a public consultation before its last day")),
    AuditWording("consultation.public_answered", _("received an answer of the public to a consultation")),
    AuditWording("consultation.answer_moderated", _("let an answer of the public in, or kept it out")),
    AuditWording("consultation.theme_added", _("wrote down what people said in a consultation")),
    AuditWording("consultation.theme_edited", _("wrote another way what people said in a consultation")),
    AuditWording("consultation.theme_removed", _("took out what was written of a consultation")),
    AuditWording("consultation.theme_corrected", _("corrected what was published of a consultation")),
    AuditWording("consultation.told", _("published what came of a consultation")),
    AuditWording("benefit.added", _("wrote a benefit")),
    AuditWording("benefit.edited", _("wrote the profile of a benefit anew")),
    AuditWording("benefit.dropped", _("gave a benefit up")),
    AuditWording("benefit.reviewed", _("said what they expect of a benefit")),
    AuditWording("map.added", _("put something on a benefits map")),
    AuditWording("map.edited", _("called something on a benefits map otherwise")),
    AuditWording("map.removed", _("took something off a benefits map")),
    AuditWording("map.joined", _("joined two things on a benefits map")),
    AuditWording("map.parted", _("took an arrow off a benefits map")),
)
