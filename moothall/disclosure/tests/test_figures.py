"""The figures equal a recount from the rows themselves, on random histories, and on days at the edges."""

import csv
import io
import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from conftest import Cast
from moothall.disclosure import figures
from moothall.disclosure.actions import cases, parts
from moothall.disclosure.actions.cases import Impossible
from moothall.disclosure.figures import Row, count, count_reviews
from moothall.disclosure.law.happenings import Happening
from moothall.disclosure.law.regimes import Regime
from moothall.disclosure.models import Case, Kind, Outcome
from moothall.disclosure.queries import statistics
from moothall.disclosure.queries.deadlines import deadline_of
from moothall.disclosure.tests import make
from moothall.kit import clock
from moothall.people.models import User

TODAY = date(2026, 11, 27)
DUE = date(2026, 10, 5)
KINDS: list[Happening | Kind] = [
    Happening.CLARIFICATION_ASKED,
    Happening.CLARIFIED,
    Happening.FEES_NOTICE,
    Kind.NOTE,
]


def row(**given: object) -> Row:
    return Row(**({"regime": "foia", "received_on": date(2026, 9, 7), "due_on": DUE} | given))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"answered_on": DUE}, "in_time"),
        ({"answered_on": DUE + timedelta(1)}, "late"),
        ({"answered_on": DUE, "due_on": None}, "in_time"),
        ({}, "overdue"),
        ({"due_on": TODAY}, "running"),
        ({"due_on": TODAY - timedelta(1)}, "overdue"),
        ({"due_on": None}, "running"),
        ({"closed_on": date(2026, 9, 9)}, "ended"),
        ({"closed_on": DUE, "answered_on": DUE}, "in_time"),
    ],
)
def test_each_case_is_counted_once(given: dict[str, object], expected: str) -> None:
    assert figures.standing(row(**given), TODAY) == expected
    found = count([row(**given)], TODAY)
    parts_ = {name: getattr(found, name) for name in ("in_time", "late", "overdue", "running", "ended")}
    assert parts_.pop(expected) == 1 == found.received and not any(parts_.values())


def test_reviews_and_complaints_are_no_requests() -> None:
    rows = [row(regime=each) for each in Regime.values]
    assert count(rows, TODAY).received == len(Regime.values) - 4
    assert count_reviews(rows, TODAY).received == 3
    assert count([], TODAY).share is None


def test_an_answer_counts_its_sections_once_and_only_when_given() -> None:
    refused = row(answered_on=DUE, outcome="withheld", sections=frozenset({"43(2)", "40(2)"}))
    found = count([refused, refused, row(sections=frozenset({"31(1)"}))], TODAY)
    assert found.sections == {"43(2)": 2, "40(2)": 2} and found.outcomes == {"withheld": 2}


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_the_report_equals_a_recount_by_hand(cast: Cast, seed: int) -> None:
    samira, reviewer, chance = make.officer(), make.officer("Rhian Moss"), random.Random(seed)
    with clock.at(datetime(2026, 11, 27, 12, tzinfo=UTC)):
        for _each in range(14):
            history(samira, reviewer, chance)
        found = statistics.report((date(2026, 6, 1), TODAY), TODAY)
        expected = recount()
        assert {
            "received": found.whole.received,
            "in_time": found.whole.in_time,
            "late": found.whole.late,
            "overdue": found.whole.overdue,
            "running": found.whole.running,
            "ended": found.whole.ended,
        } == {name: expected[name] for name in ("received", "in_time", "late", "overdue", "running", "ended")}
        assert sum(each.received for _month, each in found.months) == found.whole.received
        assert sum(each.received for _regime, each in found.regimes) == found.whole.received
        for outcome in Outcome.values:
            assert found.whole.outcomes.get(outcome, 0) == expected[f"became {outcome}"]
        claimed = {name for name in expected if name.startswith("section ")}
        assert {f"section {each.label}": each.count for each in found.sections} == {
            name: expected[name] for name in claimed
        }
        for kind in figures.PAUSES:
            assert found.whole.pauses.get(kind, 0) == expected[f"paused {kind}"]
        assert (found.reviews.received, found.reviews.changed, found.reviews.upheld) == (
            expected["reviews"],
            expected["changed"],
            expected["upheld"],
        )
        content = Client().get("/requests/published/figures/figures.csv").content.decode("utf-8-sig")
        table = list(csv.DictReader(io.StringIO(content)))
        assert sum(int(line["received"]) for line in table) == found.whole.received
        assert sum(int(line["in time"]) for line in table) == found.whole.in_time


