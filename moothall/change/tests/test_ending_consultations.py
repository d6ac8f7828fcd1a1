"""What becomes of a public consultation: it is ended early for a reason; nothing is closed before it is answered."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.change import telling_value
from moothall.change.actions import consultations as act
from moothall.change.actions import delivery, stakeholders
from moothall.change.actions.delivery import NotReady
from moothall.change.actions.initiatives import InitiativeClosed
from moothall.change.forms.people import EngagementForm
from moothall.change.models import (
    Closing,
    Consultation,
    Engagement,
    EngagementStage,
    Form,
    Initiative,
    Outcome,
    PublicAnswer,
)
from moothall.change.queries import consultations, gunning
from moothall.change.tests import make, make_value
from moothall.change.tests.test_ground import ways
from moothall.kit import clock
from moothall.kit.registries import public_pages
from moothall.notices.models import Notice
from moothall.people.models import User
from moothall.risks.tests.refusing import refused, sql

SignIn = Callable[[User], Client]
WHY = "The building is sold, so what we asked can no longer come about."


@pytest.fixture
def begun(cast: Cast) -> Initiative:
    return make.owned(make.initiative(by=cast.priya), by=cast.priya, owner=cast.gareth)


@pytest.fixture
def asked(cast: Cast, begun: Initiative) -> Consultation:
    return make_value.consultation(begun, by=cast.priya)


def gives_up(begun: Initiative, cast: Cast) -> Closing:
    return delivery.close(begun, by=cast.gareth, outcome=Outcome.GIVEN_UP, words="It was not to be.")


def answered(asked: Consultation, cast: Cast) -> Consultation:
    make_value.theme(asked, by=cast.priya)
    return act.tell_what_came_of_it(asked, by=cast.gareth)


def public(asked: Consultation) -> str:
    return Client().get(reverse("change:public_consultation", args=[asked.pk])).content.decode()


def test_nothing_is_closed_while_the_public_can_answer_or_waits_to_be_told(
    cast: Cast, begun: Initiative, asked: Consultation, as_user: SignIn
) -> None:
    client, way = as_user(cast.gareth), reverse("change:close", args=[begun.pk])
    assert "The public was asked, and comes first" in client.get(way).content.decode()
    page = client.post(way, {"outcome": "given_up", "words": "It was not to be."})
    assert page.status_code == 422 and "The public can answer “Talk with us” until" in page.content.decode()
    assert reverse("change:consultation_end", args=[asked.pk]) in page.content.decode()
    refused(lambda: Closing.objects.create(initiative=begun, outcome=Outcome.GIVEN_UP, words="So", by=cast.gareth))
    act.end(asked, by=cast.gareth, why=WHY)
    with pytest.raises(NotReady, match="not told what came of it"):
        gives_up(begun, cast)
    refused(
        lambda: Closing.objects.bulk_create([Closing(initiative=begun, outcome="given_up", words="So", by=cast.gareth)])
    )
    answered(asked, cast)
    gives_up(begun, cast)


def test_one_that_opens_later_is_taken_off_first_and_one_that_is_not_public_stands_in_nobodys_way(
    cast: Cast, begun: Initiative
) -> None:
    asked = make_value.consultation(begun, by=cast.priya, opens_on=clock.today() + timedelta(days=9))
    with pytest.raises(NotReady, match="opens later"):
        gives_up(begun, cast)
    with pytest.raises(act.NotOpen):
        act.end(asked, by=cast.gareth, why=WHY)
    act.unpublish(asked, by=cast.gareth)
    gives_up(begun, cast)


def test_it_ends_early_for_a_reason_that_the_public_reads_and_takes_no_more_answers(
    cast: Cast, asked: Consultation, as_user: SignIn
) -> None:
    make_value.answer(asked)
    client, way = as_user(cast.gareth), reverse("change:consultation_end", args=[asked.pk])
    assert client.post(way, {"why": " "}).status_code == 422
    assert client.post(way, {"why": WHY}).status_code == 302
    ended = Consultation.objects.get(pk=asked.pk)
    assert (ended.is_open, ended.is_over, ended.last_on, ended.days) == (False, True, clock.today(), 1)
    assert ended.engagement.closed_on == clock.today()
    said = public(asked)
    assert "This was ended early" in said and WHY in said and cast.gareth.name not in said and "<form" not in said
    question = asked.questions.all()[0].pk
    late = Client().post(reverse("change:public_consultation", args=[asked.pk]), {f"question_{question}": "Wait!"})
    assert late.status_code == 422 and "This has closed, so your answer was not taken" in late.content.decode()
    with pytest.raises(act.NotOpen):
        make_value.answer(asked, body="Wait!")
    assert PublicAnswer.objects.count() == 1
    assert not consultations.running() and [row.pk for row in consultations.over(None).rows] == [asked.pk]
    assert client.get(asked.get_absolute_url()).status_code == 200
    assert client.get(way).status_code == 302  # there is nothing to end any more
    assert "Open for 0 days." in gunning.checks(ended.engagement)[2].words


def test_only_those_who_look_after_the_change_end_it(cast: Cast, asked: Consultation, as_user: SignIn) -> None:
    way = reverse("change:consultation_end", args=[asked.pk])
    for who in (cast.joan, cast.outsider, cast.admin):
        with pytest.raises(PermissionDenied):
            act.end(asked, by=who, why=WHY)
        assert as_user(who).post(way, {"why": WHY}).status_code in (403, 404)
    assert as_user(cast.marcus).get(way).status_code == 404
    with pytest.raises(ValueError, match="why it ends early"):
        act.end(asked, by=cast.gareth, why="  ")
    assert Consultation.objects.get().is_open


def test_what_was_ended_stays_so_by_whatever_way(cast: Cast, asked: Consultation) -> None:
    refused(lambda: Consultation.objects.filter(pk=asked.pk).update(ended_at=clock.now(), ended_by=cast.gareth))
    act.end(asked, by=cast.gareth, why=WHY)
    for way in ways(Consultation, asked.pk, ended_why="Because."):
        refused(way)
    for way in ways(Consultation, asked.pk, closes_on=asked.closes_on + timedelta(days=9)):
        refused(way)
    refused(lambda: Consultation.objects.filter(pk=asked.pk).update(ended_at=None, ended_by=None, ended_why=""))
    refused(sql("UPDATE change_consultation SET ended_at = NULL, ended_by_id = NULL, ended_why = ''"))
    with pytest.raises(act.Ended):
        act.write(asked.engagement, by=cast.priya, words=make_value.words(asked.engagement))
    refused(lambda: PublicAnswer.objects.create(consultation=asked, token=uuid4()))


def test_the_public_is_not_told_what_came_of_it_while_it_can_answer(cast: Cast, asked: Consultation) -> None:
    make_value.theme(asked, by=cast.priya)
    with pytest.raises(ValueError, match="once the consultation has closed"):
        act.tell_what_came_of_it(asked, by=cast.gareth)
    refused(lambda: Consultation.objects.filter(pk=asked.pk).update(answered_at=clock.now(), answered_by=cast.gareth))


def test_nothing_is_asked_or_answered_for_a_change_that_is_closed(cast: Cast, begun: Initiative) -> None:
    asked = make_value.consultation(begun, by=cast.priya, published=False)
    gives_up(begun, cast)
    with pytest.raises(InitiativeClosed):
        act.publish(asked, by=cast.gareth)
    refused(lambda: Consultation.objects.filter(pk=asked.pk).update(published_at=clock.now(), published_by=cast.gareth))
    with pytest.raises(act.NotOpen):
        make_value.answer(asked)


def test_an_engagement_is_not_closed_by_itself_before_its_consultation(
    cast: Cast, asked: Consultation, as_user: SignIn
) -> None:
    engagement = asked.engagement
    words = stakeholders.EngagementWords(
        stage=EngagementStage(engagement.stage),
        form=Form.CONSULTATION,
        asked=engagement.asked,
        opened_on=engagement.opened_on,
        closed_on=clock.today(),
        said="Nothing much.",
    )
    people = list(engagement.stakeholders.all())
    with pytest.raises(ValueError, match="Its days are those of its public consultation"):
        stakeholders.edit_engagement(engagement, by=cast.priya, words=words, stakeholders=people)
    assert Engagement.objects.get().closed_on == asked.closes_on and "closed_on" in EngagementForm.base_fields
    client = as_user(cast.priya)
    for name in ("engagement", "engagement_edit"):
        said = client.get(reverse(f"change:{name}", args=[engagement.pk])).content.decode()
        assert "The public can" in said


def test_whoever_looks_after_it_is_told_once_to_answer_what_ended(cast: Cast, asked: Consultation) -> None:
    act.end(asked, by=cast.gareth, why=WHY)
    assert telling_value.consultations_closing() > 0
    assert telling_value.consultations_closing() == 0
    assert Notice.objects.filter(kind=telling_value.CLOSES).exists()


def test_the_public_finds_its_say_from_the_door_and_from_every_public_page(
    cast: Cast, asked: Consultation, as_user: SignIn
) -> None:
    ways_in = [reverse(each.url_name) for each in public_pages]
    assert len(ways_in) >= 5 and ways_in[0] == reverse("change:public_consultations")
    for place in ("/account/login/", *ways_in, reverse("change:public_consultation", args=[asked.pk])):
        page = Client().get(place).content.decode()
        for address in ways_in:
            assert f'href="{address}"' in page, (place, address)
    for address in ways_in:
        assert Client().get(address).status_code == 200
    inside = as_user(cast.priya)
    initiative = asked.engagement.initiative.pk
    for name, args in (
        ("list", []),
        ("stakeholders", [initiative]),
        ("engagement", [asked.engagement.pk]),
        ("consultation", [asked.pk]),
    ):
        assert f'href="{ways_in[0]}"' in inside.get(reverse(f"change:{name}", args=args)).content.decode(), name
