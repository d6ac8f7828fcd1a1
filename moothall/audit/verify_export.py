"""Verify an export of Moothall's record of acts, on any machine with Python 3.9 or newer and nothing else.

    python verify_export.py EXPORT.zip
    python verify_export.py EXPORT.zip --keys KEYS --anchors HEADS

Without keys it checks that the entries are complete, in order and linked, and that erased personal details left their
digest. With the keys (the file or the value of MOOTHALL_AUDIT_KEYS, as `id:hex,id:hex`) it also checks that each entry
is what the hall sealed. HEADS is a copy of `audit/heads.log` kept where nobody at the hall could reach it.

Exit code: 0 as it was written, 1 not so (each fault is named), 2 cannot be read. It changes nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

GENESIS = "0" * 64
HOW_FAR_MOVED = 100  # an entry that does not fit its number is tried under this many others on each side
MOST_LISTED = 1000
SEALED = (
    "seq", "at", "actor", "verb", "object_type", "object_id", "details", "private_digest", "previous_hash", "key_id",
)  # fmt: skip
CLOSED = ("seq", "previous_hash", "key_id", "closed")  # of an entry that the export does not tell
FORMATS = ("moothall.audit.export.1", "moothall.audit.export.2")


def canonical(value: Any) -> bytes:
    """The one spelling that is hashed: sorted keys, no spaces, nothing escaped that need not be, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def entry_seal(entry: dict[str, Any], key: bytes, seq: int | None = None) -> str:
    """The hash an entry ought to have, or would have had under another number."""
    told = {name: entry[name] for name in SEALED}
    if seq is not None:
        told["seq"] = seq
    return hmac.new(key, b"moothall.audit.entry.1\n" + canonical(told), hashlib.sha256).hexdigest()


def anchor_seal(told: str, previous: str, key: bytes) -> str:
    """The seal of a line of anchors that follows a line sealed with `previous`."""
    return hmac.new(key, f"moothall.audit.anchor.1\n{previous}\n{told}".encode(), hashlib.sha256).hexdigest()


def manifest_seal(manifest: dict[str, Any], key: bytes) -> str:
    """The seal of what the export says of itself."""
    told = {name: value for name, value in manifest.items() if name != "seal"}
    return hmac.new(key, b"moothall.audit.export.1\n" + canonical(told), hashlib.sha256).hexdigest()


def private_digest(salt: str, content: Any) -> str:
    """What the chain keeps of personal details."""
    return hashlib.sha256(b"moothall.audit.private.1\n" + salt.encode() + b"\n" + canonical(content)).hexdigest()


