"""What the risks room offers the hall."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from moothall.files.kinds import MEGABYTE, UploadKind, kinds
from moothall.kit.registries import (
    AuditWording,
    HomeCard,
    LeavingStep,
    LinkProvider,
    Metric,
    NavItem,
    OverviewFigure,
    Periodic,
    PersonalData,
    PublicPage,
    Trouble,
    audit_wording,
    home_cards,
    leaving,
    links,
    metrics,
    navigation,
    overview_figures,
    periodic,
    personal_data,
    public_pages,
    troubles,
)
from moothall.lessons.matters import Matter, matters
from moothall.lessons.publications import publications
from moothall.notices.kinds import NoticeKind, When
from moothall.notices.kinds import kinds as notice_kinds
from moothall.people.waiting import Waits, waits
from moothall.risks import documents, learned, permissions, telling, told
from moothall.risks.actions.leaving import hand_over
from moothall.risks.models import Appraisal, Incident
from moothall.risks.published import APPRAISALS
from moothall.risks.queries import desk, left, measuring, personal, resting
from moothall.search.sources import Source, sources

publications.add(APPRAISALS)
links.add(LinkProvider(key="risks", find=resting.links, order=20))
matters.add(
    Matter("appraisal", _("Appraisal"), learned.appraisals, may_use=learned.may_use_in_appraisal, order=30),
    Matter("risk", _("Risk"), learned.risks, may_use=learned.may_use_in_risk, order=31),
    Matter("incident", _("Incident"), learned.incidents, may_use=learned.may_use_in_incident, order=32),
)
audit_wording.add(
    AuditWording("scale.adopted", _("adopted a scale of likelihood and impact")),
    AuditWording("appetite.set", _("said how much risk the council would bear")),
    AuditWording("appraisal.begun", _("began an appraisal")),
    AuditWording("appraisal.edited", _("put the question of an appraisal another way")),
    AuditWording("appraisal.owner_named", _("named who answers for an appraisal")),
    AuditWording("appraisal.member_added", _("had somebody work on an appraisal")),
    AuditWording("appraisal.member_removed", _("had somebody no longer work on an appraisal")),
    AuditWording("appraisal.published", _("put an appraisal on the public site")),
    AuditWording("appraisal.unpublished", _("took an appraisal off the public site")),
    AuditWording("appraisal.closed", _("gave up the question of an appraisal")),
    AuditWording("appraisal.taken_up_again", _("went on with a question that was given up")),
    AuditWording("appraisal.opened_again", _("opened an appraisal again")),
    AuditWording("appraisal.decided", _("decided an appraisal")),
    AuditWording("appraisal.reviewed", _("looked at a decision again")),
    AuditWording("option.added", _("added an option to an appraisal")),
    AuditWording("option.edited", _("wrote an option another way")),
    AuditWording("option.removed", _("took an option out of an appraisal")),
    AuditWording("option.rested_on", _("said what rests on an option")),
    AuditWording("option.rests_no_longer", _("said that something no longer rests on an option")),
    AuditWording("option.proposed", _("proposed an option")),
    AuditWording("option.challenged", _("challenged an option that avoids the question")),
    AuditWording("challenge.answered", _("answered a challenge")),
    AuditWording("risk.named", _("named a risk")),
    AuditWording("risk.edited", _("wrote a risk another way")),
    AuditWording("risk.removed", _("took a risk out of an appraisal")),
    AuditWording("risk.classified", _("classified a risk with what is done about it")),
    AuditWording("risk.compared", _("compared a risk with another option")),
    AuditWording("exposure.set", _("said whether an option faces a risk")),
    AuditWording("response.written", _("wrote what is done about a risk")),
    AuditWording("response.edited", _("wrote what is done about a risk another way")),
    AuditWording("response.assigned", _("said who takes a step, and by when")),
    AuditWording("response.serves", _("had a step serve another risk")),
    AuditWording("response.serves_no_longer", _("had a step no longer serve a risk")),
    AuditWording("response.signed", _("signed for bearing a risk")),
    AuditWording("response.in_place", _("put a step in place")),
    AuditWording("response.dropped", _("dropped a step")),
)
audit_wording.add(
    AuditWording("appraisal.begun_from_starter", _("began an appraisal from a starter register")),
    AuditWording("starter.taken_up", _("took up more risks of a starter register")),
    AuditWording("register.imported", _("brought risks in from a file")),
)
kinds.add(
    UploadKind(
        key="registers",
        most=lambda: min(settings.MOOTHALL_UPLOAD_FORM_MB, 5) * MEGABYTE,
        plain=lambda: min(settings.MOOTHALL_UPLOAD_FORM_MB, 5) * MEGABYTE,
        may=permissions.may_send_registers,
    )
)

public_pages.add(PublicPage(key="risks", label=_("What we weigh"), url_name="risks:public_list", order=30))
navigation.add(NavItem(key="risks", order=36, label=_("Risks"), url_name="risks:list", shown_to=told.on_staff))
waits.add(Waits(key=desk.WAITS, rows=desk.may_wait))
home_cards.add(HomeCard(key="risks", order=14, template="risks/card.html", build=desk.card))
overview_figures.add(
    OverviewFigure(key="appraisals", order=40, label=_("appraisals"), count=Appraisal.objects.count),
    OverviewFigure(key="incidents", order=41, label=_("incidents and near misses"), count=Incident.objects.count),
)
metrics.add(
    Metric(
        key="risks.classified",
        order=70,
        label=_("Risks that are classified by what is done about them"),
        unit=_("in 100 risks"),
        how=_("Of the risks that the chosen options face now: how many are classified, and nothing changed since."),
        read=measuring.classified,
    ),
    Metric(
        key="risks.overdue",
        order=71,
        label=_("Steps overdue"),
        unit=_("steps"),
        how=_("Steps of what was decided that are not in place now though their day went by."),
        read=measuring.steps_overdue,
        falls=True,
    ),
    Metric(
        key="risks.steps",
        order=72,
        label=_("Steps in place by their day"),
        unit=_("in 100 steps"),
        how=_("Of the steps of what was decided that were due in these days: how many were in place by their day."),
        read=measuring.steps_in_time,
    ),
)
troubles.add(Trouble(key="risks", find=left.troubles, order=40))
leaving.add(LeavingStep(key="risks", leave=hand_over, order=40))
personal_data.add(
    PersonalData("risks_said", _("What you said, judged and decided about risks"), personal.said, order=47),
    PersonalData("risks_held", _("The appraisals, risks and steps that are yours"), personal.holds, order=48),
    PersonalData("incidents", _("What you reported by name"), personal.reported, order=49),
)
sources.add(
    Source(
        key=documents.APPRAISAL,
        order=26,
        label=_("Appraisals"),
        icon="scale",
        documents=documents.appraisals,
        ids=documents.appraisal_ids,
        load=documents.load_appraisals,
    ),
    Source(
        key=documents.RISK,
        order=27,
        label=_("Risks"),
        icon="scale",
        documents=documents.risks,
        ids=documents.risk_ids,
        load=documents.load_risks,
    ),
)
periodic.add(
    Periodic(key="risks.steps", order=61, every=timedelta(hours=1), run=telling.steps_due),
    Periodic(key="risks.reviews", order=62, every=timedelta(hours=1), run=telling.reviews_due),
    Periodic(key="risks.clocks", order=63, every=timedelta(minutes=10), run=telling.clocks_running),
)
notice_kinds.add(
    NoticeKind(
        key=telling.SIGN,
        order=70,
        label=_("I am asked to sign for bearing a risk"),
        thing="toleration",
        load=told.load_to_sign,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.CHALLENGED,
        order=71,
        label=_("Someone challenges what I propose to do nothing about, or to prohibit"),
        thing="challenge",
        load=told.load_challenged,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.COMMENTED,
        order=72,
        label=_("Someone comments on an appraisal that I answer for"),
        thing="appraisal comment",
        load=told.load_commented,
        default=When.DAILY,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.STEP_DUE,
        order=73,
        label=_("A step of mine is due within a week"),
        thing="step due",
        load=told.load_steps,
        default=When.DAILY,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.STEP_LATE,
        order=74,
        label=_("A step of mine is overdue"),
        thing="step late",
        load=told.load_steps,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.REVIEW,
        order=75,
        label=_("A decision that I answer for is to be looked at again"),
        thing="decision review",
        load=told.load_reviews,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.BORNE,
        order=76,
        label=_("A risk that I signed for is to be looked at again"),
        thing="toleration review",
        load=told.load_borne,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.STALE,
        order=77,
        label=_("What is done about a risk of mine has changed, so it is classified again"),
        thing="stale classification",
        load=told.load_stale,
        default=When.DAILY,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.OCCURRED,
        order=78,
        label=_("A risk of mine came true, or nearly"),
        thing="occurrence",
        load=told.load_occurred,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.OWNED,
        order=79,
        label=_("I answer for an appraisal from now on"),
        thing="appraisal owner",
        load=told.load_owned,
        hint=_("Risk managers: an appraisal has no owner any more"),
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.CLOSED,
        order=80,
        label=_("What came of an incident that I reported"),
        thing="closed report",
        load=told.load_closed,
        default=When.DAILY,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.REPORTED,
        order=81,
        label=_("Someone reports an incident or a near miss"),
        thing="incident",
        load=told.load_reported,
        shown_to=told.keeps_risks,
    ),
    NoticeKind(
        key=telling.CLOCK,
        order=82,
        label=_("The last day of a breach’s 72 hours has begun"),
        thing="breach clock",
        load=told.load_clocks,
        shown_to=told.keeps_risks,
    ),
)
audit_wording.add(
    AuditWording("appraisal.commented", _("commented on an appraisal")),
    AuditWording("appraisal.public_commented", _("received a comment of the public on an appraisal")),
    AuditWording("appraisal.comment_moderated", _("let a comment of the public in, or kept it out")),
    AuditWording("appraisal.left_without_owner", _("left an appraisal without an owner")),
    AuditWording("incident.reported", _("reported an incident or a near miss")),
    AuditWording("incident.linked", _("said which risk an incident is")),
    AuditWording("incident.unlinked", _("said that an incident is not that risk")),
    AuditWording("incident.closed", _("closed a report of an incident")),
    AuditWording("breach.began", _("started the clock of a breach")),
    AuditWording("breach.decided", _("decided whether the Commissioner is told of a breach")),
    AuditWording("breach.notified", _("wrote down that the Commissioner was told of a breach")),
)
