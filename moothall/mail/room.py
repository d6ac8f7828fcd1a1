"""What the mail room offers the hall."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from moothall.files.kinds import MEGABYTE, UploadKind, kinds
from moothall.files.ways import Way, ways
from moothall.kit.registries import (
    AuditWording,
    HomeCard,
    LeavingStep,
    LinkProvider,
    Metric,
    NavItem,
    Periodic,
    PersonalData,
    Trouble,
    audit_wording,
    home_cards,
    leaving,
    links,
    metrics,
    navigation,
    periodic,
    personal_data,
    troubles,
)
from moothall.mail import bundle, custody, documents, live, measuring, permissions, queries, reviewing, tasks, telling
from moothall.mail.actions.mailboxes import hand_over
from moothall.mail.models import Mailbox, Message, Thread
from moothall.notices.kinds import NoticeKind, Places
from moothall.notices.kinds import kinds as notice_kinds
from moothall.notices.kinds import places as notice_places
from moothall.records.access import Reviewable, reviewables
from moothall.records.bundling import Bundling, bundlings
from moothall.records.custody import Custody, custodies
from moothall.records.holding import Holdable, holdables
from moothall.records.live import LiveSource, live_sources
from moothall.search.sources import Source, sources

periodic.add(Periodic(key="mail.take_up_lost", every=tasks.LOOK, run=tasks.take_up_lost))
navigation.add(
    NavItem(key="mail", order=30, label=_("Mail"), url_name="mail:mailboxes", shown_to=queries.has_mail_room)
)
home_cards.add(HomeCard(key="mail", order=50, template="mail/card.html", build=queries.card, side=True))
kinds.add(
    UploadKind(
        key="mailbox",
        most=lambda: settings.MOOTHALL_MAIL_UPLOAD_MB * MEGABYTE,
        plain=lambda: settings.MOOTHALL_MAIL_UPLOAD_MB * MEGABYTE,
        may=permissions.can_bring_in_anywhere,
    )
)
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
ways.add(Way(documents.KIND, label=_("Mail"), parts=documents.parts, told=documents.told, order=30))
links.add(LinkProvider(key="mail", order=50, find=queries.links))
metrics.add(
    Metric(
        key="mail.internal",
        order=30,
        label=_("Internal e-mail"),
        unit=_("internal e-mails a person a week"),
        how=_(
            "E-mails of these days from and to the council’s own people only, each counted once, by how many people "
            "hold the mailboxes that were brought in since."
        ),
        read=measuring.internal_mail,
        falls=True,
    ),
    Metric(
        key="mail.held_back",
        order=31,
        label=_("Mail that could not be read"),
        unit=_("in 100 messages"),
        how=_("Messages that were held back, of those that imports which ended in these days newly found."),
        read=measuring.held_back,
        falls=True,
    ),
)
notice_kinds.add(
    NoticeKind(
        key=telling.FINISHED,
        order=40,
        label=_("Mail that I asked for has been brought in"),
        thing=telling.FINISHED_RUN,
        load=telling.load_finished,
        places="mailbox",
        shown_to=queries.has_mail_room,
    ),
    NoticeKind(
        key=telling.FAILED,
        order=41,
        label=_("Mail that I asked for could not be brought in"),
        thing=telling.FAILED_RUN,
        load=telling.load_failed,
        places="mailbox",
        shown_to=queries.has_mail_room,
    ),
    NoticeKind(
        key=telling.UNATTENDED,
        order=61,
        label=_("A mailbox waits for someone to hold it"),
        thing=telling.MAILBOX,
        load=telling.load_unattended,
        shown_to=telling.may_appoint,
    ),
)
notice_places.add(Places(key="mailbox", names=queries.places, order=30))
leaving.add(LeavingStep(key="mail", leave=hand_over, order=30))
personal_data.add(
    PersonalData(key="mail", label=_("Mailboxes you hold and mail you brought in"), export=queries.held_of)
)
troubles.add(Trouble(key="mail", find=queries.unattended, order=30))
live_sources.add(
    LiveSource(
        key="mailbox",
        order=30,
        label=_("Mailboxes"),
        unnamed=_("A mailbox"),
        unit=_("Messages"),
        size_of=_("Mail"),
        containers=live.containers,
        live=live.live,
        kinds=(documents.KIND,),
        unread=live.unread,
    )
)
reviewables.add(
    Reviewable(
        key="mailbox",
        order=30,
        label=_("Mailbox"),
        places=reviewing.places,
        entries=reviewing.entries,
        remove=reviewing.remove,
        may_review=reviewing.may_review,
    )
)
bundlings.add(
    Bundling(
        key="mailbox",
        order=30,
        label=_("Mailbox"),
        find=bundle.find_mailbox,
        files=bundle.of_mailbox,
        may_export=bundle.may_export,
    ),
    Bundling(
        key="thread",
        order=31,
        label=_("Thread"),
        find=bundle.find_thread,
        files=bundle.of_thread,
        may_export=bundle.may_export_thread,
    ),
    Bundling(
        key="message",
        order=32,
        label=_("Letter"),
        find=bundle.find_message,
        files=bundle.of_message,
        may_export=bundle.may_export_message,
    ),
)
holdables.add(
    Holdable(
        key="mailbox",
        order=30,
        label=_("mailbox"),
        many=_("mailboxes"),
        model=Mailbox,
        pages={"mail:mailbox": "pk", "mail:custodians": "pk"},
    ),
    Holdable(
        key="thread",
        order=31,
        label=_("mail thread"),
        many=_("mail threads"),
        model=Thread,
        pages={"mail:thread": "pk"},
        title=queries.name_of_thread,
    ),
    Holdable(
        key="message",
        order=32,
        label=_("message"),
        many=_("messages"),
        model=Message,
        pages={"mail:message": "pk"},
        indexed=documents.KIND,
        title=lambda message: str(message.title),
    ),
)
custodies.add(
    Custody(
        key="mailbox",
        order=30,
        label=_("Mailboxes"),
        every=_("All mailboxes"),
        unit=custody.UNIT,
        unit_label=_("Messages"),
        triggers=custody.TRIGGERS,
        units=custody.units,
        dispose=custody.dispose,
        named=custody.named,
        find=custody.find,
        owners=custody.owners,
        owned=custody.owned,
        files=bundle.of_message,
        dispose_handed=custody.dispose_handed,
    )
)
audit_wording.add(
    AuditWording("mailbox.left_unattended", _("left a mailbox that nobody else holds")),
    AuditWording("mailbox.created", _("opened a mailbox")),
    AuditWording("mailbox.custodian_added", _("let someone read a mailbox")),
    AuditWording("mailbox.custodian_removed", _("stopped someone from reading a mailbox")),
    AuditWording("mailbox.marked_sensitive", _("marked a mailbox OFFICIAL-SENSITIVE")),
    AuditWording("mailbox.marking_taken_away", _("took the marking of a mailbox away")),
    AuditWording("mail.import_started", _("began to bring mail in")),
    AuditWording("mail.import_paused", _("paused bringing mail in")),
    AuditWording("mail.import_resumed", _("went on bringing mail in")),
    AuditWording("mail.import_failed", _("could not bring mail in")),
    AuditWording("mail.imported", _("brought mail in")),
    AuditWording("mail.thread_shared", _("shared a mail thread to a space")),
)
