"""Anybody asks for information on the public site: no account, no puzzle, no name on any page."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse

from moothall.audit.models import Entry
from moothall.disclosure.actions import asking, receipts
from moothall.disclosure.actions.cases import Asker
from moothall.disclosure.forms.asking import title_of
from moothall.disclosure.law.happenings import Happening
from moothall.disclosure.models import Case, CaseEvent, Channel
from moothall.disclosure.tests import make
from moothall.kit import clock
from moothall.kit.rate import Rate

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 7, 10, tzinfo=UTC)
WORDS = "How much was paid to agencies in 2025? I am Edith Hollis, of Harrowby."


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with clock.at(NOW):
        yield


def shown(client: Client) -> dict[str, str]:
    """What the page carries, hidden."""
    page = client.get(reverse("disclosure:make_request")).content.decode()
    return {name: re.search(rf'name="{name}"[^>]*value="([^"]+)"', page)[1] for name in ("started", "token")}  # type: ignore[index]


def send(client: Client, *, after: timedelta = timedelta(minutes=2), **other: str) -> object:
    typed = {"words": WORDS, "name": "Edith Hollis", "email": "edith.hollis@example.com", **shown(client), **other}
    with clock.at(NOW + after):
        return client.post(reverse("disclosure:make_request"), typed)


def test_a_request_gets_its_reference_and_its_day_at_once_on_the_page_and_by_mail(client: Client) -> None:
    answer = send(client)
    case = Case.objects.get()
    page = client.get(answer["Location"]).content.decode()  # type: ignore[index]
    assert case.reference in page and "Monday 5 October 2026" in page
    assert (case.channel, case.opened_by, case.requester.name) == (Channel.FORM, None, "Edith Hollis")
    assert case.events.filter(kind=Happening.ACKNOWLEDGED).count() == 1
    (letter,) = mail.outbox
    assert letter.to == ["edith.hollis@example.com"] and case.reference in letter.subject
    assert "Monday 5 October 2026" in letter.body and letter.extra_headers["Auto-Submitted"] == "auto-replied"
    assert not client.cookies


def test_the_name_of_who_asks_stands_only_where_it_is_needed(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    answer = send(client)
    case = Case.objects.get()
    page = client.get(answer["Location"]).content.decode()  # type: ignore[index]
    said = [
        page,
        case.title,
        case.words,
        case.parts.get().words,
        caplog.text,
        mail.outbox[0].body,
        mail.outbox[0].subject,
    ]
    said += [str(entry.details) for entry in Entry.objects.all()]
    said += list(CaseEvent.objects.values_list("words", flat=True))
    assert not [words for words in said if "Hollis" in words or "edith" in words.lower()]
    assert "agencies" not in mail.outbox[0].body  # nor is a stranger's mailbox filled with a sender's words


def test_an_answer_by_post_needs_no_e_mail_and_none_is_sent(client: Client) -> None:
    answer = send(client, email="", postal="1 Mill Lane\nHarrowby")
    assert Case.objects.get().requester.address == "1 Mill Lane\nHarrowby" and mail.outbox == []
    assert "Write the reference down" in client.get(answer["Location"]).content.decode()  # type: ignore[index]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"words": " "}, "Enter what you want to know"),
        ({"name": ""}, "Enter your name"),
        ({"email": ""}, "to which we can answer"),
        ({"email": "edith@example.com\nBcc: all@example.com"}, "in the right form"),
        ({"words": "x" * 8001}, "at most 8000 characters"),
        ({"address": "1 Mill Lane"}, "Leave this field empty"),
        ({"started": ""}, "open for very long"),
        ({"started": "1788771600:forged"}, "open for very long"),
        ({"name": "Edith\x00Hollis"}, "There is a problem"),
    ],
)
def test_what_is_missing_or_made_by_a_machine_is_said_and_nothing_typed_is_lost(
    client: Client, typed: dict[str, str], told: str
) -> None:
    answer = send(client, **typed)  # type: ignore[arg-type]  # none of them is named `after`
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 422 and told in page and not Case.objects.exists()  # type: ignore[attr-defined]
    assert typed.get("words") is not None or "paid to agencies" in page


def test_who_is_quicker_than_a_person_sends_once_more_and_who_left_it_open_for_days_too(client: Client) -> None:
    assert send(client, after=timedelta(seconds=1)).status_code == 422  # type: ignore[attr-defined]
    late = send(client, after=timedelta(days=3))
    assert late.status_code == 422 and not Case.objects.exists()  # type: ignore[attr-defined]
    fresh = re.search(r'name="started"[^>]*value="([^"]+)"', late.content.decode())  # type: ignore[attr-defined]
    assert fresh and int(Signer(salt="moothall.disclosure.ask").unsign(fresh[1])) > NOW.timestamp()


def test_the_same_form_sent_twice_is_one_request(client: Client) -> None:
    token = str(uuid4())
    assert send(client, token=token)["Location"] == send(client, token=token)["Location"]  # type: ignore[index]
    assert Case.objects.count() == 1 and len(mail.outbox) == 1


def test_a_flood_from_one_address_is_stopped_with_what_was_typed(client: Client, settings: LazySettings) -> None:
    settings.MOOTHALL_LIMITS = {**settings.MOOTHALL_LIMITS, "request": Rate(3, 3600)}
    answers = [send(client) for _n in range(5)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429, 429]  # type: ignore[attr-defined]
    assert "paid to agencies" in answers[-1].content.decode() and Case.objects.count() == 3  # type: ignore[attr-defined]


def test_a_flood_from_everywhere_is_told_to_write(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MOST_A_DAY", 1)
    send(client)
    assert "Write to us" in send(client).content.decode() and Case.objects.count() == 1  # type: ignore[attr-defined]


def test_whoever_types_anothers_address_fills_no_mailbox(client: Client) -> None:
    for _n in range(receipts.MOST_A_DAY + 3):
        send(client)
    assert len(mail.outbox) == receipts.MOST_A_DAY and Case.objects.count() == receipts.MOST_A_DAY + 3


def test_nobody_guesses_the_page_of_another_request(client: Client) -> None:
    samira = make.officer()
    send(client)
    typed_in = make.case(by=samira)
    ours = Signer(salt="moothall.disclosure.asked").sign(str(typed_in.pk))
    for seal in ("1", f"{typed_in.pk}:abc", ours):
        assert client.get(reverse("disclosure:request_made", args=[seal])).status_code == 404


def test_what_is_published_can_be_looked_at_first_and_nothing_is_sent(client: Client) -> None:
    page = send(client, look="1")
    assert page.status_code == 200 and "paid to agencies" in page.content.decode()  # type: ignore[attr-defined]
    assert not Case.objects.exists()


def test_a_request_without_a_name_is_acknowledged_with_what_the_law_needs() -> None:
    case = make.case(by=None, who=Asker("", "someone@example.com"))
    receipts.acknowledge(case, by=None)
    receipts.acknowledge(case, by=None)
    (letter,) = mail.outbox
    assert "your name" in letter.body and "section 8" in letter.body


def test_a_title_is_the_first_sentence() -> None:
    assert title_of("How much? And why?") == "How much?"
    assert title_of("word " * 60).endswith(" …") and len(title_of("word " * 60)) <= 92
