"""Writing a bag: each file once, hashed on its way, so that its size is no matter."""

import hashlib
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import IO, BinaryIO

from moothall.files.uploads import clean_name
from moothall.kit import clock
from moothall.records.custody import File

CHUNK = 1024 * 1024
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
EPOCH = (1980, 1, 1, 0, 0, 0)  # a zip knows no earlier moment; the bag says when it was made


@dataclass(frozen=True)
class Written:
    """What a bag holds: its payload in files and bytes, and the digest of its manifest, which names all of it."""

    files: int
    size: int
    digest: str


def write(target: BinaryIO, files: Iterable[File], *, name: str, about: Mapping[str, str]) -> Written:
    """Write a bag called `name` as a zip; `about` is what bag-info.txt says of it beside date, size and maker."""
    folder = folder_name(name)
    manifest: list[tuple[str, str]] = []
    size = 0
    taken: set[str] = set()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        for file in files:
            path = f"data/{_free(safe_path(file.path), taken)}"
            with file.open() as source:
                digest, length = _copy(archive, f"{folder}/{path}", source)
            manifest.append((digest, path))
            size += length
        lines = "".join(f"{digest}  {path}\n" for digest, path in sorted(manifest, key=lambda row: row[1]))
        tags = {
            "bagit.txt": DECLARATION,
            "bag-info.txt": _info(about, size=size, files=len(manifest)),
            "manifest-sha256.txt": lines,
        }
        for tag, words in tags.items():
            archive.writestr(_entry(f"{folder}/{tag}"), words.encode())
        sums = "".join(f"{_digest(words)}  {tag}\n" for tag, words in sorted(tags.items()))
        archive.writestr(_entry(f"{folder}/tagmanifest-sha256.txt"), sums.encode())
    return Written(files=len(manifest), size=size, digest=_digest(lines))


def folder_name(name: str) -> str:
    """The bag's folder: letters, digits and hyphens, which every system takes."""
    return re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[:80] or "bundle"


def safe_path(path: str) -> str:
    """A path inside the bag that every system takes and that leads nowhere else."""
    parts = [clean_name(part) for part in path.split("/") if part.strip(" .")]
    return "/".join(part.replace("%", "_") for part in parts) or "file"


def _free(path: str, taken: set[str]) -> str:
    """The path itself, or with a number where another file has it, capitals aside."""
    stem, dot, extension = path.rpartition(".") if "." in path.rsplit("/", 1)[-1] else (path, "", "")
    number, free = 1, path
    while free.lower() in taken:
        number += 1
        free = f"{stem}-{number}{dot}{extension}"
    taken.add(free.lower())
    return free


def _copy(archive: zipfile.ZipFile, path: str, source: IO[bytes]) -> tuple[str, int]:
    digest, length = hashlib.sha256(), 0
    with archive.open(_entry(path), "w", force_zip64=True) as target:
        while part := source.read(CHUNK):
            digest.update(part)
            target.write(part)
            length += len(part)
    return digest.hexdigest(), length


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _info(about: Mapping[str, str], *, size: int, files: int) -> str:
    made = clock.now().astimezone(UTC)
    facts = {
        "Bagging-Date": made.date().isoformat(),
        "Bag-Software-Agent": "Moothall",
        "Payload-Oxum": f"{size}.{files}",
        **about,
    }
    return "".join(f"{label}: {' '.join(words.split())}\n" for label, words in facts.items())


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
