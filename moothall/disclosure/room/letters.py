"""What the room offers of its letters, copies and claims."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from moothall.disclosure import learned, telling_letters, told, told_letters
from moothall.disclosure.forms.letters import UPLOAD
from moothall.files.kinds import MEGABYTE, UploadKind
from moothall.files.kinds import kinds as upload_kinds
from moothall.kit.registries import AuditWording, audit_wording
from moothall.lessons.matters import Matter, matters
from moothall.notices.kinds import NoticeKind
from moothall.notices.kinds import kinds as notice_kinds

matters.add(Matter("case", _("Information request"), learned.cases, may_use=learned.may_use_in_case, order=40))
upload_kinds.add(
    UploadKind(
        key=UPLOAD,
        most=lambda: settings.MOOTHALL_UPLOAD_MB * MEGABYTE,
        plain=lambda: settings.MOOTHALL_UPLOAD_FORM_MB * MEGABYTE,
        may=told.on_staff,
    )
)
notice_kinds.add(
    NoticeKind(
        key=telling_letters.APPROVE,
        order=105,
        label=_("I am asked to approve a letter to a requester"),
        thing="letter to approve",
        load=told_letters.load_to_approve,
        shown_to=told.on_staff,
    )
)
audit_wording.add(
    AuditWording("consultation.asked", _("asked somebody outside about a part of a request")),
    AuditWording("consultation.heard", _("wrote down what somebody outside said of a part")),
    AuditWording("case.added_up", _("had the cost of requests added up")),
    AuditWording("case.added_up_no_more", _("had the cost of a request added up with others no longer")),
    AuditWording("case.estimated", _("estimated what a request would cost")),
    AuditWording("case.reviewed", _("opened a review of an answer")),
    AuditWording("letter.drafted", _("wrote a letter")),
    AuditWording("letter.worded", _("wrote a letter anew")),
    AuditWording("letter.put_before", _("asked somebody to approve a letter")),
    AuditWording("letter.approved", _("approved a letter")),
    AuditWording("letter.not_approved", _("did not approve a letter")),
    AuditWording("letter.part_left_out", _("said why a letter leaves a part out")),
    AuditWording("letter.put_by", _("put a letter by")),
    AuditWording("letter.sent", _("sent a letter")),
    AuditWording("release.checked", _("had a redacted copy looked through")),
    AuditWording("release.signed", _("signed a redacted copy")),
    AuditWording("release.taken_back", _("took a redacted copy back")),
)
