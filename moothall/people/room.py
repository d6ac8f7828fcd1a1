"""What the people room offers the hall."""

from django.utils.translation import gettext_lazy as _

from moothall.kit.registries import (
    AuditWording,
    HomeCard,
    NavItem,
    OverviewFigure,
    Periodic,
    Person,
    PersonalData,
    WelcomeStep,
    audit_wording,
    home_cards,
    navigation,
    overview_figures,
    periodic,
    personal_data,
    welcome_steps,
)
from moothall.people import credentials, export, tidying, welcome
from moothall.people.models import User
from moothall.people.sso import queries as sso_links


def _settled(person: Person) -> bool:
    return isinstance(person, User) and credentials.has_any(person)


def _described(person: Person) -> bool:
    return isinstance(person, User) and bool(person.job or person.ask_about)


navigation.add(NavItem(key="people", order=80, label=_("People"), url_name="people:directory", more=True))
home_cards.add(HomeCard(key="welcome", order=5, template="people/card.html", build=welcome.card))
overview_figures.add(
    OverviewFigure(key="people", order=10, label=_("people who may come in"), count=User.objects.active().count)
)
periodic.add(Periodic(key="people.sessions", every=tidying.EVERY, run=tidying.clear_sessions))
welcome_steps.add(
    WelcomeStep("passkey", _("Make a passkey"), "people:welcome_passkey", done=_settled, order=10),
    WelcomeStep("profile", _("Say what you do"), "people:welcome_profile", done=_described, order=20),
)
personal_data.add(
    PersonalData("profile", _("Your name, address, job and roles"), export.profile, order=10),
    PersonalData("signing_in", _("How and where you sign in"), export.signing_in, order=11),
    PersonalData("may_see", _("What you may see by name"), export.grants_by_name, order=12),
    PersonalData("single_sign_on", _("Your accounts for single sign-on"), sso_links.links, order=14),
    PersonalData("corrections", _("What you asked to have put right"), export.corrections, order=13),
)
audit_wording.add(
    AuditWording("team.created", _("added a team")),
    AuditWording("team.function_set", _("said what a team is there for")),
    AuditWording("person.created", _("let someone in")),
    AuditWording("person.profile_edited", _("edited a profile")),
    AuditWording("person.corrected", _("put right what is held about someone")),
    AuditWording("person.moved", _("moved someone to another team")),
    AuditWording("person.deactivated", _("stopped someone from coming in")),
    AuditWording("person.reactivated", _("let someone come back")),
    AuditWording("person.code_made", _("made a one-time code for someone")),
    AuditWording("person.invited", _("invited someone")),
    AuditWording("person.way_in_withdrawn", _("withdrew an invitation or a one-time code")),
    AuditWording("person.came_in", _("came in by an invitation or a one-time code")),
    AuditWording("person.password_chosen", _("chose a first password")),
    AuditWording("person.data_exported", _("made a copy of what is held about someone")),
    AuditWording("person.correction_asked", _("asked for something to be put right")),
    AuditWording("person.correction_answered", _("answered a request to put something right")),
    AuditWording("hall.founded", _("set up the hall")),
    AuditWording("staff_session.opened", _("began to look into the tables")),
    AuditWording("staff_session.looked", _("looked into a table")),
    AuditWording("person.came_in_by_provider", _("came in by single sign-on")),
    AuditWording("person.linked_to_provider", _("was linked to an account for single sign-on")),
    AuditWording("person.parted_from_provider", _("parted someone from their account for single sign-on")),
    AuditWording("role.given", _("gave a role")),
    AuditWording("role.taken", _("took a role")),
)
