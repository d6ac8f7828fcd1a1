"""The end of a letter: the lines with which it is signed, told from the last lines of what it asks.

A line goes only where it is a name, or an address that follows one: a question, a list and a sentence stay, wherever
they stand. What goes is in the original.
"""

import re
from collections.abc import Sequence

from moothall.disclosure import unnamed
from moothall.disclosure.law.words import little
from moothall.disclosure.unnamed import POSTCODE

MOST_LINES = 12  # with which somebody signs
LONGEST = 80  # characters of such a line
MOST_WORDS = 5  # of a name
FORMULA = re.compile(
    r"^[\s>]*(?:yours?(?:\s+(?:sincerely|faithfully|truly|etc|ever|respectfully|in\s+\w+))?"
    r"|(?:with\s+)?(?:(?:my|our|very|kind|kindest|best|warm|warmest|many)\s+){0,3}(?:regards|wishes|thanks)"
    r"(?:\s+(?:and|&)\s+(?:\w+\s+)?(?:regards|wishes))?(?:\s+(?:in\s+advance|again|so\s+much|for\s+your\s+(?:help|time)))?"
    r"|regards|thanks?(?:\s+you)?(?:\s+(?:in\s+advance|again|very\s+much|so\s+much|for\s+your\s+(?:help|time)))?"
    r"|sincerely|faithfully|cheers|best|kr|signed|all\s+the\s+best"
    r"|(?:llawer\s+o\s+)?ddiolch|diolch(?:\s+(?:yn\s+fawr|o\s+galon|ymlaen\s+llaw))?"
    r"|cofion(?:\s+(?:gorau|cynnes|caredig|cywir))?|dymuniadau\s+gorau|yn\s+(?:gywir|ddiffuant|bur)"
    r"|yr\s+eiddoch(?:\s+yn\s+(?:gywir|ddiffuant|bur))?)[\s,.!–-]*$",
    re.I,
)
THANKS = re.compile(r"^[\s>]*(?:(?:many|with|my)\s+)*(?:thanks?|diolch|best|signed)\b", re.I)
BULLET = re.compile(r"^\s*(?:[-*•–+]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.):])\s+", re.I)
PHONE = re.compile(r"(?<![\d£$€.,])(?:\+\d|\(?0\d)[\d ()/-]{7,16}\d(?![\d%])")
MAIL = re.compile(r"\S+@\S+\.\w+|\b(?:www\.|https?://)\S+", re.I)
LABEL = re.compile(r"\b(?:tel|telephone|phone|mobile|mob|ffôn|symudol|e-?mail|e-?bost|[tme])\s*[.:]+", re.I)
STREET = re.compile(
    r"^\s*\d{1,4}[a-z]?,?\s+(?:[\w'’-]+\s+){1,3}"
    r"(?:road|rd|lane|street|st|avenue|ave|close|drive|way|court|terrace|grove|crescent|gardens|hill|heol|stryd|lôn)"
    r"\b[\w\s,.]{0,40}$",
    re.I,
)
STREETS = frozenset(
    {"road", "lane", "street", "avenue", "close", "drive", "way", "court", "terrace", "grove", "park", "farm", "bridge"}
)
TITLES = frozenset(unnamed.TITLES | {"professor", "lord", "lady", "revd"})
PARTICLES = frozenset({"y", "yr", "a", "ap", "de", "la", "van", "von", "der"})  # within the name of a person
SMALL = frozenset({"of", "and", "the", "upon", "on", "in", "by", "le", *PARTICLES})  # within the name of a place
SPOKEN = re.compile(r"[^\W_][\w'’.-]*")


def cut(text: str, known: frozenset[str], mark: str) -> tuple[str, tuple[str, ...]]:
    """The text with `mark` in place of the lines that sign it, and the name in which it is signed.

    `known` are parts of the name of who wrote it, in small letters.
    """
    lines = text.split("\n")
    signed: tuple[str, ...] = ()
    at = 0
    while at < len(lines):
        begins = _begins(lines, at, known)
        if begins is None:
            at += 1
            continue
        end = _ends(lines, begins, known)
        signed = signed or _name(lines[begins])
        lines[begins:end] = [mark]
        at = begins + 1
    return "\n".join(_without_phones(lines, mark)), signed


