"""Consultations as anybody meets them: no account, no script, no word that nobody let in."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from conftest import Cast
from moothall.change.actions import consultations as act
from moothall.change.models import Consultation, Initiative, PublicAnswer
from moothall.change.tests import make, make_value
from moothall.kit import clock
from moothall.kit.rate import Rate
from moothall.people.models import User
from moothall.policies.models import Capability
from moothall.policies.tests import make_gate

SignIn = Callable[[User], Client]
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {{ settings.SECRET_KEY }}"


@pytest.fixture
def begun(cast: Cast) -> Initiative:
    return make.owned(make.initiative(by=cast.priya, closed=True), by=cast.priya, owner=cast.gareth)


@pytest.fixture
def asked(cast: Cast, begun: Initiative) -> Consultation:
    return make_value.consultation(begun, by=cast.priya)


def url(asked: Consultation) -> str:
    return reverse("change:public_consultation", args=[asked.pk])


def field(asked: Consultation, place: int = 0) -> str:
    return f"question_{asked.questions.all()[place].pk}"


def test_anybody_answers_without_an_account_and_is_shown_once_let_in(cast: Cast, asked: Consultation) -> None:
    stranger = Client()
    page = stranger.get(url(asked))
    assert page.status_code == 200 and not page.cookies
    for words in ("Talk with us", "Would you use the hall?", "Read more before you answer"):
        assert words in page.content.decode()
    sent = stranger.post(url(asked), {field(asked): "On my telephone.", "name": "Mair Evans"})
    assert sent.status_code == 302 and not sent.cookies
    assert "Your answer was received" in stranger.get(sent["Location"]).content.decode()
    assert "On my telephone." not in stranger.get(url(asked)).content.decode()
    said = PublicAnswer.objects.get()
    act.moderate(said, by=cast.gareth, let_in=True)
    shown = stranger.get(url(asked)).content.decode()
    assert "On my telephone." in shown and "Mair Evans" in shown
    act.moderate(said, by=cast.gareth, let_in=False, seen=True, why="About a neighbour")
    hidden = stranger.get(url(asked)).content.decode()
    for words in ("On my telephone.", "Mair Evans", "About a neighbour"):
        assert words not in hidden


def test_nobody_of_the_hall_and_nothing_of_a_closed_initiative_is_shown(cast: Cast, asked: Consultation) -> None:
    with clock.at(clock.now() + timedelta(days=40)):
        make_value.theme(asked, by=cast.priya, did="", why_not="It would cost too much.")
        act.tell_what_came_of_it(asked, by=cast.gareth)
        for address in (url(asked), reverse("change:public_consultations")):
            page = Client().get(address).content.decode()
            for person in (cast.priya, cast.gareth):
                assert person.name not in page
            assert asked.engagement.initiative.title not in page
        page = Client().get(url(asked)).content.decode()
        assert "You said" in page and "It would cost too much." in page and "This closed on" in page


def test_after_it_closed_it_says_so_and_takes_nothing(asked: Consultation) -> None:
    with clock.at(clock.now() + timedelta(days=31)):
        late = Client().post(url(asked), {field(asked): "Too late?"})
        assert late.status_code == 422
        assert "your answer was not taken" in late.content.decode()
        assert 'name="question_' not in Client().get(url(asked)).content.decode()
    assert not PublicAnswer.objects.exists()


def test_before_it_opens_it_says_when(cast: Cast, begun: Initiative) -> None:
    asked = make_value.consultation(begun, by=cast.priya, opens_on=clock.today() + timedelta(days=2))
    page = Client().get(url(asked)).content.decode()
    assert "You can answer from" in page and "<form" not in page
    assert Client().post(url(asked), {field(asked): "Early"}).status_code == 422
    assert not PublicAnswer.objects.exists()


def test_what_is_not_published_is_not_there(cast: Cast, begun: Initiative) -> None:
    hidden = make_value.consultation(begun, by=cast.priya, published=False)
    assert Client().get(url(hidden)).status_code == 404
    assert Client().post(url(hidden), {"question_1": "x"}).status_code == 404
    assert hidden.title not in Client().get(reverse("change:public_consultations")).content.decode()


def test_something_is_answered_and_what_was_typed_stays(asked: Consultation) -> None:
    empty = Client().post(url(asked), {"name": "Mair Evans"})
    assert empty.status_code == 422
    page = empty.content.decode()
    assert "Answer one question at least" in page and "Mair Evans" in page
    long = Client().post(url(asked), {field(asked): "x" * 5000, field(asked, 1): "Stays here"})
    assert long.status_code == 422 and "Stays here" in long.content.decode()
    assert not PublicAnswer.objects.exists()


def test_a_machine_that_fills_in_everything_is_refused(asked: Consultation) -> None:
    spam = Client().post(url(asked), {field(asked): "Cheap pills", "address": "https://spam.example"})
    assert spam.status_code == 422
    assert not PublicAnswer.objects.exists()


def test_a_flood_from_one_address_is_asked_to_wait(asked: Consultation, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = {**settings.MOOTHALL_LIMITS, "public_comment": Rate(2, 3600)}
    monkeypatch.setattr(settings, "MOOTHALL_LIMITS", limits)
    statuses = [Client().post(url(asked), {field(asked): f"Again {n}"}).status_code for n in range(4)]
    assert statuses == [302, 302, 429, 429]
    assert PublicAnswer.objects.count() == 2


def test_a_full_box_says_so(asked: Consultation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(act, "MOST_WAITING", 1)
    Client().post(url(asked), {field(asked): "First"})
    full = Client().post(url(asked), {field(asked): "Second"})
    assert full.status_code == 422 and "no more are taken today" in full.content.decode()
    assert "Second" in full.content.decode()


def test_sent_twice_is_answered_once(asked: Consultation) -> None:
    data = {field(asked): "Once", "token": str(uuid4())}
    assert [Client().post(url(asked), data).status_code for _time in range(2)] == [302, 302]
    assert PublicAnswer.objects.count() == 1


def test_hostile_words_are_words(cast: Cast, asked: Consultation, as_user: SignIn) -> None:
    Client().post(url(asked), {field(asked): HOSTILE, "name": HOSTILE[:100]})
    said = PublicAnswer.objects.get()
    act.moderate(said, by=cast.gareth, let_in=True)
    make_value.theme(asked, by=cast.priya, said=HOSTILE, did=HOSTILE)
    client = as_user(cast.gareth)
    addresses = (
        asked.get_absolute_url(),
        reverse("change:answers", args=[asked.pk]) + "?show=shown",
        reverse("change:answer", args=[said.pk]),
        reverse("change:consultation_tell", args=[asked.pk]),
    )
    for address in addresses:
        page = client.get(address).content.decode()
        assert "<script>alert(1)" not in page and "<img src=x" not in page, address
    page = Client().get(url(asked)).content.decode()
    assert "<script>alert(1)" not in page and escape("<script>alert(1)</script>") in page


def test_words_to_what_was_not_asked_go_nowhere(cast: Cast, asked: Consultation) -> None:
    other = make_value.consultation(make.initiative(by=cast.gareth, title="Another"), by=cast.gareth)
    Client().post(url(asked), {field(asked): "Mine", field(other): "Put elsewhere", "question_999": "x"})
    assert [part.words for part in PublicAnswer.objects.get().parts.all()] == ["Mine"]


def test_the_hall_sees_it_and_moderates(cast: Cast, asked: Consultation, as_user: SignIn) -> None:
    said = make_value.answer(asked, body="On my telephone.")
    page = reverse("change:answer", args=[said.pk])
    client = as_user(cast.gareth)
    assert "1" in client.get(asked.get_absolute_url()).content.decode()
    waiting = client.get(reverse("change:answers", args=[asked.pk])).content.decode()
    assert "On my telephone." in waiting
    bare = client.post(page, {"let_in": "no", "why": "", "seen": ""})
    assert bare.status_code == 422 and "Say why it is kept out" in bare.content.decode()
    assert client.post(page, {"let_in": "no", "why": "Rude", "seen": ""}).status_code == 302
    again = client.post(page, {"let_in": "yes", "why": "", "seen": ""})
    assert again.status_code == 422 and "kept it out meanwhile" in again.content.decode()
    for person, expected in ((cast.joan, 404), (cast.marcus, 404), (cast.admin, 404)):
        for address in (page, reverse("change:answers", args=[asked.pk]), asked.get_absolute_url()):
            assert as_user(person).get(address).status_code == expected
            assert as_user(person).post(page, {"let_in": "yes", "seen": "no"}).status_code == expected


def test_writing_publishing_and_telling_in_the_browser(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    engagement = make_value.open_engagement(begun, by=cast.priya)
    client = as_user(cast.priya)
    write = reverse("change:consultation_write", args=[engagement.pk])
    today = clock.today()
    data = {
        "title": "Talk with us",
        "introduction": "Why?",
        "questions": "First?\r\n\r\nSecond?",
        "opens_on": today.isoformat(),
        "closes_on": (today + timedelta(days=9)).isoformat(),
    }
    wrong = client.post(write, {**data, "closes_on": (today - timedelta(days=1)).isoformat()})
    assert wrong.status_code == 422 and "not before the first" in wrong.content.decode()
    assert client.post(write, {**data, "questions": "\n".join(["Why?"] * 13)}).status_code == 422
    assert client.post(write, data).status_code == 302
    written = Consultation.objects.get()
    assert list(written.questions.values_list("words", flat=True)) == ["First?", "Second?"]
    publish = reverse("change:consultation_publish", args=[written.pk])
    assert "Nobody outside is told who wrote" in client.get(publish).content.decode()
    assert client.post(publish).status_code == 302
    assert Client().get(url(written)).status_code == 200
    assert client.post(publish, {"unpublish": "1"}).status_code == 302
    assert Client().get(url(written)).status_code == 404
    client.post(publish)
    theme = reverse("change:theme_new", args=[written.pk])
    both = client.post(theme, {"said": "x", "did": "y", "why_not": "z"})
    assert both.status_code == 422 and "not both" in both.content.decode()
    assert client.post(theme, {"said": "Keep paper.", "did": "We keep it.", "why_not": ""}).status_code == 302
    tell = reverse("change:consultation_tell", args=[written.pk])
    assert "People can answer until" in client.get(tell).content.decode()
    client.post(tell)
    written.refresh_from_db()
    assert written.answered_at is None
    with clock.at(clock.now() + timedelta(days=10)):
        assert client.post(tell).status_code == 302
        assert "We keep it." in Client().get(url(written)).content.decode()
        edit = reverse("change:theme_edit", args=[written.themes.get().pk])
        bare = client.post(edit, {"said": "Keep paper.", "did": "", "why_not": ""})
        assert bare.status_code == 422
        assert client.post(edit, {"said": "Keep paper.", "did": "For now.", "why_not": ""}).status_code == 302
        page = Client().get(url(written)).content.decode()
        assert "For now." in page and "We keep it." in page and "Corrected on" in page


def test_the_gate_before_publishing_is_kept(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    written = make_value.consultation(begun, by=cast.priya, published=False)
    make_gate.asked(make_gate.policy(owner=cast.gareth), Capability.PUBLISH)
    page, client = reverse("change:consultation_publish", args=[written.pk]), as_user(cast.priya)
    for response in (client.get(page), client.post(page)):
        assert reverse("policies:gate", args=[Capability.PUBLISH]) in response["Location"]
    written.refresh_from_db()
    assert not written.is_public


def test_pages_cost_the_same_however_many_answered(cast: Cast, asked: Consultation, as_user: SignIn) -> None:
    client, stranger = as_user(cast.gareth), Client()

    def cost() -> list[int]:
        found = []
        for one, address in (
            (stranger, url(asked)),
            (client, reverse("change:answers", args=[asked.pk])),
            (client, asked.get_absolute_url()),
        ):
            one.get(address)
            with CaptureQueriesContext(connection) as seen:
                assert one.get(address).status_code == 200
            found.append(len(seen))
        return found

    for _time in range(2):
        act.moderate(make_value.answer(asked), by=cast.gareth, let_in=True)
        make_value.answer(asked)
        make_value.theme(asked, by=cast.priya)
    before = cost()
    for _time in range(4):
        act.moderate(make_value.answer(asked), by=cast.gareth, let_in=True)
        make_value.answer(asked)
        make_value.theme(asked, by=cast.priya)
    assert cost() == before
