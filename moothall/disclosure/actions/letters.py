"""Writing letters, approving and sending them: nothing goes that the law would miss, or that nobody approved."""

import hashlib
import json

from django.utils.translation import gettext as _

from moothall import audit
from moothall.disclosure import permissions, sending, telling_letters
from moothall.disclosure.actions import cases
from moothall.disclosure.actions.cases import Impossible, locked
from moothall.disclosure.law.clocks import Happening
from moothall.disclosure.law.exemptions import UnsupportedError
from moothall.disclosure.law.letters import DECISIONS
from moothall.disclosure.law.letters import Kind as LetterKind
from moothall.disclosure.models import (
    Approval,
    Approver,
    Case,
    Details,
    How,
    Kind,
    Letter,
    ReleasedFile,
    Waiver,
    Wording,
)
from moothall.disclosure.models.letters import WAIVABLE
from moothall.disclosure.queries import facts
from moothall.disclosure.queries import letters as queries
from moothall.disclosure.queries.facts import Gathered
from moothall.disclosure.queries.reasons import Lacking
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User

LONGEST = 200_000


class NotYet(Impossible):
    """The letter may not go: `lacks` says for want of what."""

    def __init__(self, lacks: list[Lacking]) -> None:
        self.lacks = lacks
        super().__init__("; ".join(f"{one.words} ({one.law})" if one.law else one.words for one in lacks))


@audit.act
def draft(case: Case, *, by: User, kind: LetterKind, details: Details | None = None, language: str = "") -> Letter:
    """Write a letter from what is known of the case. Raises `Impossible` where there is no such letter in this law."""
    case = locked(case)
    require(permissions.can_work_on(by, case))
    if not case.is_open or kind not in facts.kinds_for(case):
        raise Impossible(_("There is no such letter in this case."))
    _afresh(case, kind, by=by)
    language, details = language or case.language, details or Details()
    try:
        made = facts.compose(facts.gather(case), kind, details, letter=None, language=language)
    except (UnsupportedError, KeyError) as error:
        raise Impossible(str(error)) from error
    letter = Letter.objects.create(case=case, kind=kind, language=language, drafted_by=by)
    _worded(letter, by=by, subject=made.subject, text=made.text, details=details)
    audit.record("letter.drafted", by=by, on=case, letter=letter.pk, kind=kind)
    return letter


@audit.act
def rewrite(letter: Letter, *, by: User, subject: str, text: str, details: Details | None = None) -> Wording:
    """Word a letter otherwise: whoever approved it as it was approved nothing of this. Raises `Impossible`."""
    letter = _locked(letter)
    require(permissions.can_work_on(by, letter.case))
    _still_ours(letter)
    _afresh(letter.case, letter.kind, by=by)
    subject, text = " ".join(subject.split())[:200], text.replace("\r\n", "\n").strip()
    if not subject or not text or len(text) > LONGEST:
        raise Impossible(_("A letter has a subject and words, and is not endless: enclose what is long."))
    last = letter.last()
    made = _worded(letter, by=by, subject=subject, text=text, details=details or last.said, after=last)
    audit.record("letter.worded", by=by, on=letter.case, letter=letter.pk, number=made.number)
    return made


@audit.act
def write_anew(letter: Letter, *, by: User) -> Wording:
    """Word a letter as the case now stands, what was typed by hand left behind. Raises `Impossible`."""
    letter = _locked(letter)
    said = letter.last().said
    try:
        made = facts.compose(
            facts.gather(letter.case), LetterKind(letter.kind), said, letter=letter, language=letter.language
        )
    except (UnsupportedError, KeyError) as error:
        raise Impossible(str(error)) from error
    return rewrite(letter, by=by, subject=made.subject, text=made.text, details=said)


