"""What the disclosure room offers the hall."""

from django.utils.translation import gettext_lazy as _

from moothall.kit.registries import AuditWording, audit_wording

audit_wording.add(
    AuditWording("holiday.proclaimed", _("added a bank holiday")),
    AuditWording("holiday.struck_out", _("struck out a bank holiday")),
    AuditWording("holiday.list_imported", _("took over the bank holidays of gov.uk")),
)
