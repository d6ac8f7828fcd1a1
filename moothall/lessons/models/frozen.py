"""What the database keeps of a lesson: it begins as a draft, its words stay once it is published, and so do its uses.

Whoever writes what a lesson applies to or is about takes one lock, shared; whoever publishes takes it alone: so nothing
is added to a lesson while it is being published.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model

from moothall.kit import guards
from moothall.kit.guards import AppendOnly, Event, Lock, Rule, Vendor, changed, columns, refuse_pushing_out
from moothall.lessons.models.drawn import Drawn
from moothall.lessons.models.lessons import PARTS, Lesson, LessonAbout, Subject
from moothall.lessons.models.uses import LessonUse
from moothall.records.held import ASKING, IN_FORCE, WHY, Held, row_named

WRITING = Lock("lessons.words")
PUBLISHING = Lock("lessons.words", exclusive=True)
STAYS = "what was published stays: write a lesson that replaces it"
LATER = ("public_at", "public_by", "withdrawn_at", "withdrawn_by", "withdrawn_reason")


@dataclass(frozen=True)
class WordsStay:
    """The guard of lessons: a draft may be written and thrown away, a published lesson neither."""

    model: type[Model] = Lesson

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse to change what was published, to take it away, and to publish by any other way than from a draft."""
        names = columns(self.model)
        words = changed(vendor, (column for name, column in names.items() if name not in LATER))
        later = changed(vendor, (names[name] for name in LATER))
        origin = changed(vendor, (names[name] for name in ("id", "author", "replaces", "created_at")))
        replaced = "SELECT 1 FROM lessons_lesson AS r WHERE r.id = NEW.replaces_id AND r.published_at IS NOT NULL"
        subject = "SELECT 1 FROM lessons_subject AS s WHERE s.lesson_id = NEW.id"
        yield Rule(Event.INSERT, "a lesson begins as a draft", when="NEW.published_at IS NOT NULL")
        yield Rule(
            Event.INSERT,
            "a lesson replaces one that was published",
            when=f"NEW.replaces_id IS NOT NULL AND NOT EXISTS ({replaced})",
        )
        yield Rule(Event.UPDATE, STAYS, when=f"OLD.published_at IS NOT NULL AND ({words})")
        yield Rule(Event.UPDATE, "a withdrawal stays", when=f"OLD.withdrawn_at IS NOT NULL AND ({later})")
        yield Rule(Event.UPDATE, "a lesson keeps its author and what it replaces", when=origin)
        yield Rule(
            Event.UPDATE,
            "a lesson says what it applies to",
            given="OLD.published_at IS NULL AND NEW.published_at IS NOT NULL",
            when=f"NEW.author_id IS NOT NULL AND NOT EXISTS ({subject})",
            lock=PUBLISHING,
        )
        yield Rule(Event.DELETE, "a published lesson is withdrawn, not deleted", when="OLD.published_at IS NOT NULL")
        yield Rule(Event.TRUNCATE, "a published lesson is withdrawn, not deleted")
        if vendor == "sqlite":
            yield from refuse_pushing_out(self.model, STAYS, kept="kept.published_at IS NOT NULL", first="1")


@dataclass(frozen=True)
class PartOfLesson:
    """The guard of what belongs to a lesson: added and taken away while that is a draft."""

    model: type[Model]

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse to change what a published lesson applies to or is about."""
        published = (
            "EXISTS (SELECT 1 FROM lessons_lesson AS l WHERE l.id = {row}.lesson_id AND l.published_at IS NOT NULL)"
        )
        yield Rule(Event.INSERT, STAYS, when=published.format(row="NEW"), lock=WRITING)
        yield Rule(Event.UPDATE, "it is taken away, and another is added")
        yield Rule(Event.DELETE, STAYS, when=published.format(row="OLD"), lock=WRITING)
        yield Rule(Event.TRUNCATE, STAYS)
        if vendor == "sqlite":
            yield from refuse_pushing_out(self.model, STAYS, kept="kept.rowid IS NOT NULL", first="1")


@dataclass(frozen=True)
class BegunByItsAuthor:
    """The guard of where a draft was begun from: said by its author, while it is a draft, and then it stays."""

    model: type[Model] = Drawn

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse to say of another's lesson where it comes from, and all that `PartOfLesson` refuses."""
        yield from PartOfLesson(self.model).rules(vendor)
        own = "SELECT 1 FROM lessons_lesson AS o WHERE o.id = NEW.lesson_id AND o.author_id = NEW.by_id"
        yield Rule(Event.INSERT, "whoever writes a lesson says where it comes from", when=f"NOT EXISTS ({own})")


@dataclass(frozen=True)
class OneWordAfterAnother:
    """The guard of uses: of lessons that stand, each verdict numbered after the one before."""

    model: type[Model] = LessonUse

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse the use of a draft, and a verdict that leaves a gap."""
        stands = (
            "SELECT 1 FROM lessons_lesson AS l"
            " WHERE l.id = NEW.lesson_id AND l.published_at IS NOT NULL AND l.withdrawn_at IS NULL"
        )
        before = (
            "SELECT 1 FROM lessons_lessonuse AS u"
            " WHERE u.lesson_id = NEW.lesson_id AND u.thing = NEW.thing AND u.number = NEW.number - 1"
        )
        yield from AppendOnly(self.model, why="what was done with a lesson stays").rules(vendor)
        yield Rule(Event.INSERT, "a lesson is used once it is published", when=f"NOT EXISTS ({stands})")
        yield Rule(Event.INSERT, "one verdict after another", when=f"NEW.number <> 1 AND NOT EXISTS ({before})")


@dataclass(frozen=True)
class NotEmptied:
    """The guard that refuses to throw a held draft away by taking out all that it says."""

    by: Held
    model: type[Model] = Lesson

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse to leave a held draft with nothing in it but a title."""
        empty = " AND ".join(f"{{row}}.{part} = ''" for part in PARTS)
        emptied = f"({empty.format(row='NEW')}) AND NOT ({empty.format(row='OLD')})"
        held = f"{IN_FORCE} AND ({self.by.covered(row_named('OLD'))})"
        yield Rule(Event.UPDATE, WHY, given=emptied, when=held, lock=ASKING)


HELD_LESSON = Held(Lesson, scopes={"lesson": ("pk",), "user": ("author",)}, keeps=("author",))

guards.declare(
    WordsStay(),
    PartOfLesson(Subject),
    PartOfLesson(LessonAbout),
    BegunByItsAuthor(),
    OneWordAfterAnother(),
    HELD_LESSON,
    NotEmptied(HELD_LESSON),
)
