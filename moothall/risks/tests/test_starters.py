"""Beginning from the starter register: a few risks first, the rest at hand, everything planned and nothing judged."""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.people.models import User
from moothall.risks import starters
from moothall.risks.actions import decisions, risks
from moothall.risks.actions import starters as act
from moothall.risks.actions.rounds import RoundDecided
from moothall.risks.models import (
    Appraisal,
    Category,
    Classification,
    Exposure,
    Openness,
    OptionKind,
    Response,
    ResponseKind,
    Risk,
    Stance,
    Treatment,
)
from moothall.risks.queries.rounds import load
from moothall.risks.standing import State
from moothall.risks.tests import make

SignIn = Callable[[User], Client]
SOCIAL = starters.every()[0]
FIRST = [risk.key for risk in SOCIAL.first]
PAGE = "social-software"


def begun(by: User, keys: Sequence[str] = FIRST) -> Appraisal:
    return act.begin_from_starter(SOCIAL, by=by, keys=keys)


def keys_of(asked: Appraisal) -> set[str]:
    return set(Risk.objects.filter(round__appraisal=asked).values_list("starter", flat=True))


def test_the_first_risks_come_with_options_twins_and_planned_steps_and_nothing_is_judged(cast: Cast) -> None:
    asked = begun(cast.priya)
    round = make.round_of(asked)
    assert (asked.question, asked.owner, asked.starter) == (SOCIAL.title, cast.priya, "social-software")
    assert [option.kind for option in round.options.order_by("place")] == [option.kind for option in SOCIAL.options]
    assert keys_of(asked) == set(FIRST)
    numbers = Risk.objects.filter(round=round).values_list("stance", "number")
    assert sorted(numbers) == [*(("doing", n) for n in (1, 2, 3)), *(("not_doing", n) for n in (1, 2, 3, 4))]
    twins = {risk.starter: risk.twin.starter for risk in Risk.objects.filter(round=round) if risk.twin}
    assert twins == {risk.key: risk.twin for risk in SOCIAL.first if risk.twin}
    steps = Response.objects.filter(round=round)
    assert {step.step for step in steps} == {one.step for one in SOCIAL.responses_for(FIRST)}
    assert not steps.exclude(actionee=None, due_on=None, in_place_on=None, signed_at=None).exists()
    assert not steps.filter(kind=ResponseKind.TOLERATE).exists()
    assert not Classification.objects.exists()
    assert {line.state for line in load(round).lines} == {State.NAMED, State.ANSWERED}


def test_under_doing_nothing_every_risk_waits_for_somebody_to_sign(cast: Cast) -> None:
    sheet = load(make.round_of(begun(cast.priya)))
    nothing = sheet.nothing
    assert nothing and {line.state for line in sheet.under(nothing)} == {State.NAMED}


def test_the_facts_come_as_a_note_with_source_and_date(cast: Cast) -> None:
    asked = begun(cast.priya)
    missed = Risk.objects.get(round__appraisal=asked, starter="D7")
    assert "Out-Law, 8 August 2011)" in missed.note and "(Journalism.co.uk, 2014)" in missed.note
    assert "https://www.out-law.com/page-12135" in missed.note.splitlines()


def test_an_appraisal_of_2010_is_begun_with_the_facts_of_then(cast: Cast) -> None:
    asked = act.begin_from_starter(SOCIAL.as_known_on(date(2010, 3, 1)), by=cast.priya, keys=["D1", "N5", "N12"])
    notes = dict(Risk.objects.filter(round__appraisal=asked).values_list("starter", "note"))
    assert notes["D1"] == "" and "Cairns" in notes["N5"] and "Virginia" not in notes["N5"]
    assert "Guardian" not in notes["N12"] and "2005" in notes["N12"]


def test_a_twin_that_was_left_out_is_no_twin_until_it_is_taken_up(cast: Cast) -> None:
    asked = begun(cast.priya, ["D1", "N1"])
    assert not Risk.objects.exclude(twin=None).exists()
    act.take_up(SOCIAL, make.round_of(asked), by=cast.priya, keys=["N4"])
    wrong_post, unguided = Risk.objects.get(starter="D1"), Risk.objects.get(starter="N4")
    assert (wrong_post.twin, unguided.twin) == (unguided, wrong_post)
    assert Risk.objects.get(starter="N1").twin is None


