"""The machine's clock is set back by a day, and on by a year: nothing is lost, forked or let in again."""

from datetime import timedelta

import pytest
from django.core.mail import send_mail
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.home.models import Heartbeat
from moothall.kit import clock
from moothall.kit.testing import CommittedDatabase
from moothall.notices import actions as notices
from moothall.notices import delivery
from moothall.notices.gathering import gather
from moothall.notices.kinds import When
from moothall.notices.models import Letter, Notice
from moothall.notices.models.letters import State
from moothall.people import actions as people_actions
from moothall.people.tests import make as make_people
from moothall.search import writer
from moothall.search.models import OutboxRow
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


@pytest.mark.parametrize("shift", [BACK, ON], ids=["back", "on"])
@pytest.mark.django_db
def test_a_worker_that_died_under_a_wrong_clock_is_not_taken_for_a_living_one(shift: timedelta) -> None:
    with clock.at(clock.now() + shift):
        Heartbeat.objects.beat("dead")
    assert not Heartbeat.objects.alive().exists()
    Heartbeat.objects.beat("living")
    assert list(Heartbeat.objects.alive().values_list("name", flat=True)) == ["living"]


def test_a_look_into_the_tables_is_no_longer_for_a_clock_set_back(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.admin)
    client.post(reverse("account_reauthenticate"), {"password": make_people.PASSWORD})
    client.post(reverse("people:tables"), {"reason": "A session that does not end"})
    assert client.get(reverse("admin:index")).status_code == 200
    for shift in (BACK, ON):
        with clock.at(clock.now() + shift):
            assert client.get(reverse("admin:index"))["Location"] == reverse("people:tables")


@pytest.mark.parametrize("shift", [BACK, ON], ids=["back", "on"])
def test_a_mail_that_was_claimed_or_put_off_under_a_wrong_clock_goes_out_after_it(cast: Cast, shift: timedelta) -> None:
    with clock.at(clock.now() + shift):
        with override_settings(EMAIL_BACKEND="moothall.notices.backend.Queue"):
            for subject in ("Claimed", "Put off"):
                send_mail(subject, "Words", None, [cast.priya.email])
        claimed, put_off = delivery.claim(), delivery.claim()
        assert claimed is not None  # by a worker that is then killed
        assert put_off is not None
        delivery._put_off(put_off, clock.now() + delivery.LONGEST_WAIT, "busy")
    assert delivery.deliver().sent == 2
    assert set(Letter.objects.values_list("state", flat=True)) == {State.KEPT}


@pytest.mark.parametrize("how", [When.ONCE, When.DAILY, When.WEEKLY])
def test_what_is_to_be_mailed_is_not_planned_for_another_year(cast: Cast, how: When) -> None:
    space = make.space(by=cast.priya, members=[cast.gareth])
    notices.choose_place(space.container, by=cast.gareth, chosen={"": how})
    with clock.at(clock.now() + ON):
        make.conversation(space, by=cast.priya, body="@Gareth Pugh, look.")
    planned = Notice.objects.get(person=cast.gareth).due_at
    assert planned
    assert planned > clock.now() + timedelta(days=300)
    assert gather() == 1
    assert Letter.objects.get().person == cast.gareth


def test_what_is_in_time_is_not_brought_forward(cast: Cast) -> None:
    space = make.space(by=cast.priya, members=[cast.gareth])
    for how in (When.ONCE, When.DAILY, When.WEEKLY):
        notices.choose_place(space.container, by=cast.gareth, chosen={"": how})
        make.conversation(space, by=cast.priya, body="@Gareth Pugh, look.")
    assert gather() == 0


def test_what_came_in_under_a_clock_that_was_ahead_is_found(committed_db: CommittedDatabase) -> None:
    writer.rebuild()
    OutboxRow.objects.create(kind="post", ref=1, fresh=True, created=clock.now() + ON)
    assert writer.drain(patience=writer.PATIENCE) == 1


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
