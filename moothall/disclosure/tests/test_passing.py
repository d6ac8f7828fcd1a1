"""“This is a request”: a mail or a post of the hall becomes a case, with its original, once."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core import mail as django_mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.disclosure.actions import passing
from moothall.disclosure.actions.cases import Asked, Asker
from moothall.disclosure.law.happenings import Happening
from moothall.disclosure.models import Case, Channel, Received
from moothall.disclosure.queries.passing import thing_of
from moothall.disclosure.tests import make
from moothall.disclosure.tests.make_mail import EDITH, delivered, mail
from moothall.files import blobs
from moothall.kit import clock
from moothall.mail.models import Message
from moothall.mail.tests import make as make_mail
from moothall.people.models import User
from moothall.spaces.actions import posts
from moothall.spaces.tests import make as make_spaces

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def wednesday() -> Iterator[None]:
    with clock.at(datetime(2026, 9, 9, 10, tzinfo=UTC)):
        yield


@pytest.fixture
def samira(cast: Cast) -> User:
    return make.officer()


@pytest.fixture
def message(cast: Cast, samira: User) -> Message:
    make_mail.brought_in(make_mail.mailbox(owner=cast.priya), [mail(sender=EDITH)])
    return Message.objects.get()


def page_of(token: str) -> str:
    return f"{reverse('disclosure:pass_on')}?thing={token}"


def test_a_custodian_passes_a_mail_on_and_its_bytes_are_kept(cast: Cast, message: Message, as_user: SignIn) -> None:
    browser = as_user(cast.priya)
    assert page_of(f"message%3A{message.pk}") in browser.get(message.get_absolute_url()).content.decode()
    page = browser.get(page_of(f"message:{message.pk}")).content.decode()
    assert "paid to agencies" in page and "edith.hollis@example.com" in page
    typed = {
        "title": "Agency staff",
        "words": "How much was paid?",
        "received_on": "2026-06-01",
        "name": "Edith Hollis",
        "email": "edith.hollis@example.com",
        "language": "en",
    }
    assert browser.post(page_of(f"message:{message.pk}"), typed | {"title": ""}).status_code == 422
    assert browser.post(page_of(f"message:{message.pk}"), typed).status_code == 302
    case = Case.objects.get()
    assert (case.channel, case.source, case.original) == (
        Channel.FORWARDED,
        f"message:{message.pk}",
        message.blob.sha256,
    )
    assert case.received_on == date(2026, 6, 1) and case.opened_by == cast.priya
    (receipt,) = django_mail.outbox
    assert receipt.to == ["edith.hollis@example.com"] and case.reference in receipt.subject
    assert "You should have our answer by" not in receipt.body  # that day was in June
    assert "A case was made of it already" in browser.get(page_of(f"message:{message.pk}")).content.decode()
    browser.post(page_of(f"message:{message.pk}"), typed)
    assert Case.objects.count() == Received.objects.count() == len(django_mail.outbox) == 1


def test_what_is_typed_in_is_acknowledged_once_where_there_is_an_e_mail(cast: Cast, samira: User) -> None:
    token, asked = uuid4(), Asked("Bins", "Which bins?", received_on=date(2026, 9, 7))
    for _twice in range(2):
        case = passing.type_in(asked, Asker("Edith Hollis", "edith.hollis@example.com"), by=cast.priya, token=token)
    (receipt,) = django_mail.outbox
    assert receipt.to == ["edith.hollis@example.com"] and "Monday 5 October 2026" in receipt.body
    assert case.events.filter(kind=Happening.ACKNOWLEDGED).count() == 1
    posted = passing.type_in(asked, Asker("Edith Hollis", "", "4 Mill Lane"), by=cast.priya)
    assert len(django_mail.outbox) == 1 and not posted.events.exists()


def test_nobody_passes_on_what_they_cannot_read(cast: Cast, message: Message, as_user: SignIn) -> None:
    for person in (cast.gareth, cast.admin):
        assert as_user(person).get(page_of(f"message:{message.pk}")).status_code == 404
    assert as_user(cast.marcus).get(page_of(f"message:{message.pk}")).status_code == 403
    thing = thing_of(cast.priya, f"message:{message.pk}")
    assert thing is not None
    with pytest.raises(PermissionDenied):
        passing.pass_on(thing, Asked("Bins", "Which?"), Asker(), by=cast.gareth)


@pytest.mark.parametrize(
    "token", ["", "message:", "message:x", "message:٣", "post:999999", "mailbox:1", "message:" + "9" * 30]
)
def test_what_is_not_there_is_not_found(cast: Cast, as_user: SignIn, token: str) -> None:
    assert as_user(cast.priya).get(page_of(token)).status_code == 404


def test_a_mail_that_came_to_our_address_too_makes_no_second_case(cast: Cast, message: Message) -> None:
    case = delivered(mail(sender=EDITH)).case
    thing = thing_of(cast.priya, f"message:{message.pk}")
    assert thing is not None
    assert passing.pass_on(thing, Asked("Bins", "Which?"), Asker(), by=cast.priya) == case


def test_a_post_is_chosen_from_its_conversation_and_its_words_are_kept(
    cast: Cast, samira: User, as_user: SignIn
) -> None:
    space = make_spaces.space(by=cast.priya)
    talk = make_spaces.conversation(space, by=cast.priya)
    post = make_spaces.post(talk, by=cast.priya, body="Mrs Hollis asked me what the library cost.")
    browser = as_user(cast.priya)
    assert page_of(f"conversation%3A{talk.pk}") in browser.get(talk.get_absolute_url(), follow=True).content.decode()
    assert f"thing=post%3A{post.pk}" in browser.get(page_of(f"conversation:{talk.pk}")).content.decode()
    typed = {"title": "Cost of the library", "words": "What did it cost?", "received_on": "2026-09-09"}
    typed |= {"language": "en"}
    assert browser.post(page_of(f"post:{post.pk}"), typed).status_code == 302
    row = Received.objects.get()
    assert row.source == f"post:{post.pk}" and blobs.read(row.blob) == post.body.encode()
    posts.remove(post, by=cast.priya, reason="Not for here.")
    assert browser.get(page_of(f"post:{post.pk}")).status_code == 404
    assert blobs.read(row.blob)


def test_guests_are_offered_nothing(cast: Cast) -> None:
    from moothall.disclosure.offering import offers

    assert not list(offers(cast.marcus, "message:1")) and list(offers(cast.priya, "message:1"))
    assert not list(offers(cast.priya, "policy:1"))
