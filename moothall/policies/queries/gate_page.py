"""What stands on the page of the gate: each version that is due, in its languages, with its check."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from moothall.kit import markdown
from moothall.policies.models import Clause, Language, Policy, Text, Version
from moothall.policies.queries import checks, gates


@dataclass(frozen=True)
class Face:
    """A version in one language."""

    text: Text
    lines: tuple[str, ...]  # the summary
    clauses: tuple[Clause, ...]
    questions: tuple[checks.Asked, ...]

    @property
    def language(self) -> str:
        """As `lang` says it."""
        return self.text.language

    @property
    def language_name(self) -> str:
        """As people say it."""
        return str(Language(self.text.language).label)

    @property
    def html(self) -> str:
        """The whole text, where it was not cut into clauses."""
        return markdown.html(markdown.parse(self.text.body))


@dataclass(frozen=True)
class Shown:
    """One version that a person is asked to acknowledge."""

    version: Version
    policy: Policy
    why: gates.Why
    stops_at: datetime  # the earliest of what asks for it
    stops: bool
    faces: tuple[Face, ...]

    @property
    def title(self) -> str:
        """In the language that stands first."""
        return self.faces[0].text.title


def shown(due: Sequence[gates.Due], now: datetime) -> list[Shown]:
    """What is due, once for each version, the reader's own language first."""
    first: dict[int, list[gates.Due]] = {}
    for one in due:
        first.setdefault(one.version.pk, []).append(one)
    faces = _faces([ones[0] for ones in first.values()])
    return [_shown(ones, faces.get(version, []), now) for version, ones in first.items() if faces.get(version)]


def _shown(ones: list[gates.Due], faces: list[Face], now: datetime) -> Shown:
    return Shown(
        version=ones[0].version,
        policy=ones[0].requirement.policy,
        why=ones[0].why,
        stops_at=min(one.stops_at for one in ones),
        stops=any(one.stops(now) for one in ones),
        faces=tuple(faces),
    )


def _faces(due: list[gates.Due]) -> dict[int, list[Face]]:
    policies = {one.version.pk: one.requirement.policy_id for one in due}
    questions = checks.by_policy(sorted(set(policies.values())))
    mine = (get_language() or "en")[:2]
    texts = Text.objects.filter(version__in=policies).prefetch_related("clauses")
    found: dict[int, list[Face]] = {}
    for text in sorted(texts, key=lambda text: (text.language != mine, text.language != Language.ENGLISH)):
        asked = questions.get(policies[text.version_id], [])
        found.setdefault(text.version_id, []).append(
            Face(
                text=text,
                lines=tuple(line.strip() for line in text.summary.splitlines() if line.strip()),
                clauses=tuple(sorted(text.clauses.all(), key=lambda clause: clause.place)),
                questions=tuple(one for one in asked if one.question.language == text.language),
            )
        )
    return found
