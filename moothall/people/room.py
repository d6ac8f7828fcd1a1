"""What the people room offers the hall."""

from django.utils.translation import gettext_lazy as _

from moothall.kit.registries import AuditWording, NavItem, OverviewFigure, audit_wording, navigation, overview_figures
from moothall.people.models import User

navigation.add(NavItem(key="people", order=80, label=_("People"), url_name="people:directory", more=True))
overview_figures.add(
    OverviewFigure(key="people", order=10, label=_("people who may come in"), count=User.objects.active().count)
)
audit_wording.add(
    AuditWording("team.created", _("added a team")),
    AuditWording("person.created", _("let someone in")),
    AuditWording("person.profile_edited", _("edited a profile")),
    AuditWording("person.deactivated", _("stopped someone from coming in")),
    AuditWording("role.given", _("gave a role")),
    AuditWording("role.taken", _("took a role")),
)
