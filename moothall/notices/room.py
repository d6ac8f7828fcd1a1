"""What the notices room offers the hall."""

from collections.abc import Iterable
from datetime import timedelta
from typing import cast

from django.utils.translation import gettext_lazy as _

from moothall.kit.registries import (
    AuditWording,
    Bell,
    HomeCard,
    NavItem,
    Periodic,
    Person,
    PersonalData,
    Trouble,
    audit_wording,
    bells,
    home_cards,
    navigation,
    periodic,
    personal_data,
    troubles,
)
from moothall.notices import permissions, queries
from moothall.notices.delivery import deliver
from moothall.notices.gathering import gather
from moothall.notices.models import Choice, Notice
from moothall.notices.tidying import tidy
from moothall.people.models import User


def _looks_after_mail(person: Person) -> bool:
    return permissions.can_look_after_mail(cast(User, person))


def _export(person: Person) -> Iterable[dict[str, object]]:
    """What a person was told, and what they chose."""
    for choice in Choice.objects.filter(person=person.pk).order_by("pk"):
        yield {"what": "choice", "kind": choice.kind, "place": choice.place, "when": choice.when}
    for notice in Notice.objects.filter(person=person.pk).order_by("pk").iterator():
        yield {
            "what": "notice",
            "kind": notice.kind,
            "about": f"{notice.thing}:{notice.subject}",
            "place": notice.place,
            "at": notice.at,
            "read_at": notice.read_at,
            "done_at": notice.done_at,
        }


navigation.add(
    NavItem(
        key="notices",
        order=85,
        label=_("Outgoing mail"),
        url_name="notices:outbox",
        shown_to=_looks_after_mail,
        more=True,
    )
)
bells.add(Bell(key="notices", label=_("Notices"), url_name="notices:list", count=queries.unread))
home_cards.add(HomeCard(key="notices", order=10, template="notices/card.html", build=queries.card))
troubles.add(Trouble(key="notices", find=queries.troubles))
personal_data.add(PersonalData(key="notices", order=60, label=_("Notices and how you want them"), export=_export))
periodic.add(
    Periodic(key="notices.gather", order=10, every=timedelta(seconds=5), run=gather),
    Periodic(key="notices.deliver", order=20, every=timedelta(seconds=5), run=deliver),
    Periodic(key="notices.tidy", order=90, every=timedelta(hours=6), run=tidy),
)
audit_wording.add(
    AuditWording("notices.chosen", _("chose how to be told")),
    AuditWording("notices.hours_set", _("set their quiet hours and digests")),
    AuditWording("notices.mail_stopped", _("stopped a sort of mail by its own address")),
    AuditWording("letter.read", _("read a mail that is kept here")),
    AuditWording("letter.tried_again", _("had a mail sent again")),
    AuditWording("letter.came_back", _("noted that a mail came back")),
)