def _begins(lines: Sequence[str], at: int, known: frozenset[str]) -> int | None:
    """Where the lines that sign begin, if this line is the formula before them, or the name without one."""
    if len(lines[at]) <= LONGEST and FORMULA.match(lines[at]):
        first = next((n for n in range(at + 1, len(lines)) if lines[n].strip()), None)
        if first is None or not (_is_theirs(lines[first], known) or _signs(lines, first, known, thanks=lines[at])):
            return None
        return first
    if not _is_theirs(lines[at], known) or not _stops_before(lines, at):
        return None
    return None if any(line.strip() for line in lines[_ends(lines, at, known) :]) else at


def _signs(lines: Sequence[str], first: int, known: frozenset[str], *, thanks: str) -> bool:
    """Whether a name that we do not know signs: after mere thanks it is that, or the first of a list."""
    if not (_short(lines[first]) and _name(lines[first])):
        return False
    more = lines[first + 1 : _ends(lines, first, known)]
    if not THANKS.match(thanks) or not any(line.strip() for line in more):
        return True
    return any(PHONE.search(line) or MAIL.search(line) or _place(line) for line in more)


def _stops_before(lines: Sequence[str], at: int) -> bool:
    """Whether what stands before a line has come to its end: a list, or half a sentence, goes on."""
    before = next((lines[n].rstrip() for n in reversed(range(at)) if lines[n].strip()), "")
    if not before or before.endswith((":", ";", ",")):
        return False
    return before.endswith((".", "?", "!", ")")) or not lines[at - 1].strip()


def _place(line: str) -> bool:
    """Whether a line has a street with a number, or a postcode."""
    return bool(STREET.match(line) or re.search(POSTCODE.pattern, line, re.I))


def _ends(lines: Sequence[str], begins: int, known: frozenset[str]) -> int:
    """The line after the last one that signs."""
    end = begins + 1
    for at in range(begins + 1, min(len(lines), begins + MOST_LINES)):
        if not lines[at].strip():
            continue
        if not (_is_address(lines[at]) or _is_theirs(lines[at], known)):
            break
        end = at + 1
    return end


def _is_theirs(line: str, known: frozenset[str]) -> bool:
    """Whether a line is nothing but the name of who wrote it, perhaps with other names of theirs."""
    words = SPOKEN.findall(line)
    if not _short(line) or not 0 < len(words) <= MOST_WORDS or not known:
        return False
    plain = [word.strip(".").casefold() for word in words]
    others = [word for word, small in zip(words, plain, strict=True) if small not in known | TITLES | SMALL]
    return bool(known & set(plain)) and all(word[0].isupper() for word in others) and not _said(plain, known)


def _name(line: str) -> tuple[str, ...]:
    """The words of a line that can be a name, without titles; nothing where it can be none."""
    if re.search(r"\d|@", line):
        return ()
    words = [word.strip(".") for word in SPOKEN.findall(line)]
    if not 0 < len(words) <= MOST_WORDS or any(word.casefold() in little() - PARTICLES for word in words):
        return ()
    if any(not word[:1].isupper() and word not in PARTICLES for word in words):
        return ()
    return tuple(word for word in words if word.casefold() not in TITLES)


def _is_address(line: str) -> bool:
    """Whether a line can be of an address: a telephone number, a postcode, a street, or words in capitals alone."""
    if not _short(line):
        return False
    if STREET.match(line) or MAIL.fullmatch(line.strip()):
        return True
    bare = MAIL.sub(" ", LABEL.sub(" ", PHONE.sub(" ", line)))
    bare = re.sub(POSTCODE.pattern, " ", bare, flags=re.I)
    words = SPOKEN.findall(bare)
    return (
        all(word[0].isupper() or word[0].isdecimal() or word.casefold() in SMALL for word in words) and len(words) < 9
    )


def _short(line: str) -> bool:
    """Whether a line can sign at all: no question, no item of a list, and not long."""
    return (
        len(line) <= LONGEST and "?" not in line and not BULLET.match(line) and not line.rstrip().endswith((":", ";"))
    )


def _said(plain: Sequence[str], known: frozenset[str]) -> bool:
    """Whether it says something else than a name: a street that is called so, or the beginning of a sentence."""
    return any(word in little() - SMALL and word not in known for word in plain) or plain[-1] in STREETS


def _without_phones(lines: Sequence[str], mark: str) -> list[str]:
    """The lines, without a last one that is an address with a telephone number."""
    found = list(lines)
    last = next((n for n in reversed(range(len(found))) if found[n].strip()), None)
    if last and PHONE.search(found[last]) and _is_address(found[last]):
        found[last] = "" if found[last - 1] == mark else mark
    return found
