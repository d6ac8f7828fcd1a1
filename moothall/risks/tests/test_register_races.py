"""Two at once: a file sent in two tabs, a template begun and taken up twice, a decision against an import."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from moothall.kit import clock
from moothall.kit.testing import CommittedDatabase, at_once
from moothall.people.models import User
from moothall.people.tests import make as make_people
from moothall.risks import starters
from moothall.risks.actions import decisions
from moothall.risks.actions import registers as act
from moothall.risks.actions import starters as starting
from moothall.risks.actions.rounds import RoundDecided
from moothall.risks.models import Appraisal, Decision, RegisterImport, Response, Risk, Treatment
from moothall.risks.tests import make
from moothall.risks.tests import make_registers as files

SOCIAL = starters.every()[0]
FIRST = [risk.key for risk in SOCIAL.first]


@pytest.fixture
def priya(committed_db: CommittedDatabase) -> User:
    return make_people.user("Priya Raman")


def outcome(act: Callable[[], object]) -> Callable[[], str]:
    def run() -> str:
        try:
            act()
        except Exception as why:
            return type(why).__name__
        return "done"

    return run


def test_a_file_agreed_to_in_two_tabs_at_once_comes_in_once(priya: User) -> None:
    round = make.round_of(files.asked(priya))
    content = files.data(files.row(score="9", **files.step()), files.row(ref="D1", event="we may err"))
    read = [files.said(content, by=priya, round=round) for _tab in range(2)]

    def agree(number: int) -> Callable[[], str]:
        return outcome(lambda: act.bring_in(round, by=priya, incoming=read[number]))

    assert at_once([agree(0), agree(1)]) == ["done", "done"]
    assert (Risk.objects.count(), Response.objects.count(), Treatment.objects.count()) == (2, 1, 2)
    assert sorted(len(run.made) for run in RegisterImport.objects.all()) == [0, 2]


def test_a_template_begun_twice_at_once_is_begun_once(priya: User) -> None:
    token = uuid4()

    def begin() -> object:
        return starting.begin_from_starter(SOCIAL, by=priya, keys=FIRST, token=token)

    assert at_once([outcome(begin), outcome(begin)]) == ["done", "done"]
    assert Appraisal.objects.count() == 1 and Risk.objects.count() == len(FIRST)


def test_two_who_take_up_the_same_risks_at_once_take_them_up_once(priya: User) -> None:
    round = make.round_of(starting.begin_from_starter(SOCIAL, by=priya, keys=FIRST))

    def take_up() -> object:
        return starting.take_up(SOCIAL, round, by=priya, keys=["D2", "D3", "N5"])

    assert at_once([outcome(take_up), outcome(take_up)]) == ["done", "done"]
    assert Risk.objects.count() == len(FIRST) + 3
    assert Response.objects.count() == Response.objects.values("step").distinct().count()


def test_of_a_decision_and_an_import_at_once_no_risk_slips_in_unjudged(priya: User) -> None:
    round = make.round_of(make.ready(by=priya, approver=make_people.user("Gareth Pugh")))
    before, day = Risk.objects.count(), clock.today() + timedelta(days=180)
    incoming = files.said(files.data(files.row(ref="N8")), by=priya, round=round)

    def decide() -> object:
        return decisions.decide(round, by=priya, option=round.proposal.option, balance="So be it.", review_on=day)

    ends = at_once([outcome(decide), outcome(lambda: act.bring_in(round, by=priya, incoming=incoming))])
    assert ends.count("done") == 1, ends
    assert Decision.objects.exists() == (Risk.objects.count() == before)
    assert RoundDecided.__name__ in ends or not Decision.objects.exists()
