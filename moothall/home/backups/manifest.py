"""What a backup holds, with the hash of every file. Written last: a folder without a manifest is no backup."""

import hashlib
import hmac
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Protocol

from moothall.audit import keys

NAME = "manifest.json"
FORMAT = 1
CHUNK = 1024 * 1024
PREFIX = "MOOTHALL_"


class Unusable(Exception):  # noqa: N818  says what the backup, or the place for it, is
    """A backup cannot be taken or restored, with the reason in words."""


class Writable(Protocol):
    """Anything bytes can be written to."""

    def write(self, data: bytes, /) -> object: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of a backup."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup is, and what lies in it."""

    taken_at: str
    version: str
    database: str
    migrations: Mapping[str, Sequence[str]]
    head: int
    head_hash: str
    audit_keys: Mapping[str, str]
    settings: Mapping[str, str]
    with_keys: bool
    files: Sequence[Kept] = field(default_factory=list)
    format: int = FORMAT

    @property
    def size(self) -> int:
        """Bytes in all files together."""
        return sum(kept.size for kept in self.files)

    @property
    def moment(self) -> datetime:
        """When it was taken."""
        return datetime.fromisoformat(self.taken_at)

    def under(self, folder: str) -> list[Kept]:
        """The files in one folder of the backup."""
        return [kept for kept in self.files if kept.path.startswith(f"{folder}/")]


def write(folder: Path, manifest: Manifest) -> str:
    """Seal the manifest and put it in its place in one step, when all else is on the disk; returns its SHA-256."""
    told = asdict(manifest)
    key = keys.signing()
    told["seal"] = {"key": key.id, "hmac": _seal(told, key)}
    data = json.dumps(told, indent=1).encode()
    os.sync()  # every file of the backup before the one that vouches for them
    draft = folder / f".{NAME}"
    with open_private(draft) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(folder / NAME)
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return hashlib.sha256(data).hexdigest()


def read(folder: Path) -> tuple[Manifest, dict[str, Any]]:
    """Give the manifest and its seal; Unusable when the folder is no backup, or one that this version cannot read."""
    try:
        told = json.loads((folder / NAME).read_bytes())
        seal = told.pop("seal")
        if told.get("format") != FORMAT:
            raise Unusable(f"{folder} was written in a format that this version of Moothall does not know.")
        files = [Kept(**kept) for kept in told.pop("files")]
        manifest = Manifest(**told, files=files)
    except FileNotFoundError as error:
        raise Unusable(f"{folder} has no {NAME}: it is no backup, or one that was never finished.") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Unusable(f"The manifest of {folder} cannot be read.") from error
    for kept in files:
        place = PurePosixPath(kept.path)
        if place.is_absolute() or ".." in place.parts:
            raise Unusable(f"The manifest of {folder} names {kept.path!r}, which lies outside the backup.")
    return manifest, seal


def digest(folder: Path) -> str:
    """The SHA-256 of the manifest, by which a backup is known."""
    return hashlib.sha256((folder / NAME).read_bytes()).hexdigest()


def seal_fits(manifest: Manifest, seal: Mapping[str, Any]) -> bool:
    """Whether the manifest was sealed by a key that this hall has, and not altered since."""
    key = keys.find(str(seal.get("key")))
    return key is not None and hmac.compare_digest(str(seal.get("hmac")), _seal(asdict(manifest), key))


def fingerprint(secret: bytes) -> str:
    """A name for a long random key, from which the key cannot be had."""
    return hashlib.sha256(b"moothall.backup.key\n" + secret).hexdigest()[:16]


def settings_told() -> dict[str, str]:
    """The names of the settings that are set, each with a digest that only the audit key's holder can compare."""
    key = keys.signing().secret
    return {
        name: hmac.new(key, f"moothall.backup.setting\n{name}\n{value}".encode(), hashlib.sha256).hexdigest()[:16]
        for name, value in sorted(os.environ.items())
        if name.startswith(PREFIX)
    }


def open_private(path: Path) -> BinaryIO:
    """Open a new file that only its owner may read; FileExistsError when it is there."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def copy(source: BinaryIO, target: Writable) -> tuple[int, str]:
    """Copy to the end; give the size and the SHA-256 of what was copied."""
    size, sha = 0, hashlib.sha256()
    while part := source.read(CHUNK):
        target.write(part)
        sha.update(part)
        size += len(part)
    return size, sha.hexdigest()


class Nowhere:
    """Takes bytes and keeps none, for reading a file only to hash it."""

    def write(self, data: bytes, /) -> None:
        """Forget them."""


def measure(folder: Path, path: str) -> Kept:
    """Read a file of the backup and say what it is."""
    with (folder / path).open("rb") as file:
        return Kept(path, *copy(file, Nowhere()))


def _seal(told: Mapping[str, Any], key: keys.Key) -> str:
    canonical = json.dumps(told, sort_keys=True, separators=(",", ":")).encode()
    return hmac.new(key.secret, b"moothall.backup.1\n" + canonical, hashlib.sha256).hexdigest()
