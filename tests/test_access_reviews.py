"""Who has access, and why: looked at each year; and what the administrator should look at."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.kit import clock
from moothall.mail.tests import make as make_mail
from moothall.notices.models import Notice
from moothall.people import actions as people
from moothall.people import grants
from moothall.people.models import Kind, User
from moothall.people.tests import make as make_people
from moothall.records import tally
from moothall.records.access import Place
from moothall.records.actions import access as act
from moothall.records.models import AccessDecision, AccessReview, Tally
from moothall.records.queries import access as queries
from moothall.spaces.models import Openness, Space
from moothall.spaces.tests import make

SignIn = Callable[[User], Client]
KEEP, REMOVE = AccessDecision.Outcome.KEEP, AccessDecision.Outcome.REMOVE
A_YEAR_ON = timedelta(days=366)


@pytest.fixture
def space(cast: Cast) -> Space:
    return make.space(by=cast.priya, openness=Openness.PRIVATE, members=[cast.gareth, cast.marcus], guests_allowed=True)


def test_after_a_year_those_who_look_after_it_are_asked_once(cast: Cast, space: Space) -> None:
    box = make_mail.mailbox(owner=cast.joan)
    assert act.open_due() == 0
    with clock.at(clock.now() + A_YEAR_ON):
        assert act.open_due() == 2
        assert act.open_due() == 0
        assert set(AccessReview.objects.values_list("container", flat=True)) == {space.container, box.container}
        assert [place.name for _review, place in queries.waiting(cast.priya)] == [space.name]
        assert [place.name for _review, place in queries.waiting(cast.joan)] == [box.address]
        assert queries.waiting(cast.gareth) == [] == queries.waiting(cast.admin)
        told = Notice.objects.filter(kind=act.DUE).values_list("person", flat=True)
        assert sorted(told) == sorted([cast.priya.pk, cast.joan.pk])


def test_keeping_and_removing_person_by_person_finishes_the_review(cast: Cast, space: Space, as_user: SignIn) -> None:
    with clock.at(clock.now() + A_YEAR_ON):
        act.open_due()
        review = AccessReview.objects.get()
        client = as_user(cast.priya)
        page = client.get(review.get_absolute_url()).content.decode()
        assert "Brought in by Priya Raman" in page and "Marcus Finch" in page
        for person, outcome in ((cast.priya, "keep"), (cast.gareth, "keep"), (cast.marcus, "remove")):
            typed = {"user": person.pk, "outcome": outcome}
            assert client.post(review.get_absolute_url(), typed).status_code == 302
        review.refresh_from_db()
        assert review.closed_at is not None and review.closed_by == cast.priya
        assert not space.memberships.filter(user=cast.marcus).exists()
        assert not grants.may_see(User.objects.get(pk=cast.marcus.pk), space.container)
        assert act.open_due() == 0
    with clock.at(clock.now() + 2 * A_YEAR_ON + timedelta(days=2)):
        assert act.open_due() == 1


def test_the_last_who_looks_after_it_is_not_removed(cast: Cast, space: Space, as_user: SignIn) -> None:
    review = act.open_review(next(iter(_places(space))), by=None)
    response = as_user(cast.priya).post(review.get_absolute_url(), {"user": cast.priya.pk, "outcome": "remove"})
    assert response.status_code == 422
    assert "Nobody else looks after this space" in response.content.decode()
    assert not AccessDecision.objects.exists()


def _places(space: Space) -> list[Place]:
    from moothall.spaces import reviewing

    return list(reviewing.places([space.pk]))


def test_nobody_else_sees_or_makes_a_review(cast: Cast, space: Space, as_user: SignIn) -> None:
    review = act.open_review(next(iter(_places(space))), by=None)
    for person in (cast.gareth, cast.marcus, cast.outsider, cast.admin, cast.auditor):
        client = as_user(person)
        assert client.get(review.get_absolute_url()).status_code == 404
        typed = {"user": cast.gareth.pk, "outcome": "remove"}
        assert client.post(review.get_absolute_url(), typed).status_code == 404
        with pytest.raises(PermissionDenied):
            act.decide(review, by=person, user=cast.gareth, outcome=REMOVE)
    assert space.name not in as_user(cast.admin).get(reverse("records:access")).content.decode()
    with pytest.raises(PermissionDenied):
        act.decide(review, by=cast.priya, user=cast.outsider, outcome=KEEP)


def test_a_decision_stays_as_it_was(cast: Cast, space: Space) -> None:
    review = act.open_review(next(iter(_places(space))), by=None)
    act.decide(review, by=cast.priya, user=cast.gareth, outcome=KEEP)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessDecision.objects.update(outcome=REMOVE)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessDecision.objects.all().delete()


def test_who_is_late_is_reminded_once(cast: Cast, space: Space) -> None:
    act.open_review(next(iter(_places(space))), by=None)
    assert act.remind() == 0
    with clock.at(clock.now() + timedelta(days=40)):
        assert act.remind() == 1
        assert act.remind() == 0
        assert Notice.objects.filter(kind=act.OVERDUE, person=cast.priya).count() == 1


def test_sleeping_accounts_and_guests_without_a_sponsor_are_listed(cast: Cast, space: Space, as_user: SignIn) -> None:
    User.objects.filter(pk=cast.gareth.pk).update(last_login=clock.now() - timedelta(days=100))
    alone = make_people.user("Alone Guest", Kind.GUEST)
    assert [person.name for person in queries.dormant()] == ["Gareth Pugh"]
    assert queries.unsponsored() == [alone]
    people.deactivate(cast.priya, by=cast.admin)
    assert queries.unsponsored() == [alone, cast.marcus]
    page = as_user(cast.admin).get(reverse("records:security")).content.decode()
    assert "Alone Guest" in page and "Gareth Pugh" in page
    for person in (cast.gareth, cast.joan, cast.marcus, cast.auditor):
        assert as_user(person).get(reverse("records:security")).status_code == 403


def test_reading_and_taking_is_counted_by_number_only(cast: Cast, space: Space, as_user: SignIn) -> None:
    talk = make.conversation(space, by=cast.priya)
    client = as_user(cast.gareth)
    tally.write()
    Tally.objects.all().delete()
    for _time in range(3):
        client.get(talk.get_absolute_url())
    client.get(reverse("home:desk"))
    tally.write()
    row = Tally.objects.get()
    assert (row.user, row.pages, row.files) == (cast.gareth, 3, 0)
    client.get(talk.get_absolute_url())
    tally.write()
    row.refresh_from_db()
    assert row.pages == 4
    with clock.at(clock.now() + timedelta(days=40)):
        assert tally.forget() == 1


def test_a_day_far_above_the_usual_is_shown(cast: Cast, as_user: SignIn) -> None:
    today = clock.today()
    for person in (cast.gareth, cast.priya, cast.joan):
        for back in range(1, 20):
            Tally.objects.create(user=person, day=today - timedelta(days=back), pages=30, files=2)
    Tally.objects.create(user=cast.gareth, day=today, pages=2000, files=3)
    Tally.objects.create(user=cast.priya, day=today, pages=390, files=3)
    Tally.objects.create(user=cast.joan, day=today, pages=20, files=500)
    assert {(row.user, row.pages, row.files) for row in queries.unusual()} == {
        (cast.gareth, 2000, 3),
        (cast.joan, 20, 500),
    }
    page = as_user(cast.admin).get(reverse("records:security")).content.decode()
    assert "2000" in page and "500" in page and "390" not in page


def test_the_pages_cost_the_same_however_many(cast: Cast, space: Space, as_user: SignIn) -> None:
    def fill(start: int, count: int) -> None:
        for number in range(start, start + count):
            make.add(space, make_people.user(f"Member {number}"), by=cast.priya)
            other = make.space(by=cast.priya, name=f"Space {number}")
            act.open_review(next(iter(_places(other))), by=None)

    def cost(client: Client, url: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    review = act.open_review(next(iter(_places(space))), by=None)
    fill(0, 2)
    pages = [
        (as_user(cast.priya), reverse("records:access")),
        (as_user(cast.priya), review.get_absolute_url()),
        (as_user(cast.admin), reverse("records:security")),
    ]
    for client, url in pages:
        client.get(url)
    before = [cost(client, url) for client, url in pages]
    fill(2, 6)
    assert [cost(client, url) for client, url in pages] == before