def history(samira: User, reviewer: User, chance: random.Random) -> None:
    """A case to which anything happens."""
    came = date(2026, 6, 1) + timedelta(chance.randrange(170))
    closed = list(Case.objects.filter(regime="foia", closed_on__isnull=False).order_by("pk"))
    looks_at = chance.choice(closed) if closed else None
    regime = chance.choice([Regime.FOIA, Regime.FOIA, Regime.EIR, Regime.SAR, Regime.COMPLAINT])
    if looks_at is not None and chance.random() < 0.3:
        case = make.case(by=samira, received_on=max(came, looks_at.received_on), regime=Regime.REVIEW, of=looks_at)
    else:
        case = make.case(by=samira, received_on=came, regime=regime)
    for _each in range(chance.randrange(4)):
        kind = chance.choice(KINDS)
        try:
            with_ = cases.record(
                case, kind, by=samira, on=case.received_on + timedelta(chance.randrange(40)), words="x"
            )
            if chance.random() < 0.3:
                cases.strike(with_, by=samira, words="A slip")
        except (Impossible, ValueError):
            continue
    part = make.part(case)
    for _each in range(chance.randrange(3)):
        make.answer(part, by=reviewer if case.of else samira, outcome=chance.choice(list(Outcome)))
    for section in chance.sample(["43(2)", "40(2)", "31(1)"], chance.randrange(3)):
        try:
            parts.claim(part, by=reviewer if case.of else samira, citation=section, answers={})
        except Impossible:  # not open under this regime
            continue
        if chance.random() < 0.3:
            parts.claim(part, by=reviewer if case.of else samira, citation=section, answers={}, dropped=True)
    end = chance.choice([Happening.ANSWERED, Happening.ANSWERED, Happening.WITHDRAWN, Kind.CLOSED, None])
    if end is not None:
        try:
            cases.record(case, end, by=samira, on=min(case.received_on + timedelta(chance.randrange(60)), TODAY))
        except (Impossible, ValueError):
            return


def recount() -> Counter[str]:
    """The same by looking at every case for itself, its day reckoned from its history anew."""
    found: Counter[str] = Counter()
    for case in Case.objects.order_by("pk"):
        events = [event for event in case.events.all() if not hasattr(event, "struck_by")]
        answers = [event.on for event in events if event.kind == "answered"]
        ended = any(event.kind in ("answered", "withdrawn", "closed", "transferred") for event in events)
        last = case.parts.get().answers.order_by("-pk").first()
        became, sections = decided(case)
        if case.regime in ("review", "reconsideration"):
            found["reviews"] += 1
            before = decided(case.of) if case.of else ("", set())
            if answers and became and before[0]:
                found["changed" if (became, sections) != before else "upheld"] += 1
            continue
        if case.regime == "complaint":
            continue
        due = deadline_of(case).due
        assert due == case.due_on
        found["received"] += 1
        if answers:
            found["late" if due and min(answers) > due else "in_time"] += 1
            if last is not None:
                found[f"became {last.outcome}"] += 1
                for section in sections:
                    found[f"section {section}"] += 1
        elif ended:
            found["ended"] += 1
        else:
            found["overdue" if due and due < TODAY else "running"] += 1
        for kind in {event.kind for event in events} & {each.value for each in figures.PAUSES}:
            found[f"paused {kind}"] += 1
    return found


def decided(case: Case) -> tuple[str, set[str]]:
    """The outcome of a case of one part, and what is claimed for it."""
    part = case.parts.get()
    last = part.answers.order_by("-pk").first()
    if last is None:
        return "", set()
    claims = {}
    for reason in part.reasons.order_by("pk"):
        claims[reason.citation] = not reason.dropped
    outcome = "neither" if last.outcome == Outcome.NEITHER else last.outcome
    return outcome, {citation for citation, stands in claims.items() if stands}


@pytest.mark.django_db
def test_pages_of_figures_hold_for_any_year_that_is_asked(cast: Cast) -> None:
    for year in ("", "2025", "1066", "9999", "x", "-1", "２０２５"):
        assert Client().get("/requests/published/figures/", {"year": year}).status_code == 200
        assert Client().get("/requests/published/figures/figures.csv", {"year": year}).status_code == 200
