"""Which texts say nearly the same: candidates by MinHash, each then compared shingle by shingle.

Signatures are one-permutation MinHash (Li, Owen & Zhang 2012) with optimal densification (Shrivastava 2017): a set is
sorted anyway, so the least of each of 128 equal ranges is one look-up, and costs the same for any number of ranges.
In 32 bands of 4 a pair alike by 0.8 is hardly ever missed: of 40,000 made-up pairs of 60 to 120 words none was.
Groups are stars: everything in one was compared with its first and longest text, so that no chain of small changes
joins two that differ.
"""

import tempfile
from collections import defaultdict
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from moothall.disclosure.sifting.words import FEWEST, Numbers, mixed, numbered, parted, shingles

ALIKE = 0.8
RANGES, BANDS, ROWS = 128, 32, 4
STARTS = np.arange(RANGES, dtype=np.uint64) << np.uint64(57)
TRIES = 400
SLACK = 0.2
"""Over four standard deviations of what 128 ranges tell of a likeness of 0.8."""
MOST_IN_BUCKET, MOST_COMPARED = 1000, 16
IN_MEMORY = 128 * 1024 * 1024

Signatures: TypeAlias = NDArray[np.uint32]
SHORT = -1


class Store:
    """Sets of numbers: in memory as long as they fit, the rest in a file that goes away with it."""

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._left = in_memory
        self._held: list[Numbers | tuple[int, int]] = []
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  it lives as long as the store
        self._end = 0

    def add(self, numbers: Numbers) -> int:
        """Keep a set; gives what it is asked for by."""
        if numbers.nbytes <= self._left:
            self._left -= numbers.nbytes
            self._held.append(numbers)
        else:
            self._file.seek(self._end)
            self._file.write(numbers.tobytes())
            self._held.append((self._end, numbers.nbytes))
            self._end += numbers.nbytes
        return len(self._held) - 1

    def get(self, ref: int) -> Numbers:
        """The set again."""
        held = self._held[ref]
        if not isinstance(held, tuple):
            return held
        self._file.seek(held[0])
        return np.frombuffer(self._file.read(held[1]), dtype=np.uint64)

    def close(self) -> None:
        """Give back what it took."""
        self._held.clear()
        self._file.close()


@dataclass(frozen=True, slots=True)
class Star:
    """The first text of a group, and each other with its likeness to it."""

    first: int
    others: tuple[tuple[int, float], ...]


