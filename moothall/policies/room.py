"""What the policies room offers the hall."""

from datetime import timedelta

from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _

from moothall.kit.registries import AuditWording, Periodic, PersonalData, audit_wording, periodic, personal_data
from moothall.notices.kinds import NoticeKind
from moothall.notices.kinds import kinds as notice_kinds
from moothall.policies import gating, middleware, reminding
from moothall.policies.queries import acknowledged

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
        shown_to=reminding.answers_for_policies,
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
