"""Reading another body's charter, as its public page gives it, to begin one's own from. It is never trusted."""

import json
from typing import Any

from moothall.charter.models.charters import Check
from moothall.charter.texts import LONGEST, Promise, Wording, one_line
from moothall.kit.text import is_plain

FORMAT = "moothall.charter.1"
MOST = 64 * 1024  # characters of such a file
MOST_PROMISES = 20


class NotACharter(ValueError):  # noqa: N818  says what is the matter
    """It cannot be read as a charter."""


def read(text: str) -> Wording:
    """The words of a charter in JSON; its number and its signatures are theirs and left out. Raises `NotACharter`."""
    if len(text) > MOST:
        raise NotACharter
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotACharter from error
    if not isinstance(given, dict) or given.get("format") != FORMAT:
        raise NotACharter
    rows = given.get("commitments")
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_PROMISES:
        raise NotACharter
    source = one_line(_words(given, "source", 300, needed=False))
    council = one_line(_words(given, "council", 160, needed=False))
    return Wording(
        number=0,
        title=one_line(_words(given, "title", 160)),
        introduction=_words(given, "introduction", LONGEST).strip(),
        source=(f"{council}; {source}" if council and source else council or source)[:300],
        promises=[_promise(row) for row in rows],
    )


def _promise(row: Any) -> Promise:
    if not isinstance(row, dict):
        raise NotACharter
    check = row.get("check", "")
    return Promise(
        short=one_line(_words(row, "word", 24)),
        words=one_line(_words(row, "words", 400)),
        check=check if check in Check.values else "",
    )


def _words(given: dict[str, Any], name: str, most: int, *, needed: bool = True) -> str:
    words = given.get(name, "")
    if not isinstance(words, str) or len(words) > most or not is_plain(words) or (needed and not words.strip()):
        raise NotACharter
    return words