@audit.act
def ask_to_approve(letter: Letter, *, by: User, person: User) -> Approver:
    """Ask somebody of the council to approve a letter, who then may read it. Raises `Impossible`."""
    letter = _locked(letter)
    require(permissions.can_work_on(by, letter.case))
    _still_ours(letter)
    mine = person.pk in permissions.writers(letter) or person.pk == letter.case.about_id
    if mine or not person.is_active or person.is_guest:
        raise Impossible(_("Ask somebody of the council who wrote none of it, and whom the request is not about."))
    row, made = Approver.objects.get_or_create(letter=letter, person=person, defaults={"by": by})
    if made:
        audit.record("letter.put_before", by=by, on=letter.case, letter=letter.pk, person=person.pk)
        telling_letters.to_approve(row, by=by)
    return row


@audit.act
def approve(wording: Wording, *, by: User, agrees: bool = True, words: str = "") -> Approval:
    """Agree to this very wording, or say what is to be otherwise. Raises `Impossible`, also when it was changed."""
    letter = _locked(wording.letter)
    require(permissions.can_approve(by, letter))
    _still_ours(letter)
    last = letter.last()
    if last.pk != wording.pk:
        raise Impossible(_("The letter was written anew meanwhile. Read it again."))
    if Approval.objects.filter(wording=last, by=by).exists():
        raise Impossible(_("You said so already."))
    if not agrees and not words.strip():
        raise Impossible(_("Say what is to be otherwise."))
    made = Approval.objects.create(wording=last, digest=digest_of(last), agrees=agrees, words=words.strip(), by=by)
    verb = "letter.approved" if agrees else "letter.not_approved"
    audit.record(verb, by=by, on=letter.case, letter=letter.pk, digest=made.digest)
    return made


@audit.act
def leave_out(letter: Letter, *, by: User, what: str, reason: str, cited: str = "", dropped: bool = False) -> Waiver:
    """Let a part of the letter be left out, as s.17(4) and (6) allow, and say why; or do so no longer."""
    letter = _locked(letter)
    require(permissions.can_work_on(by, letter.case))
    _still_ours(letter)
    if what not in {value for value, _label in WAIVABLE} or not reason.strip():
        raise Impossible(_("Say which part is left out, and why."))
    made = Waiver.objects.create(
        letter=letter, what=what, cited=cited.strip(), reason=reason.strip(), dropped=dropped, by=by
    )
    audit.record("letter.part_left_out", by=by, on=letter.case, letter=letter.pk, what=what, dropped=dropped)
    last = letter.last()  # worded again, so that it is approved with what it leaves out
    _worded(letter, by=by, subject=last.subject, text=last.text, details=last.said, after=last)
    return made


@audit.act
def put_by(letter: Letter, *, by: User) -> Letter:
    """Put a letter by that will not be sent."""
    letter = _locked(letter)
    require(permissions.can_work_on(by, letter.case))
    _still_ours(letter)
    letter.put_by_at = clock.now()
    letter.save(update_fields=["put_by_at"])
    audit.record("letter.put_by", by=by, on=letter.case, letter=letter.pk)
    telling_letters.gone(letter)
    return letter


@audit.act
def send(letter: Letter, *, by: User, how: How | None = None) -> Letter:
    """Send a letter: the mail, what happened, and the end of the clock are one act.

    Raises `NotYet` while the law would miss anything, an approval or an answer; `Impossible` when it went already, or
    whoever decides a review had a part in the first decision.
    """
    letter = _locked(letter)
    case = letter.case
    require(permissions.can_work_on(by, case))
    _still_ours(letter)
    wording, found = letter.last(), facts.gather(case)
    _by_another(letter, by=by)
    if lacks := queries.lacks_of(letter, wording, found):
        raise NotYet(lacks)
    if wording.digest != digest_of(wording):
        raise Impossible(_("The words are not those that were kept. Write the letter anew."))
    way = _way(case, how)
    letter.wording, letter.sent_at, letter.sent_by, letter.sent_how = wording, clock.now(), by, way
    letter.save(update_fields=["wording", "sent_at", "sent_by", "sent_how"])
    if letter.kind in DECISIONS:
        ReleasedFile.objects.waiting().filter(case=case).update(letter=letter)
    audit.record("letter.sent", by=by, on=case, letter=letter.pk, kind=letter.kind, how=way, digest=wording.digest)
    _happened(letter, wording, found, by=by)
    telling_letters.gone(letter)
    if way == How.EMAIL:
        sending.mail(letter, wording, reply_to=found.held.reply_to)
    return letter


