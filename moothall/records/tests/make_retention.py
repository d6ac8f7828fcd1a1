"""Makers of rules, of where they are applied and of disposals; they call the real actions."""

from datetime import date

from moothall.kit import clock
from moothall.people.models import Role, User
from moothall.people.tests import make as make_people
from moothall.records import disposing, previews
from moothall.records.actions import disposals, handovers, retention, schedule
from moothall.records.models import Action, Application, Disposal, RetentionRule, Trigger
from moothall.records.periods import Period
from moothall.records.schedule import Line

AUTHORITY = "Schedule of Wexmoor, adopted by full council"


def keeper(name: str = "Rekha Records") -> User:
    """Someone who looks after records."""
    return make_people.user(name, roles=(Role.RECORDS_MANAGER,))


def line(
    reference: str = "COM-1",
    *,
    period: Period = Period(years=2),  # noqa: B008  it never changes
    trigger: Trigger = Trigger.LAST_ACTIVITY,
    action: Action = Action.DESTROY,
    authority: str = AUTHORITY,
    title: str = "Everyday conversations",
) -> Line:
    """A line of a schedule."""
    path = "Communication / working together / conversations"
    return Line(reference, path, title, trigger, period, action, authority)


def rule(written: Line | None = None, *, by: User) -> RetentionRule:
    """A rule of the schedule."""
    return schedule.add_rule(written or line(), by=by)


def applied(made: RetentionRule, to: str, *, by: User, event_date: date | None = None) -> Application:
    """A rule that is to hold for `space:7`, or for `space:*`, and is not switched on."""
    kind, _colon, ref = to.partition(":")
    return retention.apply_rule(made, by=by, kind=kind, ref=None if ref == "*" else int(ref), event_date=event_date)


def switched_on(made: RetentionRule, to: str, *, by: User, event_date: date | None = None) -> Application:
    """A rule in force, its preview seen."""
    application = applied(made, to, by=by, event_date=event_date)
    seen = previews.preview(application, today=clock.today())
    return retention.switch_on(application, by=by, digest=seen.digest)


def approved(application: Application, *, by: User, other: User) -> Disposal:
    """A disposal that one person proposed and another approved."""
    return disposals.approve(disposals.propose(application, by=by), by=other)


def carried_out(application: Application, *, by: User, other: User) -> Disposal:
    """A disposal with its certificate; of a transfer, all but the receipt of the archive."""
    return disposing.carry_out(approved(application, by=by, other=other).pk)


def received(run: Disposal, *, by: User, reference: str = "WX/2026/114") -> Disposal:
    """A transfer whose archive has confirmed that it took everything over, carried out to its certificate."""
    handovers.enter_receipt(run, by=by, archive="County Record Office", reference=reference, on=clock.today())
    return disposing.carry_out(run.pk)
