"""What nobody gets past the working pages, whatever they send."""

from datetime import timedelta

import pytest

from conftest import Cast
from moothall.kit import clock
from moothall.people.models import Role
from moothall.people.tests import make as make_people
from moothall.risks.actions import appraisals, decisions, responses
from moothall.risks.models import (
    Appraisal,
    Challenge,
    Classification,
    Mark,
    Openness,
    Option,
    Proposal,
    Response,
    Risk,
)
from moothall.risks.queries.rounds import line_of
from moothall.risks.standing import State
from moothall.risks.tests import make
from moothall.risks.tests.walking import WRITING, SignIn, addresses, counts, question, scores, url, words


@pytest.fixture
def asked(cast: Cast) -> Appraisal:
    """Priya’s question with three options and a risk on each side, of which nothing is answered."""
    return question(cast.priya)


def test_another_exposures_step_smuggled_in_counts_for_nothing(cast: Cast, as_user: SignIn, asked: Appraisal) -> None:
    other = make.appraisal(by=cast.priya, question="Something else?")
    foreign = make.exposure(make.risk(other, by=cast.priya), make.round_of(other).options.get())
    theirs = make.step(other, foreign, by=cast.priya)
    faced = make.exposure(Risk.objects.order_by("pk")[0], Option.objects.get(kind="platform"))
    beside = make.exposure(Risk.objects.order_by("pk")[1], Option.objects.get(kind="platform"))
    own = make.step(asked, beside, by=cast.priya)
    client = as_user(cast.priya)
    for sneaked in (theirs, own):
        basis = sneaked.treatments.get()
        fields = scores(seen="1:", basis=basis.pk, basis_id=basis.pk, response=sneaked.pk, treatment=basis.pk)
        assert client.post(url("classify", faced.pk), fields).status_code == 409
    assert not Classification.objects.exists()
    sent = client.post(url("exposure", faced.pk), {"act": "answer", "steps": [theirs.pk]})
    assert sent.status_code == 422
    step = {"kind": "treat", "step": "So", "acts_on": "both", "control": "preventive"}
    sent = client.post(url("exposure", faced.pk), {"act": "answer", "also": [foreign.pk], **step})
    assert sent.status_code == 422
    assert client.post(url("response_new", asked.pk), {**step, "exposures": [foreign.pk]}).status_code == 422
    assert client.post(url("response", own.pk), {"act": "serve", "exposures": [foreign.pk]}).status_code == 422
    assert client.post(url("stop_serving", faced.pk, own.treatments.get().pk)).status_code == 404
    assert line_of(faced).state is State.NAMED
    assert theirs.treatments.count() == own.treatments.count() == 1


def test_what_belongs_to_another_appraisal_cannot_be_named(cast: Cast, as_user: SignIn, asked: Appraisal) -> None:
    other = make.weighed(by=cast.priya, approver=cast.gareth)
    client, round = as_user(cast.priya), make.round_of(asked)
    theirs = make.round_of(other)
    option, risk = theirs.options.get(kind="prohibit"), theirs.risks.order_by("pk")[0]
    assert client.post(url("propose", asked.pk), {"option": option.pk, "balance": "So"}).status_code == 422
    assert client.post(url("challenges", asked.pk), {"option": option.pk, "question": "Why?"}).status_code == 422
    said = {"name": "A", "cause": "b", "event": "c", "consequence": "d", "category": "money", "stance": "doing"}
    assert client.post(url("risk_new", asked.pk), {**said, "twin": risk.pk}).status_code == 422
    step = Response.objects.filter(round=theirs).order_by("pk")[0]
    make.step(asked, by=cast.priya)
    assert client.post(url("risk_new", asked.pk), {**said, "arises_from": step.pk}).status_code == 422
    mine = make.exposure(round.risks.order_by("pk")[0], round.options.get(kind="prohibit"))
    nothing = make.exposure(mine.risk, round.options.get(kind="do_nothing"))
    make.step(asked, nothing, by=cast.priya)
    make.classified(nothing, by=cast.priya)
    foreign = Classification.objects.filter(basis__exposure__risk=risk)[0]
    fields = {f"verdict_{mine.pk}": "same", f"reason_{mine.pk}": "So", f"against_{mine.pk}": foreign.pk}
    assert client.post(url("compare", mine.pk), fields).status_code == 422
    assert not Mark.objects.exists()
    assert not Proposal.objects.filter(round=round).exists()
    assert not Challenge.objects.exists()


