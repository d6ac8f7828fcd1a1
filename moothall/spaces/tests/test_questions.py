"""Which questions wait, and for whom."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import Cast
from moothall.kit import clock
from moothall.people.models import User
from moothall.spaces.actions import posts as acts
from moothall.spaces.queries import questions
from moothall.spaces.queries.questions import Waits
from moothall.spaces.tests import make
from moothall.spaces.tests.conftest import Spaces

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def titles(user: User, *spaces: int, waits: Waits = Waits.ANYBODY, limit: int = 10) -> list[str]:
    found = questions.waiting(user, spaces=spaces, waits=waits, limit=limit)
    return [each.conversation.title for each in found]


@pytest.mark.parametrize(
    ("title", "body", "is_one"),
    [
        ("Saturday", "Who opens up?", True),
        ("Saturday", "Who opens up? :)", True),
        ("Saturday", "**Who opens up?**", True),
        ("Who opens up?", "See above.", True),
        ("Pwy sy’n agor?", "Diolch.", True),
        ("Saturday", "Who opens up? Thanks, Priya", False),
        ("Saturday", "I open up.", False),
    ],
)
def test_a_question_ends_in_a_question_mark(cast: Cast, spaces: Spaces, title: str, body: str, is_one: bool) -> None:
    make.conversation(spaces.open, by=cast.priya, title=title, body=body)
    assert titles(cast.gareth, spaces.open.pk) == ([title] if is_one else [])


def test_the_newest_come_first_and_no_more_than_are_asked_for(cast: Cast, spaces: Spaces) -> None:
    for hour, title in enumerate(["First?", "Second?", "Third?", "Fourth?"]):
        with clock.at(NOON + timedelta(hours=hour)):
            make.conversation(spaces.open, by=cast.priya, title=title)
    assert titles(cast.gareth, spaces.open.pk, limit=3) == ["Fourth?", "Third?", "Second?"]
    assert titles(cast.gareth, spaces.open.pk, limit=0) == []


def test_a_question_waits_for_anybody_until_somebody_else_answers(cast: Cast, spaces: Spaces) -> None:
    talk = make.conversation(spaces.open, by=cast.priya, title="Keys?")
    make.post(talk, by=cast.priya, body="Anyone?")
    assert titles(cast.gareth, spaces.open.pk) == ["Keys?"]
    answer = make.post(talk, by=cast.outsider, body="Me.")
    assert titles(cast.gareth, spaces.open.pk) == []
    acts.remove(answer, by=cast.outsider, reason="I was wrong")
    assert titles(cast.gareth, spaces.open.pk) == ["Keys?"]


def test_a_question_waits_for_me_until_i_answer(cast: Cast, spaces: Spaces) -> None:
    talk = make.conversation(spaces.open, by=cast.priya, title="Keys?")
    make.post(talk, by=cast.outsider, body="Ask Gareth.")
    [found] = questions.waiting(cast.gareth, spaces=[spaces.open.pk], waits=Waits.ME)
    assert (found.answers, found.conversation.space.name) == (1, "Harrowby Library")
    assert found.url.endswith("#new") and found.asked_at == talk.created_at
    make.post(talk, by=cast.gareth, body="I have them.")
    assert titles(cast.gareth, spaces.open.pk, waits=Waits.ME) == []
    assert titles(cast.joan, spaces.open.pk, waits=Waits.ME) == ["Keys?"]


def test_nobody_is_asked_their_own_question(cast: Cast, spaces: Spaces) -> None:
    make.conversation(spaces.open, by=cast.gareth, title="Keys?")
    assert titles(cast.gareth, spaces.open.pk, waits=Waits.ME) == []


def test_a_question_whose_words_were_removed_waits_no_longer(cast: Cast, spaces: Spaces) -> None:
    talk = make.conversation(spaces.open, by=cast.priya, title="Keys?")
    acts.remove(talk.posts.get(number=1), by=cast.priya, reason="Found them")
    assert titles(cast.gareth, spaces.open.pk) == []


def test_what_one_may_not_read_is_not_there(cast: Cast, spaces: Spaces) -> None:
    for space in (spaces.open, spaces.closed, spaces.private):
        make.conversation(space, by=cast.priya, title=f"{space.name}?")
    everywhere = (spaces.open.pk, spaces.closed.pk, spaces.private.pk)
    assert set(titles(cast.gareth, *everywhere)) == {"Harrowby Library?", "Front Desk?", "Reorganisation?"}
    assert titles(cast.outsider, *everywhere) == ["Harrowby Library?"]
    assert titles(cast.marcus, *everywhere) == ["Front Desk?"]
    User.objects.filter(pk=cast.gareth.pk).update(is_active=False)
    assert titles(User.objects.get(pk=cast.gareth.pk), *everywhere) == []


def test_it_takes_two_questions_of_the_database_however_much_there_is(cast: Cast, spaces: Spaces) -> None:
    def count() -> int:
        reader = User.objects.get(pk=cast.gareth.pk)
        with CaptureQueriesContext(connection) as queries:
            questions.waiting(reader, spaces=[spaces.open.pk, spaces.closed.pk])
        return len(queries)

    make.conversation(spaces.open, by=cast.priya, title="Keys?")
    before = count()
    for number in range(8):
        make.post(make.conversation(spaces.closed, by=cast.priya, title=f"{number}?"), by=cast.priya)
    assert count() == before
    with CaptureQueriesContext(connection) as queries:
        assert questions.waiting(cast.gareth, spaces=[]) == []
    assert not queries
