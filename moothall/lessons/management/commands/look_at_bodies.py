"""`moothall look_at_bodies`: look now at what other bodies publish, without waiting for the worker."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from moothall.kit.commands import JsonCommand
from moothall.lessons.actions import exchange, looking
from moothall.lessons.exchange.faults import Fault, Faulty
from moothall.lessons.models import Subscription


class Command(JsonCommand):
    """Looks at the feeds that the council follows, and can add one."""

    help = "Look at the feeds of other bodies now. With --follow ADDRESS --name NAME another is added first."
    room = "lessons"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which bodies."""
        super().add_arguments(parser)
        parser.add_argument("--body", type=int, help="the number of one subscription; all of them otherwise")
        parser.add_argument("--follow", metavar="ADDRESS", help="the address of a feed that is not followed yet")
        parser.add_argument("--name", help="the name of the body whose feed it is")

    def run(self, **options: Any) -> dict[str, Any]:
        """Look, and say what came of it; exit code 1 where a feed could not be read."""
        if options["follow"]:
            self._follow(options["follow"], options["name"] or "")
        rows = Subscription.objects.live().order_by("pk")
        if options["body"]:
            rows = rows.filter(pk=options["body"])
        told = [self._look(row) for row in rows]
        self.exit_code = int(any(each["fault"] for each in told))
        if not told:
            self.say("No such body is followed.")
        return {"bodies": told}

    def _follow(self, address: str, name: str) -> None:
        if not name.strip():
            raise CommandError("Say whose feed it is, with --name.")
        try:
            exchange.subscribe(by=None, address=address, name=name.strip()[:160])
        except exchange.FollowedAlready:
            self.say("That address is followed already.")
        except (Faulty, exchange.TooMany) as error:
            raise CommandError(f"{address} can’t be followed: {error}") from error

    def _look(self, row: Subscription) -> dict[str, Any]:
        outcome = looking.look(row.pk)
        said = {"body": row.pk, "name": row.name, "address": row.address}
        if outcome is None:
            self.say(f"{row.name}: somebody else is looking.")
            return {**said, "fault": ""}
        if outcome.fault:
            self.say(f"{row.name}: {Fault(outcome.fault).label}")
            return {**said, "fault": outcome.fault}
        self.say(f"{row.name}: {outcome.new} new, {outcome.changed} changed, {outcome.gone} gone.")
        return {**said, "fault": "", "new": outcome.new, "changed": outcome.changed, "gone": outcome.gone}
