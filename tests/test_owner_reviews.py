"""Whoever looks after a place is asked what becomes of things there; others destroy, and nobody is nagged."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.kit import clock
from moothall.mail.models import Message
from moothall.mail.tests import make as make_mail
from moothall.notices.models import Notice
from moothall.people.models import User
from moothall.records.actions import disposals, retention
from moothall.records.actions import owner_reviews as act
from moothall.records.models import Action, Application, Disposal, ReviewDecision, ReviewRequest, Trigger, Verdict
from moothall.records.queries import owner_reviews as queries
from moothall.records.tests import make_assets
from moothall.records.tests import make_retention as make
from moothall.spaces.actions import members
from moothall.spaces.models import Conversation, Openness, Space
from moothall.spaces.tests import make as make_spaces

SignIn = Callable[[User], Client]
LONG_AGO = datetime(2021, 5, 3, 9, tzinfo=UTC)
KEEP, DESTROY = Verdict.KEEP, Verdict.DESTROY


@pytest.fixture
def space(cast: Cast) -> Space:
    with clock.at(LONG_AGO):
        return make_spaces.space(by=cast.priya, openness=Openness.PRIVATE, members=[cast.gareth], guests_allowed=True)


def talk(space: Space, by: User, title: str = "Old rota") -> Conversation:
    with clock.at(LONG_AGO):
        return make_spaces.conversation(space, by=by, title=title)


def reviewing(to: str, *, by: User, reference: str = "COM-1") -> Application:
    rule = make.rule(make.line(reference, action=Action.REVIEW, trigger=Trigger.CREATED), by=by)
    return make.switched_on(rule, to, by=by)


def asked_of(container: str) -> ReviewRequest:
    act.ask()
    return ReviewRequest.objects.get(container=container, closed_at=None)


def told(kind: str) -> set[int]:
    return set(Notice.objects.filter(kind=kind, done_at=None).values_list("person", flat=True))


def test_who_looks_after_it_is_asked_once_and_reminded_once(cast: Cast, space: Space, rekha: User) -> None:
    talk(space, cast.gareth)
    reviewing("space:*", by=rekha)
    assert act.ask() == 1
    assert act.ask() == 0
    assert told(act.ASKED) == {cast.priya.pk}, "not whoever began it, nor other members, nor records managers"
    talk(space, cast.gareth, "Older rota")
    assert act.ask() == 0 and act.remind() == 0, "one question stands for all that waits there"
    with clock.at(clock.now() + timedelta(days=15)):
        assert act.remind() == 1
        assert told(act.REMINDED) == {cast.priya.pk}
    with clock.at(clock.now() + timedelta(days=90)):
        assert act.remind() == 0 and act.ask() == 0
    assert Notice.objects.filter(person=cast.priya, kind__in=[act.ASKED, act.REMINDED]).count() == 2
    assert (
        Entry.objects.filter(verb="review.asked").count() == Entry.objects.filter(verb="review.reminded").count() == 1
    )


def test_an_owner_keeps_until_a_day_and_agrees_to_the_rest(
    cast: Cast, space: Space, rekha: User, ramon: User, as_user: SignIn
) -> None:
    kept, gone = talk(space, cast.gareth, "The lease"), talk(space, cast.gareth, "The rota")
    application = reviewing(space.container, by=rekha)
    request = asked_of(space.container)
    client = as_user(cast.priya)
    assert "Things you look after whose time has come" in client.get("/").content.decode()
    assert space.name in client.get(reverse("records:owner_reviews")).content.decode()
    page = client.get(request.get_absolute_url()).content.decode()
    assert "The lease" in page and "The rota" in page
    later = (clock.today() + timedelta(days=90)).isoformat()
    for typed in (
        {"refs": [kept.pk]},
        {"verdict": "destroy", "reason": "It runs on"},
        {"refs": [kept.pk], "verdict": "keep", "reason": "It runs on"},
    ):
        refused = client.post(request.get_absolute_url(), typed)
        assert refused.status_code == 422
    assert "It runs on" in refused.content.decode(), "what was typed stays"
    typed = {"refs": [kept.pk], "verdict": "keep", "keep_until": later, "reason": "It runs on"}
    assert client.post(request.get_absolute_url(), typed)["Location"] == request.get_absolute_url()
    typed = {"refs": [gone.pk], "verdict": "destroy", "reason": "Of no value"}
    assert client.post(request.get_absolute_url(), typed)["Location"] == reverse("records:owner_reviews")

    assert Conversation.objects.count() == 2, "an owner destroys nothing"
    assert not Disposal.objects.exists() and told(act.ASKED) == set()
    assert "Things you look after" not in client.get("/").content.decode()
    assert client.get(request.get_absolute_url()).status_code == 404
    with pytest.raises(PermissionDenied):
        disposals.propose(application, by=cast.priya)
    page = as_user(rekha).get(application.get_absolute_url()).content.decode()
    assert "Of no value" in page and "keep 1 thing until" in page and "destroy 1 thing" in page
    run = disposals.propose(application, by=rekha)
    with pytest.raises(PermissionDenied):
        disposals.approve(run, by=rekha)
    with pytest.raises(PermissionDenied):
        disposals.approve(run, by=cast.priya)
    disposals.decline(run, by=rekha, reason="Together, below")
    make.carried_out(application, by=rekha, other=ramon)
    assert list(Conversation.objects.all()) == [kept]
    with clock.at(clock.now() + timedelta(days=91)):
        assert act.ask() == 1, "what was kept until a day comes back"


def test_the_custodian_of_a_mailbox_and_the_owner_of_an_asset_are_asked(cast: Cast, rekha: User) -> None:
    box = make_mail.mailbox(owner=cast.joan)
    make_mail.brought_in(box, [make_mail.eml("Old", at=LONG_AGO)])
    with clock.at(LONG_AGO):
        asset = make_assets.asset(by=rekha, owner=cast.gareth, closed=True)
    reviewing("mailbox:*", by=rekha)
    reviewing("asset:*", by=rekha, reference="COM-2")
    assert act.ask() == 2
    letter = ReviewRequest.objects.get(container=box.container)
    entry = ReviewRequest.objects.get(container=f"asset:{asset.pk}")
    assert list(queries.mine(cast.joan)) == [letter] and list(queries.mine(cast.gareth)) == [entry]
    message = Message.objects.get()
    assert act.answer(letter, by=cast.joan, refs=[message.pk], verdict=DESTROY, reason="Of no value") == 1
    assert act.answer(entry, by=cast.gareth, refs=[asset.pk], verdict=DESTROY, reason="Gone") == 1
    assert queries.card(cast.joan) is None


def test_another_persons_things_are_not_there(
    cast: Cast, space: Space, rekha: User, ramon: User, as_user: SignIn
) -> None:
    old = talk(space, cast.gareth)
    other = make_spaces.space(by=cast.joan, name="Planning", openness=Openness.PRIVATE)
    theirs = talk(other, cast.joan, "Secret plan")
    reviewing("space:*", by=rekha)
    act.ask()
    mine = ReviewRequest.objects.get(container=space.container)
    for person in (cast.gareth, cast.joan, cast.marcus, cast.outsider, cast.admin, cast.auditor, rekha):
        client = as_user(person)
        assert client.get(mine.get_absolute_url()).status_code == 404, person
        typed = {"refs": [old.pk], "verdict": "destroy", "reason": "x"}
        assert client.post(mine.get_absolute_url(), typed).status_code == 404
        with pytest.raises(PermissionDenied):
            act.answer(mine, by=person, refs=[old.pk], verdict=DESTROY, reason="x")
    listed = as_user(cast.priya).get(reverse("records:owner_reviews")).content.decode()
    assert (
        "Planning" not in listed
        and "Secret plan" not in as_user(cast.priya).get(mine.get_absolute_url()).content.decode()
    )
    assert act.answer(mine, by=cast.priya, refs=[theirs.pk], verdict=DESTROY, reason="Not mine") == 0
    smuggled = {"refs": [theirs.pk], "verdict": "destroy", "reason": "Not mine"}
    assert as_user(cast.priya).post(mine.get_absolute_url(), smuggled).status_code == 422
    assert not ReviewDecision.objects.exists()
    assert as_user(cast.marcus).get(reverse("records:owner_reviews")).status_code == 403


def test_who_stops_looking_after_it_is_no_longer_asked(cast: Cast, space: Space, rekha: User, as_user: SignIn) -> None:
    old = talk(space, cast.gareth)
    reviewing(space.container, by=rekha)
    request = asked_of(space.container)
    members.make_facilitator(space, by=cast.priya, user=cast.gareth)
    members.step_down(space, by=cast.priya)
    priya = User.objects.get(pk=cast.priya.pk)
    assert as_user(priya).get(request.get_absolute_url()).status_code == 404
    with pytest.raises(PermissionDenied):
        act.answer(request, by=priya, refs=[old.pk], verdict=DESTROY, reason="x")
    assert list(queries.mine(cast.gareth)) == [request]
    assert act.answer(request, by=cast.gareth, refs=[old.pk], verdict=DESTROY, reason="Of no value") == 1


def test_a_day_that_has_passed_and_a_rule_that_was_switched_off_are_refused(
    cast: Cast, space: Space, rekha: User, as_user: SignIn
) -> None:
    old = talk(space, cast.gareth)
    application = reviewing(space.container, by=rekha)
    request = asked_of(space.container)
    for day in (None, clock.today(), clock.today() - timedelta(days=1)):
        with pytest.raises(retention.Refused):
            act.answer(request, by=cast.priya, refs=[old.pk], verdict=KEEP, reason="x", keep_until=day)
    yesterday = {"refs": [old.pk], "verdict": "keep", "reason": "x", "keep_until": "2020-01-01"}
    assert as_user(cast.priya).post(request.get_absolute_url(), yesterday).status_code == 422
    retention.switch_off(application, by=rekha)
    assert as_user(cast.priya).get(request.get_absolute_url()).status_code == 404
    with pytest.raises(retention.Refused, match="switched off"):
        act.answer(request, by=cast.priya, refs=[old.pk], verdict=DESTROY, reason="x")
    act.ask()
    assert not ReviewRequest.objects.filter(closed_at=None).exists() and told(act.ASKED) == set()


def test_what_records_managers_decided_waits_for_no_owner(
    cast: Cast, space: Space, rekha: User, as_user: SignIn
) -> None:
    old = talk(space, cast.gareth)
    application = reviewing(space.container, by=rekha)
    asked_of(space.container)
    page = as_user(rekha).get(application.get_absolute_url()).content.decode()
    assert "Asked, and not answered yet" in page and space.container in page
    retention.decide(application, by=rekha, refs=[old.pk], verdict=DESTROY, reason="Of no value")
    assert told(act.ASKED) == set() and not list(queries.mine(cast.priya))


def test_a_place_is_asked_about_once_whatever_the_database_is_told(cast: Cast, space: Space, rekha: User) -> None:
    talk(space, cast.gareth)
    request = asked_of(reviewing(space.container, by=rekha).container)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewRequest.objects.bulk_create([ReviewRequest(application=request.application, container=request.container)])


def test_the_list_costs_the_same_when_it_grows(cast: Cast, rekha: User, as_user: SignIn) -> None:
    reviewing("space:*", by=rekha)
    client, counts = as_user(cast.priya), []
    for number in range(2):
        for each in range(3 * (number + 1)):
            talk(make_spaces.space(by=cast.priya, name=f"Place {number} {each}"), cast.priya)
        act.ask()
        client.get(reverse("records:owner_reviews"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("records:owner_reviews"))
        with CaptureQueriesContext(connection) as desk:
            client.get("/")
        counts.append((len(asked), len(desk)))
    assert counts[0][0] == counts[1][0]
    assert "6 more wait for you" in client.get("/").content.decode()
