"""Let a stage of the pipeline work ahead in its own thread, no further than its queue and a budget of bytes."""

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

T = TypeVar("T")


class Budget:
    """How many bytes may be between the stages; one thing larger than all of it goes alone."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.used = 0
        self.stopped = False
        self.changed = threading.Condition()

    def take(self, size: int) -> None:
        """Wait until there is room."""
        with self.changed:
            self.changed.wait_for(lambda: self.stopped or not self.used or self.used + size <= self.limit)
            self.used += size

    def give_back(self, size: int) -> None:
        """Make room again."""
        with self.changed:
            self.used -= size
            self.changed.notify_all()

    def stop(self) -> None:
        """Let whoever waits go on, to find that nobody wants more."""
        with self.changed:
            self.stopped = True
            self.changed.notify_all()


class _Ahead(Generic[T]):
    """A producer in a thread and the queue it fills; its error is raised where its next thing was expected."""

    def __init__(self, make: Callable[[], Iterator[T]], depth: int, name: str) -> None:
        self.make = make
        self.queue: queue.Queue[tuple[str, T | BaseException | None]] = queue.Queue(depth)
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self._work, name=name, daemon=True)

    def _work(self) -> None:
        try:
            for thing in self.make():
                if not self._put(("thing", thing)):
                    return
            self._put(("end", None))
        except BaseException as error:  # carried to the consumer, which raises it
            self._put(("error", error))

    def _put(self, entry: tuple[str, T | BaseException | None]) -> bool:
        while not self.stopped.is_set():
            try:
                self.queue.put(entry, timeout=0.1)
            except queue.Full:
                continue
            return True
        return False

    def __iter__(self) -> Iterator[T]:
        while True:
            kind, thing = self.queue.get()
            if kind == "end":
                return
            if isinstance(thing, BaseException):
                raise thing
            yield thing  # type: ignore[misc]  # "thing" entries carry a T


@contextmanager
def ahead(make: Callable[[], Iterator[T]], *, depth: int, name: str) -> Iterator[Iterator[T]]:
    """Run a generator in a thread and yield what it makes; the thread has ended when the block is left."""
    stage = _Ahead(make, depth, name)
    stage.thread.start()
    try:
        yield iter(stage)
    finally:
        stage.stopped.set()
        stage.thread.join()
