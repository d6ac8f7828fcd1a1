"""The words of a text in the plain form by which an entry of the log is found, in English and as they are in Welsh."""

from collections import Counter

from moothall.disclosure.law.words import little
from moothall.disclosure.unnamed import TOKEN, folded

LONGEST = 40  # characters of a word that is kept
MOST = 12  # times that a word counts in one entry
OF_THE_TITLE = 3  # how much more a word of the title weighs


def counted(title: str, *texts: str) -> dict[str, int]:
    """Every word that says something, with its weight."""
    weights: Counter[str] = Counter()
    for word in words(title):
        weights[word] += OF_THE_TITLE
    for text in texts:
        weights.update(words(text))
    return {word: min(weight, MOST) for word, weight in weights.items()}


def words(text: str) -> list[str]:
    """The words that say something, each in its plain form, in their order."""
    return [stem(word) for word in telling(text)]


def telling(text: str) -> list[str]:
    """The words that say something, as they are written but for accents and capitals, in their order."""
    found = TOKEN.findall(folded(text))
    return [word for word in found if word not in little() and (len(word) > 1 or word.isdecimal())]


def stem(word: str) -> str:
    """A word without the endings of English that change least: agencies, agency; planning, planned, plan."""
    word = word[:LONGEST]
    if word.isdecimal() or len(word) < 4:
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 3:
            return rest[:-1] if rest[-1] == rest[-2] and rest[-1] not in "lsz" else rest
    return word.removesuffix("e") if len(word) > 4 else word
