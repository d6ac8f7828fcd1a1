"""What the audit room brings to the hall."""

from django.utils.translation import gettext_lazy as _

from moothall.kit.registries import AuditWording, NavItem, audit_wording, navigation

from . import permissions

navigation.add(
    NavItem(
        key="audit", label=_("Audit"), url_name="audit:entries", order=900, shown_to=permissions.can_read, more=True
    )
)
audit_wording.add(
    AuditWording("audit.private_erased", _("erased personal details from the audit")),
    AuditWording("audit.exported", _("took a copy of the record of acts")),
)
