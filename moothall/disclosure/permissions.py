"""Who may do what in the disclosure room. What may be read is `visible_to`; here is what may be done."""

from moothall.disclosure.models import Answer, Case, LogEntry, Part
from moothall.disclosure.models.parts import Allocation
from moothall.people import grants
from moothall.people.models import Role, User


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
    """Write down what happens, split, ask and answer: whoever holds the case and is not whom it is about."""
    return by.is_active and not by.is_guest and case.about_id != by.pk and case.container in grants.tokens(by)


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


def can_publish(by: User, case: Case) -> bool:
    """Put an answered request into the log: a disclosure officer who works on the case."""
    return is_officer(by) and can_work_on(by, case)


def can_withdraw(by: User, entry: LogEntry) -> bool:
    """Take an entry off the public site: any disclosure officer, as it may have to go at once."""
    return is_officer(by) and not (entry.case and entry.case.about_id == by.pk)


def can_keep_scheme(by: User) -> bool:
    """Say what is published by itself, and read what is asked again and again: disclosure officers."""
    return is_officer(by)
