"""What the database keeps of a consultation: what was asked, what was answered, and what was said to come of it.

Whoever answers takes one lock, shared; whoever changes what is asked, or publishes what came of it, takes it alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model

from moothall.change.models.consultations import AnswerPart, Consultation, PublicAnswer, Question, Theme
from moothall.change.models.guarding import WRITING, day
from moothall.kit import guards
from moothall.kit.guards import AppendOnly, Event, Lock, Rule, Vendor, changed, columns, refuse_pushing_out

ANSWERING = Lock("change.consultation")
ASKING = Lock("change.consultation", exclusive=True)
ASKED = "it was answered: what was asked stays"
PUBLISHED = "what was published stays: correct it beside"


def _answered(consultation: str) -> str:
    """SQL: whether anybody answered a consultation."""
    return f"EXISTS (SELECT 1 FROM change_publicanswer AS a WHERE a.consultation_id = {consultation})"


def _told(row: str) -> str:
    """SQL: whether what came of a theme's consultation is published."""
    return (
        "EXISTS (SELECT 1 FROM change_consultation AS c"
        f" WHERE c.id = {row}.consultation_id AND c.answered_at IS NOT NULL)"
    )


@dataclass(frozen=True)
class AskedOnce:
    """The guard of consultations: once answered only its last day moves, further off; what came of it is said once."""

    model: type[Model] = Consultation

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse to ask something else of those who answered."""
        own = columns(self.model)
        words = changed(vendor, (own[name] for name in ("title", "introduction", "opens_on", "published_at")))
        yield Rule(
            Event.INSERT,
            "it is published once it is written",
            when="NEW.published_at IS NOT NULL OR NEW.answered_at IS NOT NULL OR NEW.ended_at IS NOT NULL",
        )
        keys = changed(vendor, (own[name] for name in ("id", "engagement")))
        yield Rule(Event.UPDATE, "it keeps its engagement", when=keys)
        given = f"({words}) OR NEW.closes_on < OLD.closes_on"
        yield Rule(Event.UPDATE, ASKED, given=given, when=_answered("OLD.id"), lock=ASKING)
        yield from self._ended(vendor, words)
        answered = changed(vendor, (own[name] for name in ("answered_at", "answered_by")))
        why = "what was said to come of it stays"
        yield Rule(Event.UPDATE, why, when=f"OLD.answered_at IS NOT NULL AND ({answered})")
        open_themes = (
            "SELECT 1 FROM change_theme AS t WHERE t.consultation_id = NEW.id AND t.did = '' AND t.why_not = ''"
            " AND NOT EXISTS (SELECT 1 FROM change_theme AS x WHERE x.corrects_id = t.id)"
        )
        none = "NOT EXISTS (SELECT 1 FROM change_theme AS t WHERE t.consultation_id = NEW.id)"
        yield Rule(
            Event.UPDATE,
            "each theme is answered first",
            given="OLD.answered_at IS NULL AND NEW.answered_at IS NOT NULL",
            when=f"EXISTS ({open_themes}) OR {none}",
            lock=ASKING,
        )
        told = "OLD.answered_at IS NULL AND NEW.answered_at IS NOT NULL AND NEW.ended_at IS NULL"
        early = f"{told} AND NEW.closes_on > {day(vendor, 'NEW.answered_at')}"
        yield Rule(Event.UPDATE, "people may still answer it", when=early)
        yield Rule(Event.DELETE, ASKED, when=_answered("OLD.id"), lock=ASKING)
        yield Rule(Event.TRUNCATE, ASKED)
        if vendor == "sqlite":
            yield from refuse_pushing_out(self.model, ASKED, kept="kept.rowid IS NOT NULL", first="1")

    def _ended(self, vendor: Vendor, words: str) -> Iterator[Rule]:
        """What ended early stays so, and what belongs to a closed initiative is not asked any more."""
        own = columns(self.model)
        days = changed(vendor, (own[name] for name in ("closes_on", "ended_at", "ended_by", "ended_why")))
        yield Rule(
            Event.UPDATE, "it was ended, and that stays", when=f"OLD.ended_at IS NOT NULL AND ({days} OR {words})"
        )
        closed = (
            "EXISTS (SELECT 1 FROM change_engagement AS g JOIN change_closing AS x ON x.initiative_id = g.initiative_id"
            " WHERE g.id = NEW.engagement_id)"
        )
        moved = changed(vendor, (own[name] for name in ("published_at", "closes_on", "ended_at", "answered_at")))
        yield Rule(Event.UPDATE, "its initiative is closed", given=f"{words} OR {moved}", when=closed, lock=WRITING)


@dataclass(frozen=True)
class AskedAsItWas:
    """The guard of questions: written and rewritten until anybody answers."""

    model: type[Model] = Question

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse to change what was asked."""
        yield Rule(Event.INSERT, ASKED, when=_answered("NEW.consultation_id"), lock=ASKING)
        yield Rule(Event.UPDATE, ASKED, when=_answered("OLD.consultation_id"), lock=ASKING)
        yield Rule(Event.UPDATE, "it keeps its consultation", when="OLD.consultation_id <> NEW.consultation_id")
        yield Rule(Event.DELETE, ASKED, when=_answered("OLD.consultation_id"), lock=ASKING)
        yield Rule(Event.TRUNCATE, ASKED)
        if vendor == "sqlite":
            yield from refuse_pushing_out(self.model, ASKED, kept="kept.rowid IS NOT NULL", first="1")


