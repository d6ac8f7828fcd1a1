"""How far one has read, right on two devices, and what one wants to hear of."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.kit import clock
from moothall.kit.testing import CommittedDatabase, at_once
from moothall.people.models import User
from moothall.people.tests import make as make_people
from moothall.spaces.actions import following, reading
from moothall.spaces.models import Conversation, Follow, Level, ReadMark
from moothall.spaces.tests import make
from moothall.spaces.tests.conftest import Spaces


@pytest.fixture
def talk(spaces: Spaces, cast: Cast) -> Conversation:
    """Ten posts in the closed space."""
    talk = make.conversation(spaces.closed, by=cast.priya)
    for number in range(9):
        make.post(talk, by=cast.priya, body=f"Post {number}")
    return Conversation.objects.get(pk=talk.pk)


def mark(talk: Conversation, person: User) -> int:
    """How far they have read."""
    return ReadMark.objects.get(user=person, conversation=talk).number


def test_an_old_tab_does_not_put_the_mark_back(talk: Conversation, cast: Cast) -> None:
    shown = list(talk.posts.order_by("number"))
    reading.reach(talk, shown, person=cast.gareth)
    reading.reach(talk, shown[:3], person=cast.gareth)  # the other device shows an older page
    assert mark(talk, cast.gareth) == 10


def test_unread_from_here_is_the_one_way_back(talk: Conversation, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.gareth)
    client.get(talk.get_absolute_url())
    assert mark(talk, cast.gareth) == 10
    fourth = talk.posts.get(number=4)
    answer = client.post(reverse("spaces:unread", args=[talk.pk]), {"number": fourth.number})
    assert answer.status_code == 302
    assert mark(talk, cast.gareth) == 3
    assert not ReadMark.objects.filter(user=cast.marcus).exists()


def test_all_read_leaves_what_was_said_since_the_page_was_made(talk: Conversation, spaces: Spaces, cast: Cast) -> None:
    seen_at = clock.now()
    with clock.at(seen_at + timedelta(minutes=1)):
        make.post(talk, by=cast.priya, body="Said while the page stood open.")
    reading.mark_all_read(spaces.closed, person=cast.gareth, until=seen_at)
    assert mark(talk, cast.gareth) == 10
    reading.mark_all_read(spaces.closed, person=cast.gareth, until=seen_at - timedelta(days=1))
    assert mark(talk, cast.gareth) == 10


def test_two_devices_at_once_keep_the_furthest_mark(committed_db: CommittedDatabase) -> None:
    person = make_people.user("Gareth Pugh")
    talk = make.conversation(make.space(by=person), by=person)
    posts = [make.post(talk, by=person, body=f"Post {number}") for number in range(12)]
    ReadMark.objects.all().delete()
    at_once([lambda upto=upto: reading.reach(talk, posts[:upto], person=person) for upto in (12, 3, 8, 1, 12, 5)])  # type: ignore[misc]
    assert mark(talk, person) == posts[-1].number


@pytest.mark.parametrize("level", [Level.FOLLOWED, Level.MUTED])
def test_hearing_is_ones_own_and_twice_is_once(level: Level, talk: Conversation, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.gareth)
    for _twice in range(2):
        answer = client.post(reverse("spaces:hear_conversation", args=[talk.pk]), {"level": level})
        assert answer.status_code == 302
    assert Follow.objects.get(user=cast.gareth, conversation=talk).level == level
    assert not Follow.objects.filter(user=cast.marcus).exists()


def test_writing_follows_but_does_not_undo_a_mute(talk: Conversation, cast: Cast) -> None:
    following.hear(talk, person=cast.gareth, level=Level.MUTED)
    make.post(talk, by=cast.gareth, body="Once more.")
    assert Follow.objects.get(user=cast.gareth, conversation=talk).level == Level.MUTED
    make.post(talk, by=cast.marcus, body="And I.")
    assert Follow.objects.get(user=cast.marcus, conversation=talk).level == Level.FOLLOWED


def test_what_one_may_not_read_one_cannot_follow(talk: Conversation, spaces: Spaces, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.outsider)
    private = make.conversation(spaces.private, by=cast.priya)
    for name, pk in (("spaces:hear_conversation", private.pk), ("spaces:unread", private.pk)):
        assert client.post(reverse(name, args=[pk]), {"level": "followed", "post": "1"}).status_code == 404
    assert not Follow.objects.filter(user=cast.outsider).exists()


@pytest.mark.parametrize(
    "until", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00", "2026-13-01T00:00:00Z"]
)
def test_a_moment_at_the_end_of_the_calendar_breaks_nothing(until: str, spaces: Spaces, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.priya)
    page = reverse("spaces:all_read", args=[spaces.open.slug])
    assert client.post(page, {"until": until})["Location"] == spaces.open.get_absolute_url()