def test_whoever_may_only_read_writes_nothing(cast: Cast, as_user: SignIn) -> None:
    made = make.ready(by=cast.priya, approver=cast.gareth)
    before = counts()
    for person in (cast.outsider, cast.joan, cast.auditor):
        client = as_user(person)
        pages = addresses(made)
        for name in WRITING:
            assert client.get(pages[name]).status_code == 403, (person, name)
            assert client.post(pages[name], scores(act="answer")).status_code == 403, (person, name)
        for name in ("edit", "people", "close", "decide"):
            assert client.post(pages[name], {"reason": "So"}).status_code == 403, (person, name)
        for deed in ("sign", "drop", "place", "assign", "serve"):
            assert client.post(pages["response"], {"act": deed, "why": "So"}).status_code == 403, deed
        assert client.post(pages["exposure"], {"act": "not_faced", "why_not": "So"}).status_code == 403
        for name in ("work", "option", "exposure", "response", "challenges"):
            shown = client.get(pages[name])
            assert shown.status_code == 200, name
            assert "Save and go on" not in words(shown), name
    assert counts() == before


def test_another_councils_closed_appraisal_is_not_there(cast: Cast, as_user: SignIn) -> None:
    made = make.ready(by=cast.priya, approver=cast.gareth)
    asked_of = decisions.challenge(make.round_of(made).options.get(kind="prohibit"), by=cast.gareth, question="Why?")
    appraisals.edit(
        made, by=cast.priya, question=made.question, problem=made.problem, openness=Openness.CLOSED, decide_by=None
    )
    treatment = Response.objects.order_by("pk")[0].treatments.order_by("pk")[0]
    pages = addresses(made) | {
        "answer": url("challenge_answer", asked_of.pk),
        "stop": url("stop_serving", treatment.exposure_id, treatment.pk),
        "again": url("open_again", made.pk),
        "review": url("review", made.pk),
    }
    before = counts()
    for person in (cast.outsider, cast.joan, cast.marcus, cast.admin, cast.auditor):
        client = as_user(person)
        for name, address in pages.items():
            if name != "stop":
                assert client.get(address).status_code == 404, (person, name)
            refused = client.post(address, scores(act="drop", why="So"))
            assert refused.status_code == (405 if name == "option" else 404), (person, name)
    assert counts() == before
    assert as_user(make_people.user("Ruth Keeper", roles=(Role.RISK_MANAGER,))).get(pages["work"]).status_code == 200


def test_after_the_decision_every_form_leads_back(cast: Cast, as_user: SignIn) -> None:
    decision = make.decided(by=cast.priya, approver=cast.gareth)
    made = decision.round.appraisal
    pages, before, client = addresses(made), counts(), as_user(cast.priya)
    for name in (*WRITING, "decide"):
        for response in (client.get(pages[name]), client.post(pages[name], scores(seen="1:"))):
            assert response.status_code == 302, name
            assert response.headers["Location"] == made.get_absolute_url(), name
    said = client.post(pages["classify"], scores(seen="1:"), follow=True)
    assert said.status_code in (200, 404)
    for fields in (
        {"act": "answer", "kind": "treat", "step": "So", "acts_on": "both", "control": "preventive"},
        {"act": "not_faced", "why_not": "So"},
        {"act": "faced"},
    ):
        assert client.post(pages["exposure"], fields).headers["Location"] == made.get_absolute_url()
    assert client.post(pages["challenges"], {"question": "Why?"}).headers["Location"] == made.get_absolute_url()
    assert counts() == before
    assert "Save and go on" not in words(client.get(pages["exposure"]))


def test_nobody_signs_for_what_they_wrote_or_do_themselves(cast: Cast, as_user: SignIn, asked: Appraisal) -> None:
    faced = make.exposure(Risk.objects.order_by("pk")[0], Option.objects.get(kind="do_nothing"))
    client = as_user(cast.priya)
    borne = {
        "act": "answer",
        "kind": "tolerate",
        "step": "We bear it",
        "why_borne": "It costs more to mend.",
        "approver": "Priya Raman",
        "review_on": (clock.today() + timedelta(days=90)).isoformat(),
    }
    own = client.post(url("exposure", faced.pk), borne)
    assert own.status_code == 422
    assert "nobody signs for what they wrote themselves" in words(own)
    doing = client.post(url("exposure", faced.pk), {**borne, "approver": "Gareth Pugh", "actionee": "Gareth Pugh"})
    assert doing.status_code == 422
    assert "nobody signs for what they do themselves" in words(doing)
    assert not Response.objects.exists()
    sent = client.post(url("exposure", faced.pk), {**borne, "approver": "Gareth Pugh"})
    assert sent.status_code == 302
    step = Response.objects.get()
    for person in (cast.priya, cast.outsider):
        signed = as_user(person).post(url("response", step.pk), {"act": "sign", "review_on": borne["review_on"]})
        assert signed.status_code == 403
    taken = client.post(url("response", step.pk), {"act": "assign", "actionee": "Gareth Pugh"})
    assert taken.status_code == 422
    step.refresh_from_db()
    assert step.signed_at is None
    assert line_of(faced).state is State.NAMED
    assert client.get(url("classify", faced.pk)).status_code == 409


