"""What can be found wrong with the record, and how it is said."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.translation import gettext as _

MOST_FINDINGS = 1000  # kept in full; beyond that they are only counted
NEIGHBOURS = 3  # one entry can have several things wrong with it, so its neighbour's finding may be a few back


class Kind(StrEnum):
    """What was found."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    MOVED = "moved"
    MISNUMBERED = "misnumbered"
    BROKEN = "broken"
    UNKNOWN_KEY = "unknown_key"
    CUT = "cut"
    REWRITTEN = "rewritten"
    PRIVATE_CHANGED = "private_changed"
    PRIVATE_GONE = "private_gone"
    PRIVATE_INSERTED = "private_inserted"
    ANCHORS_MISSING = "anchors_missing"
    ANCHORS_CUT = "anchors_cut"
    ANCHORS_CHANGED = "anchors_changed"
    ANCHOR_UNREADABLE = "anchor_unreadable"
    ANCHOR_LATE = "anchor_late"
    UNGUARDED = "unguarded"


# What an honest crash leaves behind; everything else is a fault.
NOTES = frozenset({Kind.ANCHOR_UNREADABLE, Kind.ANCHOR_LATE})


@dataclass(frozen=True)
class Finding:
    """One thing found, about the entries (or lines of anchors) from `first` to `last`."""

    kind: Kind
    first: int
    last: int
    more: str = ""  # a key's id, a file's name, by how much entries were moved, which guard is missing

    @property
    def is_fault(self) -> bool:
        """Whether somebody must look into it."""
        return self.kind not in NOTES

    @property
    def words(self) -> str:
        """What was found, in plain words."""
        text = _one(self.kind) if self.first == self.last else _many(self.kind)
        moved = int(self.more) if self.kind is Kind.MOVED else 0
        return text.format(
            first=self.first, last=self.last, more=self.more, was=self.first + moved, was_last=self.last + moved
        )


class Findings:
    """The findings so far; neighbours of one kind become one, so that a rewritten chain fills no memory."""

    def __init__(self) -> None:
        self.listed: list[Finding] = []
        self.faults = 0
        self.unlisted = 0

    def add(self, kind: Kind, first: int, last: int | None = None, more: str = "") -> None:
        """Take in a finding about the entries from `first` to `last`."""
        found = Finding(kind, first, first if last is None else last, more)
        self.faults += found.is_fault
        for back in range(1, min(NEIGHBOURS, len(self.listed)) + 1):
            before = self.listed[-back]
            if (before.kind, before.more, before.last + 1) == (kind, more, first):
                self.listed[-back] = replace(before, last=found.last)
                return
        if len(self.listed) < MOST_FINDINGS:
            self.listed.append(found)
        else:
            self.unlisted += 1

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.listed)


def _one(kind: Kind) -> str:
    return {
        Kind.CHANGED: _("Entry {first} is not as it was written: what it says does not fit its hash."),
        Kind.REMOVED: _("Entry {first} is missing: it was removed."),
        Kind.INSERTED: _("Entry {first} was inserted: it was not written by the hall."),
        Kind.MOVED: _("Entry {first} was moved: it was written as entry {was}."),
        Kind.MISNUMBERED: _("An entry has “{more}” for a number: it was not written by the hall."),
        Kind.BROKEN: _("Entry {first} does not follow from the entry before it: that one was written anew."),
        Kind.UNKNOWN_KEY: _("Entry {first} is sealed with the key “{more}”, which the hall does not have."),
        Kind.CUT: _("Entry {first} was cut off the end: it had been anchored."),
        Kind.REWRITTEN: _("Entry {first} has another hash than the one anchored: the chain was rewritten."),
        Kind.PRIVATE_CHANGED: _("The personal details of entry {first} are not as they were written."),
        Kind.PRIVATE_GONE: _("The personal details of entry {first} are gone, and no act erased them."),
        Kind.PRIVATE_INSERTED: _("Entry {first} was written without personal details and now has some."),
        Kind.ANCHORS_MISSING: _("The anchors are missing: there is nothing in {more}, though the chain has entries."),
        Kind.ANCHORS_CUT: _("Entry {first} has no anchor: anchors were cut off, or not written."),
        Kind.ANCHORS_CHANGED: _("Line {first} of the anchors was changed, or lines before it were removed."),
        Kind.ANCHOR_UNREADABLE: _("Line {first} of the anchors cannot be read; a crash can leave such a line."),
        Kind.ANCHOR_LATE: _("Entry {first} has no anchor yet; the next act will anchor it."),
        Kind.UNGUARDED: _("The database does not guard itself as declared: {more}"),
    }[kind]


def _many(kind: Kind) -> str:
    return {
        Kind.CHANGED: _("Entries {first} to {last} are not as they were written: they do not fit their hashes."),
        Kind.REMOVED: _("Entries {first} to {last} are missing: they were removed."),
        Kind.INSERTED: _("Entries {first} to {last} were inserted: they were not written by the hall."),
        Kind.MOVED: _("Entries {first} to {last} were moved: they were written as entries {was} to {was_last}."),
        Kind.BROKEN: _("Entries {first} to {last} do not follow from the entries before them."),
        Kind.UNKNOWN_KEY: _(
            "Entries {first} to {last} are sealed with the key “{more}”, which the hall does not have."
        ),
        Kind.CUT: _("Entries {first} to {last} were cut off the end: they had been anchored."),
        Kind.REWRITTEN: _("Entries {first} to {last} hold other hashes than those anchored: the chain was rewritten."),
        Kind.PRIVATE_CHANGED: _("The personal details of entries {first} to {last} are not as they were written."),
        Kind.PRIVATE_GONE: _("The personal details of entries {first} to {last} are gone, and no act erased them."),
        Kind.PRIVATE_INSERTED: _("Entries {first} to {last} were written without personal details and now have some."),
        Kind.ANCHORS_CUT: _("Entries {first} to {last} have no anchor: anchors were cut off, or not written."),
        Kind.ANCHORS_CHANGED: _("Lines {first} to {last} of the anchors were changed, or lines before them removed."),
        Kind.ANCHOR_UNREADABLE: _(
            "Lines {first} to {last} of the anchors cannot be read; crashes can leave such lines."
        ),
        Kind.ANCHOR_LATE: _("Entries {first} to {last} have no anchor yet; the next act will anchor them."),
    }[kind]
