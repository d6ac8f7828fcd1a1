"""The public site: what anybody reads of an appraisal that is published, and what nobody outside is told."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.kit import clock
from moothall.people.models import Role, User
from moothall.people.tests import make as make_people
from moothall.policies.models import Capability
from moothall.policies.tests import make_gate
from moothall.risks.actions import appraisals, decisions
from moothall.risks.models import Appraisal, Comment
from moothall.risks.tests import make
from moothall.risks.tests.reading_world import parsed, public_pages_of

SignIn = Callable[[User], Client]


@pytest.fixture
def asked(cast: Cast) -> Appraisal:
    return make.ready(by=cast.priya, approver=cast.gareth)


def url(asked: Appraisal) -> str:
    return reverse("risks:public_appraisal", args=[asked.pk])


def test_it_is_public_only_while_it_is_published(cast: Cast, asked: Appraisal, as_user: SignIn) -> None:
    stranger = Client()
    for name, address in public_pages_of(asked).items():
        assert stranger.get(address).status_code == 404, name
    assert asked.question not in parsed(stranger.get(reverse("risks:public_list"))).words
    page = reverse("risks:publish", args=[asked.pk])
    client = as_user(cast.priya)
    assert "Nobody outside is told who owns it by name" in parsed(client.get(page)).words
    assert client.post(page).status_code == 302
    for name, address in public_pages_of(asked).items():
        response = stranger.get(address)
        assert response.status_code == 200 and "max-age=300" in response["Cache-Control"], name
        assert not response.cookies, name
    assert asked.question in parsed(stranger.get(reverse("risks:public_list"))).words
    assert client.post(page, {"unpublish": "1"}).status_code == 302
    assert stranger.get(url(asked)).status_code == 404


def test_only_who_looks_after_it_publishes(cast: Cast, asked: Appraisal, as_user: SignIn) -> None:
    page = reverse("risks:publish", args=[asked.pk])
    appraisals.add_member(asked, by=cast.priya, person=cast.gareth)
    for person, expected in ((cast.gareth, 403), (cast.joan, 403), (cast.admin, 403), (cast.marcus, 404)):
        assert as_user(person).get(page).status_code == expected
        assert as_user(person).post(page).status_code == expected
    asked.refresh_from_db()
    assert not asked.is_public
    keeper = make_people.user("Ewan Mackie", roles=(Role.RISK_MANAGER,))
    assert as_user(keeper).post(page).status_code == 302
    asked.refresh_from_db()
    assert asked.is_public and asked.published_by == keeper


def test_the_gate_before_publishing_is_kept(cast: Cast, asked: Appraisal, as_user: SignIn) -> None:
    make_gate.asked(make_gate.policy(owner=cast.gareth), Capability.PUBLISH)
    page, client = reverse("risks:publish", args=[asked.pk]), as_user(cast.priya)
    for response in (client.get(page), client.post(page)):
        assert (
            response.status_code == 302 and reverse("policies:gate", args=[Capability.PUBLISH]) in response["Location"]
        )
    asked.refresh_from_db()
    assert not asked.is_public


def test_nobody_of_the_hall_is_named_outside(cast: Cast, asked: Appraisal) -> None:
    Comment.objects.create(appraisal=asked, author=cast.joan, differs=True, body="Said in the hall.")
    let_in = {"let_in": True, "moderated_by": cast.priya, "moderated_at": clock.now()}
    Comment.objects.create(appraisal=asked, name="Mair Evans", body="Keep the paper forms.", **let_in)
    Comment.objects.create(appraisal=asked, name="Somebody", body="Nobody has looked at this.")
    out = let_in | {"let_in": False, "moderated_why": "Rude"}
    Comment.objects.create(appraisal=asked, name="Rude one", body="Kept out.", **out)
    appraisals.publish(asked, by=cast.priya)
    stranger = Client()
    for _time in range(2):
        for name, address in public_pages_of(asked).items():
            response = stranger.get(address)
            body = response.content.decode()
            for person in (cast.priya, cast.gareth, cast.joan):
                assert person.name not in body and (person.email or "@@") not in body, (name, person)
            assert "Keep the paper forms." in body and "Mair Evans" in body and "Team leader" in body
            for kept in ("Said in the hall.", "Nobody has looked at this.", "Kept out.", "Somebody"):
                assert kept not in body, (name, kept)
            hrefs = [node.attributes.get("href", "") for node in parsed(response).all() if node.tag == "a"]
            assert not [each for each in hrefs if each.startswith("/risks/") and "/public/" not in each], name
        round = make.round_of(asked)
        if not hasattr(round, "decision"):
            decisions.decide(
                round,
                by=cast.priya,
                option=round.proposal.option,
                balance=round.proposal.balance,
                review_on=clock.today() + timedelta(days=200),
                dissent="Some would have waited.",
            )
    assert "Some would have waited." in stranger.get(url(asked)).content.decode()


def test_the_public_site_is_read_and_not_written(cast: Cast, asked: Appraisal) -> None:
    appraisals.publish(asked, by=cast.priya)
    for address in (url(asked), reverse("risks:public_list")):
        assert Client().post(address).status_code == 405
        assert Client().head(address).status_code == 200
    assert Client().get(url(asked) + "?round=7").status_code == 404


def test_a_closed_appraisal_that_is_published_says_so_in_the_hall(cast: Cast, as_user: SignIn) -> None:
    asked = make.appraisal(by=cast.priya, closed=True)
    appraisals.publish(asked, by=cast.priya)
    assert as_user(cast.joan).get(asked.get_absolute_url()).status_code == 404
    assert as_user(cast.joan).get(url(asked)).status_code == 200
    sight = "anybody, on the public site"
    assert sight in parsed(as_user(cast.priya).get(asked.get_absolute_url())).words
