"""A rule of the demo council's invented schedule, in force for one space; nothing is due yet."""

from datetime import datetime, timedelta

from moothall.kit import clock
from moothall.people.models import User
from moothall.records.models import Trigger
from moothall.records.periods import Period
from moothall.records.tests import make_retention as make
from moothall.spaces.models import Space


def make_retention(now: datetime, people: dict[str, User]) -> int:
    """Two rules; the one for everyday talk holds in the Front Desk's space."""
    authority = "Retention schedule of Wexmoor, which is invented as the council is"
    talk = make.line("COM-1", period=Period(years=2), authority=authority)
    mail = make.line(
        "COM-2",
        title="Everyday letters",
        trigger=Trigger.CREATED,
        period=Period(years=3),
        authority=authority,
    )
    with clock.at(now - timedelta(days=25)):
        everyday = make.rule(talk, by=people["samira"])
        make.rule(mail, by=people["samira"])
        space = Space.objects.get(name="Front Desk")
        make.switched_on(everyday, space.container, by=people["samira"])
    return 2
