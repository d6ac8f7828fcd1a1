"""What the policies room offers the hall."""

from datetime import timedelta

from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _

from moothall.kit.registries import (
    AuditWording,
    Guidance,
    HomeCard,
    LeavingStep,
    Metric,
    NavItem,
    OverviewFigure,
    Periodic,
    PersonalData,
    PublicPage,
    audit_wording,
    guidance,
    home_cards,
    leaving,
    metrics,
    navigation,
    overview_figures,
    periodic,
    personal_data,
    public_pages,
)
from moothall.notices.kinds import NoticeKind, When
from moothall.notices.kinds import kinds as notice_kinds
from moothall.people.waiting import Waits, waits
from moothall.policies import documents, gating, middleware, reminding, telling
from moothall.policies.actions.leaving import hand_over
from moothall.policies.guidance import beside_named as clauses_beside
from moothall.policies.models import Policy, Version
from moothall.policies.queries import acknowledged, desk, measuring, personal
from moothall.records.holding import Holdable, holdables
from moothall.search.sources import Source, sources

public_pages.add(PublicPage(key="policies", label=_("Policies"), url_name="policies:public_list", order=20))
navigation.add(NavItem(key="policies", order=40, label=_("Policies"), url_name="policies:list"))
waits.add(Waits(key=desk.WAITS, rows=desk.may_wait))
home_cards.add(HomeCard(key="policies", order=15, template="policies/card.html", build=desk.card))
overview_figures.add(
    OverviewFigure(key="policies", order=30, label=_("policies in force"), count=Version.objects.in_force().count)
)
metrics.add(
    Metric(
        key="policies.acknowledged",
        order=40,
        label=_("Policies acknowledged by those who are asked"),
        unit=_("in 100 of those asked"),
        how=_(
            "Of the people who were asked to acknowledge a policy at the end of these days: how many had. A person "
            "counts once for each policy."
        ),
        read=measuring.acknowledged,
    )
)
guidance.add(Guidance(key="policies", template="policies/beside.html", find=clauses_beside))
notice_kinds.add(
    NoticeKind(
        key=telling.ASKED,
        order=30,
        label=_("I am asked to comment on a policy and endorse it"),
        thing="policy_ask",
        load=telling.load_asked,
        shown_to=telling.on_staff,
    ),
    NoticeKind(
        key=telling.ANSWERED,
        order=31,
        label=_("My comment on a policy is answered"),
        thing="policy_answer",
        load=telling.load_answered,
        default=When.DAILY,
        shown_to=telling.on_staff,
    ),
    NoticeKind(
        key=telling.ADOPTED,
        order=32,
        label=_("A policy is adopted that concerns me"),
        thing="policy_version",
        load=telling.load_adopted,
        default=When.DAILY,
        hint=_("Not told of changes that ask nothing new of anyone"),
    ),
    NoticeKind(
        key=telling.COMMENTED,
        order=33,
        label=_("Someone comments on a policy that I answer for"),
        thing="policy_comment",
        load=telling.load_commented,
        default=When.DAILY,
        shown_to=telling.keeps_policies,
    ),
    NoticeKind(
        key=telling.ENDORSED,
        order=34,
        label=_("A stakeholder answers about a policy that I answer for"),
        thing="endorsement",
        load=telling.load_endorsed,
        default=When.DAILY,
        shown_to=telling.keeps_policies,
    ),
    NoticeKind(
        key=telling.OWNED,
        order=35,
        label=_("I answer for a policy from now on"),
        thing="policy_event",
        load=telling.load_events,
        hint=_("Administrators: a policy has no owner any more"),
        shown_to=telling.on_staff,
    ),
    NoticeKind(
        key=telling.REVIEW,
        order=36,
        label=_("The review of a policy that I answer for is due"),
        thing="policy_review",
        load=telling.load_events,
        shown_to=telling.keeps_policies,
    ),
)
periodic.add(Periodic(key="policies.reviews", order=60, every=timedelta(hours=1), run=telling.review_due))
personal_data.add(
    PersonalData("policy_comments", _("What you said about policies in draft"), personal.said, order=45),
    PersonalData("endorsements", _("What you endorsed, and the policies you answer for"), personal.stood, order=46),
)
leaving.add(LeavingStep(key="policies", leave=hand_over, order=30))
sources.add(
    Source(
        key=documents.KIND,
        order=25,
        label=_("Policies"),
        icon="book",
        documents=documents.documents,
        ids=documents.ids,
        load=documents.load,
    )
)
holdables.add(
    Holdable(
        key=documents.KIND,
        order=55,
        label=_("policy"),
        many=_("policies"),
        model=Policy,
        pages={"policies:policy": "slug", "policies:draft": "slug"},
        indexed=documents.KIND,
    )
)
audit_wording.add(
    AuditWording("policy.created", _("began a policy")),
    AuditWording("policy.owner_set", _("named who answers for a policy")),
    AuditWording("policy.left_without_owner", _("left a policy without an owner")),
    AuditWording("policy.review_set", _("set when a policy is reviewed")),
    AuditWording("policy.audience_set", _("said for whom a policy is")),
    AuditWording("policy.builds_on_set", _("said on what a policy builds")),
    AuditWording("policy.text_written", _("wrote the draft of a policy")),
    AuditWording("policy.text_dropped", _("took a language out of the draft of a policy")),
    AuditWording("policy.version_begun", _("began a new version of a policy")),
    AuditWording("policy.version_planned", _("said from when a draft is to hold")),
    AuditWording("policy.commented", _("commented on the draft of a policy")),
    AuditWording("policy.comment_answered", _("answered a comment on the draft of a policy")),
    AuditWording("policy.endorsement_asked", _("asked for a policy to be endorsed")),
    AuditWording("policy.endorsed", _("endorsed the draft of a policy")),
    AuditWording("policy.declined", _("declined to endorse the draft of a policy")),
    AuditWording("policy.gone_on_without", _("went on without someone’s endorsement")),
    AuditWording("policy.adopted", _("adopted a policy")),
    AuditWording("policy.published", _("put a policy on the public site")),
    AuditWording("policy.unpublished", _("took a policy off the public site")),
    AuditWording("policy.withdrawn", _("withdrew a policy")),
    AuditWording("policy.clause_placed", _("had a clause shown beside what it is about")),
    AuditWording("policy.clause_taken_away", _("had a clause no longer shown beside what it is about")),
    AuditWording("policy.starters_loaded", _("loaded the starter texts")),
)

