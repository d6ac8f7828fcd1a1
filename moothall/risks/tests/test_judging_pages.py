"""Classifying and comparing by form: the answer comes first, nothing is filled in beforehand."""

import pytest

from conftest import Cast
from moothall.risks.actions import decisions
from moothall.risks.models import (
    Appraisal,
    Classification,
    Mark,
    Option,
    Risk,
)
from moothall.risks.queries.rounds import line_of
from moothall.risks.standing import State
from moothall.risks.tests import make
from moothall.risks.tests.walking import SignIn, question, rests, scores, url, words

RANGES = {"rate_low": "0.1", "rate_high": "0.1", "loss_low": "£100,000", "loss_high": "£1,000,000", "unit": "pounds"}


@pytest.fixture
def asked(cast: Cast) -> Appraisal:
    """Priya’s question with three options and a risk on each side, of which nothing is answered."""
    return question(cast.priya)


def test_the_attempt_to_score_first_is_refused_with_the_reason_and_the_way_on(
    cast: Cast, as_user: SignIn, asked: Appraisal
) -> None:
    faced = make.exposure(Risk.objects.order_by("pk")[0], Option.objects.get(kind="platform"))
    client, address = as_user(cast.priya), url("classify", faced.pk)
    for response in (client.get(address), client.post(address, scores(seen="1:"))):
        assert response.status_code == 409
        assert "A risk is classified only once something is done about it" in words(response)
        assert url("exposure", faced.pk) in response.content.decode()
    assert not Classification.objects.exists()
    answer = {"act": "answer", "kind": "treat", "step": "Two people check", "acts_on": "both", "control": "preventive"}
    sent = client.post(url("exposure", faced.pk), answer)
    assert sent.headers["Location"] == address, "the next missing thing is to classify it"
    shown = client.get(address)
    assert shown.status_code == 200
    assert "Two people check" in words(shown)


def test_nothing_is_scored_beforehand_not_even_again(cast: Cast, as_user: SignIn, asked: Appraisal) -> None:
    faced = make.exposure(Risk.objects.order_by("pk")[0], Option.objects.get(kind="platform"))
    make.step(asked, faced, by=cast.priya)
    client, address = as_user(cast.priya), url("classify", faced.pk)
    assert " checked" not in client.get(address).content.decode()
    sent = client.post(address, scores(seen=rests(faced)))
    assert sent.status_code == 302
    make.step(asked, faced, by=cast.priya, words="Another")
    again = client.get(address)
    assert " checked" not in again.content.decode()
    assert "As we saw it last year." in words(again), "what was said before stands beside it"
    assert "With:" not in words(again), "stale has no band"
    assert "1 Rare: once in 33 to 100 years" in words(again)
    assert "5 Grave: £1,000,000 to £5,000,000" in words(again)


def test_a_score_is_said_with_its_mitigation(cast: Cast, as_user: SignIn, asked: Appraisal) -> None:
    faced = make.exposure(Risk.objects.order_by("pk")[0], Option.objects.get(kind="platform"))
    make.step(asked, faced, by=cast.priya)
    sent = as_user(cast.priya).post(url("classify", faced.pk), scores(seen=rests(faced)), follow=True)
    assert "Without what is done: severe. With it: moderate" in words(sent)
    made = Classification.objects.get()
    assert (made.likelihood_without, made.impact_without, made.likelihood, made.impact) == (4, 4, 2, 3)
    assert made.by == cast.priya


def test_what_changed_meanwhile_is_shown_and_what_was_typed_stays(
    cast: Cast, as_user: SignIn, asked: Appraisal
) -> None:
    faced = make.exposure(Risk.objects.order_by("pk")[0], Option.objects.get(kind="platform"))
    make.step(asked, faced, by=cast.priya)
    seen, client, address = rests(faced), as_user(cast.priya), url("classify", faced.pk)
    make.step(asked, faced, by=cast.priya, words="Close the door")
    overtaken = client.post(address, scores(seen=seen, reasoning="My own words"))
    assert overtaken.status_code == 409
    said = overtaken.content.decode()
    assert "Close the door" in said
    assert "My own words" in said
    assert said.count(" checked") == 5, "levels and confidence stay chosen"
    assert client.post(address, scores()).status_code == 409, "who saw nothing judges nothing"
    assert not Classification.objects.exists()
    assert client.post(address, scores(seen=rests(faced))).status_code == 302