def test_a_step_that_serves_two_risks_is_entered_once(cast: Cast) -> None:
    asked = begun(cast.priya, ["D1", "N4"])
    act.take_up(SOCIAL, make.round_of(asked), by=cast.priya, keys=["D3"])
    playbook = Response.objects.get(step__startswith="Keep a page that says who takes a post down")
    served = {t.exposure.risk.starter for t in playbook.treatments.select_related("exposure__risk")}
    assert served == {"D1", "D3"}
    assert Response.objects.count() == Response.objects.values("step").distinct().count()


def test_taking_up_twice_takes_up_once_and_what_was_changed_stays(cast: Cast) -> None:
    asked = begun(cast.priya)
    round = make.round_of(asked)
    own = Risk.objects.get(round=round, starter="D4")
    words = risks.RiskWords(
        name="Case details in the open", cause="we hurry", event="a name may slip out", consequence="harm",
        category=Category(own.category),
    )  # fmt: skip
    risks.edit_risk(own, by=cast.priya, words=words)
    made = act.take_up(SOCIAL, round, by=cast.priya, keys=["D4", "D2"])
    assert [risk.starter for risk in made] == ["D2"] and made[0].ref == "D4"
    assert act.take_up(SOCIAL, round, by=cast.priya, keys=["D4", "D2"]) == []
    own.refresh_from_db()
    assert own.name == "Case details in the open"
    assert Entry.objects.filter(verb="starter.taken_up").count() == 1


def test_all_thirty_are_taken_up_and_every_option_faces_each(cast: Cast) -> None:
    asked = begun(cast.priya, [risk.key for risk in SOCIAL.risks])
    round = make.round_of(asked)
    assert {risk.ref for risk in round.risks.all()} == {risk.key for risk in SOCIAL.risks}
    assert Exposure.objects.filter(risk__round=round, applies=True).count() == 30 * 5
    assert not Classification.objects.exists()
    widest = round.options.get(kind=OptionKind.OTHER)
    assert {line.state for line in load(round).under(widest)} == {State.ANSWERED}
    assert round.risks.get(starter="D11").twin == round.risks.get(starter="N3")
    assert round.risks.get(starter="N3").twin == round.risks.get(starter="D9")


def test_an_option_that_was_taken_away_is_served_by_nothing(cast: Cast) -> None:
    from moothall.risks.actions import options

    asked = begun(cast.priya)
    round = make.round_of(asked)
    options.remove_option(round.options.get(kind=OptionKind.PLATFORM), by=cast.priya)
    act.take_up(SOCIAL, round, by=cast.priya, keys=["D2"])
    served = Treatment.objects.filter(exposure__risk__starter="D2").values_list("exposure__option__kind", flat=True)
    assert set(served) == {OptionKind.PROHIBIT, OptionKind.POLICY, OptionKind.OTHER}


def test_one_side_alone_is_nothing_to_weigh(cast: Cast, as_user: SignIn) -> None:
    for keys in ([], ["D1", "D2"], ["N1"]):
        with pytest.raises(ValueError, match="at least one"):
            begun(cast.priya, keys)
    answer = as_user(cast.priya).post(reverse("risks:starter", args=[PAGE]), sent(risks=["D1", "D5"]))
    assert answer.status_code == 422 and not Appraisal.objects.exists()
    page = answer.content.decode()
    assert "Choose at least one risk of doing and one of not doing" in page
    assert 'value="D5" id="risk-D5"' in page and '<details class="details" open>' in page  # what was ticked stays


def sent(**more: object) -> dict[str, object]:
    return {"question": "How should we talk?", "openness": "hall", "token": str(uuid4()), "risks": FIRST, **more}


