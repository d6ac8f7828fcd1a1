"""Makers of what a search found, without a database."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from moothall.disclosure.sifting import Found

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
WORDS = ("lamp", "corner", "lane", "residents", "crossing", "school", "december", "mended", "children", "dark")


def letter(
    key: str,
    *,
    custodian: str = "roads@wexmoor.example",
    says: str = "",
    digest: str = "",
    thread: str = "",
    mark: str = "",
    answers: Iterable[str] = (),
    minutes: int | None = 0,
    searches: Iterable[str] = ("lamps",),
) -> Found:
    """A message as one mailbox holds it; it is its own kind of thing unless it is told what it is the same as."""
    return Found(
        key=key,
        kind="mail",
        custodian=custodian,
        location=f"mailbox of {custodian}",
        digest=digest or f"digest of {key}",
        thread=thread,
        mark=mark,
        follows=tuple(answers),
        date=None if minutes is None else START + timedelta(minutes=minutes),
        text=says,
        searches=frozenset(searches),
    )


def file_of(message: Found, place: int, *, digest: str, says: str = "", searches: Iterable[str] = ()) -> Found:
    """A file that came with a message."""
    return Found(
        key=f"{message.key}/{place}",
        kind="mail_file",
        custodian=message.custodian,
        location=message.location,
        digest=digest,
        family=message.key,
        place=place,
        date=message.date,
        text=says,
        searches=frozenset(searches),
    )


def words(count: int, *, from_word: int = 0) -> str:
    """A text of so many words that do not repeat: each has its number."""
    return " ".join(f"{WORDS[n % len(WORDS)]}{n}" for n in range(from_word, from_word + count))
