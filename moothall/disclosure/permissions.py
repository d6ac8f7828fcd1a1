"""Who may do what in the disclosure room. What may be read is `visible_to`; here is what may be done."""

from moothall.disclosure.law.letters import DECISIONS
from moothall.disclosure.models import (
    Answer,
    Approver,
    Attestation,
    Case,
    Cover,
    Letter,
    LogEntry,
    Part,
    Reader,
    Received,
    ReleasedFile,
    ReviewItem,
)
from moothall.disclosure.models.cases import SHARED
from moothall.disclosure.models.parts import REFUSING, Allocation, Check, Reason
from moothall.kit import clock
from moothall.people import grants
from moothall.people.models import Kind, Role, User


def is_officer(by: User) -> bool:
    """Whether somebody answers information requests for the council."""
    return by.is_active and by.has_role(Role.DISCLOSURE_OFFICER)


def can_keep_holidays(by: User) -> bool:
    """Proclaim a bank holiday and strike one out: disclosure officers and administrators."""
    return by.has_role(Role.DISCLOSURE_OFFICER) or by.has_role(Role.ADMINISTRATOR)


def can_keep_terms(by: User) -> bool:
    """Say under what terms the council answers: disclosure officers and administrators."""
    return can_keep_holidays(by)


def can_open(by: User) -> bool:
    """Pass a request on: staff and councillors; whoever receives one has a duty to."""
    return by.is_active and not by.is_guest


def can_work_on(by: User, case: Case) -> bool:
    """Write down what happens, split, ask and answer: whoever holds the case and is not whom it is about.

    What is for its owner alone is held by an officer who stands in for them too, for those days.
    """
    if not by.is_active or by.is_guest or case.about_id == by.pk:
        return False
    return case.container in grants.tokens(by) or stands_in(by, case)


def stands_in(by: User, case: Case) -> bool:
    """Whether this officer holds a case that is for its owner alone only as they stand in, which another said."""
    if not case.sensitive or case.owner_id in (None, by.pk) or not grants.may_see(by, SHARED):
        return False
    return Cover.objects.on(clock.today()).opening().filter(stand_in=by, person=case.owner_id).exists()


def can_give(by: User, case: Case) -> bool:
    """Say who answers for a case and whom it is closed to: whoever works on it, but for a stand-in."""
    return can_work_on(by, case) and not stands_in(by, case)


def can_settle(by: User, row: Received) -> bool:
    """Say what becomes of a letter that made no case: a disclosure officer whom it is not about, as far as is known."""
    return is_officer(by) and (row.case_id is not None or Received.objects.visible_to(by).filter(pk=row.pk).exists())


def can_own(owner: User, case: Case) -> bool:
    """Answer for a case: a disclosure officer whom it is not about."""
    return is_officer(owner) and case.about_id != owner.pk


def can_know_requester(by: User, case: Case) -> bool:
    """Read who asked: whoever answers for the case; where nobody does, those who work on it."""
    return can_work_on(by, case) and case.owner_id in (None, by.pk)


def can_answer(by: User, part: Part, asked: Allocation | None) -> bool:
    """Answer a part: whoever is asked, their stand-in, and those who work on the case."""
    if part.case.about_id == by.pk or not by.is_active:
        return False
    if can_work_on(by, part.case):
        return True
    return asked is not None and Allocation.objects.standing().to(by).filter(pk=asked.pk).exists()


def can_check(by: User, answer: Answer) -> bool:
    """Read an answer as the second person: whoever works on the case and did not write it."""
    return can_work_on(by, answer.part.case) and answer.by_id != by.pk


def can_search(by: User, case: Case) -> bool:
    """Search the whole hall for a case, and read what was found: disclosure officers who work on it."""
    return is_officer(by) and can_work_on(by, case)


def can_attest(by: User, asked: Attestation) -> bool:
    """Say what one searched and found: whoever was asked; and, as they were told, those who work on the case."""
    if asked.case.about_id == by.pk or not by.is_active:
        return False
    return asked.asked_of_id == by.pk or can_work_on(by, asked.case)


