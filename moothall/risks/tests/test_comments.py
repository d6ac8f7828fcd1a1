"""Comments and different views: of the hall at once, of the public once they are let in."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from conftest import Cast
from moothall.audit.models import Entry
from moothall.kit import clock
from moothall.kit.rate import Rate
from moothall.kit.testing import CommittedDatabase, at_once
from moothall.notices.models import Notice
from moothall.people.models import User
from moothall.people.tests import make as make_people
from moothall.risks import telling
from moothall.risks.actions import appraisals
from moothall.risks.actions import comments as act
from moothall.risks.models import Appraisal, Comment
from moothall.risks.queries import comments
from moothall.risks.tests import make, make_watch

SignIn = Callable[[User], Client]


@pytest.fixture
def asked(cast: Cast) -> Appraisal:
    return make.appraisal(by=cast.priya)


@pytest.fixture
def public(cast: Cast, asked: Appraisal) -> Appraisal:
    return appraisals.publish(asked, by=cast.priya)


def url(asked: Appraisal, query: str = "") -> str:
    return reverse("risks:comment", args=[asked.pk]) + query


def test_staff_and_councillors_comment_and_who_answers_for_it_is_told(
    cast: Cast, asked: Appraisal, as_user: SignIn
) -> None:
    answer = as_user(cast.joan).post(url(asked), {"body": "What of councillors?", "differs": "on"})
    said = Comment.objects.get()
    assert answer["Location"] == f"{url(asked)}#comment-{said.pk}"
    assert (said.author, said.differs) == (cast.joan, True)
    page = as_user(cast.gareth).get(url(asked)).content.decode()
    assert "What of councillors?" in page
    assert "A different view" in page
    assert Notice.objects.get(kind=telling.COMMENTED).person == cast.priya
    assert as_user(cast.marcus).get(url(asked)).status_code == 404
    with pytest.raises(PermissionDenied):
        make_watch.comment(asked, by=cast.marcus)


def test_a_comment_is_about_a_risk_or_an_option_of_the_same_appraisal(
    cast: Cast, asked: Appraisal, as_user: SignIn
) -> None:
    risk = make.risk(asked, by=cast.priya)
    option = make.round_of(asked).options.get()
    foreign = make.risk(make.appraisal(by=cast.gareth, question="Other?", closed=True), by=cast.gareth)
    client = as_user(cast.priya)
    client.post(url(asked, f"?risk={risk.pk}"), {"body": "On the risk"})
    client.post(url(asked, f"?option={option.pk}"), {"body": "On the option"})
    assert {(row.risk, row.option) for row in Comment.objects.all()} == {(risk, None), (None, option)}
    for query in (f"?risk={foreign.pk}", "?risk=x", "?option=999", f"?risk={risk.pk}&option={option.pk}"):
        assert client.get(url(asked, query)).status_code == 404
    with pytest.raises(ValueError, match="one risk or one option"):
        act.say(asked, by=cast.priya, body="So", risk=foreign)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.create(appraisal=asked, risk=risk, option=option, body="Both", author=cast.priya)
    assert comments.here(asked, cast.priya).count == 2
    assert [row.comment.body for row in comments.here(asked, cast.priya, risk=risk).rows] == ["On the risk"]


def test_what_is_closed_is_commented_on_by_its_people_alone(cast: Cast, as_user: SignIn) -> None:
    closed = make.appraisal(by=cast.priya, closed=True)
    make_watch.comment(closed, by=cast.priya, body="Between us")
    for person in (cast.joan, cast.admin, cast.auditor, cast.outsider):
        assert as_user(person).get(url(closed)).status_code == 404
        assert as_user(person).post(url(closed), {"body": "Let me in"}).status_code == 404
        with pytest.raises(PermissionDenied):
            make_watch.comment(closed, by=person)
    assert Comment.objects.count() == 1


def test_what_is_said_after_the_decision_is_marked_so(cast: Cast, as_user: SignIn) -> None:
    decision = make.decided(by=cast.priya, approver=cast.gareth)
    asked = decision.round.appraisal
    with clock.at(decision.at - timedelta(hours=1)):
        early = make_watch.comment(asked, by=cast.joan, body="Before")
    with clock.at(decision.at + timedelta(hours=1)):
        late = make_watch.comment(asked, by=cast.joan, body="After", differs=True)
    rows = comments.here(asked, cast.joan).rows
    assert [(row.comment, row.after_decision) for row in rows] == [(late, True), (early, False)]
    assert as_user(cast.joan).get(url(asked)).content.decode().count("Said after the decision") == 1


def test_what_was_said_is_not_changed_or_taken_back(cast: Cast, asked: Appraisal) -> None:
    said = make_watch.comment(asked, by=cast.joan)
    for change in (
        lambda: Comment.objects.filter(pk=said.pk).update(body="Otherwise"),
        lambda: Comment.objects.filter(pk=said.pk).update(author=cast.gareth),
        lambda: Comment.objects.filter(pk=said.pk).delete(),
        said.delete,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_numbers_about_people_are_warned_of_once_and_nothing_of_them_is_kept(
    cast: Cast, asked: Appraisal, as_user: SignIn
) -> None:
    client, body = as_user(cast.joan), "Her number is QQ123456C, or AB 12 34 56 C."
    first = client.post(url(asked), {"body": body})
    assert first.status_code == 422
    assert "look again first" in first.content.decode()
    assert not Comment.objects.exists()
    seal = first.context["form"].data["warned"]
    other = client.post(url(asked), {"body": body + " And AA 11 22 33 A.", "warned": seal})
    assert other.status_code == 422, "other words are looked at again"
    assert client.post(url(asked), {"body": body, "warned": seal}).status_code == 302
    assert Comment.objects.get().body == body


def test_the_same_form_sent_twice_says_it_once(cast: Cast, asked: Appraisal, as_user: SignIn) -> None:
    sent = {"body": "Once", "token": "6d4b9b52-2b1c-4a57-9a6b-000000000009"}
    for _again in range(2):
        assert as_user(cast.joan).post(url(asked), sent).status_code == 302
    assert Comment.objects.count() == 1


# The public -----------------------------------------------------------------------------------------------------------


def stranger(asked: Appraisal, **changed: str) -> dict[str, str]:
    return {"name": "Mair", "body": "Ask us first.", "address": "", **changed}


def public_url(asked: Appraisal) -> str:
    return reverse("risks:public_comment", args=[asked.pk])


def test_the_public_comments_only_on_what_is_published_and_nothing_is_shown_before(
    cast: Cast, asked: Appraisal, as_user: SignIn
) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.get(public_url(asked)).status_code == 404
    assert client.post(public_url(asked), stranger(asked)).status_code == 404
    with pytest.raises(ValueError, match="public site"):
        make_watch.public_comment(asked)
    appraisals.publish(asked, by=cast.priya)
    answer = client.post(public_url(asked), stranger(asked))
    assert answer["Location"] == public_url(asked) + "?sent=1"
    assert not client.cookies, "no session is opened"
    said = Comment.objects.get()
    assert (said.author, said.let_in, said.name) == (None, None, "Mair")
    assert "Ask us first." not in client.get(public_url(asked)).content.decode()
    assert "Ask us first." not in as_user(cast.joan).get(url(asked)).content.decode()
    assert "Ask us first." in as_user(cast.priya).get(url(asked)).content.decode()
    assert Entry.objects.get(verb="appraisal.public_commented").actor_id is None
    assert Notice.objects.get(kind=telling.COMMENTED).person == cast.priya


def test_machines_and_empty_forms_are_refused(public: Appraisal) -> None:
    client = Client()
    for sent in (
        stranger(public, address="http://spam.example"),
        stranger(public, name=" "),
        stranger(public, body=""),
        stranger(public, body="x" * 4001),
        stranger(public, body="a\x00b"),
    ):
        assert client.post(public_url(public), sent).status_code == 422
    assert not Comment.objects.exists()


def test_a_flood_from_one_address_is_slowed_and_what_was_typed_stays(
    public: Appraisal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings.MOOTHALL_LIMITS, "public_comment", Rate(2, 3600))
    client = Client()
    answers = [client.post(public_url(public), stranger(public, body=f"Number {n}")) for n in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 429, 429]
    assert "Number 3" in answers[3].content.decode()
    assert answers[3]["Retry-After"]


def test_a_flood_from_many_addresses_fills_the_box_and_no_more(
    public: Appraisal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(act, "MOST_WAITING", 3)
    for number in range(3):
        make_watch.public_comment(public, body=f"{number}")
    with pytest.raises(act.BoxFull):
        make_watch.public_comment(public)
    answer = Client().post(public_url(public), stranger(public))
    assert answer.status_code == 422
    assert "no more are taken" in answer.content.decode()
    assert Notice.objects.filter(kind=telling.COMMENTED).count() == 3


def test_those_who_look_after_it_let_in_or_keep_out_with_a_reason(
    cast: Cast, public: Appraisal, as_user: SignIn
) -> None:
    said = make_watch.public_comment(public)
    page = reverse("risks:moderate", args=[said.pk])
    appraisals.add_member(public, by=cast.priya, person=cast.joan)
    for person in (cast.joan, cast.gareth, cast.admin, cast.auditor):
        assert as_user(person).get(page).status_code == 403
        assert as_user(person).post(page, {"let_in": "yes", "seen": ""}).status_code == 403
        with pytest.raises(PermissionDenied):
            act.moderate(said, by=person, let_in=True)
    assert as_user(cast.marcus).get(page).status_code == 404
    client = as_user(cast.priya)
    assert client.post(page, {"let_in": "no", "seen": "", "why": " "}).status_code == 422
    with pytest.raises(ValueError, match="kept out"):
        act.moderate(said, by=cast.priya, let_in=False)
    assert client.post(page, {"let_in": "yes", "seen": ""}).status_code == 302
    assert "Ask us first." in Client().get(public_url(public)).content.decode()
    assert "Ask us first." in as_user(cast.joan).get(url(public)).content.decode()
    assert client.post(page, {"let_in": "no", "seen": "yes", "why": "It names somebody"}).status_code == 302
    assert "Ask us first." not in Client().get(public_url(public)).content.decode()
    assert "It names somebody" not in as_user(cast.joan).get(url(public)).content.decode()
    assert "It names somebody" in client.get(url(public)).content.decode()


def test_the_comments_of_what_is_closed_are_nobody_elses_business(cast: Cast, as_user: SignIn) -> None:
    closed = appraisals.publish(make.appraisal(by=cast.priya, closed=True), by=cast.priya)
    said = make_watch.public_comment(closed)
    page = reverse("risks:moderate", args=[said.pk])
    for person in (cast.joan, cast.gareth, cast.admin, cast.auditor, cast.marcus):
        assert as_user(person).get(page).status_code == 404
        assert as_user(person).post(page, {"let_in": "yes", "seen": ""}).status_code == 404
        assert as_user(person).get(url(closed)).status_code == 404
    said.refresh_from_db()
    assert said.let_in is None
    assert as_user(make_watch.manager()).get(page).status_code == 200


def test_a_comment_of_what_is_published_no_longer_is_refused(cast: Cast, public: Appraisal) -> None:
    appraisals.unpublish(public, by=cast.priya)
    assert Client().post(public_url(public), stranger(public)).status_code == 404
    with pytest.raises(ValueError, match="public site"):
        make_watch.public_comment(public)


def test_comments_of_an_option_stand_on_its_page(cast: Cast, asked: Appraisal, as_user: SignIn) -> None:
    option = make.round_of(asked).options.get()
    act.say(asked, by=cast.joan, body="Nothing is no answer", option=option, differs=True)
    page = as_user(cast.gareth).get(reverse("risks:option", args=[option.pk])).content.decode()
    assert "Nothing is no answer" in page
    assert "A different view" in page
    assert url(asked, f"?option={option.pk}") in page


def test_what_the_hall_says_needs_nobody_to_let_it_in(cast: Cast, public: Appraisal, as_user: SignIn) -> None:
    said = make_watch.comment(public, by=cast.joan)
    with pytest.raises(ValueError, match="needs nobody"):
        act.moderate(said, by=cast.priya, let_in=False, why="I disagree")
    assert as_user(cast.priya).get(reverse("risks:moderate", args=[said.pk])).status_code == 404


def test_of_two_moderators_the_second_is_told_and_decides_knowingly(
    cast: Cast, public: Appraisal, as_user: SignIn
) -> None:
    rhian, said = make_watch.manager(), make_watch.public_comment(public)
    page = reverse("risks:moderate", args=[said.pk])
    act.moderate(said, by=cast.priya, let_in=True)
    answer = as_user(rhian).post(page, {"let_in": "no", "seen": "", "why": "It names somebody"})
    assert answer.status_code == 422
    words = answer.content.decode()
    assert escape(cast.priya.name) in words
    assert "meanwhile" in words
    assert "It names somebody" in words
    said.refresh_from_db()
    assert said.let_in is True
    again = {"let_in": "no", "seen": answer.context["form"].data["seen"], "why": "It names somebody"}
    assert as_user(rhian).post(page, again).status_code == 302
    said.refresh_from_db()
    assert (said.let_in, said.moderated_by) == (False, rhian)


def test_two_moderators_at_once_decide_it_once(committed_db: CommittedDatabase) -> None:
    priya, rhian = make_people.user("Priya Raman"), make_watch.manager()
    asked = appraisals.publish(make.appraisal(by=priya), by=priya)
    said = make_watch.public_comment(asked)

    def decide(by: User, let_in: bool) -> str:
        try:
            act.moderate(said, by=by, let_in=let_in, why="" if let_in else "No")
        except act.ModeratedMeanwhile:
            return "meanwhile"
        return "decided"

    done = at_once([lambda: decide(priya, True), lambda: decide(rhian, False)])
    assert sorted(done) == ["decided", "meanwhile"]
    assert Entry.objects.filter(verb="appraisal.comment_moderated").count() == 1


def test_hostile_words_stay_words(cast: Cast, public: Appraisal, as_user: SignIn) -> None:
    bad = "<img src=x onerror=alert(1)>{% load x %}javascript:alert(1)\u202e"
    said = make_watch.public_comment(public, name='"><script>alert(2)</script>', body=bad)
    act.moderate(said, by=cast.priya, let_in=True)
    make_watch.comment(public, by=cast.joan, body=bad)
    for client, page in ((Client(), public_url(public)), (as_user(cast.priya), url(public))):
        shown = client.get(page).content.decode()
        assert "<img src=x" not in shown
        assert "<script>alert" not in shown
