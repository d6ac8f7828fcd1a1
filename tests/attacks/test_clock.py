"""The machine's clock is set back by a day, and on by a year: nothing is lost, forked or let in again."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.kit import clock
from moothall.kit.testing import CommittedDatabase
from moothall.people import actions as people_actions
from moothall.people.tests import make as make_people
from moothall.search import writer
from moothall.spaces.actions import reading
from moothall.spaces.models import ReadMark
from moothall.spaces.tests import make

BACK, ON = timedelta(days=-1), timedelta(days=365)


@pytest.mark.parametrize("shift", [BACK, ON], ids=["back", "on"])
def test_talk_keeps_its_order_and_the_record_its_chain(committed_db: CommittedDatabase, shift: timedelta) -> None:
    priya, gareth = make_people.user("Priya Raman"), make_people.user("Gareth Pugh")
    talk = make.conversation(make.space(by=priya, members=[gareth]), by=priya, body="Said first.")
    with clock.at(clock.now() + shift):
        make.post(talk, by=gareth, body="Said second, by a clock that is wrong.")
    make.post(talk, by=priya, body="Said third.")
    client = Client()
    client.force_login(gareth)
    page = client.get(talk.get_absolute_url()).content.decode()
    places = [page.index(words) for words in ("Said first", "Said second", "Said third")]
    assert places == sorted(places)
    assert list(talk.posts.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    sequence = list(Entry.objects.order_by("seq").values_list("seq", flat=True))
    assert sequence == list(range(1, len(sequence) + 1))
    call_command("verify_audit")
    writer.drain()
    call_command("check_index")


def test_what_was_read_stays_read(cast: Cast) -> None:
    space = make.space(by=cast.priya, members=[cast.gareth])
    talk = make.conversation(space, by=cast.priya)
    shown = [make.post(talk, by=cast.priya, body=f"Post {number}") for number in range(3)]
    reading.reach(talk, shown, person=cast.gareth)
    with clock.at(clock.now() + BACK):
        reading.reach(talk, shown[:1], person=cast.gareth)
        reading.mark_all_read(space, person=cast.gareth, until=clock.now())
    assert ReadMark.objects.get(user=cast.gareth, conversation=talk).number == shown[-1].number


def test_a_leaver_stays_out_whatever_the_time(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.gareth)
    assert client.get(reverse("home:desk")).status_code == 200
    people_actions.deactivate(cast.gareth, by=cast.admin)
    for shift in (BACK, ON):
        with clock.at(clock.now() + shift):
            assert client.get(reverse("home:desk")).status_code != 200
