"""One decides, another writes, at the same moment: both can't win, through the acts or past them."""

import random
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError, transaction

from moothall.kit import clock
from moothall.kit.testing import CommittedDatabase, at_once
from moothall.people.models import User
from moothall.people.tests import make as make_people
from moothall.risks.actions import decisions, responses
from moothall.risks.actions.decisions import NotReady
from moothall.risks.actions.rounds import RoundDecided
from moothall.risks.models import Appraisal, Decision, Exposure, Option, Response, Risk, Stance, Treatment
from moothall.risks.queries.rounds import load
from moothall.risks.standing import State
from moothall.risks.tests import make

TRIES = 8


@pytest.fixture
def priya(committed_db: CommittedDatabase) -> User:
    return make_people.user("Priya Raman")


@pytest.fixture
def gareth(committed_db: CommittedDatabase) -> User:
    return make_people.user("Gareth Pugh")


def soon() -> None:
    time.sleep(random.random() / 50)


def deciding(asked: Appraisal, by: User) -> Callable[[], str]:
    """The act of deciding for what is proposed."""
    round = make.round_of(asked)
    platform = round.options.get(kind="platform")

    def run() -> str:
        soon()
        try:
            later = clock.today() + timedelta(days=100)
            decisions.decide(round, by=by, option=platform, balance="So be it", review_on=later)
        except (NotReady, RoundDecided, IntegrityError):  # the last where the other came past the acts
            return "refused"
        return "decided"

    return run


def deciding_in_sql(asked: Appraisal, by: User) -> Callable[[], str]:
    """The decision as a bare row, in a transaction that takes its time."""
    round = make.round_of(asked)
    platform = round.options.get(kind="platform")

    def run() -> str:
        soon()
        try:
            with transaction.atomic():
                later = clock.today() + timedelta(days=100)
                Decision.objects.create(round=round, option=platform, balance="So", review_on=later, by=by)
                soon()
        except IntegrityError:
            return "refused"
        return "decided"

    return run


def naming(asked: Appraisal, by: User) -> Callable[[], str]:
    """The act of naming one more risk, which nobody has classified."""

    def run() -> str:
        soon()
        try:
            make.risk(asked, by=by, name="Late")
        except (RoundDecided, IntegrityError):
            return "refused"
        return "named"

    return run


def naming_in_sql(asked: Appraisal, by: User) -> Callable[[], str]:
    """One more risk with its exposures as bare rows, in a transaction that takes its time."""
    round = make.round_of(asked)

    def run() -> str:
        soon()
        try:
            with transaction.atomic():
                risk = Risk.objects.create(
                    round=round,
                    stance=Stance.DOING,
                    number=99,
                    name="Late",
                    cause="of haste",
                    event="it may be late",
                    consequence="harm",
                    category="money",
                    created_by=by,
                )
                soon()
                Exposure.objects.bulk_create(Exposure(risk=risk, option=each) for each in round.options.all())
        except IntegrityError:
            return "refused"
        return "named"

    return run


WAYS = [(deciding, naming), (deciding_in_sql, naming_in_sql), (deciding, naming_in_sql), (deciding_in_sql, naming)]


@pytest.mark.parametrize(("decide", "name"), WAYS, ids=["acts", "rows", "act and rows", "rows and act"])
def test_a_decision_and_a_new_risk_cannot_both_win(
    priya: User,
    gareth: User,
    decide: Callable[[Appraisal, User], Callable[[], str]],
    name: Callable[[Appraisal, User], Callable[[], str]],
) -> None:
    for _try in range(TRIES):
        asked = make.ready(by=priya, approver=gareth)
        outcome = tuple(at_once([decide(asked, priya), name(asked, priya)]))
        assert outcome in {("decided", "refused"), ("refused", "named")}
        sheet = load(make.round_of(asked))
        decided = sheet.decision is not None
        assert decided == (outcome[0] == "decided")
        if decided:
            assert {line.state for line in sheet.lines} == {State.CLASSIFIED}


def test_a_decision_and_a_change_of_what_is_done_cannot_both_win(priya: User, gareth: User) -> None:
    for _try in range(TRIES):
        asked = make.ready(by=priya, approver=gareth)
        served = Treatment.objects.filter(response__kind="treat", exposure__option__round=make.round_of(asked))[0]

        def stop(treatment: Treatment = served) -> str:
            soon()
            try:
                responses.stop_serving(treatment, by=priya)
            except RoundDecided:
                return "refused"
            return "stopped"

        outcome = tuple(at_once([deciding(asked, priya), stop]))
        assert outcome in {("decided", "refused"), ("refused", "stopped")}


def test_two_decisions_at_once_are_one(priya: User, gareth: User) -> None:
    for ways in ((deciding, deciding), (deciding_in_sql, deciding_in_sql)):
        asked = make.ready(by=priya, approver=gareth)
        outcome = sorted(at_once([way(asked, priya) for way in ways]))
        assert outcome == ["decided", "refused"]
        assert Decision.objects.filter(round__appraisal=asked).count() == 1


def test_two_who_answer_the_same_risk_both_stand(priya: User, gareth: User) -> None:
    asked = make.appraisal(by=priya)
    faced = make.exposure(make.risk(asked, by=priya), Option.objects.get())

    def answer(words: str) -> Callable[[], str]:
        def run() -> str:
            try:
                return str(make.step(asked, faced, by=priya, words=words).pk)
            except OperationalError:  # a busy SQLite says so, and nothing is half done
                return "busy"

        return run

    done = at_once([answer("One"), answer("Two")])
    assert Response.objects.count() == sum(each != "busy" for each in done) > 0
