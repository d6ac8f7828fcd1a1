"""The first page of a hall in which nobody lives yet."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from moothall.audit.models import Entry
from moothall.kit.testing import CommittedDatabase, at_once
from moothall.people import actions, credentials
from moothall.people.models import Founding, Role, Team, User
from moothall.people.tests import make
from moothall.people.views import founding

WORDS = {"name": "Ada Minton", "email": "Ada@Wexmoor.example", "job": "Systems administrator", "team": "Digital"}


@pytest.fixture(autouse=True)
def nobody_known(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(founding._Lived, "known", False)
    yield


def send(client: Client, **words: str) -> Any:
    return client.post(reverse("people:first_run"), {**WORDS, "key": credentials.first_run_key(), **words})


@pytest.mark.django_db
def test_an_empty_hall_leads_to_its_first_page() -> None:
    client = Client()
    answer = client.get("/", follow=True)
    assert answer.redirect_chain[-1][0] == reverse("people:first_run")
    assert "Open the hall" in answer.text
    assert credentials.first_run_key() not in answer.text


@pytest.mark.django_db
def test_whoever_has_the_key_becomes_the_first_administrator_and_goes_on_to_a_passkey() -> None:
    client = Client()
    answer = send(client)
    ada = User.objects.get()
    assert (ada.email, ada.team) == ("ada@wexmoor.example", Team.objects.get())
    assert ada.has_role(Role.ADMINISTRATOR)
    assert answer["Location"] == reverse("people:welcome")
    assert "passkey" in client.get(reverse("people:welcome"), follow=True).text
    assert Entry.objects.filter(verb="hall.founded").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "wrong", "0" * 24])
def test_without_the_key_nobody_does_and_what_was_typed_stays(key: str) -> None:
    answer = send(Client(), key=key)
    assert answer.status_code == 422
    assert 'value="Ada Minton"' in answer.text
    assert not User.objects.exists()


@pytest.mark.django_db
def test_the_page_is_gone_once_somebody_lives_here() -> None:
    make.user("Priya Raman")
    assert Client().get(reverse("people:first_run")).status_code == 404
    assert send(Client()).status_code == 404
    assert User.objects.count() == 1
    assert Client().get("/", follow=True).redirect_chain[-1][0].startswith(reverse("account_login"))


def test_of_two_who_found_at_once_one_does(committed_db: CommittedDatabase) -> None:
    def found(number: int) -> bool:
        try:
            actions.found(name=f"Founder {number}", email=f"f{number}@wexmoor.example", job="", team="")
        except actions.AlreadyFoundedError:
            return False
        return True

    assert sorted(at_once([partial(found, number) for number in range(4)])) == [False, False, False, True]
    assert (User.objects.count(), Founding.objects.count()) == (1, 1)
