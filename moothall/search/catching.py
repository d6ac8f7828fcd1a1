"""Waiting until the index holds all that was said before: what must not miss anything asks for it first."""

import time

from django.db.models import Max

from moothall.search import writer
from moothall.search.models import OutboxRow
from moothall.search.sources import sources

LOOK = 0.2  # seconds between two looks


class Late(Exception):  # noqa: N818  says what is the matter
    """The index does not yet hold what was said before, so a search would miss some of it. Try again in a minute."""


def up(patience: float) -> None:
    """Wait until the index holds all that was committed before; not inside a transaction.

    `patience` in seconds; raises Late when it takes longer.
    """
    rows = OutboxRow.objects.filter(kind__in=[source.key for source in sources])
    last = rows.aggregate(last=Max("pk"))["last"] or 0
    until = time.monotonic() + patience
    writer.drain(wait=patience)
    while last and rows.filter(pk__lte=last).exists():
        if time.monotonic() > until:
            raise Late
        time.sleep(LOOK)
        writer.drain(wait=1)
