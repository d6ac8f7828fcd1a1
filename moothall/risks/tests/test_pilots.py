"""A pilot has an end and a test of success, and at its end it is adopted, changed or stopped; and kinds of steps."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from conftest import Cast
from moothall.kit import clock
from moothall.people.models import User
from moothall.risks.actions import decisions, options, responses
from moothall.risks.actions.decisions import NotReady
from moothall.risks.actions.options import OptionWords
from moothall.risks.models import (
    Appraisal,
    Decision,
    Exposure,
    Option,
    OptionKind,
    Response,
    ResponseKind,
    Review,
    Risk,
    Stance,
    Verdict,
)
from moothall.risks.queries import living
from moothall.risks.queries.rounds import line_of
from moothall.risks.standing import State
from moothall.risks.tests import make
from moothall.risks.tests.walking import SignIn, question, url, words

LASTS = timedelta(days=90)


def pilot(asked: Appraisal, *, by: User, ends: date) -> Option:
    """What was going to be a platform is tried first."""
    option = make.round_of(asked).options.get(kind="platform")
    tried = OptionWords(OptionKind.PILOT, "Try it", pilot_ends_on=ends, pilot_success="Half of the team uses it")
    return options.edit_option(option, by=by, words=tried)


@pytest.fixture
def tried(cast: Cast) -> tuple[Appraisal, Option]:
    asked = make.ready(by=cast.priya, approver=cast.gareth)
    return asked, pilot(asked, by=cast.priya, ends=clock.today() + LASTS)


def test_a_pilot_says_when_it_ends_and_what_success_is(cast: Cast) -> None:
    asked = make.appraisal(by=cast.priya)
    fields = {"round": make.round_of(asked), "place": 2, "kind": "pilot", "name": "Try it"}
    writes: tuple[Callable[[], object], ...] = (
        lambda: Option.objects.create(**fields),
        lambda: Option.objects.bulk_create([Option(**fields, pilot_ends_on=clock.today())]),
        lambda: Option.objects.create(**fields, pilot_success="So"),
    )
    for write in writes:
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_a_pilot_is_looked_at_by_the_day_it_ends(cast: Cast, as_user: SignIn, tried: tuple[Appraisal, Option]) -> None:
    asked, option = tried
    client, page = as_user(cast.priya), url("decide", asked.pk)
    form = client.get(page).context["form"]
    assert form["review_on"].value() == option.pilot_ends_on
    sent = {"balance": "We try it", "proposed": form["proposed"].value()}
    late = client.post(page, {**sent, "review_on": (clock.today() + 2 * LASTS).isoformat()})
    assert late.status_code == 422
    assert "when the pilot ends" in words(late)
    with pytest.raises(ValueError, match="by the day on which it ends"):
        decisions.decide(
            make.round_of(asked), by=cast.priya, option=option, balance="So", review_on=clock.today() + 2 * LASTS
        )
    kept = client.post(page, {**sent, "review_on": (clock.today() + LASTS).isoformat()})
    assert kept.status_code == 302
    assert Decision.objects.get().review_on == option.pilot_ends_on


def test_a_pilot_that_is_over_is_not_begun(cast: Cast, tried: tuple[Appraisal, Option]) -> None:
    asked, option = tried
    with clock.at(clock.now() + LASTS), pytest.raises(NotReady, match="over before it began"):
        decisions.decide(
            make.round_of(asked), by=cast.priya, option=option, balance="So", review_on=clock.today() + LASTS
        )


@pytest.mark.parametrize("verdict", [Verdict.ADOPT, Verdict.CHANGE, Verdict.STOP])
def test_a_pilot_that_ended_is_adopted_changed_or_stopped(
    cast: Cast, as_user: SignIn, tried: tuple[Appraisal, Option], verdict: Verdict
) -> None:
    asked, option = tried
    ends = clock.today() + LASTS
    decision = decisions.decide(make.round_of(asked), by=cast.priya, option=option, balance="So", review_on=ends)
    page = url("review", asked.pk)
    early = words(as_user(cast.priya).get(page))
    assert "Success was to be: Half of the team uses it" in early
    assert "It holds as it is" in early, "it goes on until it ends"
    with clock.at(clock.now() + LASTS):
        client = as_user(cast.priya)
        shown = words(client.get(page))
        for offered in ("Adopt what was tried", "Change it", "Stop it"):
            assert offered in shown
        assert "It holds as it is" not in shown
        later = (clock.today() + LASTS).isoformat()
        held = client.post(page, {"verdict": "holds", "words": "On it goes", "next_on": later})
        assert held.status_code == 422
        with pytest.raises(ValueError, match="adopted, changed or stopped"):
            decisions.review(decision, by=cast.priya, verdict=Verdict.HOLDS, words="So", next_on=clock.today() + LASTS)
        sent = client.post(page, {"verdict": verdict.value, "words": "Half of the team uses it"})
        assert sent.status_code == 302
        assert Review.objects.get().verdict == verdict
        assert living.in_force().filter(pk=decision.pk).exists() is (verdict is not Verdict.STOP)


def test_a_pilot_does_not_hold_beyond_its_end_and_nothing_else_is_adopted(
    cast: Cast, as_user: SignIn, tried: tuple[Appraisal, Option]
) -> None:
    asked, option = tried
    ends = clock.today() + LASTS
    decision = decisions.decide(make.round_of(asked), by=cast.priya, option=option, balance="So", review_on=ends)
    beyond = clock.today() + 2 * LASTS
    sent = {"verdict": "holds", "words": "On it goes", "next_on": beyond.isoformat()}
    assert "when the pilot ends" in words(as_user(cast.priya).post(url("review", asked.pk), sent))
    with pytest.raises(ValueError, match="by the day on which it ends"):
        decisions.review(decision, by=cast.priya, verdict=Verdict.HOLDS, words="So", next_on=beyond)
    other = make.decided(by=cast.priya, approver=cast.gareth)
    with pytest.raises(ValueError, match="nothing else is adopted"):
        decisions.review(other, by=cast.priya, verdict=Verdict.ADOPT, words="So")
    assert not Review.objects.exists()


@pytest.fixture
def faced(cast: Cast) -> Exposure:
    question(cast.priya)
    return make.exposure(Risk.objects.order_by("pk")[0], Option.objects.get(kind="platform"))


def test_an_opportunity_is_taken_for_what_is_gained(cast: Cast, as_user: SignIn, faced: Exposure) -> None:
    client, page = as_user(cast.priya), url("exposure", faced.pk)
    assert "Take the opportunity" in words(client.get(page))
    sent = {"act": "answer", "kind": "take", "step": "Answer residents where they are"}
    without = client.post(page, sent)
    assert without.status_code == 422
    assert "Enter what is gained" in words(without)
    with pytest.raises(IntegrityError), transaction.atomic():
        fields = {"kind": "take", "step": "So", "created_by": cast.priya}
        Response.objects.create(round=faced.option.round, **fields)
    assert client.post(page, {**sent, "gain": "Two days less to wait"}).status_code == 302
    step = Response.objects.get()
    assert (step.kind, step.rationale) == (ResponseKind.TAKE, "Two days less to wait")
    shown = words(client.get(step.get_absolute_url()))
    assert "What is gained" in shown and "Two days less to wait" in shown
    assert line_of(faced).state is State.ANSWERED
    assert make.classified(faced, by=cast.priya).basis.response == step


def test_a_step_brings_a_risk_of_its_own(cast: Cast, as_user: SignIn, faced: Exposure) -> None:
    step = make.step(faced.option.round.appraisal, faced, by=cast.priya, words="Two people check each post")
    client = as_user(cast.priya)
    link = f"{url('risk_new', faced.option.round.appraisal_id)}?arises_from={step.pk}"
    assert link in client.get(step.get_absolute_url()).content.decode()
    form = client.get(link).context["form"]
    assert form["arises_from"].value() == step.pk
    assert client.get(link.replace(f"={step.pk}", "=²")).context["form"]["arises_from"].value() is None
    soon = (clock.today() + LASTS).isoformat()
    said = {"name": "Answers wait", "cause": "two people check", "event": "an answer may wait", "stance": "doing"}
    more = {"consequence": "people who ask elsewhere", "category": "service", "proximity": soon}
    sent = client.post(link, {**said, **more, "arises_from": step.pk})
    assert sent.status_code == 302
    made = Risk.objects.get(name="Answers wait")
    assert (made.arises_from, made.stance) == (step, Stance.DOING)
    page = words(client.get(made.get_absolute_url()))
    assert "It arises from a step Two people check each post" in page
    assert "It may happen by" in page
    assert "Answers wait" in words(client.get(step.get_absolute_url()))
    assert {line_of(each).state for each in made.exposures.all()} == {State.NAMED}, "it is answered like any other"
    responses.drop(step, by=cast.priya, why="Too slow")
    assert link not in client.get(step.get_absolute_url()).content.decode()
