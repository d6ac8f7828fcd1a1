"""What is offered about reviews of access."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from moothall.kit.registries import AuditWording, Periodic, PersonalData, audit_wording, periodic, personal_data
from moothall.notices.kinds import NoticeKind
from moothall.notices.kinds import kinds as notice_kinds
from moothall.records import access_telling, tally
from moothall.records.actions import access
from moothall.records.front import FrontItem, front, of_the_council

front.add(
    FrontItem(
        key="access",
        order=60,
        label=_("Who has access"),
        url_name="records:access",
        words=_("Look each year at who can see what, and why; accounts that sleep, guests that nobody answers for."),
    )
)
notice_kinds.add(
    NoticeKind(
        key=access.DUE,
        order=75,
        label=_("I am to say who goes on to have access"),
        thing="access_review",
        load=access_telling.due,
        shown_to=of_the_council,
    ),
    NoticeKind(
        key=access.OVERDUE,
        order=76,
        label=_("My review of access is overdue"),
        thing="access_review_overdue",
        load=access_telling.overdue,
        shown_to=of_the_council,
    ),
)
periodic.add(
    Periodic(key="records.access_due", every=timedelta(hours=12), run=access.open_due),
    Periodic(key="records.access_reminders", every=timedelta(hours=12), run=access.remind),
    Periodic(key="records.tallies", every=timedelta(hours=12), run=tally.forget),
)
personal_data.add(
    PersonalData("access", _("Reviews of access that you made"), access_telling.own, order=62),
    PersonalData("tallies", _("How many pages and files you opened each day"), tally.own, order=63),
)
audit_wording.add(
    AuditWording("access.review_opened", _("asked who shall go on to have access")),
    AuditWording("access.decided", _("confirmed or ended somebody’s access")),
    AuditWording("access.review_finished", _("finished a review of access")),
)