user_logged_in.connect(middleware.note_sign_in, dispatch_uid="policies.gate")
periodic.add(Periodic(key="policies.gate", every=timedelta(minutes=10), run=gating.keep, order=60))
notice_kinds.add(
    NoticeKind(
        key=reminding.ASKED,
        order=50,
        label=_("I am asked to acknowledge a policy"),
        thing=reminding.REMINDER,
        load=reminding.load_asked,
    ),
    NoticeKind(
        key=reminding.EMERGENCY,
        order=51,
        label=_("Someone went on in an emergency, without acknowledging a policy of mine"),
        thing=reminding.EXCUSED,
        load=reminding.load_emergencies,
        shown_to=telling.keeps_policies,
    ),
)
personal_data.add(
    PersonalData("acknowledgements", _("What you acknowledged, and emergencies"), acknowledged.export, order=45)
)
audit_wording.add(
    AuditWording("policy.acknowledged", _("acknowledged a policy")),
    AuditWording("policy.acknowledgement_asked", _("asked for acknowledgement of a policy")),
    AuditWording("policy.acknowledgement_ended", _("no longer asks for acknowledgement of a policy")),
    AuditWording("policy.reminders_sent", _("reminded those who have not acknowledged a policy")),
    AuditWording("policy.acknowledgements_exported", _("took out a list of who has acknowledged a policy")),
    AuditWording("policy.question_added", _("added a question to the check of a policy")),
    AuditWording("policy.question_removed", _("took a question out of the check of a policy")),
    AuditWording("gate.passed_in_emergency", _("went on in an emergency, without acknowledging a policy")),
)
