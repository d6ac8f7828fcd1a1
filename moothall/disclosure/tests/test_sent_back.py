"""An answer that the second person sends back: it waits again, its writer is told, and the case says so."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.disclosure import told
from moothall.disclosure.actions import keeping, parts
from moothall.disclosure.models import Answer, Case
from moothall.disclosure.queries import board, desk, sheet
from moothall.disclosure.tests import make
from moothall.kit import clock
from moothall.notices.models import Notice
from moothall.people import actions as people
from moothall.people.models import User

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def september() -> Iterator[None]:
    with clock.at(datetime(2026, 9, 22, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def samira(cast: Cast) -> User:
    return make.officer()


@pytest.fixture
def case(samira: User) -> Case:
    return make.case(by=samira, received_on=date(2026, 9, 7), owner=samira)


@pytest.fixture
def answer(case: Case, samira: User, cast: Cast) -> Answer:
    make.allocation(make.part(case), by=samira, person=cast.gareth)
    return make.answer(make.part(case), by=cast.gareth)


def told_of(user: User) -> list[str]:
    return list(Notice.objects.filter(person=user, done_at=None).values_list("kind", flat=True))


def test_a_part_that_is_sent_back_waits_for_whoever_was_asked(
    case: Case, answer: Answer, samira: User, cast: Cast, as_user: SignIn
) -> None:
    assert not board.waiting_for(cast.gareth) and desk.card(cast.gareth) is None
    parts.check(answer, by=samira, agrees=False, words="Which year?")
    assert [row.part for row in board.waiting_for(cast.gareth)] == [answer.part]
    card = desk.card(User.objects.get(pk=cast.gareth.pk))
    assert card is not None and [row.part for row in card.asked] == [answer.part]
    assert "Sent back" in as_user(cast.gareth).get(reverse("disclosure:desk")).content.decode()
    assert [(row.asked, row.answered) for row in board.page_of(samira, board.OPEN, None).rows] == [(1, 0)]  # type: ignore[attr-defined]
    with clock.at(datetime(2026, 9, 25, 9, tzinfo=UTC)):
        assert [keeping.chase_due(), keeping.chase_due()] == [1, 0]
        assert "disclosure.chased" in told_of(cast.gareth)


def test_its_writer_is_told_why_until_there_is_another_answer(answer: Answer, samira: User, cast: Cast) -> None:
    parts.check(answer, by=samira, agrees=False, words="Which year?")
    assert told_of(cast.gareth) == ["disclosure.sent_back"]
    assert told.load_sent_back(cast.gareth, [answer.pk])[answer.pk].text == "Which year?"
    assert not told.load_sent_back(cast.priya, [answer.pk])
    make.answer(answer.part, by=cast.gareth, words="In 2025.")
    assert not told_of(cast.gareth) and not told.load_sent_back(cast.gareth, [answer.pk])
    assert not board.waiting_for(cast.gareth)


def test_what_is_agreed_to_after_all_waits_no_more(case: Case, answer: Answer, samira: User, cast: Cast) -> None:
    parts.check(answer, by=samira, agrees=False, words="Which year?")
    parts.check(answer, by=make.officer("Rekha Nair"), agrees=True)
    assert not board.waiting_for(cast.gareth) and not told_of(cast.gareth)
    assert sheet.sheet_of(case, samira).answered == 1


def test_the_case_says_that_it_was_sent_back_and_to_whom(case: Case, answer: Answer, samira: User, cast: Cast) -> None:
    parts.check(answer, by=samira, agrees=False, words="Which year?")
    found = sheet.sheet_of(case, samira)
    assert found.next is not None and found.next.title == "Next: get part 1 in anew"
    assert found.next.words == "It was sent back to Gareth Pugh: Which year?" and found.answered == 0
    own = make.answer(answer.part, by=samira)
    parts.check(own, by=make.officer("Rekha Nair"), agrees=False, words="And 2024?")
    again = sheet.sheet_of(case, samira).next
    assert again is not None and again.title == "Next: answer part 1 anew"


def test_a_part_that_was_sent_back_to_somebody_who_leaves_is_the_officers(
    answer: Answer, samira: User, cast: Cast
) -> None:
    parts.check(answer, by=samira, agrees=False, words="Which year?")
    people.deactivate(cast.gareth, by=cast.admin)
    assert "disclosure.left" in told_of(samira)