def test_whoever_signs_sees_what_for_and_signs_for_that_alone(cast: Cast, as_user: SignIn, asked: Appraisal) -> None:
    nothing = Option.objects.get(kind="do_nothing")
    first, second = (make.exposure(risk, nothing) for risk in Risk.objects.order_by("pk"))
    step = make.toleration(asked, first, by=cast.priya, approver=cast.gareth, signed=False)
    gareth = as_user(cast.gareth)
    board = gareth.get(url("work", asked.pk))
    assert "Read what you are asked to sign" in words(board)
    page = gareth.get(url("response", step.pk))
    said = words(page)
    assert "You are asked to sign for this" in said
    assert str(first.risk.sentence) in said
    assert "It costs more to mend than it can cost us in a year" in said
    until = (clock.today() + timedelta(days=30)).isoformat()
    seen = page.context["forms"]["sign"].initial["seen"]
    responses.serve(step, by=cast.priya, exposures=[second])
    overtaken = gareth.post(url("response", step.pk), {"act": "sign", "review_on": until, "seen": seen})
    assert overtaken.status_code == 409
    assert "was changed while you read it" in words(overtaken)
    assert str(second.risk.sentence) in words(overtaken)
    assert gareth.post(url("response", step.pk), {"act": "sign", "review_on": until}).status_code == 409
    seen = overtaken.context["form"].data["seen"]
    signed = gareth.post(url("response", step.pk), {"act": "sign", "review_on": until, "seen": seen})
    assert signed.status_code == 302
    assert {line_of(each).state for each in (first, second)} == {State.ANSWERED}
    step.refresh_from_db()
    assert step.review_on is not None
    assert step.review_on.isoformat() == until


def test_a_signature_does_not_stretch_to_what_is_added_later(cast: Cast, as_user: SignIn, asked: Appraisal) -> None:
    nothing = Option.objects.get(kind="do_nothing")
    first, second = (make.exposure(risk, nothing) for risk in Risk.objects.order_by("pk"))
    step = make.toleration(asked, first, by=cast.priya, approver=cast.gareth)
    client = as_user(cast.priya)
    assert client.post(url("exposure", second.pk), {"act": "answer", "steps": [step.pk]}).status_code == 422
    assert client.post(url("response", step.pk), {"act": "serve", "exposures": [second.pk]}).status_code == 403
    with pytest.raises(ValueError, match="signed for as it is"):
        responses.serve(step, by=cast.priya, exposures=[second])
    assert line_of(second).state is State.NAMED
    assert line_of(first).state is State.ANSWERED


def test_an_approver_can_read_what_they_are_to_sign(cast: Cast, as_user: SignIn) -> None:
    made = make.appraisal(by=cast.priya, closed=True)
    faced = make.exposure(make.risk(made, by=cast.priya), make.round_of(made).options.get())
    borne = {
        "act": "answer",
        "kind": "tolerate",
        "step": "We bear it",
        "why_borne": "It costs more to mend.",
        "approver": "Gareth Pugh",
        "review_on": (clock.today() + timedelta(days=90)).isoformat(),
    }
    client = as_user(cast.priya)
    refused = client.post(url("exposure", faced.pk), borne)
    assert refused.status_code == 422
    assert "They can’t read this appraisal" in words(refused)
    assert client.post(url("people", made.pk), {"act": "add", "person": "Gareth Pugh"}).status_code == 302
    assert client.post(url("exposure", faced.pk), borne).status_code == 302
    assert as_user(cast.gareth).get(url("response", Response.objects.get().pk)).status_code == 200


def test_only_the_owner_decides(cast: Cast, as_user: SignIn) -> None:
    made = make.ready(by=cast.priya, approver=cast.gareth)
    appraisals.add_member(made, by=cast.priya, person=cast.joan)
    joan = as_user(cast.joan)
    assert joan.get(url("work", made.pk)).status_code == 200
    assert joan.get(url("decide", made.pk)).status_code == 403
    assert joan.post(url("decide", made.pk), {"balance": "So"}).status_code == 403
