"""`moothall deadline --regime foia --received 2026-03-02 [--event clarified=2026-03-09 …] [--body …] [--json]`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db import OperationalError, ProgrammingError

from moothall.disclosure import spoken
from moothall.disclosure.law.clocks import Deadline, Step, WeekendRule, deadline
from moothall.disclosure.law.days import Calendars, Nation
from moothall.disclosure.law.regimes import Body, Regime, rules
from moothall.disclosure.queries.holidays import calendars_in_force
from moothall.kit.commands import JsonCommand


class Command(JsonCommand):
    """Say when an answer is due, and why: each day counted or skipped, with its section."""

    help = "Reckon the deadline of a request, and explain it day by day."
    room = "disclosure"
    requires_system_checks = []  # it needs nothing of the hall but its holidays

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The regime, the day of receipt, and what happened since."""
        super().add_arguments(parser)
        parser.add_argument("--regime", required=True, type=str.lower, choices=Regime.values)
        parser.add_argument("--received", required=True, metavar="DATE", help="the day it came, as 2026-03-02")
        parser.add_argument(
            "--event",
            nargs="+",
            action="extend",
            default=[],
            metavar="WHAT=DATE",
            help=f"what happened: {', '.join(sorted(spoken.NAMES))}; also extended=DATE:DAYS and regime=eir:DATE",
        )
        parser.add_argument("--body", type=str.lower, choices=Body.values, default=Body.COUNCIL.value)
        parser.add_argument("--nation", type=str.upper, choices=Nation.values, default=Nation.ENGLAND.value)
        parser.add_argument("--weekend", type=str.lower, choices=WeekendRule.values, default=WeekendRule.ICO.value)
        parser.add_argument(
            "--closed", nargs="+", action="extend", default=[], metavar="DATE..DATE", help="when a school is closed"
        )

    def run(self, **options: Any) -> dict[str, Any]:
        """Reckon and explain; exit code 2 for what is not understood."""
        body = Body(options["body"])
        try:
            received = spoken.day(options["received"])
            found = deadline(
                regime=Regime(options["regime"]),
                received=received,
                history=list(spoken.events(options["event"], received=received)),
                body=body,
                calendars=self._calendars(Nation(options["nation"])),
                weekend=WeekendRule(options["weekend"]),
                school_closed=list(spoken.closed(options["closed"])),
            )
        except ValueError as error:
            raise CommandError(str(error), returncode=2) from error
        self._tell(found)
        return {
            "regime": found.regime.value,
            "body": body.value,
            "received": received.isoformat(),
            "due": found.due,
            "notice_due": found.notice_due,
            "waiting_since": found.waiting_since,
            "lapsed_on": found.lapsed_on,
            "acknowledged_on": found.acknowledged_on,
            "unsupported": str(rules(found.regime, body).unsupported),
            "explanation": [_told(step) for step in found.explanation],
        }

    def _calendars(self, home: Nation) -> Calendars:
        try:
            return calendars_in_force(home)
        except (OperationalError, ProgrammingError):  # before the first migrate, or without the database
            self.stderr.write("The holidays kept in this hall cannot be read: counted with the list of holidays alone.")
            return Calendars(home=home)

    def _tell(self, found: Deadline) -> None:
        for step in found.explanation:
            number = "" if step.counted is None else str(step.counted)
            self.say(f"{step.on:%a} {step.on}  {number:>3}  {step.words}  [{step.source}]")
        if found.due:
            self.say(f"\nDue {found.due:%A} {found.due}. A notice is due {found.notice_due:%A} {found.notice_due}.")
        elif found.acknowledged_on:
            self.say(f"\nAcknowledged on {found.acknowledged_on}: the outcome is owed without undue delay.")
        elif found.waiting_since:
            self.say(f"\nNothing is due: waiting since {found.waiting_since}.")
        else:
            self.say("\nNothing is due any more.")


def _told(step: Step) -> dict[str, Any]:
    return {"on": step.on.isoformat(), "counted": step.counted, "words": step.words, "source": step.source}
