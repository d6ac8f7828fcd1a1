"""Reading the index: one open searcher a process, kept up with what the writer commits."""

import os
import threading
from dataclasses import dataclass
from pathlib import Path

import tantivy

from . import index

Stamp = tuple[int, int, int]


@dataclass
class _Opened:
    root: Path
    pointer: Stamp
    folder: Path
    engine: tantivy.Index
    meta: Stamp
    searcher: tantivy.Searcher


_opened: _Opened | None = None
_lock = threading.Lock()


def _forget() -> None:
    """Start a forked process without its parent's files and locks."""
    global _opened, _lock
    _opened, _lock = None, threading.Lock()


os.register_at_fork(after_in_child=_forget)


def searcher() -> tantivy.Searcher:
    """Give a searcher over the last commit of the current generation; raises IndexUnusable."""
    global _opened  # noqa: PLW0603
    with _lock:
        try:
            _opened = _renewed(_opened)
        except (FileNotFoundError, index.IndexUnusable):
            # A rebuild may have swapped and removed the generation between two of our steps: once more, from the start.
            _opened = None
            try:
                _opened = _renewed(None)
            except FileNotFoundError:
                raise index.IndexUnusable("its files are missing.") from None
        return _opened.searcher


def _renewed(opened: _Opened | None) -> _Opened:
    """Give what is open when it is still the latest, else open the latest."""
    root = index.root()
    try:
        pointer = _stamp(root / index.CURRENT)
    except FileNotFoundError:
        raise index.IndexUnusable("it has not been built yet.") from None
    if opened is None or opened.root != root or opened.pointer != pointer:
        folder = index.current()
        meta = _stamp(folder / "meta.json")
        engine = index.open_folder(folder)
        return _Opened(root, pointer, folder, engine, meta, _searcher(engine))
    meta = _stamp(opened.folder / "meta.json")
    if meta != opened.meta:
        with index.engine_errors():
            opened.engine.reload()
        opened.meta, opened.searcher = meta, _searcher(opened.engine)
    return opened


def _searcher(engine: tantivy.Index) -> tantivy.Searcher:
    with index.engine_errors():
        return engine.searcher()


def _stamp(path: Path) -> Stamp:
    """Tell one version of a file from the next: each is a new file, put in place by renaming."""
    seen = path.stat()
    return seen.st_ino, seen.st_mtime_ns, seen.st_size
