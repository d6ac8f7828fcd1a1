"""What the room offers of its cases."""

from django.utils.translation import gettext_lazy as _

from moothall.disclosure import telling, told
from moothall.kit.registries import AuditWording, NavItem, audit_wording, navigation
from moothall.notices.kinds import NoticeKind
from moothall.notices.kinds import kinds as notice_kinds

navigation.add(NavItem(key="disclosure", order=45, label=_("Requests"), url_name="disclosure:desk"))
audit_wording.add(
    AuditWording("holiday.proclaimed", _("added a bank holiday")),
    AuditWording("holiday.struck_out", _("struck out a bank holiday")),
    AuditWording("holiday.list_imported", _("took over the bank holidays of gov.uk")),
    AuditWording("school.closed", _("said when the school is closed")),
    AuditWording("school.opened", _("said that the school is open after all")),
    AuditWording("terms.said", _("said under what terms requests are answered")),
    AuditWording("case.opened", _("opened a case for a request")),
    AuditWording("case.noted", _("wrote down what happened to a request")),
    AuditWording("case.struck_out", _("struck out what was written down by mistake")),
    AuditWording("case.given_to", _("said who answers for a request")),
    AuditWording("case.asker_said", _("wrote down anew who asked")),
    AuditWording("case.language_said", _("said in which language a request is answered")),
    AuditWording("case.redated", _("counted the dates of a request anew")),
    AuditWording("cases.counted_anew", _("counted the dates of all open requests anew")),
    AuditWording("case.split", _("split a request into its questions")),
    AuditWording("case.time_spent", _("wrote down time spent on a request")),
    AuditWording("cover.said", _("said who stands in for a colleague")),
    AuditWording("part.asked_for", _("asked for a part of a request")),
    AuditWording("part.chased", _("reminded of a part of a request")),
    AuditWording("part.answered", _("answered a part of a request")),
    AuditWording("answer.agreed", _("agreed to an answer")),
    AuditWording("answer.sent_back", _("sent an answer back")),
    AuditWording("exemption.claimed", _("claimed an exemption")),
    AuditWording("exemption.dropped", _("claimed an exemption no longer")),
)
notice_kinds.add(
    NoticeKind(
        key=telling.ARRIVED,
        order=100,
        label=_("An information request comes that I answer for"),
        thing="case",
        load=told.load_arrived,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.ASKED,
        order=101,
        label=_("I am asked for a part of an information request"),
        thing="asked part",
        load=told.load_asked,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.CHASED,
        order=102,
        label=_("A part of an information request waits for me"),
        thing="chased part",
        load=told.load_chased,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.ANSWERED,
        order=103,
        label=_("A part of a request that I answer for is answered"),
        thing="answered part",
        load=told.load_answered,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.SENT_BACK,
        order=103,
        label=_("An answer of mine to a part of a request is sent back"),
        thing=telling.RETURNED,
        load=told.load_sent_back,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.REDATED,
        order=104,
        label=_("The dates of a request that I answer for move"),
        thing="redated case",
        load=told.load_redated,
        shown_to=told.on_staff,
    ),
)
