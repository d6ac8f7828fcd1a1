"""A review is a fresh decision: nobody who had a part in the first has one in it, whichever way the rows come."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models

from moothall.disclosure.law.letters import DECISIONS
from moothall.disclosure.models.cases import Case
from moothall.disclosure.models.letters import Approval, Letter, Wording
from moothall.disclosure.models.parts import REFUSING, Answer, Check, Part, Reason
from moothall.kit import guards
from moothall.kit.guards import Event, Rule, Vendor

FIRST = "somebody else decides a review, who had no part in the first decision"


@dataclass(frozen=True)
class ByFreshEyes:
    """The guard of what decides: in a review, by nobody whom `permissions.took_part` names (s.45 Code part 5).

    `person` and `case` are the SQL of who decides and of the case; `given` says which rows decide anything.
    """

    model: type[models.Model]
    event: Event
    person: str
    case: str
    given: str = ""

    def rules(self, vendor: Vendor) -> Iterator[Rule]:
        """Refuse the row."""
        yield Rule(self.event, FIRST, when=_had_a_part(self.person, self.case), given=self.given)


def _table(model: type[models.Model]) -> str:
    return f'"{model._meta.db_table}"'


def _any_of(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in sorted(values))


_DECIDES = f"kind IN ({_any_of(DECISIONS)})"
_REFUSES = f"outcome IN ({_any_of(REFUSING)})"


def _had_a_part(person: str, case: str) -> str:
    """SQL: whether this case is a review, and this person had a part in what it reviews."""
    letter = (
        f"SELECT 1 FROM {_table(Letter)} l JOIN {_table(Wording)} w ON w.letter_id = l.id"  # noqa: S608  our own names
        f" LEFT JOIN {_table(Approval)} a ON a.wording_id = w.id WHERE l.case_id = f.id AND l.sent_at IS NOT NULL"
        f" AND l.{_DECIDES} AND {person} IN (l.drafted_by_id, l.sent_by_id, w.by_id, a.by_id)"
    )
    part = (
        f"SELECT 1 FROM {_table(Part)} p LEFT JOIN {_table(Reason)} r ON r.part_id = p.id"  # noqa: S608
        f" LEFT JOIN {_table(Answer)} s ON s.part_id = p.id LEFT JOIN {_table(Check)} k ON k.answer_id = s.id"
        f" WHERE p.case_id = f.id AND ({person} IN (r.by_id, k.by_id) OR (s.by_id = {person} AND s.{_REFUSES}))"
    )
    return (
        f"EXISTS (SELECT 1 FROM {_table(Case)} v JOIN {_table(Case)} f ON f.id = v.of_id WHERE v.id = {case}"  # noqa: S608
        f" AND (f.owner_id = {person} OR EXISTS ({letter}) OR EXISTS ({part})))"
    )


_OF_PART = f"(SELECT q.case_id FROM {_table(Part)} q WHERE q.id = NEW.part_id)"  # noqa: S608
_OF_LETTER = f"(SELECT d.case_id FROM {_table(Letter)} d WHERE d.id = NEW.letter_id AND d.{_DECIDES})"  # noqa: S608
_OF_WORDING = (
    f"(SELECT d.case_id FROM {_table(Letter)} d JOIN {_table(Wording)} t ON t.letter_id = d.id"  # noqa: S608
    f" WHERE t.id = NEW.wording_id AND d.{_DECIDES})"
)
_GOES = f"NEW.sent_at IS NOT NULL AND NEW.{_DECIDES}"

guards.declare(
    ByFreshEyes(Answer, Event.INSERT, "NEW.by_id", _OF_PART, given=f"NEW.{_REFUSES}"),
    ByFreshEyes(Reason, Event.INSERT, "NEW.by_id", _OF_PART, given="NOT NEW.dropped"),
    ByFreshEyes(Wording, Event.INSERT, "NEW.by_id", _OF_LETTER),
    ByFreshEyes(Approval, Event.INSERT, "NEW.by_id", _OF_WORDING),
    ByFreshEyes(Letter, Event.UPDATE, "NEW.sent_by_id", "NEW.case_id", given=_GOES),
    ByFreshEyes(
        Letter,
        Event.UPDATE,
        f"(SELECT o.owner_id FROM {_table(Case)} o WHERE o.id = NEW.case_id)",  # noqa: S608
        "NEW.case_id",
        given=_GOES,
    ),
)
