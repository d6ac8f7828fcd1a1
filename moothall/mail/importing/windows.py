"""Cut the stream of messages into windows that fit a short transaction and a bounded memory."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from moothall.mail.boxes import RawMessage, Source
from moothall.mail.importing.ahead import Budget
from moothall.mail.parsing import ParsedMessage, Unreadable, read_many

MAX_MESSAGES = 500
MAX_BYTES = 8 * 1024 * 1024


@dataclass(slots=True)
class Window:
    """Some messages next to each other in the source, and what is known of them."""

    raws: list[RawMessage]
    size: int
    position: int
    """Bytes of the source consumed when the last of them was read."""
    parsed: list[ParsedMessage | Unreadable]


def cut(source: Source, *, skip: int, budget: Budget, wanted: Callable[[], bool]) -> Iterator[Window]:
    """Yield windows of raw messages, leaving out the first `skip`, which an earlier attempt brought in."""
    raws: list[RawMessage] = []
    size = 0
    for number, raw in enumerate(source.messages):
        if not wanted():
            return
        if number < skip:
            if raw.spool:
                raw.spool.close()
            continue
        if raws and (len(raws) >= MAX_MESSAGES or size + len(raw.data) > MAX_BYTES):
            budget.take(size)
            yield Window(raws, size, source.position(), [])
            raws, size = [], 0
        raws.append(raw)
        size += len(raw.data)
    if raws:
        budget.take(size)
        yield Window(raws, size, source.position(), [])


def parse(windows: Iterator[Window]) -> Iterator[Window]:
    """Parse each window."""
    for window in windows:
        readable = [raw.data for raw in window.raws if not raw.problem]
        outcomes = iter(read_many(readable))
        window.parsed = [Unreadable(raw.problem) if raw.problem else next(outcomes) for raw in window.raws]
        yield window