def test_errors_stand_at_their_fields_and_all_that_was_typed_stays(
    cast: Cast, as_user: SignIn, asked: Appraisal
) -> None:
    faced = make.exposure(Risk.objects.order_by("pk")[0], Option.objects.get(kind="platform"))
    make.step(asked, faced, by=cast.priya)
    client, address, seen = as_user(cast.priya), url("classify", faced.pk), rests(faced)
    nothing = words(client.post(address, {"seen": seen}))
    for error in ("Choose how likely it is without what is done", "Choose how bad it is with what is done"):
        assert error in nothing
    worse = client.post(address, scores(seen=seen, likelihood=5))
    assert worse.status_code == 422
    assert "Enter why what is done makes it worse" in words(worse)
    for changes, error in (
        ({"rate_low": "0.1"}, "Fill in all of the ranges, or none"),
        ({"rate_low": "often"}, "Enter a number, such as 0.5"),
        ({**RANGES, "rate_low": "1"}, "Enter a number that is at least the other one"),
        ({**RANGES, "loss_low": "0"}, "The lower end must be above zero"),
        ({**RANGES, "loss_high": "99999999999999"}, "more than a million times the lower end"),
        ({"likelihood": 6}, "Select a valid choice"),
        ({"likelihood": "9" * 40}, "Select a valid choice"),
    ):
        refused = client.post(address, scores(seen=seen, reasoning="My own words", **changes))
        assert refused.status_code == 422, changes
        assert error in words(refused), changes
        assert "My own words" in refused.content.decode()
    assert not Classification.objects.exists()
    made = client.post(address, scores(seen=seen, likelihood=5, worse_because="It makes people careless"))
    assert made.status_code == 302


def test_a_lower_end_that_falls_alone_is_warned_of_once(cast: Cast, as_user: SignIn, asked: Appraisal) -> None:
    risk = Risk.objects.order_by("pk")[0]
    nothing, platform = (make.exposure(risk, Option.objects.get(kind=kind)) for kind in ("do_nothing", "platform"))
    make.step(asked, nothing, by=cast.priya)
    make.step(asked, platform, by=cast.priya)
    client = as_user(cast.priya)
    assert client.post(url("classify", nothing.pk), scores(seen=rests(nothing), **RANGES)).status_code == 302
    fields = scores(seen=rests(platform), **{**RANGES, "loss_low": "10", "loss_high": "900000"})
    warned = client.post(url("classify", platform.pk), fields)
    assert warned.status_code == 422
    assert "122,528 pounds a year" in words(warned)
    assert "those expect 40,400" in words(warned)
    assert Classification.objects.count() == 1
    again = {**fields, "warned": warned.context["form"].data["warned"]}
    assert client.post(url("classify", platform.pk), again).status_code == 302
    assert Classification.objects.count() == 2


def test_a_whole_option_is_compared_in_one_form(cast: Cast, as_user: SignIn, asked: Appraisal) -> None:
    nothing, prohibit = Option.objects.get(kind="do_nothing"), Option.objects.get(kind="prohibit")
    for risk in Risk.objects.all():
        faced = make.exposure(risk, nothing)
        make.step(asked, faced, by=cast.priya)
        make.classified(faced, by=cast.priya)
    client = as_user(cast.priya)
    board = client.get(url("work", asked.pk))
    assert "2 risks under option B can be compared with where they are classified." in words(board)
    page = client.get(url("option_compare", prohibit.pk))
    first, second = (row.line.exposure for row in page.context["form"].rows())
    against = {f"against_{each.pk}": page.context["form"][f"against_{each.pk}"].value() for each in (first, second)}
    verdicts = {f"verdict_{first.pk}": "worse", f"verdict_{second.pk}": "same"}
    refused = client.post(url("option_compare", prohibit.pk), {**against, **verdicts, f"reason_{first.pk}": "Round it"})
    assert refused.status_code == 422
    assert "Enter why, here or for all" in words(refused)
    assert not Mark.objects.exists()
    said = {**against, **verdicts, f"reason_{first.pk}": "Round it", "reason_for_all": "A ban changes nothing"}
    sent = client.post(url("option_compare", prohibit.pk), said)
    assert sent.status_code == 302
    assert {(mark.verdict, mark.reason) for mark in Mark.objects.all()} == {
        ("worse", "Round it"),
        ("same", "A ban changes nothing"),
    }
    assert {line_of(each).state for each in (make.exposure(e.risk, prohibit) for e in (first, second))} == {
        State.COMPARED
    }
    assert "Worse than under A" in words(client.get(url("work", asked.pk)))
    decisions.propose(make.round_of(asked), by=cast.priya, option=prohibit, balance="We ban it")
    assert "Answer it" in words(client.get(url("work", asked.pk))), "a comparison will not do where it is proposed"
