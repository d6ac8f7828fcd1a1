"""Small truths about text."""

import re

# C0 and C1 controls but tab and newlines, and lone surrogates.
NOT_PLAIN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def is_plain(text: str) -> bool:
    """Whether every character can be stored and shown."""
    return NOT_PLAIN.search(text) is None


def plain(text: str) -> str:
    """The text without what cannot be stored or shown, such as a NUL that someone put into an address."""
    return NOT_PLAIN.sub("", text)


def initials(name: str) -> str:
    """Up to two capitals for an arch: first and last name, without a title."""
    words = [word for word in name.split() if word.rstrip(".").lower() not in {"cllr", "mr", "mrs", "ms", "miss", "dr"}]
    letters = [word[0] for word in words if word[0].isalnum()] or [name[:1] or "?"]
    return (letters[0] + letters[-1] if len(letters) > 1 else letters[0]).upper()
