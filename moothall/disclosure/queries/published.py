"""What is published already on the like of what somebody is about to ask."""

from dataclasses import dataclass

MOST = 5
FEWEST = 8  # letters: fewer say nothing of what is asked


@dataclass(frozen=True)
class Suggested:
    """Something published, with its address on the public site."""

    title: str
    url: str


def suggest(words: str) -> list[Suggested]:
    """The published answers that are likest to these words, the likest first; none where nothing is published."""
    return []
