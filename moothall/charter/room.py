"""What the charter room offers the hall."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from moothall.change import borders
from moothall.charter import documents, telling, told
from moothall.charter.actions.leaving import step_back
from moothall.charter.models import Signature
from moothall.charter.queries import beside, cards, personal
from moothall.kit.registries import (
    AuditWording,
    LeavingStep,
    LinkProvider,
    NavItem,
    OverviewFigure,
    Periodic,
    PersonalData,
    PublicPage,
    audit_wording,
    leaving,
    links,
    navigation,
    overview_figures,
    periodic,
    personal_data,
    public_pages,
)
from moothall.notices.kinds import NoticeKind, When
from moothall.notices.kinds import kinds as notice_kinds
from moothall.search.sources import Source, sources

borders.parts.add(
    borders.Part(key="charter", order=10, template="charter/parts/on_initiative.html", build=beside.card),
    borders.Part(
        key="charter.signed", order=20, template="charter/parts/signed_beside.html", build=beside.signed, beside=True
    ),
)
borders.value_pages.add(borders.ValuePage(key="charter", url_name="charter:value"))
links.add(LinkProvider(key="charter", find=cards.links, order=60))
public_pages.add(PublicPage(key="charter", label=_("Charter"), url_name="charter:public_charter", order=50))
navigation.add(NavItem(key="charter", order=60, label=_("Charter"), url_name="charter:charter", more=True))
sources.add(
    Source(
        key=documents.CHARTER,
        order=30,
        label=_("Charter"),
        icon="scale",
        documents=documents.documents,
        ids=documents.ids,
        load=documents.load,
        stays=_("The database never lets go of a charter that was adopted."),
    )
)
audit_wording.add(
    AuditWording("charter.begun", _("began another version of the charter")),
    AuditWording("charter.written", _("wrote a draft of the charter another way")),
    AuditWording("charter.dropped", _("gave a draft of the charter up")),
    AuditWording("charter.adopted", _("adopted a version of the charter")),
    AuditWording("charter.signed", _("signed the charter")),
    AuditWording("charter.extended", _("asked others to sign the charter")),
    AuditWording("signature.shown", _("let a signature be shown in public")),
    AuditWording("signature.hidden", _("let a signature no longer be shown in public")),
    AuditWording("signature.taken_back", _("took a signature back")),
    AuditWording("card.shown", _("said what others may see of their own evidence card")),
    AuditWording("journal.written", _("wrote in their own journal")),
    AuditWording("journal.edited", _("wrote an entry of their own journal another way")),
    AuditWording("journal.torn_out", _("tore an entry out of their own journal")),
)
overview_figures.add(
    OverviewFigure(
        key="charter_signatures",
        order=46,
        label=_("signatures of the charter"),
        count=lambda: Signature.objects.standing().count(),
    )
)
leaving.add(LeavingStep(key="charter", leave=step_back, order=60))
personal_data.add(
    PersonalData("charter", _("What you signed of the charter, and whom you invited"), personal.signed, order=60),
    PersonalData("journal", _("Your journal"), personal.journal, order=61, private=True),
)
periodic.add(Periodic(key="charter.weeks", order=70, every=timedelta(hours=1), run=telling.weeks_over))
notice_kinds.add(
    NoticeKind(
        key=telling.INVITED,
        order=95,
        label=_("A colleague asks me to read the charter and to sign it"),
        thing="charter invitation",
        load=told.load_invited,
    ),
    NoticeKind(
        key=telling.LOOK_BACK,
        order=96,
        label=_("On Friday, remind me to look back on my week"),
        thing="look back",
        load=told.load_look_back,
        default=When.MUTE,
        hint=_("Off until you choose it. What you did is read for you alone, when you open the page"),
    ),
)
