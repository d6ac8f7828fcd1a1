"""Every case of the table of clock cases: a table of facts, computed elsewhere."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from moothall.disclosure.law.clocks import Deadline, Happened, Happening, WeekendRule, deadline
from moothall.disclosure.law.regimes import Body, Regime

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "data/clock_cases.json").read_text("utf-8"))
REGIMES = {
    "FOIA_20": Regime.FOIA,
    "FOIA_40_total": Regime.FOIA,
    "FOIA_school": Regime.FOIA,
    "EIR_20": Regime.EIR,
    "EIR_40": Regime.EIR,
    "IR_FOIA": Regime.REVIEW,
    "IR_EIR": Regime.RECONSIDERATION,
    "FOISA_20": Regime.FOISA,
    "SAR": Regime.SAR,
}


def history(case: dict[str, Any], received: date) -> Iterator[Happened]:
    if case["regime"] in {"FOIA_40_total", "EIR_40"} or case["name"] == "sar_3m":
        yield Happened(Happening.EXTENDED, received)
    for key, what in (
        ("notice", Happening.FEES_NOTICE),
        ("paid", Happening.FEE_PAID),
        ("clarification_asked", Happening.CLARIFICATION_ASKED),
        ("clarification_received", Happening.CLARIFIED),
    ):
        if key in case:
            yield Happened(what, date.fromisoformat(case[key]))


def closed(case: dict[str, Any]) -> Iterator[date]:
    for first, last in case.get("school_closed", ()):
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last):
            yield day
            day += timedelta(days=1)


def reckoned(case: dict[str, Any]) -> Deadline:
    received = date.fromisoformat(
        case.get("received") or case.get("review_requested") or case["representations_received"]
    )
    return deadline(
        regime=REGIMES[case["regime"]],
        received=received,
        history=list(history(case, received)),
        body=Body.SCHOOL if case["regime"] == "FOIA_school" else Body.COUNCIL,
        weekend=WeekendRule.CODE if "s45code" in case["name"] else WeekendRule.ICO,
        school_closed=list(closed(case)),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['name']} {case.get('received', '')}")
def test_the_table_of_cases_holds(case: dict[str, Any]) -> None:
    found = reckoned(case)
    assert str(found.due) == case["due"]
    last = found.explanation[-1]
    assert (last.on, last.counted) == (found.due, None)
    if notice := case.get("s17_notice_due") or case.get("notify_by"):
        assert str(found.notice_due) == notice


def test_an_exceptional_internal_review_takes_forty_days() -> None:
    (case,) = [case for case in CASES if "exceptional_max" in case]
    received = date.fromisoformat(case["review_requested"])
    found = deadline(regime=Regime.REVIEW, received=received, history=[Happened(Happening.EXTENDED, received)])
    assert str(found.due) == case["exceptional_max"]


def test_counting_for_england_alone_would_be_wrong() -> None:
    early = [case for case in CASES if case.get("wrong_if_england_and_wales_only", case["due"]) < case["due"]]
    assert early
    assert all(str(reckoned(case).due) == case["due"] for case in early)