def test_the_page_ticks_the_first_and_folds_the_rest(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    page = client.get(reverse("risks:starter", args=[PAGE])).content.decode()
    assert page.count(" checked") >= len(FIRST) and "23 more at hand" in page
    assert page.index("Staff make their own groups elsewhere") < page.index("more at hand")
    assert page.index("more at hand") < page.index("The network slows down")
    assert reverse("risks:starter", args=[PAGE]) in client.get(reverse("risks:starters")).content.decode()


def test_the_form_begins_it_once_however_often_it_is_sent(cast: Cast, as_user: SignIn) -> None:
    client, data = as_user(cast.joan), sent(openness="closed")
    for _time in range(2):
        answer = client.post(reverse("risks:starter", args=[PAGE]), data)
        assert answer.status_code == 302
    asked = Appraisal.objects.get()
    assert (asked.question, asked.openness, asked.owner) == ("How should we talk?", Openness.CLOSED, cast.joan)
    assert keys_of(asked) == set(FIRST) and Entry.objects.filter(verb="appraisal.begun_from_starter").count() == 1


def test_more_is_taken_up_on_a_page_until_nothing_is_at_hand(cast: Cast, as_user: SignIn) -> None:
    asked = begun(cast.priya)
    client, url = as_user(cast.priya), reverse("risks:at_hand", args=[asked.pk])
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"risks": ["D1"]}).status_code == 422  # it is taken up already, so it is not offered
    assert client.post(url, {"risks": [risk.key for risk in SOCIAL.at_hand]}).status_code == 302
    assert keys_of(asked) == {risk.key for risk in SOCIAL.risks}
    assert "All risks of the template are in this appraisal" in client.get(url).content.decode()


def test_who_may_not_write_takes_nothing_up(cast: Cast, as_user: SignIn) -> None:
    asked = begun(cast.priya)
    closed = act.begin_from_starter(SOCIAL, by=cast.priya, keys=FIRST, openness=Openness.CLOSED)
    for person in (cast.gareth, cast.joan):
        assert as_user(person).get(reverse("risks:at_hand", args=[asked.pk])).status_code == 403
        assert as_user(person).post(reverse("risks:at_hand", args=[asked.pk]), {"risks": ["D2"]}).status_code == 403
        assert as_user(person).get(reverse("risks:at_hand", args=[closed.pk])).status_code == 404
        with pytest.raises(PermissionDenied):
            act.take_up(SOCIAL, make.round_of(asked), by=person, keys=["D2"])
    for url in (reverse("risks:starters"), reverse("risks:starter", args=[PAGE])):
        assert as_user(cast.marcus).get(url).status_code == 403
    with pytest.raises(PermissionDenied):
        begun(cast.marcus)
    assert keys_of(asked) == set(FIRST)


def test_nothing_is_at_hand_for_an_appraisal_of_one_s_own(cast: Cast, as_user: SignIn) -> None:
    asked = make.appraisal(by=cast.priya)
    client = as_user(cast.priya)
    assert client.get(reverse("risks:at_hand", args=[asked.pk])).status_code == 404
    assert client.get(reverse("risks:starter", args=["no-such"])).status_code == 404


def test_after_the_decision_nothing_is_taken_up(cast: Cast, as_user: SignIn) -> None:
    asked = make.ready(by=cast.priya, approver=cast.gareth)
    Appraisal.objects.filter(pk=asked.pk).update(starter=PAGE)
    round = make.round_of(asked)
    decisions.decide(
        round, by=cast.priya, option=round.proposal.option, balance="So be it.", review_on=date(2030, 1, 1)
    )
    with pytest.raises(RoundDecided):
        act.take_up(SOCIAL, round, by=cast.priya, keys=["D2"])
    answer = as_user(cast.priya).post(reverse("risks:at_hand", args=[asked.pk]), {"risks": ["D2"]})
    assert answer.status_code == 422 and "It is decided by now" in answer.content.decode()


def test_the_page_of_what_is_at_hand_asks_the_same_few_questions(cast: Cast, as_user: SignIn) -> None:
    asked = begun(cast.priya)
    client, url = as_user(cast.priya), reverse("risks:at_hand", args=[asked.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as before:
        client.get(url)
    act.take_up(SOCIAL, make.round_of(asked), by=cast.priya, keys=[f"D{n}" for n in range(1, 15)])
    with CaptureQueriesContext(connection) as after:
        client.get(url)
    assert len(after) == len(before)


def test_both_sides_stand_in_the_template_s_words(cast: Cast) -> None:
    asked = begun(cast.priya)
    for risk in Risk.objects.filter(round__appraisal=asked):
        said = next(one for one in SOCIAL.risks if one.key == risk.starter)
        assert (risk.sentence, risk.stance, risk.category) == (said.sentence, said.stance, said.category)
        assert risk.stance in Stance.values
