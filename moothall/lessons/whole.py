"""A lesson as a whole, as halls hand it to each other: written into our feeds, and read from those of others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from moothall.lessons import words
from moothall.lessons.models import Drawn, Item, ItemKind, Lesson, Outcome

TITLE, LICENCE = 160, 60
PARTS = ("context", "happened", "why", "would_do")


@dataclass(frozen=True)
class Said:
    """All that a lesson of another body says, fit to stand beside our own."""

    outcome: Outcome
    title: str
    context: str
    happened: str
    why: str
    would_do: str
    licence: str
    subjects: tuple[str, ...]


def of_ours(lesson: Lesson, subjects: Sequence[str], drawn: Drawn | None = None) -> Mapping[str, object]:
    """What our feeds say of a lesson: everything but who wrote it, and whose words it was begun from."""
    parts = {name: getattr(lesson, name) for name in PARTS}
    said = {"outcome": lesson.kind, "title": lesson.title, **parts, "applies_to": list(subjects)}
    if drawn is None:
        return said
    begun = {"body": drawn.origin, "title": drawn.title, "url": drawn.url, "licence": drawn.licence}
    return {**said, "begun_from": begun}


def lesson(item: Item) -> Said | None:
    """What another hall says of a lesson; None where something is missing that a lesson has to say, or its licence."""
    said = item.data
    outcome, title = _text(said, "outcome"), _text(said, "title") or item.title
    parts = {name: _text(said, name) for name in PARTS}
    if item.kind != ItemKind.LESSON or outcome not in Outcome.values or not all(parts.values()) or not item.licence:
        return None
    return Said(
        outcome=Outcome(outcome),
        title=title if len(title) <= TITLE else f"{title[: TITLE - 1].rstrip()}…",
        licence=item.licence[:LICENCE],
        subjects=_subjects(said.get("applies_to")),
        **parts,
    )


def _text(said: Mapping[str, object], name: str) -> str:
    found = said.get(name)
    return found.strip() if isinstance(found, str) else ""


def _subjects(said: object) -> tuple[str, ...]:
    given = [each for each in said if isinstance(each, str)] if isinstance(said, list) else []
    found = words.subjects("\n".join(given))
    return tuple(each for each in found if len(each) <= words.LONGEST)[: words.MOST]
