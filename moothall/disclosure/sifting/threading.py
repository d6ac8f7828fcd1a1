"""Threads across mailboxes: joined by the ids they name, ordered so that nothing stands before what it answers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from moothall.disclosure.sifting.records import Beside, Line

END = datetime.max.replace(tzinfo=UTC)
"""Where what has no date is put: last."""


def when(date: datetime | None) -> datetime:
    """A date to order by."""
    return date or END


@dataclass(frozen=True, slots=True)
class Letter:
    """A family as a thread sees it; `name` settles what neither dates nor answers do."""

    number: int
    name: str
    threads: tuple[str, ...]
    marks: tuple[str, ...]
    follows: tuple[str, ...]
    date: datetime | None


@dataclass(frozen=True, slots=True)
class Woven:
    """A thread: its letters in order, and those that no search found."""

    letters: list[int]
    order: list[tuple[int | None, tuple[str, ...]]]

    def lines(self, heads: Sequence[int]) -> tuple[Line, ...]:
        """Its lines, each letter by the item that heads it."""
        return tuple(Line(None if letter is None else heads[letter], beside) for letter, beside in self.order)


class Roots:
    """Disjoint sets of names."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def of(self, name: str) -> str:
        """The one name that stands for all in its set."""
        above = self._above
        top = above.setdefault(name, name)
        while above[top] != top:
            top = above[top]
        while above[name] != top:
            above[name], name = top, above[name]
        return top

    def join(self, names: Sequence[str]) -> None:
        """Make one set of these."""
        first = self.of(names[0])
        for name in names[1:]:
            self._above[self.of(name)] = first


def weave(letters: Sequence[Letter], beside: Sequence[Beside]) -> list[Woven]:
    """Gather letters into threads; what names no thread and no id is in none."""
    roots = Roots()
    names: list[list[str]] = []
    for letter in letters:
        mine = [f"thread {name}" for name in letter.threads]
        mine += [f"id {name}" for name in (*letter.marks, *letter.follows)]
        names.append(mine)
        if mine:
            roots.join(mine)
    for one in beside:
        roots.join([f"thread {one.thread}", f"id {one.mark}"] if one.mark else [f"thread {one.thread}"])
    gathered: defaultdict[str, list[Letter]] = defaultdict(list)
    for letter, mine in zip(letters, names, strict=True):
        if mine:
            gathered[roots.of(mine[0])].append(letter)
    others: defaultdict[str, dict[str, Beside]] = defaultdict(dict)
    for one in beside:
        others[roots.of(f"thread {one.thread}")][one.key] = one
    woven = [_woven(found, others.get(root, {})) for root, found in gathered.items()]
    return sorted(woven, key=lambda thread: min(thread.letters))


def _woven(letters: list[Letter], beside: dict[str, Beside]) -> Woven:
    """Put a thread in order: by date, but an answer never before what it answers."""
    holding = {(mark, letter.date): letter.number for letter in reversed(letters) for mark in letter.marks}
    also: defaultdict[int, list[str]] = defaultdict(list)
    alone: defaultdict[tuple[str, datetime | None], list[str]] = defaultdict(list)
    for key, one in beside.items():
        same = holding.get((one.mark, one.date)) if one.mark else None
        if same is not None:
            also[same].append(key)
        else:
            alone[(one.mark or f"key {key}", one.date)].append(key)
    times = _times(letters)
    found: list[tuple[datetime, int, str, int | None, tuple[str, ...]]] = []
    for letter in letters:
        moved, depth = times[letter.number]
        found.append((moved, depth, letter.name, letter.number, tuple(sorted(also[letter.number]))))
    for (_mark, date), keys in alone.items():
        found.append((when(date), 0, min(keys), None, tuple(sorted(keys))))
    found.sort(key=lambda line: line[:3])
    return Woven(
        [number for _time, _depth, _name, number, _keys in found if number is not None],
        [(number, keys) for _time, _depth, _name, number, keys in found],
    )


def _times(letters: list[Letter]) -> dict[int, tuple[datetime, int]]:
    """For each letter the time it is put at, and how many answers deep it is.

    The time is its own or, if that is later, the one of what it answers. Where letters answer each other in a loop, the
    one with the earliest date begins.
    """
    in_order = sorted(letters, key=lambda letter: (when(letter.date), letter.name))
    holders: dict[str, Letter] = {}
    for letter in in_order:
        for mark in letter.marks:
            holders.setdefault(mark, letter)
    times: dict[int, tuple[datetime, int]] = {}
    for letter in in_order:
        chain: list[Letter] = []
        on_chain: set[int] = set()
        at: Letter | None = letter
        while at is not None and at.number not in times and at.number not in on_chain:
            chain.append(at)
            on_chain.add(at.number)
            at = next((holders[mark] for mark in at.follows if mark in holders and holders[mark] is not at), None)
        if at is not None and at.number in on_chain:  # a loop: its earliest begins, what is left of it comes later
            loop = range(chain.index(at), len(chain))
            chain = chain[: min(loop, key=lambda place: (when(chain[place].date), chain[place].name)) + 1]
            at = None
        time, depth = times[at.number] if at is not None else (datetime.min.replace(tzinfo=UTC), -1)
        for one in reversed(chain):
            time, depth = max(time, when(one.date)), depth + 1
            times[one.number] = (time, depth)
    return times
