"""What lessons are about and where they are used again: each room says it of the things it owns.

A room registers one `Matter` for each kind of thing (`initiative:7`, `policy:2`) in its `room.py`. What no room that is
switched on knows has no name and no address here, and neither has what the person may not see.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from moothall.kit.registries import Person, Words
from moothall.kit.registry import Registry


def whoever_sees(person: Person, thing: str) -> bool:
    """Whoever may see a thing may say what is done there with a lesson."""
    return True


@dataclass(frozen=True)
class Matter:
    """One kind of thing: `key` is how its keys begin (`initiative`), `label` what one of them is called.

    `load(person, things)` gives title and address of those that this person may see. `may_use` is asked only of those:
    whether the person may say that a lesson is adopted for the thing, or not applicable to it.
    """

    key: str
    label: Words
    load: Callable[[Person, Sequence[str]], Mapping[str, tuple[str, str]]]
    may_use: Callable[[Person, str], bool] = whoever_sees
    order: int = 100


@dataclass(frozen=True)
class Named:
    """A thing as a page names it."""

    thing: str
    label: Words
    title: str
    url: str


matters: Registry[Matter] = Registry("what lessons are about")


def kind_of(thing: str) -> str:
    """`policy` of `policy:7`; empty for what is no key of a thing."""
    kind, _colon, ref = thing.partition(":")
    return kind if ref.isascii() and ref.isdecimal() and 0 < len(ref) < 19 and not ref.startswith("0") else ""


def ref_of(thing: str) -> int:
    """7 of `policy:7`."""
    return int(thing.partition(":")[2])


def named(person: Person, things: Iterable[str]) -> dict[str, Named]:
    """Those of the things that this person may see, by key; each kind is asked once."""
    by_kind: dict[str, list[str]] = {}
    for thing in dict.fromkeys(things):
        by_kind.setdefault(kind_of(thing), []).append(thing)
    found: dict[str, Named] = {}
    for matter in matters:
        asked = by_kind.get(matter.key, [])
        for thing, (title, url) in matter.load(person, asked).items() if asked else ():
            found[thing] = Named(thing, matter.label, title, url)
    return {thing: found[thing] for things in by_kind.values() for thing in things if thing in found}


def may_use(person: Person, thing: str) -> bool:
    """Whether this person sees the thing and may say what is done there with a lesson."""
    matter = matters.get(kind_of(thing))
    return matter is not None and thing in matter.load(person, [thing]) and matter.may_use(person, thing)
