"""Assets that describe themselves: each room that owns containers says which there are and who may know of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from moothall.kit.registries import Words
from moothall.kit.registry import Registry
from moothall.people.models import User
from moothall.records.custody import Live


@dataclass(frozen=True)
class LiveSource:
    """One kind of container of this hall.

    `containers(user)` gives those whose name this person may know, and for None all there are. `live(refs)` gives
    their figures now, whoever asks. `kinds` are the things that the index holds of them. `unread` counts what came to
    them and could not be read, so that no search will ever find it.
    """

    key: str  # `space`
    label: Words
    unnamed: Words  # what one is called for those who may know that it is there, and not its name
    unit: Words  # what its `units` are: `conversations`
    size_of: Words  # what its `size` measures
    containers: Callable[[User | None], QuerySet[Any, Any]]
    live: Callable[[Sequence[int] | None], Iterable[Live]]
    kinds: tuple[str, ...] = ()
    unread: Callable[[], int] = lambda: 0
    order: int = 100


live_sources: Registry[LiveSource] = Registry("live assets")