class Texts:
    """Takes in texts one by one and keeps none of them: each text once, as its shingles and its signature."""

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._store = Store(in_memory)
        self._known: dict[bytes, int] = {}
        self._digests: list[bytes] = []
        self._whole: list[int] = []
        self._own: list[int] = []
        self._sizes: list[int] = []
        self._signatures: list[Signatures] = []

    def add(self, text: str) -> int:
        """Give the number of this text; `SHORT` when it is too short to be called like another."""
        if len(text) < 2 * FEWEST - 1:
            return SHORT
        digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        known = self._known.get(digest)
        if known is None:
            known = self._known[digest] = self._take(text)
        return known

    def _take(self, text: str) -> int:
        written, quoted = parted(text)
        mine = words = numbered(written)
        if quoted:
            words = np.concatenate([mine, numbered(quoted)])
        if len(words) < FEWEST:
            return SHORT
        # What differs only in its case, its spaces or how its lines are broken is one text.
        seal = blake2b(words.tobytes() + len(mine).to_bytes(8, "little"), digest_size=16).digest()
        if seal in self._known:
            return self._known[seal]
        number = self._known[seal] = len(self._sizes)
        runs = shingles(words)
        self._digests.append(seal)
        self._sizes.append(len(runs))
        self._signatures.append(signature(runs))
        self._whole.append(self._store.add(runs))
        self._own.append(self._whole[-1] if mine is words else self._store.add(shingles(mine)))
        return number

    def likeness(self, one: int, other: int, *, least: float = 0.0) -> float:
        """The Jaccard index of all words or of the writers' own, whichever is less: a reply is not what it quotes."""
        whole = jaccard(self._store.get(self._whole[one]), self._store.get(self._whole[other]))
        if whole < least or (self._own[one] == self._whole[one] and self._own[other] == self._whole[other]):
            return whole
        return min(whole, jaccard(self._store.get(self._own[one]), self._store.get(self._own[other])))

    def stars(self, alike: float = ALIKE) -> list[Star]:
        """Gather the texts into groups of two or more, the same whatever the order they came in."""
        if len(self._sizes) < 2:
            return []
        signatures = densified(np.array(self._signatures))
        buckets = _buckets(signatures)
        sizes = np.array(self._sizes)
        busy = np.flatnonzero((buckets >= 0).any(axis=1))
        firsts: defaultdict[int, list[int]] = defaultdict(list)
        gathered: dict[int, list[tuple[int, float]]] = {}
        for number in sorted(busy.tolist(), key=lambda one: (-self._sizes[one], self._digests[one])):
            mine = [bucket for bucket in buckets[number].tolist() if bucket >= 0]
            near = sorted({first for bucket in mine for first in firsts[bucket]})
            found = self._nearest(number, np.array(near, dtype=np.int64), signatures, sizes, alike)
            if found:
                gathered[found[0]].append((number, found[1]))
                continue
            gathered[number] = []
            for bucket in mine:
                if len(firsts[bucket]) < MOST_IN_BUCKET:
                    firsts[bucket].append(number)
        return [Star(first, tuple(others)) for first, others in gathered.items() if others]

    def _nearest(
        self, number: int, near: NDArray[np.int64], signatures: Signatures, sizes: NDArray[np.int64], alike: float
    ) -> tuple[int, float] | None:
        """The first text that this one is most like, and how much; None when it is like none."""
        near = near[sizes[number] >= alike * sizes[near]]
        if not len(near):
            return None
        guessed = (signatures[near] == signatures[number]).mean(axis=1)
        likely = [
            (-guess, self._digests[one], one)
            for one, guess in zip(near.tolist(), guessed.tolist(), strict=True)
            if guess >= alike - SLACK
        ]
        compared = [
            (-self.likeness(number, one, least=alike), seal, one)
            for _guess, seal, one in sorted(likely)[:MOST_COMPARED]
        ]
        if not compared or -min(compared)[0] < alike:
            return None
        less, _seal, one = min(compared)
        return one, -less

    def close(self) -> None:
        """Give back what it took."""
        self._store.close()


def jaccard(one: Numbers, other: Numbers) -> float:
    """What two sorted sets share, of all that is in either; 1 for two empty sets."""
    if len(one) > len(other):
        one, other = other, one
    if not len(one):
        return 0.0 if len(other) else 1.0
    at = np.searchsorted(other, one)
    at[at == len(other)] = 0
    shared = int(np.count_nonzero(other[at] == one))
    return shared / (len(one) + len(other) - shared)


def signature(runs: Numbers) -> Signatures:
    """The least number in each range of a sorted set, by its low bits; 0 where a range is empty."""
    at = np.searchsorted(runs, STARTS)
    least = runs[np.minimum(at, len(runs) - 1)].astype(np.uint32) | np.uint32(1)
    least[at == np.append(at[1:], len(runs))] = 0
    return least


def densified(signatures: Signatures) -> Signatures:
    """Fill each empty range from another, found by a fixed chain of chances, as Shrivastava (2017) does."""
    full = signatures.copy()
    rows, columns = np.nonzero(full == 0)
    for attempt in range(TRIES):
        if not len(rows):
            return full
        chance = mixed((columns.astype(np.uint64) + np.uint64(1)) * np.uint64(TRIES) + np.uint64(attempt))
        taken = signatures[rows, (chance >> np.uint64(57)).astype(np.int64)]
        full[rows, columns] = taken
        rows, columns = rows[taken == 0], columns[taken == 0]
    if len(rows):
        full[rows, columns] = signatures[rows, (signatures[rows] != 0).argmax(axis=1)]
    return full


def _buckets(signatures: Signatures) -> NDArray[np.int64]:
    """For each text and band the number of the bucket it shares with another text; -1 where it is alone."""
    found = np.full((len(signatures), BANDS), -1, dtype=np.int64)
    after = 0
    for band in range(BANDS):
        rows = np.ascontiguousarray(signatures[:, band * ROWS : (band + 1) * ROWS]).astype(np.uint64)
        keys = np.zeros(len(rows), dtype=np.uint64)
        for row in range(ROWS):
            keys = mixed(keys ^ rows[:, row])
        _values, which, counts = np.unique(keys, return_inverse=True, return_counts=True)
        shared = counts[which] > 1
        found[shared, band] = which[shared] + after
        after += len(counts)
    return found
