"""What the change room offers the hall of initiatives."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from moothall.change import documents, known
from moothall.change import telling_initiatives as telling
from moothall.change import told_initiatives as told
from moothall.change.actions.leaving import hand_over
from moothall.change.models import Initiative
from moothall.change.queries import desk, left, own, resting, threads
from moothall.kit.registries import (
    AuditWording,
    HomeCard,
    LeavingStep,
    LinkProvider,
    NavItem,
    OverviewFigure,
    Periodic,
    PersonalData,
    ThreadProvider,
    Trouble,
    audit_wording,
    home_cards,
    leaving,
    links,
    navigation,
    overview_figures,
    periodic,
    personal_data,
    troubles,
)
from moothall.kit.registries import threads as golden_threads
from moothall.lessons.matters import Matter, matters
from moothall.notices.kinds import NoticeKind, When
from moothall.notices.kinds import kinds as notice_kinds
from moothall.people.waiting import Waits, waits
from moothall.search.sources import Source, sources

# Initiatives
navigation.add(NavItem(key="change", order=37, label=_("Change"), url_name="change:list", shown_to=told.on_staff))
golden_threads.add(ThreadProvider(key="change", find=threads.through, order=20))
links.add(LinkProvider(key="change", find=resting.links, order=22))
matters.add(
    Matter(
        key="initiative", label=_("Initiative"), load=known.initiatives, may_use=known.may_use_in_initiative, order=10
    ),
    Matter(key="benefit", label=_("Benefit"), load=known.benefits, may_use=known.may_use_in_benefit, order=11),
    Matter(key="measure", label=_("Measure"), load=known.measures, may_use=known.may_use_in_measure, order=12),
)
waits.add(Waits(key=desk.WAITS, rows=desk.may_wait))
home_cards.add(HomeCard(key="change", order=13, template="change/initiative_card.html", build=desk.card))
overview_figures.add(
    OverviewFigure(key="initiatives", order=44, label=_("business changes"), count=Initiative.objects.count)
)
troubles.add(Trouble(key="change", find=left.troubles, order=41))
leaving.add(LeavingStep(key="change", leave=hand_over, order=41))
personal_data.add(
    PersonalData("changes_said", _("What you said of business changes"), own.said, order=50),
    PersonalData("changes_held", _("The business changes in which you have or had a part"), own.parts, order=51),
)
sources.add(
    Source(
        key=documents.KIND,
        order=25,
        label=_("Changes"),
        icon="space",
        documents=documents.documents,
        ids=documents.ids,
        load=documents.load,
    )
)
periodic.add(Periodic(key="change.ready", order=63, every=timedelta(minutes=10), run=telling.ready_to_begin))
notice_kinds.add(
    NoticeKind(
        key=telling.ASKED,
        order=83,
        label=_("I am asked to own a business change"),
        thing=telling.HANDOVER,
        load=told.load_handovers,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.HANDED,
        order=84,
        label=_("I guide or champion a business change from now on"),
        thing=telling.HANDOVER,
        load=told.load_handovers,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.CHANGED,
        order=85,
        label=_("A business change that I work with has other people"),
        thing=telling.HANDOVER,
        load=told.load_handovers,
        default=When.DAILY,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.READY,
        order=86,
        label=_("A business change that I own is ready to begin"),
        thing=telling.UNDER_WAY,
        load=told.load_ready,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.UNOWNED,
        order=87,
        label=_("A business change that I look after has no owner"),
        thing=telling.INITIATIVE,
        load=told.load_unowned,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.CLOSED,
        order=88,
        label=_("A business change that I work with is closed"),
        thing=telling.OUTCOME,
        load=told.load_closed,
        default=When.DAILY,
        shown_to=told.on_staff,
    ),
)
audit_wording.add(
    AuditWording("initiative.begun", _("entered a business change")),
    AuditWording("initiative.edited", _("said otherwise what a business change is for")),
    AuditWording("initiative.passed_on", _("passed a part in a business change on")),
    AuditWording("initiative.accepted", _("accepted to own a business change")),
    AuditWording("initiative.helper_added", _("had somebody work on a business change")),
    AuditWording("initiative.helper_removed", _("had somebody no longer work on a business change")),
    AuditWording("initiative.teams_told", _("said which teams must change with a business change")),
    AuditWording("initiative.given_space", _("said where a business change is talked of")),
    AuditWording("initiative.aligned", _("said which objective a business change serves")),
    AuditWording("initiative.unaligned", _("said that a business change does not serve an objective")),
    AuditWording("initiative.weighed", _("said which appraisal weighs a business change")),
    AuditWording("initiative.weighed_no_longer", _("said that an appraisal does not weigh a business change")),
    AuditWording("initiative.touches", _("said what a business change touches")),
    AuditWording("initiative.touches_no_longer", _("said what a business change does not touch")),
    AuditWording("initiative.delivering", _("began to deliver a business change")),
    AuditWording("initiative.past_entered", _("entered a business change from before the hall")),
    AuditWording("initiative.reviewed", _("looked back at a business change")),
    AuditWording("initiative.closed", _("closed a business change")),
    AuditWording("initiative.led", _("confirmed who led a business change and who helped")),
    AuditWording("initiative.purpose_reviewed", _("asked what value they add to a business change")),
    AuditWording("benefit.left_without_owner", _("left a benefit without an owner")),
)
