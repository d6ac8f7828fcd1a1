"""What the room offers of keeping on top of requests: desk, reminders, leavers, what it holds of people, retention."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from moothall.disclosure import case_custody, closing, telling, told, told_due
from moothall.disclosure.actions import keeping
from moothall.disclosure.models import Case
from moothall.disclosure.models.cases import CASE
from moothall.disclosure.queries import desk, personal
from moothall.kit.registries import (
    AuditWording,
    CaseParts,
    ClosedActs,
    HomeCard,
    LeavingStep,
    OverviewFigure,
    Periodic,
    PersonalData,
    audit_wording,
    case_parts,
    closed_acts,
    home_cards,
    leaving,
    overview_figures,
    periodic,
    personal_data,
)
from moothall.notices.kinds import NoticeKind
from moothall.notices.kinds import kinds as notice_kinds
from moothall.people.waiting import Waits, waits
from moothall.records.custody import Custody, custodies
from moothall.records.holding import Holdable, holdables

waits.add(Waits(key=desk.WAITS, rows=desk.may_wait))
home_cards.add(HomeCard(key="disclosure", order=14, template="disclosure/desk_card.html", build=desk.card))
periodic.add(Periodic(key="disclosure.keep_on", order=71, every=timedelta(hours=1), run=keeping.keep_on))
leaving.add(LeavingStep(key="disclosure", leave=keeping.hand_over, order=42))
overview_figures.add(
    OverviewFigure(key="requests_open", order=47, label=_("open requests"), count=lambda: Case.objects.open().count())
)
personal_data.add(
    PersonalData(
        "requests", _("The requests that you work on, and what you wrote down of them"), personal.done, order=62
    ),
    PersonalData(
        "requests_asked", _("Parts of requests that you were asked for, and your answers"), personal.asked, order=63
    ),
    PersonalData("requests_time", _("The time that you wrote down, and who stood in for you"), personal.time, order=64),
)
audit_wording.add(
    AuditWording("case.left_without_owner", _("left a request that they answered for")),
    AuditWording("part.left", _("left a part of a request that they were asked for")),
)
closed_acts.add(ClosedActs(key="disclosure", things=closing.closed_to))
case_parts.add(CaseParts("disclosure.case", (("disclosure.logentry", "case"),)))
notice_kinds.add(
    NoticeKind(
        key=telling.DUE,
        order=105,
        label=_("A request that I answer for is due within days"),
        thing="due case",
        load=told_due.load_due,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.LATE,
        order=106,
        label=_("A request that I answer for is late"),
        thing="late case",
        load=told_due.load_late,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.UNASKED,
        order=107,
        label=_("Nobody is asked yet for a part of a request that I answer for"),
        thing="unasked case",
        load=told_due.load_unasked,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.LATE_INSIDE,
        order=107,
        label=_("A request that I answer for is late inside"),
        thing="slow case",
        load=told_due.load_late_inside,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.UNOWNED,
        order=107,
        label=_("Nobody answers for a request any more"),
        thing="unowned case",
        load=told_due.load_unowned,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.LEFT,
        order=108,
        label=_("Whoever I asked for a part of a request has left"),
        thing="left part",
        load=told_due.load_left,
        shown_to=told.on_staff,
    ),
)
holdables.add(
    Holdable(
        key=CASE,
        order=70,
        label=_("request"),
        many=_("requests"),
        model=Case,
        pages={"disclosure:case": "pk"},
    )
)
custodies.add(
    Custody(
        key=CASE,
        order=70,
        label=_("Requests"),
        every=_("All closed requests"),
        unit=case_custody.UNIT,
        unit_label=_("Files of requests"),
        triggers=case_custody.TRIGGERS,
        units=case_custody.units,
        dispose=case_custody.dispose,
        named=case_custody.named,
        find=case_custody.find,
        owners=case_custody.owners,
        owned=case_custody.owned,
    )
)
