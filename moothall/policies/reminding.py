"""Telling people what they are asked to acknowledge, and owners who went on in an emergency.

Nobody who has acknowledged is told: not when the notice is written, and not when it is shown or mailed.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moothall import notices
from moothall.kit import clock
from moothall.notices.kinds import Told
from moothall.people import grants
from moothall.people.models import Role, User
from moothall.policies import gate
from moothall.policies.models import Emergency, Policy, Reminded, Reminder, Requirement
from moothall.policies.queries import acknowledged, gates

ASKED, EMERGENCY = "policies.acknowledge", "policies.emergency"
REMINDER, EXCUSED = "policies reminder", "gate emergency"  # the things that the kinds are about
WEEK, MONTH = timedelta(days=7), timedelta(days=30)
PLACE = grants.PUBLIC  # everybody's: what may be told is asked of the rows when it is shown


def remind(requirement: Requirement, *, by: User | None, rest: timedelta = WEEK) -> int:
    """Tell those who have not, and who were not told in the time of rest; returns how many."""
    rule = gates.bounds_of(requirement)
    if rule is None:
        return 0
    told = Reminded.objects.filter(reminder__requirement=requirement, reminder__at__gt=clock.now() - rest)
    people = gates.audience(requirement).exclude(gates.has(rule)).exclude(pk__in=told.values("user"))
    if by is None:
        people = people.filter(gates.unstopped(rule))
    found = list(people.order_by("pk").values_list("pk", flat=True))
    if not found:
        return 0
    reminder = Reminder.objects.create(requirement=requirement, by=by)
    Reminded.objects.bulk_create([Reminded(reminder=reminder, user_id=pk) for pk in found], batch_size=500)
    notices.tell(ASKED, people=found, subject=reminder.pk, place=PLACE, by=None)
    return len(found)


def tell_of_grace(requirement: Requirement) -> int:
    """Tell those who are asked, not yet stopped, and were not told lately; returns how many."""
    return remind(requirement, by=None, rest=MONTH)


def settled(user: User, policy: Policy) -> None:
    """Someone has acknowledged: what they were told of it is dealt with."""
    mine = Reminded.objects.filter(user=user, reminder__requirement__policy=policy)
    subjects = list(mine.values_list("reminder", flat=True))
    if subjects:
        notices.done(user, ASKED, subjects)


def went_on(emergency: Emergency, policies: Sequence[Policy]) -> None:
    """Tell those who answer for the policies."""
    owners = {policy.owner_id for policy in policies if policy.owner_id}
    people = owners or set(
        User.objects.active().filter(role_holdings__role=Role.ADMINISTRATOR).values_list("pk", flat=True)
    )
    notices.tell(EMERGENCY, people=people, subject=emergency.pk, place=PLACE, by=emergency.user)


def load_asked(user: User, reminders: Sequence[int]) -> Mapping[int, Told]:
    """What this person is still asked of what they were reminded of."""
    rows = Reminder.objects.filter(pk__in=reminders, reminded__user=user).select_related("requirement__policy")
    by_requirement = {row.requirement_id: row.requirement for row in rows}
    standing = [one for one in by_requirement.values() if not one.is_over and one.policy.withdrawn_at is None]
    due = {one.requirement.pk: one for one in gates.due_under(user, standing)}
    titles = acknowledged.titles_of({one.version.pk for one in due.values()})
    return {
        row.pk: _asked(due[row.requirement_id], titles.get(due[row.requirement_id].version.pk, ""))
        for row in rows
        if row.requirement_id in due
    }


def load_emergencies(user: User, emergencies: Sequence[int]) -> Mapping[int, Told]:
    """Who went on without acknowledging what this person answers for."""
    rows = Emergency.objects.filter(pk__in=emergencies).select_related("user")
    asked = Requirement.objects.select_related("policy").order_by("pk")
    if not user.has_role(Role.ADMINISTRATOR):
        asked = asked.filter(policy__owner=user)
    mine = list(asked)
    told = {}
    for row in rows:
        requirement = next((one for one in mine if gates.covers(row, one)), None)
        if requirement is not None:
            told[row.pk] = Told(
                title=str(requirement.get_capability_display()),
                url=requirement.get_absolute_url(),
                line=_("{name} went on in an emergency, without acknowledging").format(name=row.user.name),
                text=row.reason,
            )
    return told


def _asked(due: gates.Due, title: str) -> Told:
    requirement = due.requirement
    return Told(
        title=title,
        url=gate.address(gate.Capability(requirement.capability), requirement.place),
        line=_line(due),
    )


def _line(due: gates.Due) -> str:
    if due.stops(clock.now()):
        return _("Please read and acknowledge it. It takes a minute.")
    day = date_format(timezone.localtime(due.stops_at), "j F")
    return _("From {day} it is acknowledged first. Please read it before then.").format(day=day)
