"""How many decisions stand at once: as each appraisal's own sheet says, in the same five questions."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import Cast
from moothall.kit import clock
from moothall.people.models import User
from moothall.risks.actions import appraisals, decisions, incidents, responses
from moothall.risks.models import (
    Appraisal,
    Decision,
    Incident,
    IncidentKind,
    OptionKind,
    Response,
    Risk,
    Stance,
    Verdict,
)
from moothall.risks.queries import DecisionStands, living, standing_of
from moothall.risks.queries.incidents import occurred_in
from moothall.risks.queries.rounds import Sheet, load
from moothall.risks.standing import State
from moothall.risks.tests import make, make_many, make_watch


def of(decision: Decision) -> DecisionStands:
    """How one stands."""
    appraisal = decision.round.appraisal_id
    return standing_of([appraisal])[appraisal]


@pytest.fixture
def decision(cast: Cast) -> Decision:
    """A decision that faces two risks, with one step due in sixty days."""
    return make_watch.lived(by=cast.priya, approver=cast.joan)


def mixed(cast: Cast, days: int = 20) -> Decision:
    """A decision that treats the risk of doing and bears that of not doing, to be looked at again in so many days."""
    asked = make.appraisal(by=cast.priya, question=f"May we, for {days} days?")
    make.option(asked, by=cast.priya, kind=OptionKind.PROHIBIT, name="Prohibit")
    chosen = make.option(asked, by=cast.priya, name="Platform")
    doing, not_doing = (make.risk(asked, by=cast.priya, stance=stance, name=stance.value) for stance in Stance)
    treated, kept = make.exposure(doing, chosen), make.exposure(not_doing, chosen)
    others = [
        make.exposure(each, one) for each in (doing, not_doing) for one in chosen.round.options.exclude(pk=chosen.pk)
    ]
    make.step(asked, treated, by=cast.priya, actionee=cast.priya)
    make.toleration(asked, kept, by=cast.priya, approver=cast.joan, until=clock.today() + timedelta(days=days))
    make.toleration(asked, *others, by=cast.priya, approver=cast.joan)
    for each in (treated, kept, *others):
        make.classified(each, by=cast.priya)
    day = clock.today() + timedelta(days=400)
    return decisions.decide(make.round_of(asked), by=cast.priya, option=chosen, balance="Go.", review_on=day)


def test_a_decision_that_is_kept_up(cast: Cast, decision: Decision) -> None:
    stands = of(decision)
    assert stands == DecisionStands(decision.pk, clock.today(), exposures=2)
    assert stands.is_decided and stands.is_kept_up


def test_an_appraisal_without_a_decision_has_nothing_to_count(cast: Cast) -> None:
    asked = make.ready(by=cast.priya, approver=cast.joan)
    assert standing_of([asked.pk]) == {asked.pk: DecisionStands()}
    assert not DecisionStands().is_decided and not DecisionStands().is_kept_up


def test_none_are_asked_about_and_one_that_is_not_there(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert standing_of([]) == {} == occurred_in([])
    assert not queries
    assert standing_of([10**9]) == {10**9: DecisionStands()}


def test_a_step_is_overdue_once_for_however_many_risks(cast: Cast, decision: Decision) -> None:
    with clock.at(clock.now() + timedelta(days=60)):
        assert of(decision).overdue_steps == 0
    with clock.at(clock.now() + timedelta(days=61)):
        assert of(decision).overdue_steps == 1 and not of(decision).is_kept_up
        responses.put_in_place(Response.objects.get(kind="treat"), by=cast.priya)
        assert of(decision).overdue_steps == 0


def test_what_rests_on_a_dropped_step_is_stale_and_the_step_not_overdue(cast: Cast, decision: Decision) -> None:
    responses.drop(Response.objects.get(kind="treat"), by=cast.priya, why="There is no money")
    with clock.at(clock.now() + timedelta(days=90)):
        assert of(decision) == replace(DecisionStands(decision.pk, of(decision).decided_on), exposures=2, stale=2)


def test_a_toleration_is_looked_at_again(cast: Cast) -> None:
    made = mixed(cast)
    assert of(made) == DecisionStands(made.pk, clock.today(), exposures=2)
    with clock.at(clock.now() + timedelta(days=19)):
        assert of(made).reviews_due == 0
    with clock.at(clock.now() + timedelta(days=20)):
        assert of(made).reviews_due == 1 and not of(made).is_kept_up


def test_a_decision_that_was_stopped_is_named_and_lived_with_no_more(cast: Cast, decision: Decision) -> None:
    decisions.review(decision, by=cast.priya, verdict=Verdict.STOP, words="It was not worth it.", next_on=None)
    stands = of(decision)
    assert (stands.decision_pk, stands.stopped, stands.exposures) == (decision.pk, True, 0)
    assert not stands.is_decided and not stands.is_kept_up


def test_the_newest_round_that_was_decided_counts(cast: Cast, decision: Decision) -> None:
    asked = decision.round.appraisal
    appraisals.open_again(asked, by=cast.priya, reason="Two years went by")
    assert of(decision).decision_pk == decision.pk  # the new round is not decided yet


def occurrence(*, by: User, manager: User, risk: Risk, kind: IncidentKind = IncidentKind.INCIDENT) -> Incident:
    """A report, and that it is this risk."""
    words = incidents.Report(kind=kind, what="A list went to the wrong team.", happened_on=clock.today())
    made = incidents.report(words, by=by)
    incidents.link(made, by=manager, risk=risk)
    return made


def test_what_came_true_is_told_by_risk_and_counted_by_report(cast: Cast, decision: Decision) -> None:
    manager = make_watch.manager()
    first, second = Risk.objects.filter(round=decision.round).order_by("stance", "number")
    made = occurrence(by=cast.gareth, manager=manager, risk=first)
    incidents.link(made, by=manager, risk=second)
    near = occurrence(by=cast.gareth, manager=manager, risk=first, kind=IncidentKind.NEAR_MISS)
    with CaptureQueriesContext(connection) as queries:
        found = occurred_in([decision.round.appraisal_id])
    assert len(queries) == 1
    rows = {(one.risk_pk, one.incident_pk, one.nearly) for one in found[decision.round.appraisal_id]}
    assert rows == {(first.pk, made.pk, False), (second.pk, made.pk, False), (first.pk, near.pk, True)}
    assert {one.ref for one in found[decision.round.appraisal_id]} == {first.ref, second.ref}
    assert {one.thing for one in found[decision.round.appraisal_id]} == {f"risk:{first.pk}", f"risk:{second.pk}"}
    assert of(decision).occurred == 2


def test_it_says_nothing_of_what_was_reported(cast: Cast, decision: Decision) -> None:
    manager = make_watch.manager()
    occurrence(by=cast.gareth, manager=manager, risk=Risk.objects.filter(round=decision.round)[0])
    told = repr(occurred_in([decision.round.appraisal_id]))
    assert "wrong team" not in told and cast.gareth.name not in told


def by_sheet(asked: Appraisal) -> tuple[int, int, int, int, int]:
    """What the round of the newest decision says of its option: faced, unclassified, stale, overdue, to review."""
    decision = Decision.objects.filter(round__appraisal=asked).order_by("-round__number").first()
    if decision is None or not living.in_force().filter(pk=decision.pk).exists():
        return 0, 0, 0, 0, 0
    sheet: Sheet = load(decision.round)
    lines = [line for line in sheet.under(decision.option) if line.exposure.applies]
    steps = {each.pk: each for line in lines for each in line.responses}.values()
    return (
        len(lines),
        sum(line.classification is None for line in lines),
        sum(line.state in (State.STALE, State.COMPARED) and line.classification is not None for line in lines),
        sum(each.is_overdue and not each.is_toleration for each in steps),
        sum(each.is_toleration and each.review_is_due for each in steps),
    )


def happen(chance: random.Random, decision: Decision, *, by: User) -> None:
    """Something happens to a decision: a step is dropped, in place or given another day; rarely it is stopped."""
    steps = Response.objects.filter(round=decision.round, dropped_at=None).order_by("pk")
    what = chance.choice(["drop", "place", "day", "day", "nothing", "nothing", "stop" if chance.random() < 0.3 else ""])
    treated = chance.choice([None, *steps.exclude(kind="tolerate")])
    if what == "drop" and steps:
        responses.drop(chance.choice(list(steps)), by=by, why="Chance")
    elif what == "stop":
        decisions.review(decision, by=by, verdict=Verdict.STOP, words="Chance", next_on=None)
    elif what == "place" and treated:
        responses.put_in_place(treated, by=by)
    elif what == "day" and treated:
        day = clock.today() + timedelta(days=chance.randint(-20, 20))
        responses.assign(treated, by=by, actionee=by, due_on=day)


def compare(asked: Sequence[Appraisal]) -> None:
    found = standing_of(each.pk for each in asked)
    for each in asked:
        s = found[each.pk]
        assert (s.exposures, s.unclassified, s.stale, s.overdue_steps, s.reviews_due) == by_sheet(each), each.pk


def test_it_agrees_with_each_sheet_in_random_worlds(cast: Cast) -> None:
    chance = random.Random(5)
    made = [mixed(cast, days) for days in (3, 25, 190)]
    made.append(make_watch.lived(by=cast.priya, approver=cast.joan, question="And so on?", pairs=2, due=9))
    asked = [each.round.appraisal for each in made] + [make.ready(by=cast.priya, approver=cast.joan)]
    start = clock.now()
    for days in (0, 2, 30, 200):
        with clock.at(start + timedelta(days=days)):
            compare(asked)
            for _turn in range(3):
                for decision in made:
                    if not decision.reviews.filter(verdict=Verdict.STOP).exists():
                        happen(chance, decision, by=cast.priya)
                compare(asked)


def test_the_same_five_questions_however_many_there_are(cast: Cast, decision: Decision) -> None:
    def count(asked: Sequence[int]) -> int:
        with CaptureQueriesContext(connection) as queries:
            standing_of(asked)
        return len(queries)

    before = count([decision.round.appraisal_id])
    more = [make_watch.lived(by=cast.priya, approver=cast.joan, question=f"Q{n}", pairs=2) for n in range(3)]
    open_one = make_many.many(by=cast.priya, risks=4, options=4)
    asked = [decision.round.appraisal_id, *(each.round.appraisal_id for each in more), open_one.pk]
    assert count(asked) == before == 5


def test_the_day_of_a_decision_is_the_day_here(cast: Cast) -> None:
    with clock.at(datetime(2026, 6, 1, 23, 30, tzinfo=UTC)):  # half past midnight, in British Summer Time
        made = make_watch.lived(by=cast.priya, approver=cast.joan)
        assert of(made).decided_on == date(2026, 6, 2)
