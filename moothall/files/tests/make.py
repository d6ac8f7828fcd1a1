"""Makers of uploads: bytes sent as a browser sends them."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from moothall.files import receiving
from moothall.files.kinds import UploadKind, kinds
from moothall.files.models import Upload
from moothall.kit.registries import Person

PART = receiving.PART


def parts(data: bytes) -> list[bytes]:
    """The parts in which a file is sent."""
    return [data[start : start + PART] for start in range(0, len(data), PART)]


def digest(data: bytes) -> str:
    """The SHA-256 of a part, or of a whole."""
    return sha256(data).hexdigest()


def digest_of_parts(data: bytes) -> str:
    """What a browser sends at the end."""
    return sha256(b"".join(sha256(part).digest() for part in parts(data))).hexdigest()


def begun(owner: Person, *, size: int, name: str = "plan.bin", kind: str = "post") -> Upload:
    """An upload without a part."""
    found = kinds.get(kind)
    assert found is not None
    return receiving.begin(owner, kind=found, name=name, size=size)


def sent(owner: Person, data: bytes, *, name: str = "plan.bin", kind: str = "post") -> Upload:
    """A file sent whole, in parts, and finished."""
    upload = begun(owner, size=len(data), name=name, kind=kind)
    for part in parts(data):
        upload = receiving.take_part(upload, offset=upload.received, data=part, digest=digest(part))
    return receiving.finish(upload, digest_of_parts=digest_of_parts(data))


@contextmanager
def a_kind(key: str, *, most: int) -> Iterator[UploadKind]:
    """A kind of upload that only a test knows."""
    kind = UploadKind(key=key, most=lambda: most, plain=lambda: most)
    kinds.add(kind)
    try:
        yield kind
    finally:
        kinds.remove(key)
