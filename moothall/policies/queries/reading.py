"""A policy, a version and a clause as a reader needs them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.db.models import Prefetch, QuerySet

from moothall.kit.pages import Slice, keyset
from moothall.people.models import User
from moothall.policies import holders
from moothall.policies.models import Clause, Event, Policy, Text, Version
from moothall.policies.queries import standing
from moothall.policies.queries.standing import State

EVENTS = 40
VERSIONS = 200  # of one policy, on one page; a version a month for sixteen years


@dataclass(frozen=True)
class Cell:
    """One clause in one language; None where that language lacks it."""

    language: str
    clause: Clause | None
    anchor: str
    first: bool
    """Whether this is the language that the page is read in."""


@dataclass(frozen=True)
class Row:
    """A clause in all languages of a version, side by side."""

    number: str
    section: bool
    cells: tuple[Cell, ...]

    @property
    def clause(self) -> Clause | None:
        """The clause in the language that the page is read in, else in the other."""
        return next((cell.clause for cell in self.cells if cell.clause is not None), None)


@dataclass(frozen=True)
class Words:
    """A version to be read: the text in the reader's language first, and its clauses in rows."""

    version: Version
    text: Text
    texts: tuple[Text, ...]
    rows: tuple[Row, ...]

    @property
    def others(self) -> tuple[Text, ...]:
        """The texts in other languages."""
        return tuple(text for text in self.texts if text.pk != self.text.pk)

    @property
    def sections(self) -> list[Clause]:
        """What the table of contents lists."""
        return [row.clause for row in self.rows if row.section and row.clause is not None]


def policy(user: User, slug: str) -> Policy | None:
    """A policy that this person may read, with how it stands."""
    found = standing.with_standing(Policy.objects.visible_to(user).filter(slug=slug))
    return found.select_related("owner__team").prefetch_related("audience").first()


def words(version: Version, *, wanted: str = "") -> Words | None:
    """The texts of a version with their clauses, in two queries; None if it has no text."""
    clauses = Prefetch("clauses", Clause.objects.order_by("place"))
    texts = list(version.texts.prefetch_related(clauses).order_by("pk"))
    first = standing.chosen(texts, wanted)
    if first is None:
        return None
    ordered = (first, *(text for text in texts if text.pk != first.pk))
    return Words(version, first, ordered, tuple(_rows(ordered)))


def _rows(texts: Sequence[Text]) -> list[Row]:
    by_number: dict[str, dict[str, Clause]] = {}
    for text in texts:
        for clause in text.clauses.all():
            by_number.setdefault(clause.number, {})[text.language] = clause
    return [_row(number, found, texts) for number, found in sorted(by_number.items(), key=lambda item: _order(item[0]))]


def _row(number: str, found: Mapping[str, Clause], texts: Sequence[Text]) -> Row:
    cells = []
    for at, text in enumerate(texts):
        anchor = f"clause-{number}" if at == 0 else f"{text.language}-clause-{number}"
        cells.append(Cell(text.language, found.get(text.language), anchor, at == 0))
    return Row(number, "." not in number, tuple(cells))


def _order(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("."))


@dataclass(frozen=True)
class Step:
    """A version in the history, and how it stands."""

    version: Version
    state: State
    look: str


def versions(policy: Policy, user: User) -> list[Step]:
    """The versions of a policy that this person may read, newest first."""
    rows = Version.objects.visible_to(user).filter(policy=policy)
    return steps(policy, rows, begun=cast(standing.Standing, policy).begun)


def steps(policy: Policy, rows: QuerySet[Version], *, begun: int | None) -> list[Step]:
    """Some versions of a policy, newest first, with how each stands; as many as a page bears."""
    found = []
    for version in rows.select_related("adopted_by").order_by("-number")[:VERSIONS]:
        version.policy = policy
        state = standing.state_of(version, policy, begun=begun)
        found.append(Step(version, state, standing.LOOKS[state]))
    return found


def events(policy: Policy, user: User, after: str | None) -> Slice[Event]:
    """The steps of a policy's life, newest first; to guests only what is no matter of the house."""
    rows = Event.objects.filter(policy=policy).select_related("by")
    if user.is_guest:
        rows = rows.filter(what__in=["adopted", "withdrawn", "published", "unpublished"])
    return keyset(rows, by=("-pk",), after=after, size=EVENTS)


def audience(policy: Policy, user: User | None) -> list[str]:
    """For whom a policy is, in words."""
    held = [each.holder for each in policy.audience.all()]
    return sorted(holders.names(held, seen_by=user).values()) if held else []


def clause_through_time(policy: Policy, number: str, user: User, *, language: str) -> list[Clause]:
    """A clause as each adopted version has it, newest first."""
    rows = Clause.objects.filter(
        text__version__in=Version.objects.visible_to(user).adopted().filter(policy=policy),
        text__language=language,
        number=number,
    )
    return list(rows.select_related("text__version").order_by("-text__version__number")[:50])


@dataclass(frozen=True)
class Wording:
    """The same words of a clause in versions that follow each other, newest first."""

    clause: Clause
    versions: tuple[Version, ...]


def wordings(clauses: Sequence[Clause]) -> list[Wording]:
    """A clause through time, with versions that did not change it told together."""
    found: list[Wording] = []
    for clause in clauses:
        last = found[-1] if found else None
        if last is not None and (last.clause.heading, last.clause.body) == (clause.heading, clause.body):
            found[-1] = Wording(last.clause, (*last.versions, clause.text.version))
        else:
            found.append(Wording(clause, (clause.text.version,)))
    return found


@dataclass(frozen=True)
class Compared:
    """The words of a version in one language, to be compared."""

    title: str
    summary: str
    clauses: tuple[Clause, ...]


def to_compare(version: Version, language: str) -> Compared | None:
    """The words of a version in one language, or in English where it has no other."""
    texts = {text.language: text for text in version.texts.all()}
    text = texts.get(language) or texts.get("en")
    if text is None:
        return None
    return Compared(text.title, text.summary, tuple(text.clauses.order_by("place")))
