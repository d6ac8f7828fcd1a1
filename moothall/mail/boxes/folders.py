"""Read Maildirs and folders of .eml and .mbox files, in an order that is the same every time."""

import os
from collections.abc import Iterator
from pathlib import Path

from moothall.mail.boxes import mbox, streams
from moothall.mail.boxes.items import MAX_MESSAGE_BYTES, RawMessage, Source, SourceError

LETTERS = (".eml",)
BOXES = (".mbox", ".mbx", ".mbox.gz", ".mbox.xz", ".mbox.zst")


def is_maildir(folder: Path) -> bool:
    """Tell whether this folder is laid out as a Maildir."""
    return (folder / "cur").is_dir() or (folder / "new").is_dir()


def _files(folder: Path) -> Iterator[tuple[str, int]]:
    """Yield (path, size) of every file that may hold mail; symbolic links are left alone."""
    for parent, folders, files in os.walk(folder, followlinks=False):
        folders.sort()
        in_maildir = Path(parent).name in ("cur", "new")
        for name in sorted(files):
            path = f"{parent}/{name}"
            if (in_maildir or name.lower().endswith((*LETTERS, *BOXES))) and not os.path.islink(path):  # noqa: PTH114
                yield path, os.path.getsize(path)  # noqa: PTH202 a million files: plain strings are quicker


def open_folder(folder: Path) -> Source:
    """Open a Maildir, or a folder (and all folders in it) of .eml and .mbox files."""
    total, found = 0, 0
    for _, size in _files(folder):
        total += size
        found += 1
    if not found and not is_maildir(folder):
        raise SourceError(
            f"There is no mail in {folder.name}: it is no Maildir, and holds no files ending in .eml or .mbox."
        )
    done = [0]
    source = Source(
        name=folder.name,
        kind="Maildir" if is_maildir(folder) else "folder",
        total=total,
        messages=iter(()),
        position=lambda: done[0],
    )
    source.messages = _read(folder, done, source.troubles)
    return source


def _read(folder: Path, done: list[int], troubles: list[str]) -> Iterator[RawMessage]:
    for path, size in _files(folder):
        place = os.path.relpath(path, folder)
        try:
            yield from _read_file(path, size, place, troubles)
        except OSError as error:
            troubles.append(f"{place} could not be read: {error.strerror}.")
        done[0] += size


def _read_file(path: str, size: int, place: str, troubles: list[str]) -> Iterator[RawMessage]:
    if path.lower().endswith(BOXES):
        with Path(path).open("rb") as file:
            compression = streams.compression_of(file.read(8))
            file.seek(0)
            for message in mbox.split(streams.chunks(file, compression, place, troubles)):
                yield RawMessage(
                    data=message.data, place=f"{place}, {message.place}", spool=message.spool, problem=message.problem
                )
        return
    if size > MAX_MESSAGE_BYTES:
        yield RawMessage(data=b"", place=place, spool=Path(path).open("rb"), problem=mbox.too_large(MAX_MESSAGE_BYTES))  # noqa: SIM115
        return
    with Path(path).open("rb") as file:
        yield RawMessage(data=file.read(MAX_MESSAGE_BYTES), place=place)