def digest_of(wording: Wording) -> str:
    """The digest of all that is approved: what letter it is, its language, subject, text, and what it rests on."""
    letter = wording.letter
    whole = [letter.pk, letter.case_id, letter.kind, letter.language, wording.subject, wording.text, wording.details]
    return hashlib.sha256(json.dumps(whole, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _worded(
    letter: Letter, *, by: User, subject: str, text: str, details: Details, after: Wording | None = None
) -> Wording:
    number = after.number + 1 if after else 1
    made = Wording(letter=letter, number=number, subject=subject, text=text, details=details.written(), by=by)
    made.digest = digest_of(made)
    made.save(force_insert=True)
    return made


def _locked(letter: Letter) -> Letter:
    """The letter as it is now, its case to ourselves: who edits and who sends wait for each other."""
    case = locked(letter.case)
    found = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    found.case = case
    return found


def _still_ours(letter: Letter) -> None:
    if not letter.under_way:
        raise Impossible(_("The letter was sent already, or was put by."))
    if not letter.case.is_open:
        raise Impossible(_("The case is closed."))


def _by_another(letter: Letter, *, by: User) -> None:
    """A review is a fresh decision, by somebody who had no part in the first (s.45 Code part 5)."""
    case = letter.case
    if case.of is None or letter.kind not in DECISIONS:
        return
    last = letter.last()
    deciders = {case.owner_id, by.pk, *permissions.writers(letter), *last.approvals.values_list("by", flat=True)}
    if case.owner_id is None or deciders & permissions.took_part(case.of):
        raise Impossible(_("Somebody else decides a review: nobody who had a part in the first decision."))


def _afresh(case: Case, kind: str, *, by: User) -> None:
    """Nor do they word it: the wordings of a letter stay with it, so that it is refused before there is one."""
    if kind in DECISIONS and permissions.decided_before(by, case):
        raise Impossible(_("You had a part in the first decision. Somebody else writes what the review decides."))


def _way(case: Case, how: How | None) -> How:
    to = case.requester
    way = how or (How.EMAIL if to.email else How.POST)
    if (way == How.EMAIL and not to.email) or (way == How.POST and not to.address.strip()):
        raise Impossible(_("There is no address for sending it in this way."))
    return way


def _happened(letter: Letter, wording: Wording, found: Gathered, *, by: User) -> None:
    """Write down what sending this kind of letter is in law."""
    kind, said = LetterKind(letter.kind), wording.said
    label = str(kind.label)
    if kind in DECISIONS:
        if found.refused or kind in queries.REFUSES:
            cases.record(letter.case, Kind.REFUSAL_NOTICE, by=by, words=label)
        cases.record(letter.case, Happening.ANSWERED, by=by, words=label)
    elif kind in facts.EXTENDS and (until := said.decision_by or said.extended_to) is not None:
        days = facts.working_days_to(letter.case, until)
        cases.record(letter.case, Happening.EXTENDED, by=by, days=days, words=label)
        if kind == LetterKind.EXTENSION:
            cases.record(letter.case, Kind.REFUSAL_NOTICE, by=by, words=label)
    else:
        cases.record(letter.case, OTHERWISE[kind], by=by, words=said.question or label)


OTHERWISE: dict[LetterKind, Happening | Kind] = {
    LetterKind.ACKNOWLEDGEMENT: Happening.ACKNOWLEDGED,
    LetterKind.CLARIFICATION: Happening.CLARIFICATION_ASKED,
    LetterKind.FEES_NOTICE: Happening.FEES_NOTICE,
    LetterKind.TRANSFER: Kind.TRANSFERRED,
}
