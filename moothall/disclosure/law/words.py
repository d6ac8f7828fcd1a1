"""Reading what people wrote: whether something is said at all, and whether a letter says it too."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from importlib.resources import files

LEAST_WORDS, LEAST_LETTERS = 2, 8
STEM = 5  # letters of a word that decide whether two words are kin: "contract", "contracts", "contracting"
ENOUGH = 0.6  # of the words that were recorded, so that a clerk may put it better but not leave it out
SECTION = (
    r"(?:sections?|ss?\.?|adrannau|adran|regulations?|regs?\.?|rheoliadau|rheoliad"
    r"|articles?|arts?\.?|erthyglau|erthygl)"
)
NUMBER = r"\d+[A-Z]{0,2}(?:\s?\(\d{1,2}[A-Z]{0,2}\))?(?:\([a-z]{1,2}\)|\([ivx]{1,5}\))*"
LISTED = re.compile(
    rf"(?<![\w.])(?P<what>{SECTION})\s?(?P<list>{NUMBER}(?:\s?(?:,|;|and|or|a|ac|neu|/|&|,\s?and)\s+{NUMBER})*)(?![\w])",
    re.I,
)
_PARA = r"(?:paragraphs?|paras?\.?|paragraff(?:au)?)\s?"
_MANY = rf"{NUMBER}(?:\s?(?:,|and|a|ac|&)\s+{NUMBER})*"
_SCHEDULE, _PART = r"(?:schedule|sch\.?|atodlen)\s?", r"(?:part|ran|rhan)\s+\d"
PARAGRAPH = re.compile(
    rf"(?<![\w.])(?:{_PARA}(?P<before>{_MANY}),?\s+(?:(?:of|o|yn)\s+)?(?:{_PART}\s+(?:of|o|yn)\s+)?"
    rf"{_SCHEDULE}(?P<of>[2-4])|{_SCHEDULE}(?P<first>[2-4]),?\s+(?:{_PART},?\s+)?{_PARA}(?P<after>{_MANY}))(?!\w)",
    re.I,
)
SHORTENED = re.compile(r"\b(?:ss?|regs?|arts?|paras?|nos?|mr|mrs|ms|dr|st|e\.g|i\.e)\.$", re.I)
LEAST_SENTENCE = 4  # words
LEAST_UNSTOPPED = 10  # words of what may have lost its stop
LONGEST_SHORT = 8  # letters to look back for “regs.”
OTHER_SCRIPTS = frozenset({"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"})


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset((files("moothall.disclosure.law") / "tables" / name).read_text(encoding="utf-8").split())


def placeholders() -> frozenset[str]:
    """Words that people type so that a field is not empty."""
    return _listed("placeholders.txt")


def little() -> frozenset[str]:
    """Words that say little by themselves, in English and Welsh."""
    return _listed("little_words.txt")


def everyday() -> frozenset[str]:
    """Titles, months, and words that are names of people too: by themselves they tell nobody."""
    return _listed("everyday.txt")


def providers() -> frozenset[str]:
    """Whose mail addresses anybody can have."""
    return _listed("providers.txt")


def formula() -> frozenset[str]:
    """Stems of the words of every refusal, which are no reasons: public, interest, outweigh."""
    return frozenset(word[:STEM] for word in _listed("formula.txt"))


def plain(text: str) -> str:
    """The text as a reader sees it: single spaces, no invisible characters, one kind of dash and apostrophe."""
    kept = "".join(mark for mark in text if unicodedata.category(mark) not in {"Cf", "Cn", "Co"})
    kept = kept.replace("’", "'").replace("‘", "'").replace("–", "-").replace("—", "-")
    return " ".join(kept.split())


def said(text: str) -> bool:
    """Whether something was really written: spaces, dashes, “n/a” and one lone word are nothing."""
    words = [word for word in re.findall(r"[^\W\d_]+", plain(text)) if word.casefold() not in placeholders()]
    different = {word.casefold() for word in words}
    return len(different) >= LEAST_WORDS and sum(map(len, words)) >= LEAST_LETTERS


def named(text: str) -> bool:
    """Whether it can be a person's or a body's name."""
    letters = [mark for mark in plain(text) if mark.isalpha()]
    return len(letters) >= LEAST_WORDS and plain(text).casefold() not in placeholders()


def weighty(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning, and the numbers."""
    words = re.findall(r"[^\W_]+", plain(text).casefold())
    return frozenset(word[:STEM] for word in words if word not in little() and (len(word) > 1 or word.isdigit()))


