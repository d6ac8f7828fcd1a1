"""What the audit room brings to the hall."""

from django.utils.translation import gettext_lazy as _

from moothall.kit.registries import AuditWording, NavItem, PersonalData, audit_wording, navigation, personal_data

from . import permissions, queries

navigation.add(
    NavItem(
        key="audit", label=_("Audit"), url_name="audit:entries", order=900, shown_to=permissions.can_read, more=True
    )
)
personal_data.add(PersonalData("audit", _("What you did, and what was done to your entry"), queries.acts_of, order=90))
audit_wording.add(
    AuditWording("audit.private_erased", _("erased personal details from the audit")),
    AuditWording("audit.exported", _("took a copy of the record of acts")),
)
