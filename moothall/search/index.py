"""The index on disk: its schema, its words, its folders and how they are opened."""

import contextlib
import json
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

import tantivy
from django.conf import settings

from .sources import Document, split_key

VERSION = "1"  # raise it with any change of schema, words or digest: the worker then rebuilds
CURRENT = "CURRENT"
SOURCES = "SOURCES"
SHOWN_CHARS = 32_000  # of a body, this much is kept for snippets; the rest can be found but is not shown
INDEXED_CHARS = 4_000_000
_ENGLISH = "english"
_LONGEST_WORD = 64


class IndexUnusable(Exception):  # noqa: N818  says what the index is
    """There is no index to search: never built, of an older kind, or damaged. Rebuilding mends all three."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The search index cannot be used: {reason} Mend it with: moothall rebuild_index")


def root() -> Path:
    """Give the folder of all generations of the index."""
    return Path(settings.MOOTHALL_DATA) / "index"


@cache
def analyzer() -> tantivy.TextAnalyzer:
    """Give the words of a text as the index holds them: lower case, without accents, stemmed as English."""
    steps = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    steps = steps.filter(tantivy.Filter.remove_long(_LONGEST_WORD))
    steps = steps.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold())
    return steps.filter(tantivy.Filter.stemmer("english")).build()


@cache
def schema() -> tantivy.Schema:
    """Build the schema; things are keyed by raw text because deleting by a number silently deletes nothing."""
    fields = tantivy.SchemaBuilder()
    fields.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("kind", "container", "who"):
        fields.add_text_field(name, fast=True, stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("title", "body"):
        fields.add_text_field(name, stored=True, tokenizer_name=_ENGLISH, index_option="position")
    for name in ("names", "rest"):
        fields.add_text_field(name, tokenizer_name=_ENGLISH, index_option="position")
    fields.add_integer_field("date", indexed=True, fast=True)
    fields.add_integer_field("ref", fast=True)
    fields.add_integer_field("digest", fast=True)
    return fields.build()


def entry(document: Document) -> tantivy.Document:
    """Turn a room's document into the engine's."""
    body = sound(document.body[:INDEXED_CHARS])
    made = tantivy.Document(
        key=[document.key],
        kind=[document.kind],
        container=[document.container],
        who=[sound(one) for one in document.who],
        title=[sound(document.title)],
        names=[sound(document.names)],
        body=[body[:SHOWN_CHARS]],
        date=[int(document.date.timestamp())],
        ref=[split_key(document.key)[1]],
        digest=[digest(document)],
    )
    if len(body) > SHOWN_CHARS:
        made.add_text("rest", body[SHOWN_CHARS:])
    return made


def sound(text: str) -> str:
    """Replace halves of surrogate pairs, which mail brings in and which are not text to the engine."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def digest(document: Document) -> int:
    """Sum up everything the index holds of a document in a signed 64-bit number; names and people in any order."""
    parts = (
        document.key,
        document.kind,
        document.container,
        document.title,
        *sorted(document.names.split()),
        document.date.isoformat(),
        *sorted(document.who),
        document.body,
    )
    told = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(told, digest_size=8).digest(), "big", signed=True)


def current() -> Path:
    """Give the folder of the generation in use; IndexUnusable when there is none or it is of another version."""
    try:
        name = (root() / CURRENT).read_text("utf-8").strip()
        version = (root() / name / "VERSION").read_text("utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        raise IndexUnusable("it has not been built yet.") from None
    if version != VERSION:
        raise IndexUnusable(f"it was built by another version of Moothall ({version}, not {VERSION}).")
    return root() / name


def told_sources(folder: Path) -> set[str]:
    """Give the keys of the sources that a generation was filled from; none for one that does not say."""
    try:
        return set((folder / SOURCES).read_text("utf-8").splitlines())
    except FileNotFoundError:
        return set()


def tell_sources(folder: Path, keys: Iterable[str]) -> None:
    """Note which sources a generation was filled from, before it is made current."""
    (folder / SOURCES).write_text("\n".join(sorted(keys)), "utf-8")


def open_folder(folder: Path) -> tantivy.Index:
    """Open a generation; IndexUnusable when it is damaged."""
    with engine_errors():
        index = tantivy.Index.open(str(folder))
        index.register_tokenizer(_ENGLISH, analyzer())
        index.config_reader("manual")
        return index


def create_folder() -> tuple[Path, tantivy.Index]:
    """Make an empty generation that nobody uses yet."""
    folder = root() / uuid.uuid4().hex[:12]
    folder.mkdir(parents=True)
    index = tantivy.Index(schema(), path=str(folder))
    index.register_tokenizer(_ENGLISH, analyzer())
    (folder / "VERSION").write_text(VERSION, "utf-8")
    return folder, index


def has_deleted() -> bool:
    """Whether the generation in use still holds documents that are only marked as deleted."""
    try:
        meta = json.loads((current() / "meta.json").read_text("utf-8"))
    except (FileNotFoundError, IndexUnusable):
        return False  # there is none, or it is about to be built anew
    return any(segment.get("deletes") for segment in meta["segments"])


def make_current(folder: Path) -> None:
    """Point everyone at this generation in one step that survives a power cut."""
    pointer = root() / f"{CURRENT}.{folder.name}"
    with pointer.open("w", encoding="utf-8") as file:
        file.write(folder.name)
        file.flush()
        os.fsync(file.fileno())
    pointer.replace(root() / CURRENT)
    handle = os.open(root(), os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_others(folder: Path) -> None:
    """Remove every generation but this one; whoever still reads an old one keeps its open files."""
    for other in root().iterdir():
        if other.is_dir() and other.name != folder.name:
            shutil.rmtree(other, ignore_errors=True)


@contextlib.contextmanager
def engine_errors() -> Iterator[None]:
    """Turn whatever the engine raises into IndexUnusable; its panics are not even Exceptions."""
    try:
        yield
    except (ValueError, OSError, RuntimeError) as error:
        raise IndexUnusable(f"{error}.") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise IndexUnusable(f"{error}.") from error
