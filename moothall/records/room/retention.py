"""What retention and disposal offer the hall; `room.py` takes it in."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from moothall.kit.registries import (
    AuditWording,
    LinkProvider,
    Periodic,
    Trouble,
    audit_wording,
    links,
    periodic,
    troubles,
)
from moothall.notices.kinds import NoticeKind, When, kinds
from moothall.records import announcing, tasks
from moothall.records.front import FrontItem, front
from moothall.records.queries import disposals, retention

front.add(
    FrontItem(
        key="retention",
        order=40,
        label=_("Retention schedule"),
        url_name="records:schedule",
        words=_("How long each class of information is kept, from when it counts, what then, and by which authority."),
    ),
    FrontItem(
        key="disposals",
        order=41,
        label=_("Retention in force and disposals"),
        url_name="records:applications",
        words=_("Where rules are switched on, what is due, and the certificates of what was disposed of."),
        shown_to=retention.may_look,
    ),
)
links.add(LinkProvider(key="records.retention", order=40, find=retention.links))
periodic.add(
    Periodic(key="records.disposals", every=tasks.LOOK, run=tasks.take_up_lost),
    Periodic(key="records.reviews_due", every=timedelta(hours=6), run=announcing.review_due),
)
troubles.add(Trouble(key="records.disposals", find=disposals.troubles, order=40))
kinds.add(
    NoticeKind(
        key=announcing.APPROVAL,
        order=70,
        label=_("A disposal waits for my approval"),
        thing=announcing.WAITING_RUN,
        load=announcing.load_waiting,
        shown_to=announcing.keeps,
    ),
    NoticeKind(
        key=announcing.HANDED,
        order=70,
        label=_("Bundles are written for an archive, and wait for its receipt"),
        thing=announcing.HANDED_RUN,
        load=announcing.load_handed,
        shown_to=announcing.keeps,
    ),
    NoticeKind(
        key=announcing.FINISHED,
        order=71,
        label=_("A disposal of mine is finished"),
        thing=announcing.FINISHED_RUN,
        load=announcing.load_finished,
        default=When.DAILY,
        shown_to=announcing.keeps,
    ),
    NoticeKind(
        key=announcing.REVIEW,
        order=72,
        label=_("Things have come to the end of their time and wait for a review"),
        thing=announcing.DUE,
        load=announcing.load_review,
        default=When.DAILY,
        shown_to=announcing.keeps,
    ),
)
audit_wording.add(
    AuditWording("rule.written", _("wrote a rule of the retention schedule")),
    AuditWording("rule.amended", _("wrote a new version of a retention rule")),
    AuditWording("schedule.brought_in", _("brought a retention schedule in")),
    AuditWording("rule.applied", _("said what a retention rule is to hold for")),
    AuditWording("rule.switched_on", _("switched a retention rule on")),
    AuditWording("rule.switched_off", _("switched a retention rule off")),
    AuditWording("review.decided", _("decided of things that had come to the end of their time")),
    AuditWording("disposal.proposed", _("proposed a disposal")),
    AuditWording("disposal.approved", _("approved a disposal")),
    AuditWording("disposal.declined", _("turned a disposal down")),
    AuditWording("disposal.bundle_written", _("had a bundle written for an archive")),
    AuditWording("disposal.handed_over", _("had everything written that is to be handed to an archive")),
    AuditWording("disposal.bundle_fetched", _("took a bundle for an archive out of the hall")),
    AuditWording("disposal.receipt_entered", _("entered the receipt of an archive")),
    AuditWording("disposal.bundles_removed", _("removed the bundles of a transfer from the hall")),
    AuditWording("disposal.finished", _("disposed of what was due, with a certificate")),
)
