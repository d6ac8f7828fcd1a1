"""What the front of the hall registers."""

from django.utils.translation import gettext_lazy as _

from moothall.kit.registries import AuditWording, NavItem, Person, audit_wording, navigation


def _administrator(person: Person) -> bool:
    return person.has_role("administrator")


navigation.add(
    NavItem(key="home", order=10, label=_("My desk"), url_name="home:desk"),
    NavItem(
        key="overview", order=90, label=_("Overview"), url_name="home:overview", shown_to=_administrator, more=True
    ),
)
audit_wording.add(
    AuditWording("hall.backed_up", _("took a backup of the hall")),
    AuditWording("hall.restored", _("restored the hall from a backup")),
)
