"""Who is told what, once; what waits on the desk; and what becomes of somebody's risks when they leave."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.kit import clock
from moothall.kit.registries import audit_wording
from moothall.kit.testing import CommittedDatabase, at_once
from moothall.notices.kinds import kinds
from moothall.notices.models import Notice
from moothall.notices.showing import shown
from moothall.people import actions as people
from moothall.people.models import User
from moothall.people.tests import make as make_people
from moothall.risks import documents, telling
from moothall.risks.actions import appraisals, decisions, incidents, responses, risks
from moothall.risks.models import (
    Appraisal,
    Classification,
    Member,
    OptionKind,
    Response,
    ResponseKind,
    Risk,
    Verdict,
)
from moothall.risks.queries import desk, left, personal
from moothall.risks.tests import make, make_watch
from moothall.search import writer

SignIn = Callable[[User], Client]


def told(user: User, kind: str) -> list[str]:
    """What this person is shown of a kind of notice, now."""
    return [each.told.line for each in shown(user, Notice.objects.filter(person=user, kind=kind).order_by("pk"))]


def test_a_toleration_to_sign_is_told_until_it_is_signed_and_again_when_it_reads_otherwise(cast: Cast) -> None:
    asked = make.appraisal(by=cast.priya)
    faced = make.exposure(make.risk(asked, by=cast.priya), make.round_of(asked).options.get())
    borne = make.toleration(asked, faced, by=cast.priya, approver=cast.gareth, signed=False)
    assert len(told(cast.gareth, telling.SIGN)) == 1
    assert told(cast.priya, telling.SIGN) == []
    responses.sign(borne, by=cast.gareth)
    assert told(cast.gareth, telling.SIGN) == []
    words = responses.ResponseWords(
        kind=ResponseKind.TOLERATE,
        step=borne.step,
        rationale="Other reasons",
        approver=cast.gareth,
        review_on=borne.review_on,
    )
    responses.edit_response(borne, by=cast.priya, words=words)
    assert len(told(cast.gareth, telling.SIGN)) == 1
    card = desk.card(cast.gareth)
    assert card is not None
    assert [line.title for line in card.lines] == [borne.step]
    responses.drop(borne, by=cast.priya, why="Not borne")
    assert told(cast.gareth, telling.SIGN) == []
    assert desk.card(cast.gareth) is None


def test_a_challenge_is_told_to_who_writes_until_it_is_answered(cast: Cast) -> None:
    asked = make.appraisal(by=cast.priya)
    appraisals.add_member(asked, by=cast.priya, person=cast.joan)
    put = decisions.challenge(make.round_of(asked).options.get(), by=cast.gareth, question="Why nothing?")
    assert len(told(cast.priya, telling.CHALLENGED)) == len(told(cast.joan, telling.CHALLENGED)) == 1
    assert told(cast.gareth, telling.CHALLENGED) == []
    assert [line.when for line in desk.card(cast.joan).lines] == ["To answer"]  # type: ignore[union-attr]
    decisions.answer_challenge(put, by=cast.priya, answer="We look again in spring")
    assert told(cast.priya, telling.CHALLENGED) == []
    assert desk.card(cast.joan) is None


def test_what_goes_stale_is_told_to_who_answers_for_it_and_never_with_a_score(cast: Cast) -> None:
    asked = make.ready(by=cast.priya, approver=cast.gareth)
    appraisals.add_member(asked, by=cast.priya, person=cast.joan)
    risk = Risk.objects.order_by("pk")[0]
    Risk.objects.filter(pk=risk.pk).update(owner=cast.outsider)
    step = Response.objects.get(kind="treat")
    responses.drop(step, by=cast.joan, why="The trainer left")
    assert len(told(cast.priya, telling.STALE)) == 2
    assert len(told(cast.outsider, telling.STALE)) == 1
    assert told(cast.joan, telling.STALE) == [], "who did it knows"
    for each in shown(cast.priya, Notice.objects.filter(person=cast.priya, kind=telling.STALE)):
        assert not {"low", "moderate", "high", "severe"} & set(f"{each.told.line} {each.told.text}".lower().split())
    faced = make.exposure(risk, make.round_of(asked).options.get(kind=OptionKind.PLATFORM))
    make.step(asked, faced, by=cast.priya, words="Somebody else shows them")
    make.classified(faced, by=cast.priya)
    assert told(cast.outsider, telling.STALE) == []
    assert len(told(cast.priya, telling.STALE)) == 1


def test_other_words_of_a_risk_are_told_as_stale_and_who_does_a_step_is_not(cast: Cast) -> None:
    asked = make.ready(by=cast.priya, approver=cast.gareth)
    appraisals.add_member(asked, by=cast.priya, person=cast.joan)
    responses.assign(Response.objects.get(kind="treat"), by=cast.joan, actionee=cast.joan, due_on=clock.today())
    assert told(cast.priya, telling.STALE) == []
    risk = Risk.objects.order_by("pk")[0]
    words = risks.RiskWords(risk.name, "another cause", risk.event, risk.consequence, risk.category)  # type: ignore[arg-type]
    risks.edit_risk(risk, by=cast.joan, words=words)
    assert len(told(cast.priya, telling.STALE)) == Classification.objects.filter(basis__exposure__risk=risk).count()


def test_a_step_is_told_when_its_day_comes_near_and_when_it_went_by_and_never_else(cast: Cast) -> None:
    decision = make_watch.lived(by=cast.priya, approver=cast.gareth, due=30)
    step, day = Response.objects.get(kind="treat"), clock.now()
    responses.assign(step, by=cast.priya, actionee=cast.joan, due_on=clock.today() + timedelta(days=30))
    expected = [(10, 0), (23, 1), (24, 0), (29, 0), (31, 1), (32, 0), (60, 0)]
    for days, count in expected:
        with clock.at(day + timedelta(days=days)):
            assert telling.steps_due() == count, days
            if days == 24:
                assert "is due on" in told(cast.joan, telling.STEP_DUE)[0]
            if days == 32:
                assert "is overdue since" in told(cast.joan, telling.STEP_LATE)[0]
                assert [line.state for line in desk.card(cast.joan).lines] == ["Overdue"]  # type: ignore[union-attr]
    with clock.at(day + timedelta(days=61)):
        responses.assign(step, by=cast.priya, actionee=cast.joan, due_on=clock.today() + timedelta(days=90))
        assert told(cast.joan, telling.STEP_LATE) == [], "its day is another now"
    with clock.at(day + timedelta(days=61 + 85)):
        assert telling.steps_due() == 1, "of a new day people are told anew"
        responses.put_in_place(step, by=cast.joan)
        assert told(cast.joan, telling.STEP_DUE) == []
        assert telling.steps_due() == 0
    assert decision.round.responses.count() == 2


def test_steps_of_what_is_not_decided_are_nobodys_duty_yet(cast: Cast) -> None:
    make.ready(by=cast.priya, approver=cast.gareth)
    with clock.at(clock.now() + timedelta(days=100)):
        assert telling.steps_due() == 0
        assert desk.card(cast.priya) is None


def test_reviews_of_decisions_and_of_what_is_borne_are_told_once_for_each_day(cast: Cast) -> None:
    asked = make.ready(by=cast.priya, approver=cast.gareth)
    platform = make.round_of(asked).options.get(kind=OptionKind.PLATFORM)
    faced = make.exposure(Risk.objects.order_by("pk")[0], platform)
    make.toleration(asked, faced, by=cast.priya, approver=cast.gareth)
    make.classified(faced, by=cast.priya)
    review_on = clock.today() + timedelta(days=182)
    decision = decisions.decide(make.round_of(asked), by=cast.priya, option=platform, balance="So", review_on=review_on)
    start = clock.now().replace(hour=12)  # an hour at which it is the same day in summer and in winter
    with clock.at(start + timedelta(days=179)):
        assert telling.reviews_due() == 0
    with clock.at(start + timedelta(days=185)):
        assert telling.reviews_due() == 3  # priya of both, gareth of what he signed
        assert telling.reviews_due() == 0
        assert len(told(cast.priya, telling.REVIEW)) == len(told(cast.gareth, telling.BORNE)) == 1
        borne = Response.objects.get(kind="tolerate", treatments__exposure=faced)
        responses.sign(borne, by=cast.gareth, review_on=clock.today() + timedelta(days=100))
        assert told(cast.gareth, telling.BORNE) == []
        decisions.review(
            decision, by=cast.priya, verdict=Verdict.HOLDS, words="Yes", next_on=clock.today() + timedelta(days=50)
        )
        assert told(cast.priya, telling.REVIEW) == []
        assert desk.card(cast.priya) is not None  # its step is overdue by now
    with clock.at(start + timedelta(days=185 + 51)):
        assert telling.reviews_due() == 1
        assert len(told(cast.priya, telling.REVIEW)) == 1


def test_two_workers_tell_once(committed_db: CommittedDatabase) -> None:
    priya, gareth = make_people.user("Priya Raman"), make_people.user("Gareth Pugh")
    make_watch.lived(by=priya, approver=gareth, due=-3)
    rhian = make_watch.manager()
    with clock.at(clock.now() - timedelta(hours=60)):
        make_watch.incident(by=gareth, personal_data=True)
    at_once([telling.steps_due, telling.steps_due])
    at_once([telling.clocks_running, telling.clocks_running])
    assert Notice.objects.filter(person=priya, kind=telling.STEP_LATE).count() == 1
    assert Notice.objects.filter(person=rhian, kind=telling.CLOCK).count() == 1


def test_nobody_is_told_of_what_they_may_not_read(cast: Cast) -> None:
    closed = make.appraisal(by=cast.priya, closed=True)
    risk = make.risk(closed, by=cast.priya)
    Risk.objects.filter(pk=risk.pk).update(owner=cast.joan)
    faced = make.exposure(risk, make.round_of(closed).options.get())
    make.toleration(closed, faced, by=cast.priya, approver=cast.gareth, signed=False)
    incidents.link(make_watch.incident(by=cast.outsider), by=make_watch.manager(), risk=risk)
    assert Notice.objects.filter(person__in=[cast.joan, cast.gareth]).exists()
    for kind in (telling.SIGN, telling.OCCURRED):
        assert told(cast.gareth, kind) == told(cast.joan, kind) == []
    assert len(told(cast.priya, telling.OCCURRED)) == 1
    assert desk.card(cast.gareth) is None


def test_the_desk_asks_once_where_nothing_waits(cast: Cast, as_user: SignIn) -> None:
    make_watch.lived(by=cast.priya, approver=cast.gareth, due=-3)
    with CaptureQueriesContext(connection) as queries:
        assert desk.card(User.objects.get(pk=cast.joan.pk)) is None
    assert len([one for one in queries if "risks_" in one["sql"]]) == 1
    assert desk.card(cast.marcus) is None
    page = as_user(cast.priya).get(reverse("home:desk")).content.decode()
    assert "Risks: waiting for you" in page
    assert "Show people how" in page


def test_a_clock_that_runs_stands_on_the_desk_of_those_who_decide(cast: Cast, as_user: SignIn) -> None:
    made = make_watch.incident(by=cast.gareth, personal_data=True)
    for person in (make_watch.manager(), make_watch.officer()):
        assert made.get_absolute_url() in as_user(person).get(reverse("home:desk")).content.decode()
    assert made.get_absolute_url() not in as_user(cast.priya).get(reverse("home:desk")).content.decode()


def test_what_a_leaver_answered_for_passes_to_the_risk_managers(cast: Cast, as_user: SignIn) -> None:
    rhian = make_watch.manager()
    decision = make_watch.lived(by=cast.priya, approver=cast.gareth)
    asked = decision.round.appraisal
    closed = make.appraisal(by=cast.priya, question="A secret question?", closed=True)
    appraisals.add_member(closed, by=cast.priya, person=cast.joan)
    assert list(left.troubles()) == []
    people.deactivate(cast.priya, by=cast.admin)
    people.deactivate(cast.joan, by=cast.admin)
    for each in (asked, closed):
        each.refresh_from_db()
        assert each.owner is None
    assert not Member.objects.filter(appraisal=closed).exists()
    assert len(told(rhian, telling.OWNED)) == 2
    assert {line.when for line in desk.card(rhian).lines} == {"No owner"}  # type: ignore[union-attr]
    assert Entry.objects.filter(verb="appraisal.left_without_owner").count() == 2
    troubles = list(left.troubles())
    assert len(troubles) == 1
    assert "1 step" in troubles[0]
    assert "Show people how" not in troubles[0], "an administrator may not be able to read the appraisal"
    step = Response.objects.get(kind="treat")
    responses.assign(step, by=rhian, actionee=cast.outsider, due_on=step.due_on)
    assert list(left.troubles()) == []
    appraisals.name_owner(asked, by=rhian, owner=cast.gareth)
    assert len(told(cast.gareth, telling.OWNED)) == 1
    assert len(told(rhian, telling.OWNED)) == 1


def test_a_copy_of_ones_own_data_holds_ones_words_and_not_a_nameless_report(cast: Cast) -> None:
    decision = make_watch.lived(by=cast.priya, approver=cast.gareth)
    make_watch.comment(decision.round.appraisal, by=cast.joan, body="My own words")
    make_watch.incident(by=cast.joan, what="By name")
    make_watch.incident(by=cast.joan, what="Without a name", named=False)
    said = str([*personal.said(cast.joan), *personal.holds(cast.joan), *personal.reported(cast.joan)])
    assert "My own words" in said
    assert "By name" in said
    assert "Without a name" not in said
    owned = str([*personal.said(cast.priya), *personal.holds(cast.priya)])
    assert "My own words" not in owned
    assert f"'owns_appraisal': {decision.round.appraisal_id}" in owned
    assert "Going on as we are" in owned
    assert "'signs_for'" in str(list(personal.holds(cast.gareth)))


def test_appraisals_and_risks_are_found_by_those_who_may_read_them(cast: Cast, as_user: SignIn) -> None:
    make.risk(make.appraisal(by=cast.priya, question="About hedgehogs?"), by=cast.priya, name="Hedgehogs roll up")
    secret = make.appraisal(by=cast.priya, question="About badgers?", closed=True)
    make.risk(secret, by=cast.priya, name="Badgers dig")
    writer.drain()
    url = reverse("search:find")
    assert "Hedgehogs roll up" in as_user(cast.joan).get(url, {"q": "hedgehogs"}).content.decode()
    assert "About hedgehogs?" in as_user(cast.joan).get(url, {"q": "hedgehogs"}).content.decode()
    assert "Hedgehogs roll up" not in as_user(cast.marcus).get(url, {"q": "hedgehogs"}).content.decode()
    for person, finds in ((cast.priya, True), (cast.joan, False), (cast.admin, False), (cast.auditor, False)):
        page = as_user(person).get(url, {"q": "badgers"}).content.decode()
        assert ("Badgers dig" in page) is finds
        assert ("About badgers?" in page) is finds
    refs = [*Risk.objects.values_list("pk", flat=True)]
    assert len(documents.load_risks(cast.joan, refs)) == 1
    assert documents.load_appraisals(cast.joan, [secret.pk]) == {}


def test_what_is_found_holds_no_score_and_only_the_newest_round(cast: Cast) -> None:
    decision = make_watch.lived(by=cast.priya, approver=cast.gareth, levels=(5, 5))
    asked = decision.round.appraisal
    for risk in Risk.objects.all():
        Risk.objects.filter(pk=risk.pk).update(owner=None)
    found = [*documents.appraisals([asked.pk]), *documents.risks(list(documents.risk_ids(0)))]
    for document in found:
        assert document.container == asked.container
        assert "severe" not in f"{document.title} {document.body}".lower()
    old = list(documents.risk_ids(0))
    appraisals.open_again(asked, by=cast.priya, reason="Again")
    new = list(documents.risk_ids(0))
    assert len(new) == len(old)
    assert not set(new) & set(old)
    assert list(documents.risks(old)) == []


def test_a_note_with_an_old_score_is_not_found(cast: Cast) -> None:
    asked = make.appraisal(by=cast.priya)
    words = risks.RiskWords("Name", "a cause", "an event", "a loss", "money", note="It had a score of 25: severe")  # type: ignore[arg-type]
    made = risks.name_risk(make.round_of(asked), by=cast.priya, stance="doing", words=words)  # type: ignore[arg-type]
    assert "25" not in next(iter(documents.risks([made.pk]))).body


def test_every_verb_has_its_words_and_every_kind_its_own_order(cast: Cast) -> None:
    made = make_watch.incident(by=cast.gareth, personal_data=True)
    incidents.decide_breach(made.breach, by=make_watch.manager(), notify=False, reasons="No")
    worded = {wording.key for wording in audit_wording}
    assert {entry.verb for entry in Entry.objects.all()} <= worded
    mine = [kind for kind in kinds if kind.key.startswith("risks.")]
    assert len({kind.thing for kind in mine}) == len(mine)
    assert Appraisal.objects.count() == 0


def test_guests_are_told_nothing_and_do_nothing_here(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.marcus)
    for name in ("register", "appetite", "scales", "incidents", "incident_new"):
        assert client.get(reverse(f"risks:{name}")).status_code == 403
    assert "/risks/" not in client.get(reverse("home:desk")).content.decode()
    with pytest.raises(PermissionDenied):
        make.appraisal(by=cast.marcus)
