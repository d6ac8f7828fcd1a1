"""Who may do what in the change room. What may be read is `visible_to`; here is what may be done."""

from typing import cast

from moothall.change.models import Benefit, Helper, Initiative, Measure, Part
from moothall.kit.registries import Person
from moothall.people.models import Role, User
from moothall.people.queries import is_in_technology


def can_take_part(by: User) -> bool:
    """Begin an initiative: staff and councillors."""
    return by.is_active and not by.is_guest


def keeps_plans(by: User) -> bool:
    """Enter adopted plans, and look after initiatives and measures that nobody owns: performance officers."""
    return by.has_role(Role.PERFORMANCE_OFFICER)


def can_own(person: User) -> bool:
    """Own a change or a benefit: staff and councillors outside the technology function."""
    return can_take_part(person) and not is_in_technology(person)


def may_send_plans(person: Person) -> bool:
    """Send a file of plans."""
    return keeps_plans(cast(User, person))


def can_write_measures(by: User) -> bool:
    """Write a measure that quotes an objective: staff and councillors."""
    return can_take_part(by)


def can_keep_measure(by: User, measure: Measure) -> bool:
    """Reword it, name its owner, retire it: its owner, who wrote it, and performance officers."""
    return keeps_plans(by) or (can_take_part(by) and by.pk in (measure.owner_id, measure.added_by_id))


def can_read_off(by: User, measure: Measure) -> bool:
    """Enter a reading: its owner, who wrote it, the owners of benefits that rest on it, and performance officers."""
    if can_keep_measure(by, measure):
        return True
    return can_take_part(by) and Benefit.objects.filter(measure=measure, owner=by).exists()


def can_look_after(by: User, initiative: Initiative) -> bool:
    """Name who owns, guides and champions it, and who works on it: the owner, the guide, and who began it.

    Performance officers as well, so that nothing is left without anybody.
    """
    if keeps_plans(by):
        return True
    people = (initiative.owner_id, initiative.guide_id, initiative.created_by_id)
    return can_take_part(by) and by.pk in people


def can_write(by: User, initiative: Initiative) -> bool:
    """Write its map, benefits, stakeholders and engagements: who looks after it, and who works on it."""
    if can_look_after(by, initiative):
        return True
    return can_take_part(by) and Helper.objects.filter(initiative=initiative, user=by).exists()


def can_publish_consultation(by: User, initiative: Initiative) -> bool:
    """Put a consultation on the public site, and say what was done with what people said: who looks after it."""
    return can_look_after(by, initiative)


def can_moderate(by: User, initiative: Initiative) -> bool:
    """Let in what the public answered, or keep it out: who looks after the initiative."""
    return can_look_after(by, initiative)


def can_accept(by: User, initiative: Initiative) -> bool:
    """Accept to own it, in person: whoever was named, and nobody in their place."""
    return initiative.owner_id == by.pk and initiative.owner_accepted_at is None and can_own(by)


def can_pass_on(by: User | None, initiative: Initiative, part: Part, to: User | None) -> bool:
    """Pass a part on: who looks after it; who holds the part, their own; and the hall, of who may no longer come in.

    A named owner who has not accepted can only let it go.
    """
    holder: User | None = getattr(initiative, part)
    stopped = to is None and holder is not None and not holder.is_active
    if by is None:
        return stopped
    if stopped and by.has_role(Role.ADMINISTRATOR):
        return True
    if to is None and part == Part.OWNER and can_accept(by, initiative):
        return True
    return can_look_after(by, initiative) or can_review_purpose(by, initiative, part)


def can_lead(by: User, initiative: Initiative) -> bool:
    """Begin delivery, look back and close: the owner who accepted."""
    return can_take_part(by) and initiative.owner_id == by.pk and initiative.owner_accepted_at is not None


def can_review_purpose(by: User, initiative: Initiative, part: Part) -> bool:
    """Ask oneself whether to go on, to change or to hand over: the owner for the owner's part, the guide for theirs."""
    if part == Part.OWNER:
        return can_lead(by, initiative)
    return part == Part.GUIDE and can_take_part(by) and initiative.guide_id == by.pk


def can_review_benefit(by: User, benefit: Benefit, initiative: Initiative) -> bool:
    """Say what a benefit's measure will stand at: its owner, and who writes the initiative."""
    return (can_take_part(by) and benefit.owner_id == by.pk) or can_write(by, initiative)
