"""`moothall receive_requests`."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from moothall.kit import listening
from moothall.kit.commands import JsonCommand
from moothall.kit.env import BadSetting

MEGABYTE = 1_000_000


class Command(JsonCommand):
    """Take in mail to the council's address for requests, until told to end."""

    help = (
        "Listen for mail to MOOTHALL_REQUESTS_ADDRESSES at MOOTHALL_REQUESTS_LISTEN. Have your mail server hand it "
        "over: with Postfix, a line `foi@your.council lmtp:inet:127.0.0.1:8024` in transport_maps. It asks "
        "nobody who they are, so nothing but your mail server may reach the port. Run it beside serve and worker."
    )
    room = "disclosure"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen, in place of what the setting says."""
        super().add_arguments(parser)
        parser.add_argument("--listen", default="", help="such as lmtp://127.0.0.1:8024, in place of the setting")

    def run(self, **options: Any) -> dict[str, Any]:
        """Serve until a signal; exit code 2 where there is nothing to listen at, or it is taken."""
        from moothall.disclosure.receiving import Server, run_until

        try:
            listen = listening.parse("REQUESTS_LISTEN", options["listen"]) or settings.MOOTHALL_REQUESTS_LISTEN
        except BadSetting as error:
            raise CommandError(str(error), returncode=2) from error
        addresses: tuple[str, ...] = settings.MOOTHALL_REQUESTS_ADDRESSES
        if listen is None or not addresses:
            raise CommandError(
                "Say where to listen (MOOTHALL_REQUESTS_LISTEN) and for which addresses (MOOTHALL_REQUESTS_ADDRESSES).",
                returncode=2,
            )
        server = Server(listen, addresses, most=settings.MOOTHALL_REQUESTS_MAIL_MB * MEGABYTE)
        over = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: over.set())
        self.say(f"Taking in mail by {listen.protocol.upper()} at {listen.host}:{listen.port}.")
        try:
            run_until(over.is_set, server, wait=over.wait)
        except OSError as error:
            raise CommandError(f"{listen.host}:{listen.port}: {error.strerror or error}.", returncode=2) from error
        return {"listened": f"{listen.host}:{listen.port}"}
