"""`moothall worker`."""

import logging
import os
import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from moothall.home import worker
from moothall.home.backups import marker
from moothall.kit import collecting, manners
from moothall.kit.commands import JsonCommand


class Command(JsonCommand):
    """Keep the index up to date and run the tasks, until told to stop."""

    help = "Index what changed and run tasks in the background, until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--child", action="store_true", help="end when the process that started this one ends")

    def run(self, **options: Any) -> dict[str, Any]:
        """Work; SIGINT and SIGTERM end it after the task in hand."""
        marker.refuse_half_a_hall()
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
        manners.step_back()
        collecting.settled()
        stop = threading.Event()

        def leave(signum: int, frame: FrameType | None) -> None:
            stop.set()

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, leave)
        worker.run(stop, parent=os.getppid() if options["child"] else None)
        return {"stopped": True}
