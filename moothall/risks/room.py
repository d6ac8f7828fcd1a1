"""What the risks room offers the hall."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from moothall.files.kinds import MEGABYTE, UploadKind, kinds
from moothall.kit.registries import AuditWording, LinkProvider, audit_wording, links
from moothall.risks import permissions
from moothall.risks.queries import resting

links.add(LinkProvider(key="risks", find=resting.links, order=20))
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
