"""Taking in what comes as a letter: keeping it whole, and making a case of it, a note, or neither."""

import logging
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from moothall import audit
from moothall.disclosure import permissions
from moothall.disclosure.actions import cases, receipts
from moothall.disclosure.actions.cases import NUMBERING, Asked, Asker, Impossible
from moothall.disclosure.intake import telling
from moothall.disclosure.intake.letters import Letter, read_letter
from moothall.disclosure.intake.signatures import unsigned
from moothall.disclosure.law.regimes import Body, Regime
from moothall.disclosure.models import Case, Channel, Kind, Terms
from moothall.disclosure.models.received import MADE_BY_MACHINE, Became, Received, Why
from moothall.disclosure.queries import received
from moothall.files import blobs
from moothall.files.models import Blob
from moothall.kit import buckets, clock
from moothall.kit.permissions import require
from moothall.people.models import Kind as PersonKind
from moothall.people.models import User

log = logging.getLogger(__name__)
MOST_OF_A_NOTE = 20_000  # characters of a reply that the history shows; the letter has them all


@dataclass(frozen=True)
class Came:
    """A letter that was read, and where its bytes are kept."""

    letter: Letter
    blob: Blob
    source: str = ""


def take_in(raw: bytes, *, sender: str) -> Received:
    """Keep a mail that was delivered and do what it asks for; delivered twice it is taken in once.

    The bytes are kept first, then all the rest in one act: whoever is killed between the two has said nothing to the
    server that delivers, which will deliver again. Raises what the database raises when it is away.
    """
    letter = read_letter(raw, sender=sender, own=own_addresses())
    known = Received.objects.filter(seal=letter.seal).first()
    return known or keep(Came(letter, blobs.put(raw)), by=None)


@audit.act
def keep(came: Came, *, by: User | None) -> Received:
    """Keep a letter, with the case or the note that it becomes, or why it becomes neither."""
    NUMBERING.take()  # two deliveries of one letter come one after the other
    letter = came.letter
    known = Received.objects.filter(seal=letter.seal).first()
    if known is not None:
        return known
    why, found = letter.why, None
    if why is None:
        found = received.known(letter)
        why = Why.OTHERS if found and not found.theirs else None
    if why is None and found is None:
        why = Why.COLLEAGUE if _of_a_colleague(letter) else _flooded(letter)
    case = None
    if why is None:
        case = _noted(found.case, letter) if found else _opened(came)
    row = _row(came, case=case, became=_became(why, noted=found is not None), why=why)
    if row.became == Became.HELD:
        telling.held(row)
    audit.record("letter.received", by=by, on=row, became=row.became, why=row.why)
    return row


@audit.act
def make_case(row: Received, asked: Asked, who: Asker, *, by: User) -> Case:
    """Make a case of a letter that made none by itself. Raises `Impossible` where it belongs to one by now."""
    row = _held(row, by)
    case = cases.open_case(asked, who, by=by)
    _settle(row, by=by, case=case, became=Became.CASE)
    theirs = who.key == row.sender.strip().casefold()  # else it was sent on, and they know nothing of that letter
    receipts.acknowledge(case, by=None, answering=row.message_id if theirs else "")
    audit.record("letter.settled", by=by, on=row, became=row.became)
    return case


@audit.act
def add_to(row: Received, case: Case, *, by: User) -> Received:
    """Say that a letter belongs to a case. Raises `Impossible` where it belongs to one by now."""
    require(permissions.can_work_on(by, case))
    row = _held(row, by)
    letter = received.opened(row)
    cases.record(case, Kind.NOTE, by=by, words=_note(case, letter))
    _settle(row, by=by, case=case, became=Became.NOTE)
    audit.record("letter.settled", by=by, on=row, became=row.became)
    return row


