"""Checking a bag that somebody sends: nothing in it is believed before its hash is right, and nothing is unpacked."""

import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

CHUNK = 1024 * 1024
MOST_FILES = 1_000_000
MOST_BYTES = 200 * 1024**3  # unpacked; a bomb claims more, or packs better than anything honest
MOST_RATIO = 1000
MOST_MANIFEST = 256 * 1024 * 1024
MOST_TAGS = 16 * 1024 * 1024  # what the lists of a record’s bag may add to its payload
TAGS = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt")
_LINE = re.compile(r"([0-9a-f]{64})[ \t]+\*?(.+)")


@dataclass
class Checked:
    """What is wrong with a bag, in words (nothing, if it is whole); and its payload, path by digest."""

    folder: str = ""
    faults: list[str] = field(default_factory=list)
    payload: dict[str, str] = field(default_factory=dict)
    info: dict[str, str] = field(default_factory=dict)
    digest: str = ""  # of the manifest
    size: int = 0  # of the payload, in bytes

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def check(file: BinaryIO, *, most_files: int = MOST_FILES, most_bytes: int = MOST_BYTES) -> Checked:
    """Verify a zipped bag: its declaration, that its manifest names just what is in it, and every hash."""
    checked = Checked()
    try:
        with zipfile.ZipFile(file) as archive:
            _look(archive, checked, most_files, most_bytes)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        checked.faults.append(f"The zip is damaged: {error}")
    return checked


def _look(archive: zipfile.ZipFile, checked: Checked, most_files: int, most_bytes: int) -> None:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if not _bounded(entries, checked, most_files, most_bytes):
        return
    names = [entry.filename for entry in entries]
    folders = {name.partition("/")[0] for name in names}
    if len(folders) != 1 or len(set(names)) != len(names):
        checked.faults.append("A bag is one folder, with each file in it once.")
        return
    checked.folder = folders.pop()
    inside = {name.removeprefix(f"{checked.folder}/"): name for name in names}
    missing = [tag for tag in TAGS if tag not in inside]
    if missing:
        checked.faults.append(f"These are missing: {', '.join(missing)}.")
        return
    tags = {tag: _words(archive, inside[tag]) for tag in TAGS}
    if "BagIt-Version: 1.0" not in tags["bagit.txt"] and "BagIt-Version: 0.97" not in tags["bagit.txt"]:
        checked.faults.append("bagit.txt names no version of BagIt that is known here.")
    checked.info = dict(line.split(": ", 1) for line in tags["bag-info.txt"].splitlines() if ": " in line)
    checked.payload = dict(_manifest(tags["manifest-sha256.txt"], checked))
    checked.digest = hashlib.sha256(tags["manifest-sha256.txt"].encode()).hexdigest()
    checked.size = sum(entry.file_size for entry in entries if entry.filename.startswith(f"{checked.folder}/data/"))
    _compare(archive, inside, tags, checked)


def _bounded(entries: list[zipfile.ZipInfo], checked: Checked, most_files: int, most_bytes: int) -> bool:
    total = sum(entry.file_size for entry in entries)
    if len(entries) > most_files or total > most_bytes:
        checked.faults.append(f"It holds {len(entries):,} files and {total:,} bytes: more than a bundle may.")
    bad = [
        entry.filename
        for entry in entries
        if entry.filename.startswith("/")
        or "\\" in entry.filename
        or ".." in entry.filename.split("/")
        or entry.flag_bits & 0x1
        or entry.file_size > MOST_RATIO * max(1, entry.compress_size) + CHUNK
    ]
    if bad:
        checked.faults.append(f"These files are not what a bundle may hold: {', '.join(bad[:5])}")
    return checked.whole


def _words(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as tag:
        data = tag.read(MOST_MANIFEST + 1)
    if len(data) > MOST_MANIFEST:
        raise ValueError("a list in it is too long")
    return data.decode("utf-8")


def _manifest(words: str, checked: Checked) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(words.splitlines(), start=1):
        found = _LINE.fullmatch(line)
        if found is None:
            checked.faults.append(f"Line {number} of a manifest can’t be read.")
            return
        yield found[2], found[1]


def _compare(archive: zipfile.ZipFile, inside: dict[str, str], tags: dict[str, str], checked: Checked) -> None:
    present = {path for path in inside if path.startswith("data/")}
    named = set(checked.payload)
    checked.faults += [f"{path} is in the manifest and not in the bag." for path in sorted(named - present)[:20]]
    checked.faults += [f"{path} is in the bag and not in the manifest." for path in sorted(present - named)[:20]]
    sums = dict(_manifest(tags["tagmanifest-sha256.txt"], checked))
    for tag in TAGS[:3]:
        if sums.get(tag) != hashlib.sha256(tags[tag].encode()).hexdigest():
            checked.faults.append(f"{tag} was changed after the bag was made.")
    for path in sorted(named & present):
        digest = hashlib.sha256()
        with archive.open(inside[path]) as file:
            while part := file.read(CHUNK):
                digest.update(part)
        if digest.hexdigest() != checked.payload[path]:
            checked.faults.append(f"{path} was changed after the bag was made.")
