"""The text of a letter as a clerk left it, cut into what can be read: paragraphs and the sentences in them."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from django.utils import translation
from django.utils.dates import MONTHS

from moothall.disclosure.law import words
from moothall.disclosure.law.citing import LAWS
from moothall.disclosure.law.letters import phrases
from moothall.disclosure.law.letters.facts import LetterFacts

NEAR = 1  # a statement and its provision may stand in neighbouring paragraphs
LEAST_QUOTED = 4
BLANKS = re.compile(
    r"\[(?!\d{4}\]|redacted\])[^\[\]]{0,200}\]|\{[^{}]{0,200}\}|%\(\w{1,40}\)s|<[a-zA-Z][^<>@]{0,200}>"
    r"|_{3,}|\.{4,}|…{2,}|\bXX+\b"
)


class Edited:
    """A letter's text with the requester's own questions taken out, as quoting them says nothing."""

    def __init__(self, text: str, facts: LetterFacts) -> None:
        """Cut it."""
        self.raw = text
        self.says = phrases.IN[facts.language]
        quoted = [words.plain(part.words) for part in facts.parts if len(part.words.split()) >= LEAST_QUOTED]
        self.paragraphs = [_without(words.plain(one), quoted) for one in words.paragraphs(text)]
        self.sentences = [list(words.sentences(one)) for one in self.paragraphs]
        self.language = facts.language
        self.of = LAWS[facts.regime].of

    def every(self) -> Iterator[str]:
        """All sentences."""
        for some in self.sentences:
            yield from some

    def any(self, says: Callable[[str], bool]) -> bool:
        """Whether a sentence says it."""
        return any(says(one) for one in self.every())

    def near(self, number: int, after: int = NEAR, before: int = 0) -> str:
        """A paragraph with its neighbours."""
        return "\n".join(self.paragraphs[max(0, number - before) : number + after + 1])

    def cites(self, cited: str) -> bool:
        """Whether a sentence names the provision, or a paragraph of it."""
        return self.any(lambda sentence: cites(sentence, cited, self.of))

    def together(self, says: Callable[[str], bool], cited: str) -> bool:
        """Whether what says it and the provision stand in one paragraph or in neighbouring ones."""
        for number, some in enumerate(self.sentences):
            if not any(says(one) for one in some):
                continue
            around = self.sentences[max(0, number - NEAR) : number + NEAR + 1]
            if any(cites(one, cited, self.of) for others in around for one in others):
                return True
        return False

    def covers(self, recorded: str, beside: str = "") -> bool:
        """Whether one paragraph, or two on end, says what was recorded, and not only what was recorded beside it."""
        joined = [" ".join(some) for some in self.sentences]
        pairs = [f"{one} {other}" for one, other in zip(joined, [*joined[1:], ""], strict=False)]
        return any(words.covers(one, recorded, beside) for one in pairs)

    def covers_anywhere(self, recorded: str) -> bool:
        """Whether the letter as a whole says it, tables and lists too, with every figure as it was recorded."""
        whole = "\n".join(self.paragraphs)
        return words.covers(whole, recorded) and words.figures(recorded) <= words.figures(whole)

    def contains(self, wanted: str) -> bool:
        """Whether the very words are there."""
        return words.says("\n".join(self.paragraphs), wanted)

    def names_day(self, day: date) -> bool:
        """Whether a sentence names the day, in words of the letter's language or in figures."""
        with translation.override(self.language):
            months = [str(MONTHS[day.month])]
        return self.any(lambda sentence: words.says_date(sentence, day, months))

    def mentions(self, number: int) -> bool:
        """Whether a sentence speaks of that question."""
        return self.any(lambda sentence: self.speaks_of(sentence, number))

    def speaks_of(self, sentence: str, number: int) -> bool:
        """Whether this sentence speaks of that question."""
        return re.search(self.says.question.format(number=number), sentence, re.I) is not None

    def blanks(self) -> tuple[str, ...]:
        """Places that somebody meant to fill in."""
        return tuple(BLANKS.findall(self.raw))


def cites(sentence: str, cited: str, of: str) -> bool:
    """Whether a sentence names that provision, or a paragraph of it."""
    return any(within(one, cited) for one in words.citations(sentence, of=of))


def within(one: str, other: str) -> bool:
    """Whether a provision is the other, or a paragraph of it: 31(1)(a) is within 31(1)."""
    one, other = one.casefold(), other.casefold()
    return one == other or one.startswith(f"{other}(")


def bare(text: str) -> str:
    """Letters and figures alone, to compare addresses however they are broken into lines."""
    return "".join(re.findall(r"[^\W_]", words.plain(text).casefold()))


def _without(paragraph: str, quoted: list[str]) -> str:
    for one in quoted:
        paragraph = paragraph.replace(one, " ")
    return " ".join(paragraph.split())
