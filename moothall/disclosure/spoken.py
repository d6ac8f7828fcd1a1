"""Events of a request as they are typed on a command line: `clarified=2026-03-09`, `regime=eir:2026-03-09`."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from moothall.disclosure.law.clocks import Happened, Happening
from moothall.disclosure.law.regimes import Regime

NAMES = {
    **{what.value: what for what in Happening},
    "asked": Happening.CLARIFICATION_ASKED,
    "clarification_received": Happening.CLARIFIED,
    "paid": Happening.FEE_PAID,
    "identity": Happening.IDENTITY_PROVED,
    "pit": Happening.EXTENDED,
    "regime": Happening.REGIME_CHANGED,
}
LONGEST_CLOSURE = 400  # days
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,3}", re.ASCII)


def day(typed: str) -> date:
    """A day written as 2026-03-02; raises ValueError, in words, for anything else."""
    try:
        found = date.fromisoformat(typed) if _DAY.fullmatch(typed) else None
    except ValueError:
        found = None
    if found is None:
        raise ValueError(f"{typed!r} is no day: write it as 2026-03-02.")
    return found


def events(typed: Iterable[str], *, received: date) -> Iterator[Happened]:
    """What happened. An extension without a day is one told on the day of receipt; `extended=2026-03-09:10` adds ten.

    A day may also follow after a space: `extended 2026-03-09`. Raises ValueError, in words, for what is not understood.
    """
    for word in _joined(typed):
        name, _, rest = word.partition("=")
        what = NAMES.get(name.strip().lower())
        if what is None:
            raise ValueError(f"{name!r} is nothing that happens to a request. There are: {', '.join(sorted(NAMES))}.")
        yield _event(what, [part for part in rest.split(":") if part], word, received)


def closed(typed: Iterable[str]) -> Iterator[date]:
    """The days of `2026-07-22..2026-09-01`, or of one day; raises ValueError for what is not understood."""
    for word in typed:
        first, _, last = word.partition("..")
        begin, end = day(first), day(last or first)
        if not 0 <= (end - begin).days <= LONGEST_CLOSURE:
            raise ValueError(f"{word!r} is no closure of a school: from a day to a later one, within a year or so.")
        yield from (date.fromordinal(number) for number in range(begin.toordinal(), end.toordinal() + 1))


def _joined(typed: Iterable[str]) -> list[str]:
    words: list[str] = []
    for word in typed:
        if words and "=" not in words[-1] and (_DAY.fullmatch(word) or _NUMBER.fullmatch(word)):
            words[-1] += f"={word}"
        else:
            words.append(word)
    return words


def _event(what: Happening, parts: list[str], word: str, received: date) -> Happened:
    to = days = on = None
    for part in parts:
        if what == Happening.REGIME_CHANGED and part.lower() in Regime.values:
            to = Regime(part.lower())
        elif what == Happening.EXTENDED and _NUMBER.fullmatch(part):
            days = int(part)
        elif on is None:
            on = day(part)
        else:
            raise ValueError(f"{word!r} says too much.")
    if on is None and what == Happening.EXTENDED:
        on = received
    if on is None:
        raise ValueError(f"{word!r} does not say when: write {word.partition('=')[0]}=2026-03-02.")
    return Happened(what, on, to=to, days=days)
