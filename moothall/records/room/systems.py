"""What is offered about systems and reports."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from moothall.kit.registries import (
    AuditWording,
    LeavingStep,
    OverviewFigure,
    Periodic,
    audit_wording,
    leaving,
    overview_figures,
    periodic,
)
from moothall.notices.kinds import NoticeKind
from moothall.notices.kinds import kinds as notice_kinds
from moothall.records import telling
from moothall.records.actions import reports, systems
from moothall.records.front import FrontItem, front, of_the_council
from moothall.records.models import InformationSystem

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
