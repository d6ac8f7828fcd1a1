"""Which case a letter belongs to, and what came that made none."""

import hmac
import re
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from moothall.disclosure.intake.letters import Letter, read_letter
from moothall.disclosure.models import Case, Requester
from moothall.disclosure.models.received import Received, ReceivedQuerySet
from moothall.files import blobs
from moothall.files.blobs import Damaged
from moothall.kit.pages import Slice, keyset
from moothall.people.models import User

PAGE = 30
REFERENCE = re.compile(r"\b(?:FOI|EIR|SAR|RPSI|IR|DPC)[\s:#/-]{0,3}(\d{4})\s?[-–/]\s?(\d{4,7})\b", re.I)
THREAD = re.compile(r"request\.(\d{1,15})\.([0-9a-f]{32})@.+")
MOST_NAMED = 5  # references in a subject that are looked at


@dataclass(frozen=True)
class Known:
    """The case that a letter names, and whether it comes from whoever asked (or has what only they were sent)."""

    case: Case
    theirs: bool


def thread_id(case: Case) -> str:
    """The id, without brackets, that our mails about a case refer to, so that answers to them are known by it."""
    return f"request.{case.pk}.{_token(case.pk)}@moothall"


def known(letter: Letter) -> Known | None:
    """The case that a letter answers or names; of several the one whose requester wrote it."""
    for name in letter.answers:
        found = THREAD.fullmatch(name)
        if found and hmac.compare_digest(found[2], _token(int(found[1]))):
            case = Case.objects.filter(pk=int(found[1])).first()
            if case is not None:
                return Known(case, theirs=True)
    cases = list(dict.fromkeys([*_answered(letter), *_named(letter)]))
    keys = dict(Requester.objects.filter(case__in=cases).values_list("case", "key")) if cases else {}
    for case in cases:
        if letter.key and keys.get(case.pk) == letter.key:
            return Known(case, theirs=True)
    return Known(cases[0], theirs=False) if cases else None


def _answered(letter: Letter) -> list[Case]:
    """The cases of the letters that this one follows."""
    ids = [name for name in letter.answers if name]
    rows = Received.objects.filter(message_id__in=ids, case__isnull=False) if ids else Received.objects.none()
    return [row.case for row in rows.select_related("case").order_by("pk")[:MOST_NAMED] if row.case is not None]


def _named(letter: Letter) -> list[Case]:
    """The cases whose reference stands in the subject, by their figures: the letters before them may have changed."""
    found: list[Case] = []
    for year, number in list(dict.fromkeys(REFERENCE.findall(letter.subject)))[:MOST_NAMED]:
        found += Case.objects.filter(year=int(year), number=int(number))
    return found


def _token(pk: int) -> str:
    return salted_hmac("moothall.disclosure.thread", str(pk), algorithm="sha256").hexdigest()[:32]


def page_of(user: User, show: str, after: str | None) -> Slice[Received]:
    """What came and made no case, as far as this officer reads it: what waits, or all of it, the newest first."""
    mine = Received.objects.visible_to(user)
    rows = mine.waiting() if show == "waiting" else mine.without_case()
    return keyset(rows.select_related("settled_by"), by=("-at", "-pk"), after=after, size=PAGE)


def waiting(user: User) -> int:
    """How many letters wait for this officer to look at them."""
    return Received.objects.visible_to(user).waiting().count()


def opened(row: Received) -> Letter:
    """A letter read again from its bytes; one of damaged bytes says so in place of its words."""
    try:
        raw = blobs.read(row.blob)
    except Damaged as error:
        return Letter(row.seal, subject=row.subject, address=row.sender, detail=error.reason[:300])
    return read_letter(raw, sender=row.sender or "<>")


def letters_of(case: Case, user: User) -> ReceivedQuerySet:
    """The letters of a case, the first first, for those who work on it."""
    rows = Received.objects.filter(case__in=Case.objects.visible_to(user).filter(pk=case.pk))
    return rows.select_related("blob").order_by("at", "pk")
