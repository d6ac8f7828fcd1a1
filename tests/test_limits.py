"""Who posts or uploads too often is asked to wait, and keeps what they typed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings, settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.kit.rate import Rate
from moothall.mail.models import ImportRun
from moothall.mail.tests import make as make_mail
from moothall.people.sso.options import Oidc, Saml, SingleSignOn
from moothall.spaces.models import Post
from moothall.spaces.tests import make as make_talk

SignIn = Callable[..., Client]


@pytest.fixture
def one_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = dict.fromkeys(settings.MOOTHALL_LIMITS, Rate(1, 3600))
    monkeypatch.setattr(settings, "MOOTHALL_LIMITS", limits)


@pytest.mark.usefixtures("one_an_hour")
def test_a_reply_too_many_is_shown_again_with_what_was_typed(cast: Cast, as_user: SignIn) -> None:
    space = make_talk.space(by=cast.priya, name="Roads", members=[cast.gareth])
    talk = make_talk.conversation(space, by=cast.priya, title="Potholes", body="Where?")
    client = as_user(cast.gareth)

    def say(words: str, token: str) -> Any:
        return client.post(talk.get_absolute_url(), {"body": words, "token": token})

    first = client.get(talk.get_absolute_url()).context["form"]["token"].value()
    second = client.get(talk.get_absolute_url()).context["form"]["token"].value()
    assert say("In Mill Lane", first).status_code == 302
    refused = say("And in Tithe Street", second)

    page = refused.content.decode()
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 3000
    assert "And in Tithe Street" in page
    assert "more than the hall takes at once" in page
    assert Post.objects.filter(author=cast.gareth).count() == 1
    assert as_user(cast.priya).post(talk.get_absolute_url(), {"body": "Thanks"}).status_code != 429


@pytest.mark.usefixtures("one_an_hour")
def test_looking_for_people_is_limited_as_a_search_and_the_answer_says_which_it_was(
    cast: Cast, as_user: SignIn
) -> None:
    client, address = as_user(cast.priya), reverse("people:directory")
    assert client.get(address, {"q": "Gareth"}).status_code == 200
    refused = client.get(address, {"q": "Joan"}, headers={"X-Request-ID": "proxy-12345678"})
    assert refused.status_code == 429
    assert "proxy-12345678" in refused.text
    assert client.get(address).status_code == 200  # the list itself is no search


@pytest.mark.usefixtures("one_an_hour")
def test_an_upload_too_many_is_refused_in_words(cast: Cast, as_user: SignIn) -> None:
    box = make_mail.mailbox("roads@wexmoor.example", owner=cast.priya)
    address, client = reverse("mail:bring_in", args=[box.pk]), as_user(cast.priya)

    def bring(name: str) -> Any:
        letter = make_mail.eml("Potholes", "Where?")
        return client.post(address, {"file": SimpleUploadedFile(name, b"From x\n" + letter)})

    assert bring("one.mbox").status_code == 302
    refused = bring("two.mbox")
    assert refused.status_code == 429
    assert "govuk-error-summary" in refused.content.decode()
    assert ImportRun.objects.filter(mailbox=box).count() == 1


@pytest.mark.usefixtures("one_an_hour", "db")
def test_strangers_set_out_and_come_back_from_single_sign_on_only_so_often(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes back by SAML is kept for some minutes for whoever brought it: nobody fills the disk with it."""
    nobody_there = Oidc("http://127.0.0.1:9", "moothall", "secret")
    settings.MOOTHALL_SSO = SingleSignOn(oidc=nobody_there, saml=Saml(metadata="/nowhere", idp="https://idp.example"))
    stuffed = {"SAMLResponse": "A" * 150_000}
    assert [Client().post(reverse("sso_saml_acs"), stuffed).status_code for _post in range(3)] == [302, 429, 429]
    assert Session.objects.count() == 1
    doors = ("sso_oidc", "sso_oidc", "sso_saml")
    assert [Client(REMOTE_ADDR="192.0.2.7").get(reverse(name)).status_code for name in doors] == [503, 429, 429]