@dataclass(frozen=True)
class InTime:
    """The guard of answers: while the consultation is open, and looked at only after they came.

    Its days are those of the organisation's clock, which may be a day ahead of UTC's.
    """

    model: type[Model] = PublicAnswer

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse an answer that comes too early, too late, or to what is not on the public site."""
        if vendor == "sqlite":
            said, after = "date(NEW.said_at)", "date(NEW.said_at, '+1 day')"
        else:
            said = "(NEW.said_at AT TIME ZONE 'UTC')::date"
            after = f"{said} + 1"
        open_then = (
            "SELECT 1 FROM change_consultation AS c WHERE c.id = NEW.consultation_id AND c.published_at IS NOT NULL"
            f" AND c.ended_at IS NULL AND {after} >= c.opens_on AND {said} <= c.closes_on"
        )
        why = "it is answered while it is open"
        yield Rule(Event.INSERT, why, when=f"NOT EXISTS ({open_then})", lock=ANSWERING)
        yield Rule(Event.INSERT, "somebody looks at it after it came", when="NEW.let_in IS NOT NULL")


@dataclass(frozen=True)
class ToItsQuestions:
    """The guard of the parts of an answer: to questions of its own consultation, before anybody looked at it."""

    model: type[Model] = AnswerPart

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse words to what was not asked, and words put into somebody's mouth afterwards."""
        own = (
            "SELECT 1 FROM change_publicanswer AS a JOIN change_question AS q ON q.consultation_id = a.consultation_id"
            " WHERE a.id = NEW.answer_id AND q.id = NEW.question_id AND a.moderated_at IS NULL"
        )
        yield Rule(Event.INSERT, "it answers a question of its consultation", when=f"NOT EXISTS ({own})")


@dataclass(frozen=True)
class ThemesStay:
    """The guard of themes: free until they are published; from then on only corrections are added."""

    model: type[Model] = Theme

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse to rewrite what the public was told."""
        own = columns(self.model)
        yield Rule(Event.INSERT, PUBLISHED, when=f"NEW.corrects_id IS NULL AND {_told('NEW')}", lock=ANSWERING)
        other = (
            "SELECT 1 FROM change_theme AS t WHERE t.id = NEW.corrects_id AND t.consultation_id = NEW.consultation_id"
        )
        why = "it corrects a published theme of the same consultation, and says what was done"
        bare = "NEW.did = '' AND NEW.why_not = ''"
        wrong = f"NOT EXISTS ({other}) OR NOT {_told('NEW')} OR ({bare})"
        yield Rule(Event.INSERT, why, when=f"NEW.corrects_id IS NOT NULL AND ({wrong})", lock=ANSWERING)
        keys = changed(vendor, (own[name] for name in ("id", "consultation", "corrects")))
        yield Rule(Event.UPDATE, "it keeps its consultation", when=keys)
        yield Rule(Event.UPDATE, PUBLISHED, when=_told("OLD"), lock=ANSWERING)
        yield Rule(Event.DELETE, PUBLISHED, when=_told("OLD"), lock=ANSWERING)
        yield Rule(Event.TRUNCATE, PUBLISHED)
        if vendor == "sqlite":
            yield from refuse_pushing_out(self.model, PUBLISHED, kept="kept.rowid IS NOT NULL", first="1")


_moderated = ("let_in", "moderated_by", "moderated_at", "moderated_why")

guards.declare(
    AskedOnce(),
    AskedAsItWas(),
    AppendOnly(PublicAnswer, may_change=_moderated, why="what people answered stays as they wrote it"),
    InTime(),
    AppendOnly(AnswerPart, why="what people answered stays as they wrote it"),
    ToItsQuestions(),
    ThemesStay(),
)
