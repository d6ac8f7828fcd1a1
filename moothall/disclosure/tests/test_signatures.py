"""Who asks is taken out of what they ask, whatever they sign with; what they ask stays, and so does the original."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.core import mail as django_mail
from django.test import Client, override_settings
from django.urls import reverse

from conftest import Cast
from moothall.disclosure.actions import cases, parts
from moothall.disclosure.actions.cases import Asked, Asker
from moothall.disclosure.actions.parts import SaysWhoAsked
from moothall.disclosure.intake.signatures import unsigned
from moothall.disclosure.law.regimes import Regime
from moothall.disclosure.models import Allocation, Kind, Part
from moothall.disclosure.queries import received
from moothall.disclosure.tests import make
from moothall.disclosure.tests.make_mail import OURS, delivered, mail
from moothall.files import blobs
from moothall.kit import clock
from moothall.notices.delivery import deliver
from moothall.notices.gathering import gather
from moothall.people.models import User

NOW = datetime(2026, 9, 22, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def september(settings: LazySettings) -> Iterator[None]:
    settings.MOOTHALL_REQUESTS_ADDRESSES = (OURS,)
    with clock.at(NOW):
        yield


@pytest.fixture
def samira(cast: Cast) -> User:
    return make.officer()


QUESTION = "How much was paid to agencies?"


@pytest.mark.parametrize(
    ("name", "address", "end"),
    [
        ("Edith Hollis", "edith@example.com", "Yours faithfully\nEdith Ann Hollis"),
        ("E Hollis", "x@example.com", "Kind regards\nEdith Hollis\n12 Mill Lane\nHarrowby\nHB1 2CD\n01234 567890"),
        ("", "edith.hollis@example.com", "Edith Hollis"),
        ("", "e.hollis@example.com", "Edith Ann Hollis\nHollis Farm, HB1 2CD, 01234 567890"),
        ("edith.hollis@example.com", "edith.hollis@example.com", "EDITH HOLLIS"),
        ("Hollis, Edith (Mrs)", "x@example.com", "Thanks,\nEdith"),
        ("Edith Hollis", "x@example.com", "regards\nedith\n12 mill lane\nhb1 2cd"),
        ("", "x@example.com", "Cofion gorau\nEdith Hollis\nffôn: 01234 567890"),
        ("Farm Office", "office@example.com", "Diolch yn fawr,\nEdith Hollis\nTreasurer\nTel. 01234 567890"),
        ("Edith Hollis", "x@example.com", "Hollis Farm, 01234 567890"),
    ],
)
def test_what_a_letter_is_signed_with_is_cut(name: str, address: str, end: str) -> None:
    left = unsigned(f"{QUESTION}\n\n{end}", name, address)
    assert left.startswith(QUESTION) and "[who asks]" in left
    assert not [word for word in ("edith", "hollis", "mill lane", "hb1", "567890") if word in left.casefold()], left


@pytest.mark.parametrize(
    "text",
    [
        "Thanks\n\nThe number of bins\nThe cost of bins",
        "Many thanks for your time.\n1. How many bins?\n2. Which?",
        "Hello,\nThanks.\n- Bins\n- Bridges",
        "Please tell me the budget of\nThanks\nParks and Gardens\nLibraries",
        "Which works are planned in\nHB1 2CD",
        "Which works are planned in\nHollis Road\nMill Lane",
        "Please list the licences of:\n\nHollis\nHarrowby Farm",
        "Thanks in advance.\nHow many bins are there?\nWho empties them?",
        "Best wishes\nHow many bins did the council buy in Mill Lane",
        "Dear Sir\n\nYours is the answer that I want\nHow many?",
        "What did 12 Mill Lane cost\nHow many calls came to 01234 567890",
    ],
)
def test_what_is_asked_last_stays(text: str) -> None:
    assert unsigned(text, "Edith Hollis", "edith.hollis@example.com") == text


def test_a_telephone_number_goes_where_it_is_theirs() -> None:
    assert unsigned("Ring me on 01234 567890. How many?", "", "") == "Ring me on [who asks]. How many?"


def test_what_is_asked_after_the_signature_stays() -> None:
    text = "How many?\n\nRegards,\nEdith\n12 Mill Lane\n\nPS Which of them in Hollis Road?\nAnd in 2024"
    left = "How many?\n\nRegards,\n[who asks]\n\nPS Which of them in Hollis Road?\nAnd in 2024"
    assert unsigned(text, "Edith Hollis", "") == left


def test_a_long_letter_of_names_is_read_at_once() -> None:
    began = time.monotonic()
    unsigned("Edith Ann Hollis\nRegards\n" * 4000, "Edith Hollis", "edith.hollis@example.com")
    unsigned("E A " * 25_000, "E A Hollis", "e.hollis@example.com")
    assert time.monotonic() - began < 10


@pytest.mark.django_db
@pytest.mark.parametrize("sender", ["E Hollis <e.hollis@farm.example>", "e.hollis@farm.example", "x@farm.example"])
def test_a_whole_name_in_the_subject_goes_though_only_the_letter_is_signed_with_it(sender: str) -> None:
    raw = mail("Request from Edith Ann Hollis", f"{QUESTION}\n\nYours\nEdith Ann Hollis", sender=sender)
    case = delivered(raw, sender="x@farm.example").case
    assert case is not None and case.title == "Request from [who asks]"
    assert "hollis" not in f"{case.words} {Part.objects.get(case=case).words}".lower()


@pytest.mark.django_db
def test_who_asks_is_taken_out_when_they_are_named_only_later_and_the_original_stays(samira: User) -> None:
    asked = Asked("Bins of Edith Hollis", "As Edith Ann Hollis I ask: which bins?", original="a" * 64)
    case = cases.open_case(asked, Asker("Edith Hollis"), by=samira)
    assert (case.title, case.words) == ("Bins of [who asks]", "As [who asks] I ask: which bins?")
    typed = cases.open_case(Asked("Bins", "I am Edith Hollis. Which?"), Asker("Edith Hollis"), by=samira)
    assert typed.words == "I am [who asks]. Which?"
    kept = typed.received.get()
    assert blobs.read(kept.blob).decode() == "Bins\n\nI am Edith Hollis. Which?" and typed.original == kept.blob.sha256
    own = Asked("My data", "I am Edith Hollis. What do you hold?", Regime.SAR)
    assert "Edith Hollis" in cases.open_case(own, Asker("Edith Hollis"), by=samira).words


@pytest.mark.django_db
def test_a_reply_from_another_address_tells_no_name_either(samira: User) -> None:
    case = delivered().case
    assert case is not None
    follows = [f"<{received.thread_id(case)}>"]
    raw = mail("Hello", "Mrs Hollis again.", sender="M <m@x.example>", message_id="<5@x>", replies_to=follows)
    delivered(raw, sender="m@x.example")
    assert "hollis" not in case.events.filter(kind=Kind.NOTE).get().words.lower()


@pytest.mark.django_db
def test_a_part_that_tells_who_asked_is_neither_split_off_nor_asked_for(cast: Cast, samira: User) -> None:
    case = make.case(by=samira, owner=samira)
    with pytest.raises(SaysWhoAsked, match="“hollis”"):
        parts.split(case, by=samira, questions=["What was paid in Hollis Road?"])
    (part,) = parts.split(case, by=samira, questions=["What was paid in Hollis Road?"], sure=True)
    with pytest.raises(SaysWhoAsked):
        parts.ask(part, by=samira, person=cast.gareth)
    plain = parts.split(case, by=samira, questions=["What was paid?"])[0]
    with pytest.raises(SaysWhoAsked):
        parts.ask(plain, by=samira, person=cast.gareth, words="For Mrs Hollis, who wrote before.")
    assert not Allocation.objects.exists()
    parts.ask(plain, by=samira, person=cast.gareth, words="By quarter.")
    assert Allocation.objects.count() == 1


@pytest.mark.django_db
def test_the_form_says_what_may_tell_it_and_takes_ones_word(
    cast: Cast, samira: User, as_user: Callable[[User], Client]
) -> None:
    case, officer = make.case(by=samira, owner=samira), as_user(samira)
    page, box = reverse("disclosure:split", args=[case.pk]), 'name="sure"'
    typed = {"questions": "What was paid in Hollis Road?"}
    assert box not in officer.get(page).content.decode()
    answer = officer.post(page, typed)
    assert answer.status_code == 422 and "“hollis”" in answer.content.decode() and box in answer.content.decode()
    assert officer.post(page, typed | {"sure": "on"}).status_code == 302
    page = reverse("disclosure:ask", args=[case.parts.get(dropped_at=None).pk])
    typed = {"person": cast.gareth.email, "due_on": "2026-09-30", "words": ""}
    answer = officer.post(page, typed)
    assert answer.status_code == 422 and box in answer.content.decode()
    assert officer.post(page, typed | {"sure": "on"}).status_code == 302 and Allocation.objects.count() == 1


@pytest.mark.django_db
def test_a_colleague_who_is_asked_is_mailed_no_name(cast: Cast, samira: User) -> None:
    words = (
        "How much was paid to agencies? This is for the farm.\n\nEdith Ann Hollis\nHollis Farm, HB1 2CD, 01234 567890"
    )
    raw = mail("Request from Edith Ann Hollis", words, sender="E Hollis <e.hollis@farm.example>", message_id="<q@x>")
    row = delivered(raw, sender="e.hollis@farm.example")
    assert row.case is not None
    case = cases.give(row.case, by=samira, owner=samira)
    parts.ask(Part.objects.get(case=case), by=samira, person=cast.gareth)
    sent = {"MOOTHALL_MAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend", "MOOTHALL_MAIL_CONTENT": "all"}
    with override_settings(**sent), clock.at(NOW + timedelta(days=2, hours=4)):
        django_mail.outbox = []
        gather()
        deliver()
    mailed = [one.message().as_string().lower() for one in django_mail.outbox if cast.gareth.email in one.to]
    assert mailed and not [word for word in ("hollis", "hb1 2cd", "567890") for text in mailed if word in text]
    assert b"Hollis Farm" in blobs.read(row.blob)
