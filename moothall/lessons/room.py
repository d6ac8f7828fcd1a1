"""What the lessons room offers the hall."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from moothall.kit.apps import is_on
from moothall.kit.registries import (
    AuditWording,
    ForeignProvider,
    LinkProvider,
    Metric,
    NavItem,
    OverviewFigure,
    Periodic,
    PersonalData,
    PublicPage,
    Trouble,
    audit_wording,
    foreign,
    links,
    metrics,
    navigation,
    overview_figures,
    periodic,
    personal_data,
    public_pages,
    troubles,
)
from moothall.lessons import documents, documents_of_others, known, telling, told, told_of_others
from moothall.lessons.actions import looking
from moothall.lessons.matters import Matter, matters
from moothall.lessons.models import Lesson
from moothall.lessons.publications import publications
from moothall.lessons.published_lessons import LESSONS
from moothall.lessons.published_policies import POLICIES
from moothall.lessons.queries import counting, elsewhere, lessons, others, personal, things
from moothall.notices.kinds import NoticeKind, When
from moothall.notices.kinds import kinds as notice_kinds
from moothall.records.holding import Holdable, holdables
from moothall.search.sources import Source, sources

public_pages.add(PublicPage(key="lessons", label=_("What we learned"), url_name="lessons:public_list", order=40))
navigation.add(
    NavItem(key="lessons", order=38, label=_("Lessons"), url_name="lessons:list", shown_to=told.on_staff, more=True)
)
matters.add(
    Matter(key="policy", label=_("Policy"), load=known.policies, may_use=known.may_use_in_policy, order=20),
    Matter(key="system", label=_("Platform"), load=known.systems, may_use=known.may_use_in_system, order=21),
)
links.add(
    LinkProvider(key="lessons", find=things.links, order=25),
)
foreign.add(ForeignProvider(key="others", find=elsewhere.on_the_like, order=26))
audit_wording.add(
    AuditWording("lesson.drafted", _("began to write a lesson")),
    AuditWording("lesson.draft_edited", _("wrote on a lesson")),
    AuditWording("lesson.draft_discarded", _("threw the draft of a lesson away")),
    AuditWording("lesson.published", _("published a lesson")),
    AuditWording("lesson.put_public", _("put a lesson on the public site")),
    AuditWording("lesson.taken_off_public", _("took a lesson off the public site")),
    AuditWording("lesson.withdrawn", _("withdrew a lesson")),
    AuditWording("lesson.used", _("said what is done with a lesson")),
)
overview_figures.add(
    OverviewFigure(key="lessons", order=42, label=_("lessons"), count=Lesson.objects.published().count),
    OverviewFigure(key="lessons_reused", order=43, label=_("lessons used again"), count=lessons.reused),
)
metrics.add(
    Metric(
        key="lessons.shared",
        order=50,
        label=_("Lessons shared"),
        unit=_("lessons"),
        how=_("Lessons from successes and failures that were published in the hall in these days."),
        read=counting.shared,
    ),
    Metric(
        key="lessons.adopted",
        order=51,
        label=_("Lessons used again"),
        unit=_("adoptions"),
        how=_("How often a lesson was adopted for another matter in these days."),
        read=counting.adopted,
    ),
)
personal_data.add(
    PersonalData("lessons", _("The lessons that you published"), personal.published, order=49),
    PersonalData("lesson_uses", _("What you said of the use of lessons"), personal.used, order=49),
    PersonalData("lesson_drafts", _("The drafts of your lessons"), personal.drafts, order=49, private=True),
)
sources.add(
    Source(
        key=documents.LESSON,
        order=28,
        label=_("Lessons"),
        icon="bulb",
        documents=documents.documents,
        ids=documents.ids,
        load=documents.load,
    )
)
holdables.add(
    Holdable(
        key=documents.LESSON,
        order=50,
        label=_("lesson"),
        many=_("lessons"),
        model=Lesson,
        pages={"lessons:lesson": "pk"},
        indexed=documents.LESSON,
        title=lambda lesson: str(lesson.title),
    )
)
notice_kinds.add(
    NoticeKind(
        key=telling.USED,
        order=85,
        label=_("Someone uses a lesson of mine, or says why it is not applicable"),
        thing="lesson use",
        load=told.load_used,
        default=When.DAILY,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.WITHDRAWN,
        order=86,
        label=_("Someone withdraws a lesson of mine"),
        thing="withdrawn lesson",
        load=told.load_withdrawn,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.NEWS,
        order=87,
        label=_("Another body that we follow publishes something new"),
        thing="news of a body",
        load=told_of_others.load_news,
        default=When.DAILY,
        hint=_("For whoever follows it, whoever looks after lessons, and whoever used something of it"),
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.FAILING,
        order=88,
        label=_("What another body publishes can’t be read for days"),
        thing="failing body",
        load=told_of_others.load_failing,
        hint=_("For whoever follows it, who can mend its address or end it"),
        shown_to=told_of_others.follows,
    ),
)

publications.add(LESSONS, *([POLICIES] if is_on("policies") else []))
periodic.add(Periodic(key="lessons.bodies", order=64, every=timedelta(minutes=1), run=looking.due))
troubles.add(Trouble(key="lessons.bodies", find=others.troubles, order=45))
audit_wording.add(
    AuditWording("body.followed", _("followed what another body publishes")),
    AuditWording("body.called", _("called another body otherwise")),
    AuditWording("body.looked_at", _("had the hall look at what another body publishes")),
    AuditWording("body.read", _("took in what another body publishes")),
    AuditWording("body.unreadable", _("could not read what another body publishes")),
    AuditWording("body.followed_no_longer", _("followed another body no longer")),
    AuditWording("lesson.brought_in", _("brought a lesson of another body in")),
    AuditWording("lesson.drawn", _("began a lesson from what another body publishes")),
)
personal_data.add(
    PersonalData(
        "bodies", _("The bodies that you followed, and the lessons that you brought in"), others.own, order=49
    ),
)
sources.add(
    Source(
        key=documents_of_others.KIND,
        order=29,
        label=_("From other bodies"),
        icon="bulb",
        documents=documents_of_others.documents,
        ids=documents_of_others.ids,
        load=documents_of_others.load,
    )
)
