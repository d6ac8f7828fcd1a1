"""What a hold belongs to in another room, which says while it must not be released."""

from collections.abc import Callable
from dataclasses import dataclass

from moothall.kit.registries import Words
from moothall.kit.registry import Registry
from moothall.records.models import Hold


@dataclass(frozen=True)
class Tie:
    """A room that has holds placed; `why` says of one why it must stay, in words for anybody, or nothing.

    The database of that room refuses the release as well: this is so that it is said in words before.
    """

    key: str
    why: Callable[[Hold], Words]
    order: int = 100


ties: Registry[Tie] = Registry("ties of holds")


def why_it_stays(hold: Hold) -> str:
    """Why this hold must not be released now; nothing where it may be."""
    return next((str(why) for tie in ties if (why := tie.why(hold))), "")