def figures(text: str) -> frozenset[str]:
    """The numbers in a text, as they are written: “1,204.50”."""
    return frozenset(re.findall(r"\d(?:[\d,.]{0,30}\d)?", plain(text)))


def reasoned(text: str) -> bool:
    """Whether it gives a reason of its own, beyond the formula that the public interest was weighed."""
    return said(text) and len(weighty(text) - formula()) >= LEAST_WORDS


def covers(passage: str, recorded: str, beside: str = "") -> bool:
    """Whether the passage says what was recorded, if in other words: most of its own weighty words are there.

    `beside` is what else was recorded: the words in which this differs from it have to be there too, or like answers
    would stand for one another.
    """
    wanted, there = weighty(recorded) - formula() or weighty(recorded), weighty(passage)
    own = wanted - weighty(beside)
    if not wanted or len(wanted & there) < ENOUGH * len(wanted):
        return False
    return not own or 2 * len(own & there) > len(own)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a letter, as they are parted by an empty line."""
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]


def sentences(paragraph: str) -> Iterator[str]:
    """The sentences of a paragraph; a heading, which is short and ends with no stop, is none."""
    text = plain(paragraph)
    start = 0
    for found in re.finditer(r"(?<=[.!?:;])\s+(?=[\w“‘'\"(])", text):
        if SHORTENED.search(text[max(start, found.start() - LONGEST_SHORT) : found.start()]):
            continue
        yield from _sentence(text[start : found.start()])
        start = found.end()
    yield from _sentence(text[start:])


def _sentence(found: str) -> Iterator[str]:
    least = LEAST_SENTENCE if re.search(r"[.!?:;]['”\")]*$", found) else LEAST_UNSTOPPED
    if len(found.split()) >= least:
        yield found


def citations(text: str, *, of: str = "") -> frozenset[str]:
    """The provisions that a text names, as “43(2)”, from “sections 40(2) and 43(2)” or “s.43(2)” alike.

    `of` limits them to sections (“s”), regulations (“r”), articles (“a”), or paragraphs of a Schedule (“p”), which are
    named as “Sch 2 para 16”.
    """
    if of == "p":
        return frozenset(_paragraphs(plain(text)))
    found: set[str] = set()
    for match in LISTED.finditer(plain(text)):
        if not of or _named_as(match["what"]) == of:
            found.update(re.sub(r"\s", "", number) for number in re.findall(NUMBER, match["list"]))
    return frozenset(found)


def _paragraphs(text: str) -> Iterator[str]:
    for match in PARAGRAPH.finditer(text):
        for number in re.findall(NUMBER, match["before"] or match["after"]):
            yield f"Sch {match['of'] or match['first']} para {''.join(number.split())}"


def _named_as(what: str) -> str:
    word = what.casefold()
    if word.startswith(("s", "adran")):
        return "s"
    return "r" if word.startswith("r") else "a"


def disguised(text: str) -> tuple[str, ...]:
    """Words that mix Latin letters with letters of another script that look like them."""
    return tuple(word for word in re.findall(r"[^\W_]+", text) if _mixed(word))


def _mixed(word: str) -> bool:
    scripts = {unicodedata.name(mark, "").split(" ")[0] for mark in word}
    return bool(scripts & {"LATIN", "DIGIT"}) and bool(scripts & OTHER_SCRIPTS)


def says(text: str, wanted: str) -> bool:
    """Whether the text has these very words, whatever the spaces, capitals and dashes."""
    sought = plain(wanted).casefold()
    return bool(sought) and re.search(rf"(?<!\w){re.escape(sought)}(?!\w)", plain(text).casefold()) is not None


def says_date(text: str, day: date, months: Sequence[str]) -> bool:
    """Whether the text names the day, written out with one of the month's names or in figures."""
    found = plain(text).casefold()
    written = "|".join(re.escape(month.casefold()) for month in months)
    shapes = (
        rf"(?<!\d)0?{day.day}(?:st|nd|rd|th|ain|af|fed|eg|il|ydd|ed)?\s+(?:of\s+|o\s+)?(?:{written})\s+{day.year}(?!\d)",
        rf"(?<!\d)0?{day.day}[/.]0?{day.month}[/.]{day.year}(?!\d)",
        rf"(?<!\d){day.isoformat()}(?!\d)",
    )
    return any(re.search(shape, found) for shape in shapes)
