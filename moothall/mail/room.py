"""What the mail room offers the hall."""

from django.utils.translation import gettext_lazy as _

from moothall.kit.registries import (
    AuditWording,
    HomeCard,
    LinkProvider,
    NavItem,
    audit_wording,
    home_cards,
    links,
    navigation,
)
from moothall.mail import documents, queries
from moothall.search.sources import Source, sources

navigation.add(
    NavItem(key="mail", order=30, label=_("Mail"), url_name="mail:mailboxes", shown_to=queries.has_mail_room)
)
home_cards.add(HomeCard(key="mail", order=50, template="mail/card.html", build=queries.card, side=True))
sources.add(
    Source(
        key=documents.KIND,
        order=30,
        label=_("Mail"),
        icon="mail",
        documents=documents.documents,
        ids=documents.ids,
        load=queries.hits,
        places=queries.places,
    )
)
links.add(LinkProvider(key="mail", order=50, find=queries.links))
audit_wording.add(
    AuditWording("mailbox.created", _("opened a mailbox")),
    AuditWording("mailbox.custodian_added", _("let someone read a mailbox")),
    AuditWording("mailbox.custodian_removed", _("stopped someone from reading a mailbox")),
    AuditWording("mail.import_started", _("began to bring mail in")),
    AuditWording("mail.import_paused", _("paused bringing mail in")),
    AuditWording("mail.import_resumed", _("went on bringing mail in")),
    AuditWording("mail.import_failed", _("could not bring mail in")),
    AuditWording("mail.imported", _("brought mail in")),
    AuditWording("mail.thread_shared", _("shared a mail thread to a space")),
)