@audit.act
def put_aside(row: Received, *, by: User, why: str) -> Received:
    """Say that a letter is no request, and why; it stays kept. Raises `Impossible` for no reason, or one settled."""
    row = _held(row, by)
    if not why.strip():
        raise Impossible(_("Say why it is no request."))
    row.settled_why = why.strip()[:400]
    _settle(row, by=by, case=None, became=Became.ASIDE)
    audit.record("letter.settled", by=by, on=row, became=row.became)
    return row


def own_addresses() -> frozenset[str]:
    """The addresses that are ours: what comes from them goes in a circle."""
    ours = (*settings.MOOTHALL_REQUESTS_ADDRESSES, settings.DEFAULT_FROM_EMAIL)
    return frozenset(address.strip().casefold() for address in ours)


def usual_regime() -> Regime:
    """The law that a request is taken to be made under until somebody looks at it."""
    return Regime.FOISA if Terms.objects.on(clock.today()).body == Body.SCOTTISH else Regime.FOIA


def _opened(came: Came) -> Case:
    """Open the case of a mail, and acknowledge it."""
    letter = came.letter
    asked = Asked(
        letter.title,
        letter.asked,
        regime=usual_regime(),
        channel=Channel.EMAIL,
        received_on=letter.arrived_on,
        original=came.blob.sha256,
        language=letter.language,
    )
    case = cases.open_case(asked, Asker(letter.name[:200], letter.address[:254]), by=None)
    receipts.acknowledge(case, by=None, answering=letter.message_id)
    return case


def _noted(case: Case, letter: Letter) -> Case:
    """Write a reply into the history of its case; whether it answers a question of ours is for the officer to say."""
    cases.record(case, Kind.NOTE, by=None, words=_note(case, letter))
    telling.written(case)
    return case


def _note(case: Case, letter: Letter) -> str:
    """Its words without who wrote them, and without who asked, who may write from another address."""
    who = case.requester
    return _("The requester wrote:") + "\n\n" + unsigned(letter.asked, who.name, who.email)[:MOST_OF_A_NOTE]


def _became(why: Why | None, *, noted: bool) -> Became:
    if why is None:
        return Became.NOTE if noted else Became.CASE
    return Became.MACHINE if why in MADE_BY_MACHINE else Became.HELD


def _row(came: Came, *, case: Case | None, became: Became, why: Why | None) -> Received:
    letter = came.letter
    return Received.objects.create(
        seal=letter.seal,
        message_id=letter.message_id,
        source=came.source,
        blob=came.blob,
        sender=letter.address,
        subject=letter.subject,
        became=became,
        why=why or "",
        detail=letter.detail,
        case=case,
    )


def _of_a_colleague(letter: Letter) -> bool:
    """Whether it comes from one of our own people, who mostly send on what somebody else asks."""
    return (
        bool(letter.key)
        and User.objects.active().filter(email__iexact=letter.key).exclude(kind=PersonKind.GUEST).exists()
    )


def _flooded(letter: Letter) -> Why | None:
    """Whether one sender floods us, or many do: letters are kept then, and wait; nothing is sent to anybody."""
    if _beyond("request_mail", letter.key or "nobody"):
        return Why.OFTEN
    return Why.FLOOD if _beyond("request_mail_all", "all") else None


def _beyond(limit: str, whose: str) -> bool:
    rate = settings.MOOTHALL_LIMITS[limit]
    if rate is None:
        return False
    try:
        return buckets.store().take(f"{limit}:{whose}", rate) > 0
    except Exception:
        log.exception("The limit %s could not be counted; the letter was let through.", limit)
        return False


def _held(row: Received, by: User) -> Received:
    row = Received.objects.select_for_update(of=("self",)).select_related("blob").get(pk=row.pk)
    require(permissions.can_settle(by, row))
    if row.case_id is not None or row.became == Became.ASIDE:
        raise Impossible(_("Somebody settled it meanwhile."))
    return row


def _settle(row: Received, *, by: User, case: Case | None, became: Became) -> None:
    row.became, row.case, row.settled_by, row.settled_at = became, case, by, clock.now()
    row.save(update_fields=["became", "case", "settled_by", "settled_at", "settled_why"])
    telling.settled(row)
