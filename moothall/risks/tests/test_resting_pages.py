"""Saying which policies and platforms rest on an option, and where that is read."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.people.models import User
from moothall.policies.tests import make as make_policies
from moothall.records.tests import make_systems
from moothall.risks.actions import resting as act
from moothall.risks.models import Appraisal, Option, OptionKind, Resting
from moothall.risks.tests import make
from moothall.risks.tests.reading_world import parsed

SignIn = Callable[[User], Client]


@pytest.fixture
def asked(cast: Cast) -> Appraisal:
    return make.ready(by=cast.priya, approver=cast.gareth)


@pytest.fixture
def platform(asked: Appraisal) -> Option:
    return make.round_of(asked).options.get(kind=OptionKind.PLATFORM)


def url(option: Option) -> str:
    return reverse("risks:rests", args=[option.pk])


def test_what_rests_is_said_and_read_on_both_sides(cast: Cast, platform: Option, as_user: SignIn) -> None:
    policy = make_policies.adopted(by=cast.admin, stakeholder=cast.gareth, title="Talking at work")
    system = make_systems.system("The hall", by=cast.admin)
    client = as_user(cast.priya)
    assert "Nothing yet" in parsed(client.get(url(platform))).words
    assert client.post(url(platform), {"policy": policy.pk}).status_code == 302
    assert client.post(url(platform), {"system": system.pk}).status_code == 302
    asked = platform.round.appraisal
    page = parsed(as_user(cast.joan).get(asked.get_absolute_url()))
    assert "Policy that would rest on this decision" in page.words
    hrefs = [node.attributes.get("href") for node in page.all()]
    assert policy.get_absolute_url() in hrefs and system.get_absolute_url() in hrefs
    for thing in (policy, system):
        assert asked.question in parsed(as_user(cast.joan).get(thing.get_absolute_url())).words
    row = Resting.objects.get(option=platform, system=system)
    assert client.post(reverse("risks:rests_no_longer", args=[row.pk])).status_code == 302
    assert not Resting.objects.filter(pk=row.pk).exists()


def test_one_thing_is_chosen_at_a_time(cast: Cast, platform: Option, as_user: SignIn) -> None:
    policy = make_policies.adopted(by=cast.admin, stakeholder=cast.gareth, title="Talking at work")
    system = make_systems.system("The hall", by=cast.admin)
    client = as_user(cast.priya)
    for sent in ({}, {"policy": policy.pk, "system": system.pk}, {"policy": "999999"}, {"system": "999999"}):
        response = client.post(url(platform), sent)
        assert response.status_code == 422 and "There is a problem" in parsed(response).words, sent
    assert not Resting.objects.exists()
    act.rest(platform, by=cast.priya, on_it=system)
    assert client.post(url(platform), {"system": system.pk}).status_code == 422, "it rests there already"


def test_only_who_writes_says_so_and_only_where_they_may_read(cast: Cast, platform: Option, as_user: SignIn) -> None:
    system = make_systems.system("The hall", by=cast.admin)
    row = act.rest(platform, by=cast.priya, on_it=system)
    gone = reverse("risks:rests_no_longer", args=[row.pk])
    for person, expected in ((cast.joan, 403), (cast.marcus, 404)):
        client = as_user(person)
        assert client.get(url(platform)).status_code == expected
        assert client.post(url(platform), {"system": system.pk}).status_code == expected
        assert client.post(gone).status_code == expected
    assert as_user(cast.priya).get(gone).status_code == 405
    assert Resting.objects.filter(pk=row.pk).exists()


def test_a_closed_appraisal_is_not_told_on_the_page_of_a_platform(cast: Cast, as_user: SignIn) -> None:
    system = make_systems.system("The hall", by=cast.admin)
    closed = make.appraisal(by=cast.priya, question="A secret?", closed=True)
    act.rest(make.round_of(closed).options.get(), by=cast.priya, on_it=system)
    assert "A secret?" not in parsed(as_user(cast.joan).get(system.get_absolute_url())).words
    assert "A secret?" in parsed(as_user(cast.priya).get(system.get_absolute_url())).words
