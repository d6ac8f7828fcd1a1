"""The second reader: what they read again, and how far the two agree."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from moothall.disclosure.sifting import elusion
from moothall.disclosure.sifting.elusion import Interval


@dataclass(frozen=True, slots=True)
class Overturned:
    """Of what the first reader gave one tag: how much the second read again, and how much of it they tagged otherwise.

    `in_all` is how many of all with this tag they would tag otherwise, at least and at most.
    """

    tag: str
    tagged: int
    read_again: int
    otherwise: int
    in_all: Interval


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two readers' tags compare.

    `kappa` is Cohen's (1960): how much more they agree than tags given by lot would; None where both gave one tag
    alone. `differ` counts each pair of unlike tags (first, second). The intervals are for each tag by itself, because
    the sample takes more of a rare one than its share.
    """

    both: int
    agreed: int
    kappa: float | None
    differ: tuple[tuple[tuple[str, str], int], ...]
    by_tag: tuple[Overturned, ...]

    @property
    def share(self) -> float:
        """The share of items to which both gave one tag."""
        return self.agreed / self.both if self.both else 0.0


def draw(tags: Mapping[str, str], *, size: int, seed: str) -> tuple[str, ...]:
    """Draw items for the second reader: each tag by its share, and at least one of each as far as `size` goes."""
    by_tag: dict[str, list[str]] = {}
    for key, tag in tags.items():
        by_tag.setdefault(tag, []).append(key)
    parts = _shares({tag: len(keys) for tag, keys in by_tag.items()}, min(max(0, size), len(tags)))
    drawn = [key for tag, keys in by_tag.items() for key in elusion.draw(keys, size=parts[tag], seed=seed)]
    return elusion.draw(drawn, size=len(drawn), seed=seed)


def _shares(counts: Mapping[str, int], size: int) -> dict[str, int]:
    """Part a sample among tags: the rarest are served first, and never more than there is."""
    parts: dict[str, int] = {}
    left, waiting = size, sum(counts.values())
    for number, (tag, count) in enumerate(sorted(counts.items(), key=lambda one: (one[1], one[0]))):
        others = len(counts) - number - 1
        fair = round(left * count / waiting) if waiting else 0
        parts[tag] = max(0, min(count, max(fair, 1), max(left - others, 1), left))
        left -= parts[tag]
        waiting -= count
    return parts


def compare(first: Mapping[str, str], second: Mapping[str, str]) -> Agreement:
    """Compare the tags of two readers on the items that both have read."""
    pairs = [(first[key], second[key]) for key in first.keys() & second.keys()]
    agreed = sum(one == other for one, other in pairs)
    differ = Counter(pair for pair in pairs if pair[0] != pair[1])
    return Agreement(
        both=len(pairs),
        agreed=agreed,
        kappa=_kappa(pairs, agreed),
        differ=tuple(sorted(differ.items(), key=lambda one: (-one[1], one[0]))),
        by_tag=tuple(_overturned(tag, first, pairs) for tag in sorted(set(first.values()))),
    )


def _overturned(tag: str, first: Mapping[str, str], pairs: Sequence[tuple[str, str]]) -> Overturned:
    tagged = sum(one == tag for one in first.values())
    again = [other for one, other in pairs if one == tag]
    otherwise = sum(other != tag for other in again)
    return Overturned(tag, tagged, len(again), otherwise, elusion.interval(tagged, len(again), otherwise))


def _kappa(pairs: Sequence[tuple[str, str]], agreed: int) -> float | None:
    if not pairs:
        return None
    ours, theirs = Counter(one for one, _other in pairs), Counter(other for _one, other in pairs)
    by_lot = sum(ours[tag] * theirs[tag] for tag in ours) / len(pairs) ** 2
    return None if by_lot == 1 else (agreed / len(pairs) - by_lot) / (1 - by_lot)
