"""People of the directory who answer to the words of a search: they are not in the index, and few enough to ask for."""

from dataclasses import dataclass

from django.db.models import Case, Q, When

from moothall.people import queries as directory
from moothall.people.models import User

SHOWN = 5
MOST_WORDS, MOST_CHARS = 5, 100  # beyond that nobody is looking for a person
QUOTES = str.maketrans(dict.fromkeys('"“”„«»', " "))


@dataclass(frozen=True)
class Found:
    """The first few, whether there are more, and the words they were found by."""

    people: list[User]
    more: bool
    words: str


def people(user: User, text: str) -> Found | None:
    """Whom of those that this person may see the words describe, those so named first; None for nobody."""
    words = [word.strip(".,;:!?()") for word in text.translate(QUOTES).split()]
    words = [word for word in words if word]
    unlikely = len(text) > MOST_CHARS or len(words) > MOST_WORDS or any(word.startswith("-") for word in words)
    if unlikely or max(map(len, words), default=0) < 2:
        return None
    named = Q()
    for word in words:
        named &= Q(name__icontains=word)
    told = " ".join(words)
    rows = directory.directory(user, told)
    found = list(rows.order_by(Case(When(named, then=0), default=1), "name", "pk")[: SHOWN + 1])
    return Found(found[:SHOWN], len(found) > SHOWN, told) if found else None
