"""What people type, read safely: words that must all be there, "phrases", and -words that must not.

Nothing a person types reaches the engine's own query language: no field names, no wildcards, no operators.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import tantivy

from . import index

MOST_CHARS = 1000
MOST_TERMS = 32
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\0": " "})
_PART = re.compile(r'(?P<no>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
# A word counts most in a title, then among names. Fields beyond the best one add a little.
_WEIGHTS = {"title": 3.0, "names": 2.0, "body": 1.0, "rest": 0.7}
_TIE = 0.3
_TITLE_PHRASE = 2.0


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase, as the index holds words: (position, word) each."""

    words: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for."""

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    blank: bool = True  # nothing was typed
    cut: bool = False  # more was typed than is used

    @property
    def senseless(self) -> bool:
        """Whether something was typed, but not a word of it can be looked for."""
        return not (self.blank or self.wanted or self.unwanted)


def read(text: str) -> Wish:
    """Read what was typed; there is no text that is an error."""
    used = index.sound(text[:MOST_CHARS]).translate(_QUOTES)
    wanted: dict[Term, None] = {}
    unwanted: dict[Term, None] = {}
    found = 0
    for part in _PART.finditer(used):
        term = Term(_words(part["phrase"] or part["word"] or ""))
        if not term.words:
            continue
        found += 1
        if found <= MOST_TERMS:
            (unwanted if part["no"] else wanted)[term] = None
    return Wish(
        wanted=tuple(wanted),
        unwanted=tuple(unwanted),
        blank=not text.strip(),
        cut=len(text) > MOST_CHARS or found > MOST_TERMS,
    )


def query(wish: Wish) -> tantivy.Query:
    """Say it to the engine; what is blank matches everything, what is senseless nothing."""
    if wish.senseless:
        return tantivy.Query.empty_query()
    parts = [(tantivy.Occur.Must, _anywhere(term)) for term in wish.wanted]
    if not parts:
        parts = [(tantivy.Occur.Must, tantivy.Query.all_query())]
    parts += [(tantivy.Occur.MustNot, _anywhere(term)) for term in wish.unwanted]
    if len(wish.wanted) > 1 and all(len(term.words) == 1 for term in wish.wanted):
        together = Term(tuple((place, term.words[0][1]) for place, term in enumerate(wish.wanted)))
        parts.append((tantivy.Occur.Should, tantivy.Query.boost_query(_in("title", together), _TITLE_PHRASE)))
    return tantivy.Query.boolean_query(parts)


def some_of(words: Iterable[str], *, least: int) -> tantivy.Query:
    """The query for whatever has at least so many of these words, in any field."""
    terms = [term for term in dict.fromkeys(Term(_words(word)) for word in words) if term.words]
    parts = [(tantivy.Occur.Should, _anywhere(term)) for term in terms[:MOST_TERMS]]
    if not parts:
        return tantivy.Query.empty_query()
    return tantivy.Query.boolean_query(parts, minimum_number_should_match=max(1, min(least, len(parts))))


def shown_in(wish: Wish, field: str) -> tantivy.Query:
    """The query whose words are marked in a snippet of one field."""
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, _in(field, term)) for term in wish.wanted])


def _words(text: str) -> tuple[tuple[int, str], ...]:
    tokens = index.analyzer().pre_tokenize(text).tokens
    return tuple((token.position - tokens[0].position, token.text) for token in tokens)


def _anywhere(term: Term) -> tantivy.Query:
    fields: Iterable[tuple[str, float]] = _WEIGHTS.items()
    return tantivy.Query.disjunction_max_query(
        [tantivy.Query.boost_query(_in(field, term), weight) for field, weight in fields], _TIE
    )


def _in(field: str, term: Term) -> tantivy.Query:
    if len(term.words) == 1:
        return tantivy.Query.term_query(index.schema(), field, term.words[0][1], "freq")
    return tantivy.Query.phrase_query(index.schema(), field, list(term.words))
