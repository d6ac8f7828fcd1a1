"""From text to sets of numbers: shingles of three words, and which words are the writer's own."""

import re
from hashlib import blake2b
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.uint64]

SHINGLE = 3
FEWEST = 20
"""Words without which two texts are not called alike: “thanks, agreed” means what it answers."""
SLICE = 1 << 14
MOST_BYTES = 4 * SLICE
SPACE = ord(" ")

WORD = re.compile(r"\w+")
BETWEEN = re.compile(r"\W")
PLAIN = bytes(ord(chr(code).lower()) if chr(code).isalnum() or chr(code) == "_" else 32 for code in range(128)) + bytes(
    128
)
"""For each byte of ASCII its lower case, or a space where it is in no word."""

QUOTED = re.compile(
    r"(^(?:(?:On|Ar) [^\n]*\n)?[^\n>]*\b(?:wrote|writes|ysgrifennodd):[ \t]*\n(?:[ \t]*\n)*(?=[ \t]*>)"
    r"|^[ \t]*>[^\n]*\n?)",
    re.M,
)
HANGS = ("riginal ", "orwarded ", "\nFrom:", "\n*From:", "\nOddi wrth:", "eges wreiddiol", "eges Wreiddiol")
BELOW = re.compile(
    r"^[ \t]*(?:[-_]{2,} *(?:original|forwarded) (?:message|mail)\b|[-_]{2,} *neges wreiddiol\b"
    r"|\*?(?:From|Oddi wrth):[^\n]*\n(?:[^\n]*\n)?[ \t]*\*?(?:Sent|Date|Anfonwyd|Dyddiad):)",
    re.M | re.I,
)
BASE = 0xD1342543DE82EF95
POWERS = np.full(MOST_BYTES + 2, BASE, dtype=np.uint64).cumprod()
INVERSES = np.full(MOST_BYTES + 2, pow(BASE, -1, 1 << 64), dtype=np.uint64).cumprod()
WEIGHTS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)


def numbered(text: str) -> Numbers:
    """The words of a text in their order, as numbers; case and whatever stands between words do not matter."""
    if len(text) <= SLICE:
        return _numbered(text)
    parts, start = [], 0
    while start < len(text):
        border = BETWEEN.search(text, start + SLICE)
        end = border.start() if border else len(text)
        parts.append(_numbered(text[start:end]))
        start = end
    return np.concatenate(parts)


def _numbered(text: str) -> Numbers:
    # Plain letters, which nearly all are, go several times as fast through a table.
    if text.isascii():
        return hashed(text.encode().translate(PLAIN))
    return hashed(" ".join(WORD.findall(text.lower())).encode("utf-8", "surrogatepass"))


def hashed(words: bytes) -> Numbers:
    """A number of 64 bits for each word between spaces, the same in every process; all at once, not word by word.

    Each is a polynomial in the word's bytes, from the sums up to its start and its end. Whoever sets out to can make
    up two words with one number: their texts then look more alike than they are, and nothing is put aside for that.
    """
    if len(words) > MOST_BYTES:  # a word without end
        short = [word if len(word) <= MOST_BYTES else blake2b(word).hexdigest().encode() for word in words.split()]
        return np.concatenate([hashed(word) for word in short])
    row = np.frombuffer(b" %b " % words, dtype=np.uint8)
    letters = row != SPACE
    edges = np.flatnonzero(letters[1:] != letters[:-1])  # the space before each word, and its last letter
    starts, ends = edges[::2], edges[1::2]
    sums = np.cumsum(row * POWERS[: len(row)])
    found: Numbers = (sums[ends] - sums[starts]) * INVERSES[starts]
    return found


def shingles(words: Numbers) -> Numbers:
    """The set of all runs of three words, sorted; a text of fewer words is one run."""
    if not len(words):
        return words
    if len(words) < SHINGLE:
        words = np.concatenate([words, np.zeros(SHINGLE - len(words), dtype=np.uint64)])
    runs = words[:-2] * WEIGHTS[0] + words[1:-1] * WEIGHTS[1] + words[2:] * WEIGHTS[2]
    runs = mixed(runs)
    runs.sort()
    first = np.ones(len(runs), dtype=np.bool_)
    np.not_equal(runs[1:], runs[:-1], out=first[1:])
    return runs[first]


def mixed(numbers: Numbers) -> Numbers:
    """Spread numbers evenly over 64 bits (the finaliser of SplitMix64)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


def parted(text: str) -> tuple[str, str]:
    """What the writer says, and what they quote: marked lines, the line that brings them in, what hangs below a reply.

    Where nothing is quoted the first is the very text.
    """
    below = BELOW.search(text) if any(sign in text for sign in HANGS) else None
    above = text[: below.start()] if below else text
    under = text[below.start() :] if below else ""
    if "\n>" in above or "\n >" in above or above.startswith(">"):
        parts = QUOTED.split(above)  # what is between the quotations, and every second time a quotation
        return "".join(parts[::2]), "".join(parts[1::2]) + under
    return above, under
