"""The pages on which an appraisal is worked on: what they show, what they lead to, what they refuse."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conftest import Cast
from moothall.kit import clock
from moothall.risks.actions import decisions
from moothall.risks.models import (
    Appraisal,
    Challenge,
    Classification,
    Decision,
    Option,
    Response,
    ResponseKind,
    Risk,
    Stance,
)
from moothall.risks.queries.rounds import line_of
from moothall.risks.standing import State
from moothall.risks.tests import make
from moothall.risks.tests.walking import SignIn, addresses, question, rests, scores, url, words

MOST = 24  # questions to the database, of any page


@pytest.fixture
def asked(cast: Cast) -> Appraisal:
    """Priya’s question with three options and a risk on each side, of which nothing is answered."""
    return question(cast.priya)


def test_every_page_opens_for_whoever_works_on_it(cast: Cast, as_user: SignIn) -> None:
    made = make.ready(by=cast.priya, approver=cast.gareth)
    client = as_user(cast.priya)
    for name, address in addresses(made).items():
        response = client.get(address)
        assert response.status_code == 200, (name, response.status_code)
        body = response.content.decode()
        assert body.count("<h1>") == 1, name
        assert "Who can see this" in body, name
    assert client.get(url("new")).status_code == 200


def test_forms_sent_twice_act_once(cast: Cast, as_user: SignIn, asked: Appraisal) -> None:
    client = as_user(cast.priya)
    token = str(client.get(url("risk_new", asked.pk)).context["form"]["token"].value())
    said = {"name": "A", "cause": "b", "event": "c", "consequence": "d", "category": "money", "stance": "doing"}
    for _twice in range(2):
        client.post(url("risk_new", asked.pk), {**said, "token": token})
    assert Risk.objects.filter(name="A").count() == 1
    faced = make.exposure(Risk.objects.get(name="A"), Option.objects.get(kind="platform"))
    token = str(client.get(url("exposure", faced.pk)).context["answer"]["token"].value())
    step = {"act": "answer", "kind": "treat", "step": "So", "acts_on": "both", "control": "preventive", "token": token}
    for _twice in range(2):
        client.post(url("exposure", faced.pk), step)
    assert Response.objects.count() == 1
    for _twice in range(2):
        client.post(url("classify", faced.pk), scores(seen=rests(faced)))
    assert Classification.objects.count() == 1
    for _twice in range(2):
        client.post(url("challenges", asked.pk), {"option": Option.objects.get(kind="prohibit").pk, "question": "Why?"})
    assert Challenge.objects.count() == 1


def test_doing_nothing_is_answered_first_by_a_toleration(cast: Cast, as_user: SignIn, asked: Appraisal) -> None:
    faced = make.exposure(Risk.objects.order_by("pk")[0], Option.objects.get(kind="do_nothing"))
    assert as_user(cast.priya).get(url("exposure", faced.pk)).context["answer"]["kind"].value() == "tolerate"


def test_prohibiting_is_challenged_before_it_can_be_decided(cast: Cast, as_user: SignIn) -> None:
    made = make.weighed(by=cast.priya, approver=cast.gareth)
    prohibit = make.round_of(made).options.get(kind="prohibit")
    priya, gareth = as_user(cast.priya), as_user(cast.gareth)
    sent = priya.post(url("propose", made.pk), {"option": prohibit.pk, "balance": "We ban it."})
    assert sent.headers["Location"] == url("challenges", made.pk)
    decide = {"balance": "We ban it.", "review_on": (clock.today() + timedelta(days=180)).isoformat()}
    decide["proposed"] = str(priya.get(url("decide", made.pk)).context["form"]["proposed"].value())
    refused = priya.post(url("decide", made.pk), decide)
    assert refused.status_code == 409
    assert "avoids the question, and nobody else has challenged it" in words(refused)
    priya.post(url("challenges", made.pk), {"option": prohibit.pk, "question": "Am I right?"})
    own = Challenge.objects.get()
    assert priya.get(url("challenge_answer", own.pk)).status_code == 403
    assert priya.post(url("decide", made.pk), decide).status_code == 409, "one's own question is no challenge"
    gareth.post(url("challenges", made.pk), {"option": prohibit.pk, "question": "Who goes round it?"})
    asked_of = Challenge.objects.latest("pk")
    assert gareth.post(url("challenge_answer", asked_of.pk), {"answer": "Nobody"}).status_code == 403
    assert priya.post(url("decide", made.pk), decide).status_code == 409
    assert priya.post(url("challenge_answer", asked_of.pk), {"answer": "Fewer than now"}).status_code == 302
    assert priya.post(url("decide", made.pk), decide).status_code == 302
    assert Decision.objects.get().option == prohibit


def test_one_decides_on_the_proposal_that_one_saw(cast: Cast, as_user: SignIn) -> None:
    made = make.ready(by=cast.priya, approver=cast.gareth)
    client, round = as_user(cast.priya), make.round_of(made)
    seen = client.get(url("decide", made.pk)).context["form"]["proposed"].value()
    fields = {"balance": "My own words", "review_on": (clock.today() + timedelta(days=180)).isoformat()}
    platform = round.options.get(kind="platform")
    decisions.propose(round, by=cast.priya, option=platform, balance="In other words.")
    overtaken = client.post(url("decide", made.pk), {**fields, "proposed": seen})
    assert overtaken.status_code == 409
    assert "In other words." in words(overtaken)
    assert "My own words" in overtaken.content.decode()
    for day in (clock.today().isoformat(), "2019-01-01", "soon", ""):
        now = {**fields, "proposed": overtaken.context["form"].data["proposed"], "review_on": day}
        assert client.post(url("decide", made.pk), now).status_code == 422, day
    assert not Decision.objects.exists()
    now = {**fields, "dissent": "Joan would wait.", "proposed": overtaken.context["form"].data["proposed"]}
    assert client.post(url("decide", made.pk), now).headers["Location"] == made.get_absolute_url()
    assert Decision.objects.get().dissent == "Joan would wait."


def test_a_decision_is_looked_at_again_and_opened_again(cast: Cast, as_user: SignIn) -> None:
    decision = make.decided(by=cast.priya, approver=cast.gareth)
    made, client = decision.round.appraisal, as_user(cast.priya)
    step = Response.objects.filter(round=decision.round, kind=ResponseKind.TREAT).get()
    dropped = client.post(url("response", step.pk), {"act": "drop", "why": "No money"})
    assert dropped.status_code == 302, "also after the decision"
    with clock.at(clock.now() + timedelta(days=190)):
        later = as_user(cast.priya)
        page = words(later.get(url("review", made.pk)))
        assert "is stale: what is done about it has changed" in page
        assert "Adopt what was tried" not in page, "it was no pilot"
        assert "Look at it again" in words(later.get(url("work", made.pk)))
        refused = later.post(url("review", made.pk), {"verdict": "holds", "words": "It works"})
        assert refused.status_code == 422
        sent = later.post(url("review", made.pk), {"verdict": "change", "words": "The step was dropped"})
        assert sent.headers["Location"] == url("open_again", made.pk)
        again = later.post(url("open_again", made.pk), {"reason": "The step was dropped"})
        assert again.headers["Location"] == url("work", made.pk)
        assert made.rounds.count() == 2
        assert later.get(url("open_again", made.pk)).headers["Location"] == url("work", made.pk)


def test_a_question_is_given_up_and_gone_on_with(cast: Cast, as_user: SignIn, asked: Appraisal) -> None:
    client = as_user(cast.priya)
    assert client.post(url("close", asked.pk), {"reason": ""}).status_code in (200, 422)
    assert client.post(url("close", asked.pk), {"reason": "Nobody asks any more"}).status_code == 302
    assert "Nobody asks any more" in words(client.get(url("work", asked.pk)))
    assert client.get(url("risk_new", asked.pk)).status_code == 403
    assert as_user(cast.outsider).post(url("open_again", asked.pk)).status_code == 403
    assert client.post(url("open_again", asked.pk)).headers["Location"] == url("work", asked.pk)
    assert client.get(url("risk_new", asked.pk)).status_code == 200


def test_options_are_written_in_plain_forms(cast: Cast, as_user: SignIn, asked: Appraisal) -> None:
    client = as_user(cast.priya)

    def add(**fields: str) -> Any:
        return client.post(url("options", asked.pk), {"name": "Try it", **fields})

    assert add(kind="do_nothing").status_code == 422
    assert "Enter when it ends" in words(add(kind="pilot"))
    assert "Enter both ends, or neither" in words(add(kind="policy", cost_low="5"))
    assert "at least the other one" in words(add(kind="policy", cost_low="5", cost_high="4"))
    assert add(kind="policy", cost_low="£9,000", cost_high="15000").status_code == 302
    made = Option.objects.get(name="Try it")
    assert made.exposures.count() == 2
    assert "£9,000 to £15,000 a year" in words(client.get(url("option", made.pk)))
    assert client.post(url("option_edit", made.pk), {"act": "remove"}).status_code == 302
    assert not Option.objects.filter(pk=made.pk).exists()
    nothing = Option.objects.get(kind="do_nothing")
    kept = client.post(url("option_edit", nothing.pk), {"name": "Go on as we are", "kind": "policy"})
    assert kept.status_code == 302
    nothing.refresh_from_db()
    assert (nothing.kind, nothing.name) == ("do_nothing", "Go on as we are")
    client.post(url("option_edit", nothing.pk), {"act": "remove"})
    assert Option.objects.filter(pk=nothing.pk).exists()


def test_what_an_option_does_not_face_is_said_with_why(cast: Cast, as_user: SignIn, asked: Appraisal) -> None:
    faced = make.exposure(Risk.objects.order_by("pk")[0], Option.objects.get(kind="prohibit"))
    client = as_user(cast.priya)
    assert client.post(url("exposure", faced.pk), {"act": "not_faced", "why_not": " "}).status_code == 422
    assert client.post(url("exposure", faced.pk), {"act": "not_faced", "why_not": "Nobody posts"}).status_code == 302
    assert "Nobody posts" in words(client.get(url("exposure", faced.pk)))
    assert client.get(url("classify", faced.pk)).status_code == 302
    assert client.post(url("exposure", faced.pk), {"act": "faced"}).status_code == 302
    assert line_of(faced).state is State.NAMED


def test_steps_are_given_out_all_at_once(cast: Cast, as_user: SignIn) -> None:
    made = make.ready(by=cast.priya, approver=cast.gareth)
    platform = make.round_of(made).options.get(kind="platform")
    faced = make.exposure(make.round_of(made).risks.order_by("pk")[0], platform)
    first, second = (make.step(made, faced, by=cast.priya, words=name) for name in ("First", "Second"))
    client = as_user(cast.priya)
    assert "2 steps have nobody who does them, or no day." in words(client.get(url("work", made.pk)))
    day = (clock.today() + timedelta(days=20)).isoformat()
    fields = {f"actionee_{first.pk}": "Gareth Pugh", f"due_{first.pk}": day, f"actionee_{second.pk}": "Nobody Here"}
    assert client.post(url("steps", made.pk), fields).status_code == 422
    assert client.post(url("steps", made.pk), {**fields, f"actionee_{second.pk}": ""}).status_code == 302
    first.refresh_from_db()
    assert first.actionee == cast.gareth
    placed = as_user(cast.gareth).post(url("response", first.pk), {"act": "place", "on": clock.today().isoformat()})
    assert placed.status_code == 302
    late = as_user(cast.gareth).post(url("response", first.pk), {"act": "place", "on": day})
    assert late.status_code == 422
    assert as_user(cast.gareth).post(url("response", first.pk), {"act": "drop", "why": "So"}).status_code == 403


def count(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code in (200, 409), address
    return len(queries)


def test_pages_ask_the_same_questions_however_many_risks_there_are(cast: Cast, as_user: SignIn) -> None:
    made = make.ready(by=cast.priya, approver=cast.gareth)
    client, pages = as_user(cast.priya), addresses(made)
    for address in pages.values():
        client.get(address)
    before = {name: count(client, address) for name, address in pages.items()}
    platform = make.round_of(made).options.get(kind="platform")
    nothing = make.round_of(made).options.get(kind="do_nothing")
    for stance in Stance:
        for number in range(3):
            risk = make.risk(made, by=cast.priya, stance=stance, name=f"Another {number}")
            for option in (platform, nothing):
                faced = make.exposure(risk, option)
                make.step(made, faced, by=cast.priya, words=f"Step {number}", actionee=None)
                make.classified(faced, by=cast.priya)
    after = {name: count(client, address) for name, address in pages.items()}
    assert after == before
    assert max(after.values()) <= MOST, after
