"""Who is told of what other bodies publish anew, and of a feed that keeps failing: once, in words, while it is true."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from conftest import Cast
from moothall.kit import clock
from moothall.lessons import telling, told_of_others
from moothall.lessons.actions import drawing, exchange
from moothall.lessons.models import Item, Subscription
from moothall.lessons.tests import make, make_exchange
from moothall.lessons.tests.serving import Elsewhere
from moothall.notices import queries
from moothall.notices.kinds import When, kinds
from moothall.notices.models import Notice
from moothall.people import actions as people
from moothall.people.models import Role, User

SignIn = Callable[[User], Client]


def lists(place: Elsewhere, *titles: str) -> None:
    """Have the body publish these things and no others."""
    place.says(make_exchange.feed([make_exchange.entry(title, title=title) for title in titles], total=len(titles)))


def told(person: User, kind: str) -> list[str]:
    """What a person is told of, as it stands on their desk."""
    pks = list(Notice.objects.filter(person=person, kind=kind, done_at=None).values_list("subject", flat=True))
    found = kinds.get(kind)
    assert found is not None
    return [f"{each.line}: {each.text}" for each in found.load(person, pks).values()]


@pytest.fixture
def body(elsewhere_serving: Elsewhere, cast: Cast) -> Subscription:
    lists(elsewhere_serving, "First")
    made = exchange.subscribe(by=cast.admin, address=elsewhere_serving.url(), name="Elmbridge Council")
    make_exchange.seen(made)
    made.refresh_from_db()
    return made


def test_what_is_there_at_first_is_news_to_nobody(body: Subscription) -> None:
    assert body.items.count() == 1
    assert not Notice.objects.filter(kind=telling.NEWS).exists()


def test_what_comes_later_is_told_once_a_look_to_who_follows_keeps_or_used_it(
    elsewhere_serving: Elsewhere, cast: Cast, body: Subscription, as_user: SignIn
) -> None:
    people.give_role(cast.gareth, by=cast.admin, role=Role.RISK_MANAGER)
    exchange.bring_in(body.items.get(), by=cast.joan)
    lists(elsewhere_serving, "First", "Second", "Third")
    make_exchange.seen(body)
    make_exchange.seen(body)
    rows = Notice.objects.filter(kind=telling.NEWS)
    assert set(rows.values_list("person", flat=True)) == {cast.admin.pk, cast.gareth.pk, cast.joan.pk}
    assert {row.how for row in rows} == {When.DAILY}
    assert told(cast.admin, telling.NEWS) == ["Elmbridge Council published 2 new things: Second; Third"]
    page = as_user(cast.gareth).get("/notices/?show=all").content.decode()
    assert "Elmbridge Council published 2 new things" in page
    lists(elsewhere_serving, "First", "Second", "Third", "Fourth")
    make_exchange.seen(body)
    assert sorted(told(cast.joan, telling.NEWS))[-1] == "Elmbridge Council published something new: Fourth"
    lists(elsewhere_serving, "First")
    make_exchange.seen(body)
    assert told(cast.joan, telling.NEWS) == [], "of what is gone nothing is told"


def test_who_wrote_from_it_is_told_and_nobody_learns_that_they_did(
    elsewhere_serving: Elsewhere, cast: Cast, body: Subscription
) -> None:
    elsewhere_serving.says(make_exchange.feed([make_exchange.entry("o", title="Odd", data={"x": 1})], total=1))
    make_exchange.seen(body)
    drawing.draw(Item.objects.get(title="Odd"), by=cast.priya, words=make.words())
    Notice.objects.filter(kind=telling.NEWS).delete()
    lists(elsewhere_serving, "Second")
    make_exchange.seen(body)
    assert set(Notice.objects.filter(kind=telling.NEWS).values_list("person", flat=True)) == {
        cast.admin.pk,
        cast.priya.pk,
    }
    assert cast.priya.name not in str(told(cast.admin, telling.NEWS))


def test_a_hundred_new_things_are_one_notice(elsewhere_serving: Elsewhere, cast: Cast, body: Subscription) -> None:
    lists(elsewhere_serving, *(f"Thing {n:03}" for n in range(100)))
    make_exchange.seen(body)
    assert Notice.objects.filter(kind=telling.NEWS, person=cast.admin).count() == 1
    (words,) = told(cast.admin, telling.NEWS)
    assert "100 new things" in words and words.endswith("and 95 more")


def test_hostile_titles_are_words_on_the_desk(
    elsewhere_serving: Elsewhere, cast: Cast, body: Subscription, as_user: SignIn
) -> None:
    lists(elsewhere_serving, "First", "<script>alert(1)</script>")
    make_exchange.seen(body)
    page = as_user(cast.admin).get("/notices/?show=all").content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_guests_and_those_who_lost_sight_are_told_nothing(
    elsewhere_serving: Elsewhere, cast: Cast, body: Subscription
) -> None:
    lists(elsewhere_serving, "First", "Second")
    make_exchange.seen(body)
    pks = list(Item.objects.values_list("pk", flat=True))
    assert told_of_others.load_news(cast.marcus, pks) == {}
    exchange.end(body, by=cast.admin, keep=True)
    assert told(cast.admin, telling.NEWS) == [], "nobody follows it any more"


def fails_for(place: Elsewhere, body: Subscription, days: int) -> datetime:
    """Have the feed fail for some days, looked at daily; gives the moment of the last look."""
    place.fails(500)
    start = clock.now()
    moment = start
    for day in range(days + 1):
        moment = start + timedelta(days=day, minutes=1)
        with clock.at(moment):
            make_exchange.seen(body)
    return moment


def test_a_feed_that_keeps_failing_is_told_once_to_who_subscribed_until_it_is_read_again(
    elsewhere_serving: Elsewhere, cast: Cast, body: Subscription, as_user: SignIn
) -> None:
    people.give_role(cast.outsider, by=cast.admin, role=Role.ADMINISTRATOR)
    fails_for(elsewhere_serving, body, 2)
    assert not Notice.objects.filter(kind=telling.FAILING).exists(), "what fails for two days may mend itself"
    moment = fails_for(elsewhere_serving, body, 5)
    rows = Notice.objects.filter(kind=telling.FAILING)
    assert list(rows.values_list("person", flat=True)) == [cast.admin.pk]
    with clock.at(moment):
        (words,) = told(cast.admin, telling.FAILING)
        assert "What Elmbridge Council publishes could not be read since" in words
        assert "The other side answers with an error." in words
        assert told_of_others.load_failing(cast.priya, [row.subject for row in rows]) == {}
        assert "could not be read since" in as_user(cast.admin).get("/notices/?show=all").content.decode()
        lists(elsewhere_serving, "First")
        make_exchange.seen(body)
        assert told(cast.admin, telling.FAILING) == []
        assert not queries.unread(cast.admin)


def test_where_who_subscribed_left_all_who_can_mend_it_are_told(
    elsewhere_serving: Elsewhere, cast: Cast, body: Subscription
) -> None:
    people.give_role(cast.outsider, by=cast.admin, role=Role.ADMINISTRATOR)
    people.take_role(cast.admin, by=cast.outsider, role=Role.ADMINISTRATOR)
    fails_for(elsewhere_serving, body, 4)
    assert [row.person for row in Notice.objects.filter(kind=telling.FAILING)] == [cast.outsider]


def test_a_body_followed_no_longer_fails_for_nobody(
    elsewhere_serving: Elsewhere, cast: Cast, body: Subscription
) -> None:
    fails_for(elsewhere_serving, body, 4)
    exchange.end(body, by=cast.admin, keep=True)
    assert told(cast.admin, telling.FAILING) == []
    assert Notice.objects.get(kind=telling.FAILING).done_at is not None


def test_both_can_be_chosen_in_the_settings_by_whom_they_concern(cast: Cast, as_user: SignIn) -> None:
    admin, staff = (as_user(person).get("/notices/settings/").content.decode() for person in (cast.admin, cast.priya))
    guest = as_user(cast.marcus).get("/notices/settings/").content.decode()
    new, fails = "Another body that we follow publishes something new", "What another body publishes can’t be read"
    assert new in admin and fails in admin
    assert new in staff and fails not in staff
    assert new not in guest and fails not in guest
