"""Our starter texts: read from the files beside this one, each with a small header before its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from moothall.policies.models import Act, Genre

FOLDER = Path(__file__).parent / "starter"
ALONE = frozenset({"slug", "genre", "title"})
SEVERAL = frozenset({"summary", "builds on", "gate", "beside"})


@dataclass(frozen=True)
class Starter:
    """A text to begin from, what it builds on, and where we suggest to ask for it and to show its clauses."""

    slug: str
    genre: Genre
    title: str
    summary: str
    body: str
    builds_on: Sequence[str]
    gates: Sequence[str]
    beside: Sequence[tuple[str, Act]]  # number of the clause, and the act


@cache
def every() -> Sequence[Starter]:
    """All starter texts, each after those on which it builds."""
    known = {starter.slug: starter for starter in (_read(path) for path in sorted(FOLDER.glob("*.md")))}
    placed: dict[str, Starter] = {}
    while len(placed) < len(known):
        ready = [one for one in known.values() if one.slug not in placed and all(up in placed for up in one.builds_on)]
        if not ready:
            raise ValueError("The starter texts build on each other in a circle, or on one that is not there.")
        placed |= {one.slug: one for one in ready}
    return tuple(placed.values())


def _read(path: Path) -> Starter:
    header, _blank, body = path.read_text(encoding="utf-8").partition("\n\n")
    said: dict[str, list[str]] = {}
    for line in header.splitlines():
        name, _colon, words = line.partition(":")
        said.setdefault(name.strip(), []).append(words.strip())
    if not ALONE <= said.keys() <= ALONE | SEVERAL or any(len(said[name]) > 1 for name in ALONE):
        raise ValueError(f"The header of {path.name} cannot be understood.")
    return Starter(
        slug=said["slug"][0],
        genre=Genre(said["genre"][0]),
        title=said["title"][0],
        summary="\n".join(said.get("summary", [])),
        body=body.strip(),
        builds_on=tuple(said.get("builds on", [])),
        gates=tuple(said.get("gate", [])),
        beside=tuple(_beside(said)),
    )


def _beside(said: Mapping[str, list[str]]) -> list[tuple[str, Act]]:
    pairs = [line.split() for line in said.get("beside", [])]
    return [(number, Act(act)) for number, act in pairs]
