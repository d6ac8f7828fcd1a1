"""What is published already on the like of what somebody is about to ask."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

MOST = 5
LOG = "moothall.disclosure.queries.log"  # the disclosure log, where there is one
READ = 8000  # characters of a request that are looked at


@dataclass(frozen=True)
class Suggested:
    """Something published, with its address on the public site."""

    title: str
    url: str


def suggest(words: str) -> list[Suggested]:
    """The published answers that are likest to these words, the likest first; none where nothing is published."""
    like = _like()
    if like is None or not words.strip():
        return []
    return [_suggested(one) for one in like(words[:READ], MOST)]


def _like() -> Callable[[str, int], Iterable[Any]] | None:
    return getattr(import_module(LOG), "like", None) if find_spec(LOG) else None


def _suggested(one: Any) -> Suggested:
    """An entry that the log calls alike, or a title with its address."""
    if isinstance(one, tuple):
        return Suggested(str(one[0]), str(one[1]))
    return Suggested(one.entry.title, one.entry.get_absolute_url())