def can_say_capacity(by: User, container: str, holder: User, *, held: bool) -> bool:
    """Say that a councillor holds a place as their own, or does no more.

    Records managers; the councillor alone where nobody else sees what is in it, so that nothing of the council's goes.
    That it is the council's after all is said of those too who have left.
    """
    if not held:
        return by.is_active and (by.pk == holder.pk or by.has_role(Role.RECORDS_MANAGER))
    if not holder.is_active or holder.kind != Kind.COUNCILLOR or not grants.may_see(holder, container):
        return False
    if by.is_active and by.has_role(Role.RECORDS_MANAGER):
        return True
    return by.pk == holder.pk and list(grants.who_holds(container)) == [holder]


def can_read_again(by: User, item: ReviewItem) -> bool:
    """Read as the second person: whoever may review and is not the first reader of it."""
    mine = item.decisions.filter(reader=Reader.FIRST, by=by).exists()
    return can_search(by, item.review_set.case) and not mine


def writers(letter: Letter) -> set[int]:
    """Who wrote any words of a letter: none of them approves it."""
    return {letter.drafted_by_id, *letter.wordings.values_list("by", flat=True)}


def can_approve(by: User, letter: Letter) -> bool:
    """Agree to a letter: whoever works on the case, or was asked to, and wrote none of it."""
    if not by.is_active or by.is_guest or letter.case.about_id == by.pk or by.pk in writers(letter):
        return False
    if decided_before(by, letter.case):
        return False
    return can_work_on(by, letter.case) or letter.approvers.filter(person=by).exists()


def can_read_name(by: User, letter: Letter) -> bool:
    """Read in a letter who asked: whoever answers for the case, and whoever approves the letter or sent it."""
    if can_know_requester(by, letter.case) or letter.sent_by_id == by.pk:
        return True
    return letter.approvers.filter(person=by).exists() or letter.wordings.filter(approvals__by=by).exists()


def can_sign(by: User, file: ReleasedFile) -> bool:
    """Answer for a redacted copy: whoever works on the case, or was asked to approve a letter of it."""
    if not by.is_active or by.is_guest or file.case.about_id == by.pk:
        return False
    return can_work_on(by, file.case) or Approver.objects.filter(letter__case=file.case, person=by).exists()


def took_part(case: Case) -> set[int]:
    """Who had a part in deciding a case: its owner; who refused a part, claimed an exemption or read an answer; and who
    wrote, approved and sent its letters of decision.
    """
    sent = Letter.objects.filter(case=case, sent_at__isnull=False, kind__in=DECISIONS)
    rows = sent.values_list("drafted_by", "sent_by", "wordings__by", "wordings__approvals__by")
    found: set[int | None] = {person for row in rows for person in row}
    refused = Answer.objects.filter(part__case=case, outcome__in=REFUSING)
    found |= set(refused.values_list("by", flat=True))
    found |= set(Check.objects.filter(answer__part__case=case).values_list("by", flat=True))
    found |= set(Reason.objects.filter(part__case=case).values_list("by", flat=True))
    return {person for person in (*found, case.owner_id) if person is not None}


def decided_before(by: User, case: Case) -> bool:
    """Whether this is a review of what this person had a part in: somebody else decides afresh (s.45 Code part 5)."""
    return case.of is not None and by.pk in took_part(case.of)


def can_publish(by: User, case: Case) -> bool:
    """Put an answered request into the log: a disclosure officer who works on the case."""
    return is_officer(by) and can_work_on(by, case)


def can_withdraw(by: User, entry: LogEntry) -> bool:
    """Take an entry off the public site: any disclosure officer, as it may have to go at once."""
    return is_officer(by) and not (entry.case and entry.case.about_id == by.pk)


def can_keep_scheme(by: User) -> bool:
    """Say what is published by itself, and read what is asked again and again: disclosure officers."""
    return is_officer(by)
