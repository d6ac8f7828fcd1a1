"""What the hall holds by itself when a request comes."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from conftest import Cast
from moothall.audit.models import Entry
from moothall.disclosure.actions import cases, holding, opening, terms
from moothall.disclosure.law.clocks import Happening
from moothall.disclosure.models import Opening, Terms
from moothall.disclosure.tests import make, make_searches
from moothall.kit import clock
from moothall.mail.models import Mailbox, Message
from moothall.mail.tests import make as make_mail
from moothall.people.models import User
from moothall.records.models import Hold
from moothall.records.models.holds import NEUTRAL
from moothall.search import index, statutory, writer

pytestmark = pytest.mark.django_db
CAME = date(2026, 9, 7)
WORDS = "How much was paid to agencies for grounds staff?"


@pytest.fixture
def samira(cast: Cast) -> User:
    return make.officer()


@pytest.fixture(autouse=True)
def september() -> Iterator[None]:
    with clock.at(datetime(2026, 9, 22, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def hall(cast: Cast) -> Mailbox:
    box = make_mail.mailbox("care@wexmoor.example", owner=cast.gareth)
    letters = [
        make_mail.eml("Grounds staff", "We paid three agencies for grounds staff.", message_id="<1@x>"),
        make_mail.eml("Lunch", "Soup was paid for.", message_id="<2@x>"),
    ]
    make_mail.brought_in(box, letters)
    writer.rebuild()
    return box


def test_what_is_closest_is_held_as_a_request_comes_and_nobody_deletes_it(hall: Mailbox, samira: User) -> None:
    case = make.case(by=None, words=WORDS, title="Grounds staff", received_on=CAME)
    assert opening.look_at_openings() == 1
    case.refresh_from_db()
    kept, message = Opening.objects.get(case=case), Message.objects.get(subject="Grounds staff")
    assert kept.total == 1 and kept.generation and kept.stamp and "agencies" in kept.words
    assert case.hold is not None and case.hold.placed_by is None and case.hold.owner is None
    assert [scope.token_text for scope in case.hold.scopes.all()] == [f"message:{message.pk}"]
    with pytest.raises(DatabaseError), transaction.atomic():
        message.delete()
    assert Message.objects.get(subject="Lunch").delete()[0]
    assert Entry.objects.filter(verb="case.opening_kept", details__found=1).exists()


def test_each_case_is_looked_at_once_and_an_officer_adds_to_the_same_hold(hall: Mailbox, samira: User) -> None:
    case = make.case(by=None, words=WORDS, title="Grounds staff", received_on=CAME)
    assert opening.look_at_openings() == 1 and opening.look_at_openings() == 0
    assert opening.look(case) is False and Opening.objects.count() == 1
    make_searches.search(case, "soup", by=samira)
    case.refresh_from_db()
    assert case.hold is not None and case.hold.scopes.count() == 2 and Hold.objects.count() == 1


def test_it_is_in_no_review_and_in_no_count_of_searches(
    hall: Mailbox, samira: User, as_user: Callable[..., Client]
) -> None:
    case = make.case(by=None, words=WORDS, title="Grounds staff", received_on=CAME)
    opening.look_at_openings()
    shown = as_user(samira).get(case.get_absolute_url()).content.decode()
    assert "The hall was not searched for it yet." in shown and "the hall itself held the one thing" in shown
    assert holding.found(case) == {}


def test_it_goes_with_the_terms_of_the_council(hall: Mailbox, samira: User) -> None:
    terms.say(Terms(from_on=date(2026, 1, 1), hold_at_once=False), by=samira)
    case = make.case(by=None, words=WORDS, received_on=CAME)
    assert opening.look_at_openings() == 0
    case.refresh_from_db()
    assert case.hold is None and not Opening.objects.exists()


def test_a_request_in_no_telling_words_and_a_closed_one_hold_nothing(hall: Mailbox, samira: User) -> None:
    make.case(by=None, title="To the", words="What is it of the?", received_on=CAME)
    closed = make.case(by=samira, words=WORDS, received_on=CAME)
    cases.record(closed, Happening.WITHDRAWN, by=samira)
    assert opening.look_at_openings() == 1
    assert Opening.objects.get().total == 0 and not Hold.objects.exists()


def test_the_hold_of_a_sensitive_case_says_nothing_of_it(hall: Mailbox, samira: User) -> None:
    make.case(by=samira, words=WORDS, sensitive=True, owner=samira, received_on=CAME)
    opening.look_at_openings()
    hold = Hold.objects.get()
    assert hold.case == "" and hold.reason == NEUTRAL and hold.owner == samira


def test_what_a_councillor_holds_as_their_own_is_left_alone(cast: Cast, hall: Mailbox, samira: User) -> None:
    emrys = make_searches.councillor()
    own = make_mail.mailbox("emrys@wexmoor.example", owner=emrys)
    make_mail.brought_in(
        own, [make_mail.eml("Grounds staff", "An agency for grounds staff wrote.", message_id="<9@x>")]
    )
    writer.rebuild()
    make_searches.own(own.container, holder=emrys)
    make.case(by=None, words=WORDS, title="Grounds staff", received_on=CAME)
    opening.look_at_openings()
    mine = Message.objects.get(mailbox=own)
    assert f"message:{mine.pk}" not in {scope.token_text for scope in Hold.objects.get().scopes.all()}


def test_while_the_index_cannot_be_asked_it_waits(hall: Mailbox, samira: User, monkeypatch: pytest.MonkeyPatch) -> None:
    make.case(by=None, words=WORDS, received_on=CAME)

    def unusable(*_given: object, **_named: object) -> None:
        raise index.IndexUnusable("none")

    with monkeypatch.context() as patched:
        patched.setattr(statutory, "closest", unusable)
        assert opening.look_at_openings() == 0 and not Opening.objects.exists()
    assert opening.look_at_openings() == 1


def test_a_flood_of_words_holds_no_more_than_its_most(
    hall: Mailbox, cast: Cast, samira: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = [make_mail.eml(f"Grounds staff {n}", "Agencies paid.", message_id=f"<m{n}@x>") for n in range(9)]
    make_mail.brought_in(hall, letters)
    writer.rebuild()
    monkeypatch.setattr(opening, "MOST", 4)
    make.case(
        by=None, title="Grounds staff", words=" ".join(["agencies paid grounds staff soup"] * 900), received_on=CAME
    )
    opening.look_at_openings()
    assert Opening.objects.get().total == 4 and Hold.objects.get().scopes.count() == 4