class Verification:
    """One reading of an export; `faults` and `notes` say what was found."""

    def __init__(self, keys: dict[str, bytes]) -> None:
        self.keys = keys
        self.faults: list[str] = []
        self.notes: list[str] = []
        self.count = self.private = self.erased = self.anchored = self.closed = 0
        self.last: dict[str, Any] | None = None  # the entry before
        self.hashes: dict[int, str] = {}
        self.digests: dict[int, str] = {}
        self.gaps: list[tuple[int, int]] = []
        self._file = hashlib.sha256()

    def fault(self, words: str) -> None:
        """Take in one fault."""
        self.faults.append(words)

    def read_entries(self, lines: Iterable[bytes], manifest: dict[str, Any]) -> None:
        """Hold every entry against its seal and its neighbours."""
        for number, raw in enumerate(lines, start=1):
            self._file.update(raw)
            try:
                entry = json.loads(raw)
                well_formed = set(entry) in ({*SEALED, "hash"}, {*CLOSED, "hash"}) and type(entry["seq"]) is int
            except (ValueError, TypeError):
                well_formed = False
            if not well_formed:
                self.fault(f"Line {number} of the entries cannot be read.")
                continue
            self.count += 1
            if canonical(entry) + b"\n" != raw:
                self.fault(f"Entry {entry['seq']} is not spelled as it was exported.")
            self._judge(entry, manifest)
        self._judge_end(manifest)

    def _judge(self, entry: dict[str, Any], manifest: dict[str, Any]) -> None:
        seq = entry["seq"]
        if seq in self.hashes:
            self.fault(f"Entry {seq} is there more than once.")
            return
        self.hashes[seq] = entry["hash"]
        self.digests[seq] = entry.get("private_digest", "")
        before = self.last["seq"] if self.last else manifest["first"] - 1
        if seq < before:
            self.fault(f"Entry {seq} stands after entry {before}: the entries were reordered.")
            self._judge_seal(entry)
            return
        if manifest["complete"] and seq > before + 1:
            self.gaps.append((before + 1, seq - 1))
        fits = self._judge_seal(entry)
        if self.last and seq == before + 1 and fits and entry["previous_hash"] != self.last["hash"]:
            self.fault(f"Entry {seq} does not follow from entry {before}: one of them was changed or written anew.")
        if seq == 1 and entry["previous_hash"] != GENESIS:
            self.fault("Entry 1 is not the first: it names a hash before it.")
        self.last = entry

    def _judge_seal(self, entry: dict[str, Any]) -> bool:
        """Whether an entry fits its seal, as far as the keys can tell; a closed one stands by the one after it."""
        if entry.get("closed"):
            self.closed += 1
            return True
        if not self.keys:
            return True
        key = self.keys.get(entry["key_id"])
        if key is None:
            self.fault(f"Entry {entry['seq']} is sealed with the key {entry['key_id']!r}, which is not among the keys.")
            return False
        if hmac.compare_digest(entry_seal(entry, key), str(entry["hash"])):
            return True
        seq = entry["seq"]
        for other in range(max(1, seq - HOW_FAR_MOVED), seq + HOW_FAR_MOVED + 1):
            if entry_seal(entry, key, other) == entry["hash"]:
                self.fault(f"Entry {seq} was moved: it was written as entry {other}.")
                return False
        self.fault(f"Entry {seq} is not as it was written: what it says does not fit its hash.")
        return False

    def _judge_end(self, manifest: dict[str, Any]) -> None:
        last = self.last["seq"] if self.last else manifest["first"] - 1
        if manifest["complete"] and last < manifest["last"]:
            self.gaps.append((last + 1, manifest["last"]))
        missing = [run for gap in self.gaps for run in self._absent(*gap)]
        for first, to in missing:
            self.fault(f"{_entries(first, to)} missing.")
        if not missing and self.count != manifest["count"]:
            self.fault(f"There are {self.count} entries, and {manifest['count']} were exported.")
        if self.closed != manifest.get("closed", 0):
            self.fault(f"There are {self.closed} closed entries, and {manifest.get('closed', 0)} were exported so.")
        if self._file.hexdigest() != manifest["entries_sha256"]:
            self.fault("The file of entries is not the one that was exported: its SHA-256 is another.")

    def _absent(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The runs of numbers that came nowhere, not even out of order."""
        begun = first
        for seq in (*sorted(seq for seq in self.hashes if first <= seq <= last), last + 1):
            if begun < seq:
                yield begun, seq - 1
            begun = seq + 1

    def read_private(self, lines: Iterable[bytes]) -> None:
        """Hold personal details against the digests in the chain; erased ones left an empty marker."""
        seen = set()
        for raw in lines:
            kept = json.loads(raw)
            seq = kept["seq"]
            seen.add(seq)
            if not self.digests.get(seq):
                self.fault(f"Entry {seq} was written without personal details and now has some.")
            elif kept["content"] is None and not kept["salt"]:
                self.erased += 1
            elif private_digest(kept["salt"], kept["content"]) != self.digests[seq]:
                self.fault(f"The personal details of entry {seq} are not as they were written.")
            else:
                self.private += 1
        for seq, digest in self.digests.items():
            if digest and seq not in seen:
                self.fault(f"The personal details of entry {seq} are missing from the export.")

    def read_anchors(self, lines: Iterable[bytes], previous: str, manifest: dict[str, Any]) -> None:
        """Hold the entries against the hashes written outside the database."""
        cut_to = 0
        for number, raw in enumerate(lines, start=1):
            parts = raw.decode("ascii", "replace").split()
            if len(parts) != 5 or not parts[0].isdigit():
                self.notes.append(f"Line {number} of the anchors cannot be read; a crash can leave such a line.")
                continue
            seq, hash_, at, key_id, seal = parts
            key = self.keys.get(key_id)
            if self.keys and (key is None or anchor_seal(f"{seq} {hash_} {at} {key_id}", previous, key) != seal):
                self.fault(f"Line {number} of the anchors was changed, or lines before it were removed.")
            previous = seal
            known = self.hashes.get(int(seq))
            if known is None and int(seq) > manifest["last"] and manifest["settled"] and at < manifest["settled"]:
                cut_to = max(cut_to, int(seq))
            if known is not None:
                self.anchored += 1
                if known != hash_:
                    self.fault(f"Entry {seq} has another hash than the one anchored: the chain was rewritten.")

        if cut_to:
            self.fault(f"{_entries(manifest['last'] + 1, cut_to)} missing: they were anchored, and cut off the end.")

    def judge_manifest(self, manifest: dict[str, Any]) -> None:
        """Hold what the export says of itself against its seal."""
        if not self.keys:
            self.notes.append("Without the keys nobody can tell whether an entry and all hashes after it were forged.")
            return
        key = self.keys.get(manifest["key_id"])
        if key is None or not hmac.compare_digest(manifest_seal(manifest, key), str(manifest.get("seal"))):
            self.fault("What the export says of itself (export.json) was changed.")


def _entries(first: int, last: int) -> str:
    return f"Entry {first} is" if first == last else f"Entries {first} to {last} are"


def read_keys(path: Path) -> dict[str, bytes]:
    """Keys by id from `id:hex,id:hex` in a file, on one line or several; a bare one has the id k1."""
    keys = {}
    for part in path.read_text(encoding="ascii").replace("\n", ",").split(","):
        if part.strip():
            key_id, _colon, value = part.strip().rpartition(":")
            keys[key_id or "k1"] = bytes.fromhex(value)
    return keys


@contextmanager
def opened(path: Path) -> Iterator[Callable[[str], IO[bytes]]]:
    """A way to open the parts of an export, whether it is still a zip or was unpacked."""
    if path.is_dir():
        yield lambda name: (path / name).open("rb")
        return
    with zipfile.ZipFile(path) as archive:
        yield archive.open


def verify(path: Path, keys: dict[str, bytes], heads: Path | None = None) -> tuple[dict[str, Any], Verification]:
    """Read an export once; returns what it says of itself, and the verification."""
    read = Verification(keys)
    with opened(path) as part:
        with part("export.json") as file:
            manifest = json.load(file)
        if manifest["format"] not in FORMATS:
            raise ValueError(f"this is {manifest['format']}, which this verifier does not know")
        read.judge_manifest(manifest)
        with part("entries.jsonl") as file:
            read.read_entries(file, manifest)
        if manifest["personal"]:
            with part("private.jsonl") as file:
                read.read_private(file)
        with part("anchors.log") as file:
            read.read_anchors(file, manifest["anchors_after"], manifest)
        if heads:
            with heads.open("rb") as file:
                read.read_anchors(file, GENESIS, manifest)
    return manifest, read


def main(arguments: list[str] | None = None) -> int:
    """Verify, and say in words what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("export", type=Path, help="the zip, or the folder it was unpacked into")
    parser.add_argument("--keys", type=Path, help="a file with the keys, as MOOTHALL_AUDIT_KEYS has them")
    parser.add_argument("--anchors", type=Path, help="a copy of audit/heads.log kept elsewhere")
    given = parser.parse_args(arguments)
    say = sys.stdout.write
    try:
        keys = read_keys(given.keys) if given.keys else {}
        manifest, read = verify(given.export, keys, given.anchors)
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        say(f"This export cannot be read: {type(error).__name__}: {error}\n")
        return 2
    for words in read.faults[:MOST_LISTED]:
        say(f"{words}\n")
    if len(read.faults) > MOST_LISTED:
        say(f"And {len(read.faults) - MOST_LISTED} more.\n")
    for words in read.notes[:MOST_LISTED]:
        say(f"Note: {words}\n")
    closed = f"{read.closed} closed; " if read.closed else ""
    which = "all of them" if manifest["complete"] else "only those that were asked for"
    say(
        f"{read.count} entries of {manifest['hall']}, from {manifest['first']} to {manifest['last']}, {which}; "
        f"{read.private} with personal details, {read.erased} erased; {closed}{read.anchored} anchors"
        f"{'; seals checked' if keys else '; seals NOT checked, as no keys were given'}.\n"
    )
    say("The export is NOT as it was written.\n" if read.faults else "The export is as it was written.\n")
    return 1 if read.faults else 0


if __name__ == "__main__":
    sys.exit(main())
