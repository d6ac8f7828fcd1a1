"""The golden threads on the page of a thing in whichever room: a few of them, and the way to the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from moothall.kit.registries import Person, Thread, threads_through

SHOWN = 3
MOST = 100  # even where one asks for all
ALL = "all"


@dataclass(frozen=True)
class Strips:
    """Golden threads through a thing; `here` is its key, `further` how many are not shown."""

    here: str
    shown: Sequence[Thread]
    further: int

    def __bool__(self) -> bool:
        return bool(self.shown)


def strips(request: HttpRequest, person: Person, thing: str, *, here: str = "") -> Strips:
    """The threads through a thing that a person may see: the first few, or with `?threads=all` as many as fit a page.

    `here` is what the page is about where that is another thing, such as the decision on an appraisal. Where no room
    knows of threads, nobody is asked.
    """
    found = threads_through(person, thing)
    most = MOST if request.GET.get("threads") == ALL else SHOWN
    return Strips(here or thing, found[:most], len(found[most:]))
