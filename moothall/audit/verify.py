"""Whether the record is what was written: the chain read from end to end, then held against the anchors outside it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain, islice, pairwise
from pathlib import Path

from django.db import connection
from django.db.models import Max, Min, QuerySet

from moothall.kit import guards

from . import anchors, keys
from .chain import private_digest, seal
from .findings import Findings, Kind
from .models import GENESIS, Entry, Private

BATCH = 1000
HOW_FAR_MOVED = 100  # an entry that does not fit its number is tried under this many others on each side
HOW_OFTEN_TRIED = 1000  # faults after which that is no longer tried, as there is no need to tell more
CRASH = timedelta(seconds=10)  # the most that one crash leaves without anchors: what was being committed just then

# What reading raises when SQLite was made to hold something that is no date or no JSON, or text that is no UTF-8.
UNREADABLE = (ValueError, TypeError, AttributeError, RecursionError)

ERASED = "audit.private_erased"


@dataclass
class Verification:
    """One reading of the whole record, in constant memory."""

    anchors_file: Path
    progress: Callable[[int], None] = lambda entries: None
    findings: Findings = field(default_factory=Findings)
    entries: int = 0
    private: int = 0
    erased: int = 0
    anchored: int = 0
    head: int = 0
    _anchored_to: int = 0

    @property
    def is_sound(self) -> bool:
        """Whether nothing but what an honest crash leaves was found."""
        return not self.findings.faults

    def run(self) -> "Verification":
        """Read everything once and return itself."""
        for fault in guards.faults(connection):
            if fault.startswith(("audit_", "guard_audit_")):
                self.findings.add(Kind.UNGUARDED, 0, more=fault)
        self._anchored_to = max((line.seq for line in self._lines()), default=0)
        self._read_chain()
        self._read_anchors()
        return self

    def _read_chain(self) -> None:
        before: Entry | None = None
        before_fits = True
        for entry, after in pairwise(chain(_entries(), [None])):
            assert entry is not None  # noqa: S101 - only the last `after` is None
            if not _is_number(entry):
                self.findings.add(Kind.MISNUMBERED, 0, more=str(entry.seq))
                continue
            before_fits = self._judge(before, entry, after, before_fits=before_fits)
            self._judge_private(entry)
            before = entry
            self.entries += 1
            self.head = entry.seq
            if self.entries % BATCH == 0:
                self.progress(self.entries)

    def _judge(self, before: Entry | None, entry: Entry, after: Entry | None, *, before_fits: bool) -> bool:
        """Hold an entry against its seal and its neighbours; returns whether it fits its seal."""
        last, last_hash = (before.seq, before.hash) if before else (0, GENESIS)
        if entry.seq > last + 1:
            self.findings.add(Kind.REMOVED, last + 1, entry.seq - 1)
        key = keys.find(entry.key_id)
        if key is None:
            self.findings.add(Kind.UNKNOWN_KEY, entry.seq, more=entry.key_id)
            return False
        if not _fits(entry, key):
            kind, more = self._what_happened(last_hash, entry, after, key)
            self.findings.add(kind, entry.seq, more=more)
            return False
        if entry.seq == last + 1 and entry.previous_hash != last_hash and before_fits:
            self.findings.add(Kind.BROKEN, entry.seq)
        return True

    def _what_happened(self, last_hash: str, entry: Entry, after: Entry | None, key: keys.Key) -> tuple[Kind, str]:
        """Say why an entry does not fit its seal: moved, inserted or changed."""
        if self.findings.faults < HOW_OFTEN_TRIED:
            for other in range(entry.seq - HOW_FAR_MOVED, entry.seq + HOW_FAR_MOVED + 1):
                if _fits(entry, key, seq=other):
                    return Kind.MOVED, str(other - entry.seq)
        if after is None:
            return (Kind.INSERTED if 0 < self._anchored_to < entry.seq else Kind.CHANGED), ""
        skipped = after.previous_hash == last_hash and after.previous_hash != entry.hash
        return (Kind.INSERTED if skipped else Kind.CHANGED), ""

    def _judge_private(self, entry: Entry) -> None:
        """Hold the personal details of an entry against the digest in the chain."""
        private: Private | None = getattr(entry, "private", None)
        if not entry.private_digest:
            if private:
                self.findings.add(Kind.PRIVATE_INSERTED, entry.seq)
            return
        if private is None or private.erased:
            self.erased += 1
            if private is None or not _was_erased(entry):
                self.findings.add(Kind.PRIVATE_GONE, entry.seq)
            return
        self.private += 1
        if not _fits_private(private, entry.private_digest):
            self.findings.add(Kind.PRIVATE_CHANGED, entry.seq)

    def _read_anchors(self) -> None:
        """Hold the chain against what was written outside the database."""
        sealed = self._sealed()
        low, high, cut_to = 0, 0, 0
        while batch := list(islice(sealed, BATCH)):
            hashes = dict(Entry.objects.filter(seq__in=[line.seq for line in batch]).values_list("seq", "hash"))
            for line in batch:
                found = hashes.get(line.seq)
                if found is None and line.seq > self.head:
                    cut_to = max(cut_to, line.seq)
                if found is not None and found != line.hash:
                    low, high = min(low or line.seq, line.seq), max(high, line.seq)
        if cut_to:
            self.findings.add(Kind.CUT, self.head + 1, cut_to)
        if high:
            self.findings.add(Kind.REWRITTEN, low, high)
        self._judge_lateness()

    def _sealed(self) -> Iterator[anchors.Line]:
        """Yield the anchors whose seal fits, and note those that do not."""
        previous = GENESIS
        for line in anchors.read(self.anchors_file):
            if isinstance(line, int):
                self.findings.add(Kind.ANCHOR_UNREADABLE, line)
                continue
            key = keys.find(line.key_id)
            if key is None or line.seal != anchors.seal(line.told, previous, key):
                self.findings.add(Kind.ANCHORS_CHANGED, line.number)
            else:
                self.anchored += 1
                yield line
            previous = line.seal

    def _judge_lateness(self) -> None:
        """Say whether the end of the chain lacks more anchors than a crash between commit and anchor explains."""
        if self.head <= self._anchored_to:
            return
        if not self._anchored_to:
            self.findings.add(Kind.ANCHORS_MISSING, 0, more=str(self.anchors_file))
            return
        late = Entry.objects.filter(seq__gt=self._anchored_to, seq__lte=self.head)
        span = late.aggregate(first=Min("at"), last=Max("at"))
        kind = Kind.ANCHOR_LATE if span["last"] - span["first"] <= CRASH else Kind.ANCHORS_CUT
        self.findings.add(kind, self._anchored_to + 1, self.head)

    def _lines(self) -> Iterator[anchors.Line]:
        return (line for line in anchors.read(self.anchors_file) if not isinstance(line, int))


def _entries() -> Iterator[Entry]:
    """Yield every entry in order, a batch at a time: no long transaction, so nobody waits for a verification."""
    found = Entry.objects.order_by("seq").select_related("private")
    batch = _batch(found)
    yield from batch
    while len(batch) == BATCH and (numbers := [entry.seq for entry in batch if _is_number(entry)]):
        batch = _batch(found.filter(seq__gt=numbers[-1]))
        yield from batch


def _is_number(entry: Entry) -> bool:
    """Whether the entry's number is a whole one: SQLite can be made to hold anything."""
    seq: object = entry.seq
    return isinstance(seq, int)


def _batch(found: QuerySet[Entry]) -> list[Entry]:
    try:
        return list(found[:BATCH])
    except UNREADABLE:
        return list(found.defer("at", "details", "private__content")[:BATCH])


def _fits(entry: Entry, key: keys.Key, *, seq: int | None = None) -> bool:
    """Whether an entry, under this number, has the hash it ought to have; what cannot even be read does not."""
    try:
        return entry.hash == seal(entry, key, seq=seq)
    except UNREADABLE:
        return False


def _fits_private(private: Private, digest: str) -> bool:
    try:
        return digest == private_digest(private.salt, private.content)
    except UNREADABLE:
        return False


def _was_erased(entry: Entry) -> bool:
    """Whether an act in the chain says that the personal details of this entry were erased."""
    acts = Entry.objects.filter(object_type=Entry._meta.label_lower, object_id=str(entry.seq))
    return acts.filter(verb=ERASED, seq__gt=entry.seq).exists()
