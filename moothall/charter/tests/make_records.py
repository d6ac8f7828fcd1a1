"""Records for tests of cards: one that keeps every commitment, of which a test changes a part."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from moothall.charter.evidence.record import (
    Aligned,
    Benefit,
    Confirmed,
    Engagement,
    Record,
    Somebody,
    Stakeholder,
    Weighed,
)

TODAY = date(2026, 6, 15)
DECIDED = datetime(2026, 1, 14, 12, tzinfo=UTC)
BEGAN = date(2026, 2, 2)
RUTH = Somebody(1, "Ruth Calloway", profile=("Head of Customer and Libraries", "opening hours"))
TOM = Somebody(2, "Tom Adeyemi", technology=True, profile=("Digital", "spaces"))
DILYS = Somebody(3, "Dilys Okafor", profile=("Chief Executive", ""))
FRIENDS, LIBRARIES = (
    Stakeholder(1, "Friends of Harrowby Library", "external"),
    Stakeholder(2, "Libraries", "internal", team=5, function="service"),
)


def engagement(number: int, stage: str, on: date, **fields: Any) -> Engagement:
    """A talk with both sides, which changed something."""
    given: dict[str, Any] = {
        "pk": number,
        "asked": "How do you find an answer?",
        "stage": stage,
        "opened_on": on,
        "closed_on": on,
        "added_on": on,
        "involved": (1, 2),
        "changed": "guests are plainly marked",
        "answered": True,
    }
    return Engagement(**(given | fields))


def benefit(**fields: Any) -> Benefit:
    """A benefit that is planned, read in time, and on its way."""
    given: dict[str, Any] = {
        "pk": 4,
        "title": "Less internal e-mail",
        "disbenefit": False,
        "owner": Somebody(4, "Priya Raman"),
        "described": True,
        "added_at": DECIDED - timedelta(days=2),
        "measure": 9,
        "measure_title": "E-mails a person a week",
        "objective": 5,
        "plan_adopted_on": date(2025, 4, 1),
        "rising": False,
        "target": Decimal(40),
        "target_on": date(2026, 12, 31),
        "first_due": date(2026, 3, 1),
        "frequency": "monthly",
        "readings": 4,
        "last_on": date(2026, 6, 1),
        "last_has_value": True,
        "value": Decimal(44),
    }
    return Benefit(**(given | fields))


def kept(**fields: Any) -> Record:
    """An initiative that keeps every commitment on `TODAY`."""
    made = Record(
        pk=7,
        title="Talk in the open",
        owner=RUTH,
        accepted_at=DECIDED - timedelta(days=2),
        guide=TOM,
        sponsor=DILYS,
        began_on=BEGAN,
        aligned=(
            Aligned(5, "One council, easy to deal with", "Corporate Plan, page 22", DECIDED - timedelta(days=5),
                    date(2025, 4, 1), date(2029, 3, 31)),
        ),
        weighed=(Weighed(3, "How should staff collaborate?", decided=True, did_at=DECIDED, faced=6),),
        stakeholders=(FRIENDS, LIBRARIES),
        engagements=(
            engagement(1, "design", date(2026, 1, 9)),
            engagement(2, "development", date(2026, 2, 10)),
            engagement(3, "implementation", date(2026, 4, 10)),
        ),
        teams={5: "Libraries"},
        benefits=(benefit(),),
        nodes={1: ("enabler", None), 2: ("benefit", 4), 3: ("objective", 5)},
        edges=((1, 2), (2, 3)),
        confirmed=(Confirmed(2, "Ruth Calloway", "He asked before he built."),),
    )  # fmt: skip
    return replace(made, **fields)
