"""A room of notes that exists only in tests: the smallest room that can be searched."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from moothall.people import grants
from moothall.people.models import Team, User
from moothall.search import outbox
from moothall.search.sources import Document, Hit, Source, sources

SPRING = datetime(2026, 4, 8, 10, 0, tzinfo=UTC)


@dataclass
class Note:
    """Something written down in a space."""

    body: str
    title: str = "A note"
    space: int = 1
    names: str = ""
    who: tuple[str, ...] = ()
    date: datetime = SPRING


@dataclass
class Notes:
    """The notes, what the index should hold of them, and who may see them according to the grants in the database."""

    rows: dict[int, Note] = field(default_factory=dict)
    reads: list[list[int]] = field(default_factory=list)

    def add(self, body: str, *, title: str = "A note", space: int = 1, **more: object) -> int:
        """Write a note and tell the index."""
        pk = max(self.rows, default=0) + 1
        self.rows[pk] = Note(body, title, space, **more)  # type: ignore[arg-type]
        outbox.changed("note", [pk])
        return pk

    def drop(self, pk: int) -> None:
        """Throw a note away and tell the index."""
        del self.rows[pk]
        outbox.changed("note", [pk])

    def document(self, pk: int) -> Document:
        """What the index should hold of a note."""
        note = self.rows[pk]
        return Document(
            key=f"note:{pk}",
            kind="note",
            container=f"space:{note.space}",
            title=note.title,
            body=note.body,
            names=note.names,
            who=note.who,
            date=note.date,
        )

    def documents(self, refs: Sequence[int]) -> Iterable[Document]:
        """What the index should hold of some notes."""
        self.reads.append(list(refs))
        return [self.document(ref) for ref in refs if ref in self.rows]

    def ids(self, after: int) -> Iterable[int]:
        """All notes after one."""
        return sorted(pk for pk in self.rows if pk > after)

    def load(self, user: User, refs: Sequence[int]) -> Mapping[int, Hit]:
        """What the database shows this person."""
        held = set(grants.held(user, "space"))
        return {ref: self.hit(ref) for ref in refs if ref in self.rows and self.rows[ref].space in held}

    def hit(self, pk: int) -> Hit:
        """A note as a result."""
        note = self.rows[pk]
        return Hit(
            key=f"note:{pk}",
            title=note.title,
            url=f"/notes/{pk}/",
            place=f"Space {note.space}",
            kind_label="Note",
            icon="post",
            date=note.date,
        )

    def places(self, user: User) -> Mapping[str, str]:
        """The spaces this person may narrow a search to."""
        return {f"space:{ref}": f"Space {ref}" for ref in grants.held(user, "space")}

    def source(self) -> Source:
        """The notes as a source."""
        return Source("note", "Notes", "post", self.documents, self.ids, self.load, self.places)


def register_teams() -> None:
    """Make teams findable for whoever holds space 1: a source whose rows other processes can read as well."""

    def documents(refs: Sequence[int]) -> Iterable[Document]:
        for team in Team.objects.filter(pk__in=refs):
            yield Document(f"team:{team.pk}", "team", "space:1", team.name, "a team of the council", SPRING)

    def ids(after: int) -> Iterable[int]:
        return Team.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)

    def load(user: User, refs: Sequence[int]) -> Mapping[int, Hit]:
        return {
            team.pk: Hit(f"team:{team.pk}", team.name, f"/teams/{team.pk}/", "", "Team", "person", SPRING)
            for team in Team.objects.filter(pk__in=refs)
        }

    sources.add(Source("team", "Teams", "person", documents, ids, load))
