"""Who asked is in a letter for those who need to know, and for nobody else who works on the case."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from conftest import Cast
from moothall.disclosure import blind
from moothall.disclosure.actions import letters
from moothall.disclosure.models import Letter, Requester
from moothall.disclosure.tests import make, make_sending
from moothall.kit import clock
from moothall.people.models import User

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def late_september() -> Iterator[None]:
    with clock.at(datetime(2026, 9, 30, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def samira(cast: Cast) -> User:
    return make.officer()


@pytest.fixture
def otto(cast: Cast) -> User:
    return make.officer("Otto Keeper")


@pytest.fixture
def letter(cast: Cast, samira: User) -> Letter:
    make_sending.held_terms(by=samira)
    return make_sending.given(make_sending.meals(by=samira, owner=samira), by=samira, answerer=cast.gareth)


def url(name: str, letter: Letter) -> str:
    return reverse(f"disclosure:{name}", args=[letter.pk])


def read(client: Client, name: str, letter: Letter) -> str:
    return client.get(url(name, letter)).content.decode()


def test_whoever_answers_reads_the_name_and_a_colleague_reads_a_mark(
    samira: User, otto: User, as_user: SignIn, letter: Letter
) -> None:
    for name in ("letter", "letter_print", "letter_write"):
        assert "Edith Hollis" in read(as_user(samira), name, letter)
        shown = read(as_user(otto), name, letter)
        assert "Dear [who asks]" in shown and "Hollis" not in shown


def test_whoever_approves_or_was_asked_to_reads_the_name(
    cast: Cast, samira: User, otto: User, as_user: SignIn, letter: Letter
) -> None:
    assert "Edith Hollis" in read(as_user(otto), "letter_approve", letter)
    letters.ask_to_approve(letter, by=samira, person=cast.priya)
    assert "Edith Hollis" in read(as_user(cast.priya), "letter", letter)
    letters.approve(letter.last(), by=otto)
    assert "Edith Hollis" in read(as_user(otto), "letter", letter)


def test_whoever_can_send_it_prints_it_with_the_name_once_nothing_is_missing(
    cast: Cast, samira: User, otto: User, as_user: SignIn, letter: Letter
) -> None:
    ines = make.officer("Ines Moreau")
    assert "Edith Hollis" not in read(as_user(ines), "letter_print", letter)
    letters.approve(letter.last(), by=otto)
    assert "Edith Hollis" in read(as_user(ines), "letter_print", letter)
    assert "Edith Hollis" not in read(as_user(ines), "letter", letter)
    letters.send(letter, by=ines)
    assert "Edith Hollis" in read(as_user(ines), "letter", letter)


def test_what_a_colleague_words_otherwise_keeps_the_name(otto: User, as_user: SignIn, letter: Letter) -> None:
    last = letter.last()
    text = blind.hidden(last.text, letter.case.requester) + "\n\nDear [who asks], thank you, Ms [their surname]."
    words = {"number": last.number, "subject": last.subject, "text": text}
    assert as_user(otto).post(url("letter_write", letter), words).status_code == 302
    kept = letter.last().text
    assert kept == last.text + "\n\nDear Edith Hollis, thank you, Ms Hollis."


@pytest.mark.parametrize("language", ["en-gb", "cy"])
def test_marks_turn_back_whatever_language_they_were_set_in(language: str) -> None:
    who = Requester(name="Edith Hollis", email="edith.hollis@example.com")
    text = "Dear Edith Hollis, Ms Hollis, edith.hollis@example.com: Hollisdown and Edith’s stay."
    with translation.override(language):
        hidden = blind.hidden(text, who)
    assert "Edith Hollis" not in hidden and "edith.hollis" not in hidden and "Hollisdown" in hidden
    assert blind.shown(hidden, who) == text
    assert blind.hidden(text, Requester()) == text
