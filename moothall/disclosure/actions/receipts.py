"""Telling whoever asked, at once, that their request came and by when it is answered."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from moothall import audit
from moothall.disclosure import permissions
from moothall.disclosure.actions import cases
from moothall.disclosure.law.happenings import Happening
from moothall.disclosure.law.regimes import Regime
from moothall.disclosure.law.validity import FORMS, Need
from moothall.disclosure.models import Case, CaseEvent, Channel, Requester
from moothall.disclosure.queries import came, received
from moothall.disclosure.queries.deadlines import terms
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.notices.backend import OutsideMail
from moothall.people.models import User

MOST_A_DAY = 5  # that one address is sent: whoever types another's address into our form plagues nobody
LONGEST_ID = 250


@audit.act
def acknowledge(case: Case, *, by: User | None, answering: str = "") -> CaseEvent | None:
    """Acknowledge a request, once: by e-mail where there is an address, on the page where it was made there.

    `answering` is the Message-ID that it came with. The mail says nothing of what was asked, nor a name: an address
    may have been typed wrongly. None where nothing could be told, or it was told before.
    """
    case = cases.locked(case)
    require(by is None or permissions.can_work_on(by, case))
    if case.events.standing().filter(kind=Happening.ACKNOWLEDGED).exists():
        return None
    who = case.requester
    mailed = _can_be_sent(who) and _send(case, who, answering)
    if not mailed and case.channel != Channel.FORM:
        return None
    ways = [_("on the page where it was made")] if case.channel == Channel.FORM else []
    ways += [_("by e-mail")] if mailed else []
    event = cases.record(case, Happening.ACKNOWLEDGED, by=by, words=_("Told {ways}").format(ways=_(" and ").join(ways)))
    audit.record("case.acknowledged", by=by, on=case, mailed=mailed)
    return event


def was_mailed(case: Case) -> bool:
    """Whether the acknowledgement of a case went by e-mail, in the language that is spoken now."""
    event = case.events.standing().filter(kind=Happening.ACKNOWLEDGED).first()
    return event is not None and _("by e-mail") in event.words


def wanting(case: Case) -> list[str]:
    """What a request still lacks to be one in law, in words to whoever asks."""
    words = {
        Need.WRITING: _("your request in writing: an e-mail will do"),
        Need.NAME: _("your name"),
        Need.ADDRESS: _("an e-mail or postal address to answer to"),
    }
    return [words[lack.need] for lack in came.lacks_of(case)]


def _can_be_sent(who: Requester) -> bool:
    try:
        validate_email(who.email)
    except ValidationError:
        return False
    day = clock.now() - timedelta(days=1)
    told = Requester.objects.filter(key=who.key, case__events__kind=Happening.ACKNOWLEDGED, case__opened_at__gte=day)
    return told.values("case").distinct().count() < MOST_A_DAY


def _send(case: Case, who: Requester, answering: str) -> bool:
    held = terms()
    with translation.override(case.language):
        complaint = case.regime == Regime.COMPLAINT
        reviewed = None if complaint else case.of
        context = {"case": case, "wanting": wanting(case), "council": settings.MOOTHALL_COUNCIL}
        context |= {"complaint": complaint, "reviewed": reviewed, "form": FORMS.get(Regime(case.regime))}
        context["due"] = case.due_on if case.due_on and case.due_on >= clock.today() else None
        body = render_to_string("disclosure/receipt_mail.txt", context)
        subject = _subject(complaint=complaint, review=reviewed is not None).format(reference=case.reference)
    theirs = f"<{answering}>" if _is_plain_id(answering) else ""
    headers = {
        "Auto-Submitted": "auto-replied",  # RFC 3834: no machine answers it
        "X-Auto-Response-Suppress": "All",
        "References": f"{theirs} <{received.thread_id(case)}>".strip(),
    }
    if theirs:
        headers["In-Reply-To"] = theirs
    if reply_to := _reply_to(held.reply_to):
        headers["Reply-To"] = reply_to
    OutsideMail(" ".join(subject.split()), body, settings.DEFAULT_FROM_EMAIL, [who.email], headers=headers).send()
    return True


def _subject(*, complaint: bool, review: bool) -> str:
    if complaint:
        return _("Your complaint: {reference}")
    return _("Your request for a review: {reference}") if review else _("Your request for information: {reference}")


def _reply_to(said: str) -> str:
    """Where answers go: what the terms say, or the address that requests come to."""
    for address in (said.strip(), *settings.MOOTHALL_REQUESTS_ADDRESSES[:1]):
        try:
            validate_email(address)
        except ValidationError:
            continue
        return str(address)
    return ""


def _is_plain_id(name: str) -> bool:
    """Whether a Message-ID can stand in a header of ours: no spaces, no brackets, no encoded word (RFC 2047)."""
    printable = name.isascii() and name.isprintable() and "=?" not in name
    return printable and 0 < len(name) <= LONGEST_ID and not set(name) & set("<> ")
