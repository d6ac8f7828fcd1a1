"""Who is told what, and only once."""

from datetime import timedelta

import pytest

from conftest import Cast
from moothall import notices
from moothall.kit import clock
from moothall.notices.kinds import When
from moothall.notices.models import Choice, Notice
from moothall.people import actions as people_actions
from moothall.people.models import User

PLACE = "public:0"


def told(person: User) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def test_people_are_told_but_not_whoever_did_it(cast: Cast) -> None:
    count = notices.tell("test.mention", people=[cast.priya.pk, cast.gareth.pk], subject=1, place=PLACE, by=cast.gareth)
    assert count == 1
    assert told(cast.priya) == ["test.mention"]
    assert told(cast.gareth) == []


def test_nobody_is_told_twice_of_the_same_thing(cast: Cast) -> None:
    for kind in ("test.mention", "test.followed", "test.mention"):
        notices.tell(kind, people=[cast.priya.pk, cast.priya.pk], subject=1, place=PLACE, by=cast.gareth)
    assert told(cast.priya) == ["test.mention"]
    notices.tell("test.followed", people=[cast.priya.pk], subject=2, place=PLACE, by=cast.gareth)
    assert told(cast.priya) == ["test.mention", "test.followed"]


def test_who_may_not_come_in_is_not_told(cast: Cast) -> None:
    people_actions.deactivate(cast.priya, by=None)
    assert notices.tell("test.mention", people=[cast.priya.pk], subject=1, place=PLACE, by=None) == 0


def test_a_muted_place_is_silent_and_another_is_not(cast: Cast) -> None:
    Choice.objects.create(person=cast.priya, place=PLACE, when=When.MUTE)
    notices.tell("test.mention", people=[cast.priya.pk], subject=1, place=PLACE, by=None)
    notices.tell("test.mention", people=[cast.priya.pk], subject=2, place="space:3", by=None)
    assert list(Notice.objects.values_list("place", flat=True)) == ["space:3"]


def test_the_nearest_choice_decides(cast: Cast) -> None:
    Choice.objects.create(person=cast.priya, kind="test.mention", when=When.NOT)
    Choice.objects.create(person=cast.priya, place="space:3", when=When.WEEKLY)
    Choice.objects.create(person=cast.priya, kind="test.mention", place="space:4", when=When.DAILY)
    for number, place in enumerate((PLACE, "space:3", "space:4")):
        notices.tell("test.mention", people=[cast.priya.pk], subject=number, place=place, by=None)
    assert list(Notice.objects.order_by("pk").values_list("how", flat=True)) == ["not", "weekly", "daily"]
    assert Notice.objects.get(how="not").due_at is None


def test_what_was_read_is_not_mailed(cast: Cast) -> None:
    notices.tell("test.mention", people=[cast.priya.pk, cast.joan.pk], subject=1, place=PLACE, by=None)
    assert notices.read(cast.priya, "test.mention", [1, 2]) == 1
    mine = Notice.objects.get(person=cast.priya)
    assert mine.read_at
    assert mine.due_at is None
    assert Notice.objects.get(person=cast.joan).due_at


def test_a_notice_of_what_is_gone_is_taken_back(cast: Cast) -> None:
    notices.tell("test.mention", people=[cast.priya.pk], subject=1, place=PLACE, by=None)
    assert notices.withdraw("test.post", [1]) == 1
    assert not Notice.objects.fresh().exists()


def test_what_is_put_off_comes_back(cast: Cast) -> None:
    notices.tell("test.mention", people=[cast.priya.pk], subject=1, place=PLACE, by=None)
    later = clock.now() + timedelta(hours=3)
    Notice.objects.update(snoozed_until=later)
    assert not Notice.objects.fresh().exists()
    with clock.at(later):
        assert Notice.objects.fresh().exists()


def test_an_unknown_kind_is_a_mistake(cast: Cast) -> None:
    with pytest.raises(KeyError):
        notices.tell("test.unheard_of", people=[cast.priya.pk], subject=1, place=PLACE, by=None)
