"""Who may do what in the risks room. What may be read is `visible_to`; here is what may be done."""

from moothall.kit.registries import Person
from moothall.people.models import Role, User
from moothall.risks.models import Appraisal, Challenge, Member, Response


def can_take_part(by: User) -> bool:
    """Begin an appraisal, comment, challenge, report what happened: staff and councillors."""
    return by.is_active and not by.is_guest


def can_own(person: User) -> bool:
    """Answer for an appraisal: staff and councillors who may sign in."""
    return can_take_part(person)


def keeps_risks(by: User) -> bool:
    """Look after every appraisal, the scales, the appetite and what was reported: risk managers."""
    return by.has_role(Role.RISK_MANAGER)


def can_look_after(by: User, appraisal: Appraisal) -> bool:
    """Name its owner and who works on it, open and close it, publish it: its owner, and risk managers."""
    return keeps_risks(by) or (can_take_part(by) and appraisal.owner_id == by.pk)


def can_write(by: User, appraisal: Appraisal) -> bool:
    """Write options, risks and responses, and judge: its owner, those who work on it, and risk managers."""
    if appraisal.closed_at is not None:
        return False
    if can_look_after(by, appraisal):
        return True
    return can_take_part(by) and Member.objects.filter(appraisal=appraisal, user=by).exists()


def may_send_registers(person: Person) -> bool:
    """Send a file with risks: whoever may begin an appraisal. Into which one is asked when it comes in."""
    return isinstance(person, User) and can_take_part(person)


def can_decide(by: User, appraisal: Appraisal) -> bool:
    """Take the decision, and look at it again: the owner alone."""
    return can_take_part(by) and appraisal.owner_id == by.pk and appraisal.closed_at is None


def can_challenge(by: User, appraisal: Appraisal) -> bool:
    """Ask whoever would do nothing or prohibit: all staff and councillors who can read it."""
    return can_take_part(by) and appraisal.closed_at is None


def can_answer(by: User, challenge: Challenge, appraisal: Appraisal) -> bool:
    """Answer a challenge, once: who writes the appraisal, and never who asked."""
    return not challenge.is_answered and challenge.asked_by_id != by.pk and can_write(by, appraisal)


def can_sign(by: User, response: Response) -> bool:
    """Sign for a toleration: who was asked to, and nobody in their place."""
    return response.is_toleration and response.approver_id == by.pk and can_take_part(by)


def can_put_in_place(by: User, response: Response, appraisal: Appraisal) -> bool:
    """Say that a step is in place: whoever does it, and who writes the appraisal."""
    return (can_take_part(by) and response.actionee_id == by.pk) or can_write(by, appraisal)


def can_comment(by: User, appraisal: Appraisal) -> bool:
    """Say something about an appraisal that they can read, also after the decision: staff and councillors."""
    return can_take_part(by) and Appraisal.objects.visible_to(by).filter(pk=appraisal.pk).exists()


def can_moderate(by: User, appraisal: Appraisal) -> bool:
    """Let a comment of the public in, or not: those who look after the appraisal."""
    return can_look_after(by, appraisal)


def keeps_breaches(by: User) -> bool:
    """Decide about breaches, and write down that the Commissioner was told: risk managers, disclosure officers."""
    return keeps_risks(by) or by.has_role(Role.DISCLOSURE_OFFICER)
