"""Snippets: the part of a text that matches, with the words that match marked, safe to put in a page."""

import re
from collections.abc import Iterable, Iterator

import tantivy
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

LENGTH = 220  # characters
HEAD = 2000  # characters
_WORD = re.compile(r"\w")
_SIGNS = 10
_BETWEEN = re.compile(r"[\s\-’'./]{1,3}")


def plain(text: str) -> SafeString:
    """The beginning of a text, for results in whose shown text no word matched."""
    return escape(Truncator(" ".join(text[: 4 * LENGTH].split())).chars(LENGTH, truncate="…"))


def best(generator: tantivy.SnippetGenerator, text: str, *, words: int) -> SafeString:
    """The snippet of a text: from its beginning if `words` match there, as reading a long text whole is slow."""
    if len(text) > HEAD:
        snippet = generator.snippet_from_doc(tantivy.Document(body=[text[:HEAD]]))
        if len(snippet.highlighted()) >= words:
            return marked(snippet, text)
    return marked(generator.snippet_from_doc(tantivy.Document(body=[text])), text)


def marked(snippet: tantivy.Snippet, text: str) -> SafeString:
    """Escape a snippet and mark what matched; phrases get one mark."""
    fragment = snippet.fragment()
    spans = list(_joined(fragment, _spans(fragment, snippet)))
    if not spans:
        return plain(text)
    told = text.encode()
    before, after = told[: snippet.fragment_range().start].decode(), told[snippet.fragment_range().end :].decode()
    parts: list[str] = [_edge(before)]
    end = 0
    for start, stop in spans:
        parts += [escape(fragment[end:start]), "<mark>", escape(fragment[start:stop]), "</mark>"]
        end = stop
    parts += [escape(fragment[end:]), _edge(after)]
    return mark_safe(" ".join("".join(parts).split()))  # noqa: S308  every part is escaped above


def _edge(left_out: str) -> str:
    """What stands for the text beside a fragment: dots for words, and signs as they are."""
    return "…" if _WORD.search(left_out) or len(left_out) > _SIGNS else escape(left_out)


def _spans(fragment: str, snippet: tantivy.Snippet) -> Iterator[tuple[int, int]]:
    """Give the matches as positions in characters: the engine counts bytes of UTF-8."""
    told = fragment.encode()
    for found in snippet.highlighted():
        yield len(told[: found.start].decode(errors="ignore")), len(told[: found.end].decode(errors="ignore"))


def _joined(fragment: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Join matches with nothing but a space or a hyphen between them."""
    held: tuple[int, int] | None = None
    for start, stop in sorted(spans):
        if held and _BETWEEN.fullmatch(fragment[held[1] : start]):
            held = held[0], stop
            continue
        if held:
            yield held
        held = start, stop
    if held:
        yield held
