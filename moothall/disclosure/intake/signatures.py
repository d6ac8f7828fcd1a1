"""Taking the name of who asks out of what they ask: whoever searches and reviews is blind to it (FOIA s.1(1))."""

import re

from django.utils.translation import gettext as _

SHORTEST = 3  # letters: a shorter name would be found in ordinary words
TITLES = r"(?:mr|mrs|ms|miss|mx|dr|prof|professor|cllr|sir|dame|lord|lady|rev)"
SPOKEN = re.compile(r"[\w'’.-]+", re.UNICODE)


def unsigned(text: str, name: str, address: str) -> str:
    """The text with the name and the e-mail address of its writer replaced; the original is kept elsewhere.

    A surname alone stays, for it may be the name of a street; with a title or initials before it it is replaced.
    """
    for pattern in _patterns(name, address):
        text = pattern.sub(_("[who asks]"), text)
    return text


def _patterns(name: str, address: str) -> list[re.Pattern[str]]:
    found = []
    if "@" in address:
        found.append(re.compile(r"(?<![\w.])" + re.escape(address.strip()) + r"(?![\w])", re.I))
    words = [word.strip(".,") for word in SPOKEN.findall(name[:200])]
    words = [word for word in words if word and not re.fullmatch(TITLES, word, re.I)]
    if not words or len("".join(words)) < SHORTEST:
        return found
    whole = r"[\s,]+".join(re.escape(word) for word in words)
    before = rf"(?:{TITLES}\.?\s+)?"
    found.append(re.compile(rf"\b{before}{whole}\b", re.I))
    last = words[-1]
    if len(words) > 1:
        others = r"\s+".join(re.escape(word) for word in words[:-1])
        initials = r"\s*".join(re.escape(word[0]) + r"\.?" for word in words[:-1])
        found.append(re.compile(rf"\b{re.escape(last)},\s*{others}\b", re.I))
        if len(last) >= SHORTEST:
            found.append(re.compile(rf"\b{before}{initials}\s+{re.escape(last)}\b", re.I))
            found.append(re.compile(rf"\b{TITLES}\.?\s+{re.escape(last)}\b", re.I))
    return found
