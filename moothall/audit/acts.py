"""`@audit.act` and `audit.record`: what every action of every room is written with."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar
from weakref import WeakKeyDictionary

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

if TYPE_CHECKING:
    from .chain import Draft, Head

P = ParamSpec("P")
R = TypeVar("R")

VERB = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_]*")
MARK = "_moothall_act"


class Actor(Protocol):
    """Whoever did it: a user, known here only by number, as people live in a room above."""

    @property
    def pk(self) -> Any: ...


class Act:
    """An act under way on one connection, with what it has to say so far."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.head: Head | None = None

    def write(self, connection: BaseDatabaseWrapper) -> None:
        """Chain what is left to say once the savepoints that were rolled back have taken their drafts with them."""
        from . import chain

        # Django drops a callback when a savepoint around it is rolled back, so what is still there did happen.
        kept = {id(entry[1]) for entry in connection.run_on_commit}
        drafts = [draft for draft in self.drafts if id(draft) in kept]
        if drafts:
            _settle(connection)
            self.head = chain.append(drafts)

    def anchor(self) -> None:
        """Write the new end of the chain outside the database, once it is committed."""
        from . import anchors

        if self.head:
            anchors.write(self.head)


def _settle(connection: BaseDatabaseWrapper) -> None:
    """Have PostgreSQL look now at the foreign keys that it leaves for the commit.

    That locks the rows they name; done after the chain's lock is taken, it would wait there for an act that holds such
    a row and waits for the chain.
    """
    if connection.vendor == "postgresql":
        connection.check_constraints()


# By connection, as the buffer belongs to its transaction; a context variable would be copied into other threads.
_acts: WeakKeyDictionary[BaseDatabaseWrapper, Act] = WeakKeyDictionary()


@contextmanager
def acting() -> Iterator[None]:
    """Open a transaction in which acts can be recorded; inside another act, join it as a savepoint.

    Entries are held back and chained as the last thing before the outermost act commits, so the chain's lock is short.
    To do several acts in one transaction wrap them in this, not in `transaction.atomic`, which would hold the lock on.
    """
    connection = connections["default"]
    if connection in _acts:
        with transaction.atomic():
            yield
        return
    with transaction.atomic():
        act = _acts[connection] = Act()
        # First in line, so that no later callback of the action can fail before the anchor is written.
        transaction.on_commit(act.anchor, robust=True)
        try:
            yield
        finally:
            del _acts[connection]
        if not connection.needs_rollback:
            act.write(connection)


def act(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function an act: all that it changes and records is committed together, or not at all."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with acting():
            return function(*args, **kwargs)

    setattr(run, MARK, True)
    return run


def is_act(function: object) -> bool:
    """Whether a function was made an act."""
    return bool(getattr(function, MARK, False))


def record(
    verb: str,
    /,
    *,
    by: Actor | None,
    on: Model | None = None,
    private: Mapping[str, object] | None = None,
    **details: object,
) -> None:
    """Say what was done: `noun.past_tense`, by whom, on what, with ids and plain values as details.

    `private` is for personal details that may have to be erased one day. Raises RuntimeError outside an act.
    """
    from .canonical import plain
    from .chain import Draft

    connection = connections["default"]
    act = _acts.get(connection)
    if act is None:
        raise RuntimeError(f"{verb} was recorded outside an act: make the function @audit.act, or use audit.acting().")
    if not VERB.fullmatch(verb):
        raise ValueError(f"{verb!r} is not a verb of the audit: say noun.past_tense, such as space.created.")
    draft = Draft(
        verb=verb,
        actor_id=None if by is None else _pk(by),
        object_type="" if on is None else on._meta.label_lower,
        object_id="" if on is None else str(_pk(on)),
        details={name: plain(value) for name, value in details.items()},
        private=None if private is None else {name: plain(value) for name, value in private.items()},
    )
    act.drafts.append(draft)
    transaction.on_commit(draft)


def _pk(thing: Actor) -> Any:
    if thing.pk is None:
        raise ValueError(
            f"This {type(thing).__name__} has no id, so it cannot be recorded: record it while it is saved."
        )
    return thing.pk
