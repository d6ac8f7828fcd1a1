"""Mail that is shared with a space is looked at first, as it was written; and clauses stand beside bringing mail in."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.mail.models import Thread
from moothall.mail.tests import make
from moothall.people.models import User
from moothall.policies.actions import guidance
from moothall.policies.models import Act
from moothall.spaces.models import Conversation
from moothall.spaces.tests import make as make_talk
from moothall.spaces.tests import make_clauses

SignIn = Callable[[User], Client]


def thread_of(cast: Cast, words: str) -> Thread:
    box = make.mailbox(owner=cast.priya)
    make.brought_in(box, [make.eml("Refund", words, message_id="<1@x>")])
    return Thread.objects.get()


def test_a_thread_with_bank_details_is_held_back_once_and_shared_if_it_is_meant(cast: Cast, as_user: SignIn) -> None:
    space = make_talk.space(by=cast.priya)
    url = reverse("mail:share", args=[thread_of(cast, "Please pay 20-00-00 55779911, thanks.").pk])
    client, asked = as_user(cast.priya), {"space": space.pk, "note": "For the team"}
    first = client.post(url, asked)
    page = first.content.decode()
    assert first.status_code == 200 and not Conversation.objects.exists()
    assert "what looks like a bank account" in page and "For the team" in page and "55779911" not in page
    seal = first.context["form"]["seal"].value()
    assert client.post(url, {**asked, "note": "Other JG103759A", "seal": seal, "anyway": "1"}).status_code == 200
    assert client.post(url, {**asked, "seal": seal, "anyway": "1"}).status_code == 302
    assert Conversation.objects.get().title == "Refund"
    entry = Entry.objects.get(verb="post.warning_passed")
    assert entry.details == {"seen": {"bank": 1}}


def test_a_harmless_thread_is_shared_at_once(cast: Cast, as_user: SignIn) -> None:
    space = make_talk.space(by=cast.priya)
    url = reverse("mail:share", args=[thread_of(cast, "See you on 12-03-24, ref 20240312.").pk])
    assert as_user(cast.priya).post(url, {"space": space.pk, "note": ""}).status_code == 302


def test_a_number_in_the_note_is_seen(cast: Cast, as_user: SignIn) -> None:
    space = make_talk.space(by=cast.priya)
    url = reverse("mail:share", args=[thread_of(cast, "Hello.").pk])
    response = as_user(cast.priya).post(url, {"space": space.pk, "note": "About JG103759A"})
    assert response.status_code == 200 and b"National Insurance" in response.content


def test_the_clauses_for_it_stand_beside_bringing_mail_in(cast: Cast, as_user: SignIn) -> None:
    box = make.mailbox(owner=cast.priya)
    client, url = as_user(cast.priya), reverse("mail:bring_in", args=[box.pk])
    assert b'class="offer"' not in client.get(url).content
    guidance.place(make_clauses.policy(cast), by=cast.admin, number="2.2", act=Act.IMPORT_MAIL)
    page = client.get(url).content.decode()
    assert page.count('class="offer"') == 1 and "Never share what identifies a person" in page
