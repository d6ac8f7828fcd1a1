"""The Markdown of posts, in two steps: read it, learn whom it calls and quotes, then render it with that linked."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from moothall.kit import markdown
from moothall.people.models import User
from moothall.policies.quoting import Quoted, Reference
from moothall.spaces.text import clauses

LONGEST = 40_000  # characters in one body; the parser takes under a second for the worst of that length
MOST_CALLED = 50  # @s that are looked at in one body
WORDS_IN_NAME = 5

_CALL = re.compile(r"(?<![\w@./+-])@(?=\w)")
_PUNCTUATION = ".,;:!?…)]}\"”’'*_"


@dataclass(frozen=True)
class Reading:
    """A body that has been parsed: whom it calls, as typed after the @, what it quotes, and the way to its HTML."""

    tokens: Sequence[Token]
    called: frozenset[str]
    quoted: frozenset[Reference]

    def html(self, people: Mapping[str, User], found: Mapping[Reference, Quoted] | None = None) -> str:
        """Safe HTML in which who was called and is found links to a profile, and what was quoted and is found to it."""
        tokens = clauses.shown(self.tokens, found) if found else self.tokens
        for token in tokens:
            if token.type == "inline" and people:
                token.children = list(_linked(token.children or [], people))
        return markdown.html(tokens)


def read(body: str) -> Reading:
    """Parse a body of at most `LONGEST` characters; raises ValueError for a longer one."""
    if len(body) > LONGEST:
        raise ValueError(f"A post has at most {LONGEST} characters; this one has {len(body)}.")
    tokens = markdown.parse(body)
    called = (words for text in _loose_text(tokens) for words in _called(text))
    return Reading(tokens, frozenset(called), frozenset(clauses.named(tokens)))


def _called(text: str) -> Iterator[str]:
    """For each @ in a text, everything that could be the name after it."""
    for number, match in enumerate(_CALL.finditer(text)):
        if number == MOST_CALLED:
            return
        yield from _candidates(text, match.end())


def _candidates(text: str, start: int) -> list[str]:
    """What could be a name from `start` on, the longest first."""
    words = text[start : start + 200].split(" ")[:WORDS_IN_NAME]
    runs = [" ".join(words[:count]) for count in range(len(words), 0, -1)]
    trimmed = [trim for run in runs for trim in (run, run.rstrip(_PUNCTUATION), _without_possessive(run)) if trim]
    return list(dict.fromkeys(trimmed))


def _without_possessive(run: str) -> str:
    """`Gareth Pugh’s` calls Gareth Pugh."""
    return re.sub(r"[’']s?$", "", run.rstrip(_PUNCTUATION))


def _loose_text(tokens: Sequence[Token]) -> Iterator[str]:
    """The text outside links and code."""
    for token in tokens:
        depth = 0
        for child in token.children or []:
            depth += child.nesting if child.type in {"link_open", "link_close"} else 0
            if child.type == "text" and not depth:
                yield child.content


def _linked(children: Sequence[Token], people: Mapping[str, User]) -> Iterator[Token]:
    depth = 0
    for child in children:
        depth += child.nesting if child.type in {"link_open", "link_close"} else 0
        if child.type == "text" and not depth and "@" in child.content:
            yield from _split(child.content, people)
            continue
        yield child


def _split(text: str, people: Mapping[str, User]) -> Iterator[Token]:
    done = 0
    for match in _CALL.finditer(text):
        if match.start() < done:
            continue
        name = next((words for words in _candidates(text, match.end()) if words in people), None)
        if name is None:
            continue
        yield _text(text[done : match.start()])
        yield from _mention(people[name])
        done = match.end() + len(name)
    yield _text(text[done:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _mention(person: User) -> Iterator[Token]:
    yield Token("link_open", "a", 1, attrs={"href": person.get_absolute_url(), "class": "mention"})
    yield _text(f"@{person.name}")
    yield Token("link_close", "a", -1)
