"""Reading a space out of a bundle that another hall, or this one, made."""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO, cast

from django.utils.dateparse import parse_datetime

from moothall.files.uploads import clean_name
from moothall.kit.text import plain
from moothall.records import bundles
from moothall.records.bundling import NotOurs
from moothall.spaces.bundle import FORMAT
from moothall.spaces.models import MOST_CHOICES

MOST_PEOPLE = 10_000_000
MOST_JSON = 64 * 1024 * 1024


@dataclass(frozen=True)
class BroughtFile:
    """A file of a post: its name, and where its bytes are in the bundle."""

    name: str
    path: str
    content_type: str


@dataclass(frozen=True)
class BroughtPost:
    """A post as the bundle tells it."""

    author: str
    at: datetime
    body: str
    removed: str = ""
    files: tuple[BroughtFile, ...] = ()


@dataclass(frozen=True)
class BroughtPoll:
    """A poll as the bundle tells it: what was asked, and each answer with how many chose it, where that is told."""

    question: str
    answered: int
    choices: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class BroughtTalk:
    """A conversation as the bundle tells it."""

    title: str
    posts: tuple[BroughtPost, ...]
    poll: BroughtPoll | None = None


@dataclass
class Brought:
    """A space in a bundle that was verified."""

    name: str
    purpose: str
    origin: str
    archive: zipfile.ZipFile
    folder: str
    talks: list[str] = field(default_factory=list)

    def conversations(self) -> Iterator[BroughtTalk]:
        """Each conversation, read when it is asked for."""
        for path in self.talks:
            facts = _json(self.archive, f"{self.folder}/{path}")
            told = facts.get("posts", [])
            if not isinstance(told, list) or not all(isinstance(post, dict) for post in told):
                raise NotOurs(f"{path} can’t be read.")
            posts = tuple(_post(post) for post in told)
            if posts:
                yield BroughtTalk(_line(facts.get("title"), 200) or "…", posts, _poll(facts.get("poll")))

    def read(self, path: str) -> BinaryIO:
        """The bytes of a file; raises `NotOurs` where the bundle has none at that path."""
        try:
            return cast(BinaryIO, self.archive.open(f"{self.folder}/data/{path}"))
        except KeyError as error:
            raise NotOurs(f"A post in this bundle names a file that is not in it: {path[:80]}") from error


def read(file: BinaryIO) -> Brought:
    """Verify a bundle and give the space in it; raises `NotOurs`."""
    checked = bundles.check(file)
    if not checked.whole:
        raise NotOurs(f"The bundle is not whole. {checked.faults[0]}")
    archive = zipfile.ZipFile(file)
    if "data/space.json" not in checked.payload:
        raise NotOurs("There is no space in this bundle. A bundle of a mailbox is brought in in the Mail room.")
    about = _json(archive, f"{checked.folder}/data/space.json")
    if about.get("format") != FORMAT:
        raise NotOurs("This bundle was made by a hall of another version, which this one can’t read.")
    talks = [path for path in checked.payload if path.startswith("data/conversations/") and path.endswith(".json")]
    return Brought(
        name=_line(about.get("name"), 100) or "…",
        purpose=_line(about.get("purpose"), 300) or "…",
        origin=_line(checked.info.get("Source-Organization"), 120),
        archive=archive,
        folder=checked.folder,
        talks=sorted(talks, key=lambda path: (len(path), path)),
    )


def _json(archive: zipfile.ZipFile, name: str) -> dict[str, Any]:
    with archive.open(name) as file:
        data = file.read(MOST_JSON + 1)
    if len(data) > MOST_JSON:
        raise NotOurs("A conversation in this bundle is larger than one may be.")
    try:
        facts = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise NotOurs(f"{name} can’t be read.") from error
    if not isinstance(facts, dict):
        raise NotOurs(f"{name} can’t be read.")
    return facts


def _post(facts: dict[str, Any]) -> BroughtPost:
    moment = parse_datetime(str(facts.get("created_at", "")))
    if moment is None or moment.tzinfo is None:
        raise NotOurs("A post in this bundle does not say when it was written.")
    removed = facts["removed"] if isinstance(facts.get("removed"), dict) else {}
    files = tuple(
        BroughtFile(
            _line(file.get("name"), 150) or "file", str(file.get("path", "")), str(file.get("content_type", ""))
        )
        for file in facts.get("files", [])
    )
    body = plain(str(facts.get("body") or ""))
    return BroughtPost(_line(facts.get("author"), 120), moment, body, _line(removed.get("reason"), 400), files)


def _poll(facts: object) -> BroughtPoll | None:
    """What a bundle says of a poll; nothing of a removed one, nor of one that it does not tell as we do."""
    if not isinstance(facts, dict) or not isinstance(facts.get("choices"), list):
        return None
    question = _line(facts.get("question"), 200)
    told = [one for one in facts["choices"] if isinstance(one, dict)][:MOST_CHOICES]
    choices = tuple((_line(one.get("words"), 120) or "…", _count(one.get("count"))) for one in told)
    return BroughtPoll(question, _count(facts.get("answered")) or 0, choices) if question and choices else None


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MOST_PEOPLE else None


def _file(facts: dict[str, Any]) -> BroughtFile:
    name = clean_name(_line(facts.get("name"), 150))
    return BroughtFile(name, str(facts.get("path", "")), str(facts.get("content_type", "")))


def _line(value: object, most: int) -> str:
    return " ".join(plain(str(value or "")).split())[:most]
