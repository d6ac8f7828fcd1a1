"""Following other bodies: what a look keeps, what it never loses, and what a body cannot do to another."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.kit import clock
from moothall.lessons.actions import exchange, looking
from moothall.lessons.exchange import looking as reading
from moothall.lessons.exchange.faults import Fault, Faulty
from moothall.lessons.models import Item, Subscription
from moothall.lessons.queries import others
from moothall.lessons.tests import make_exchange as make
from moothall.lessons.tests.serving import ATOM, Elsewhere
from moothall.people.models import User

AsUser = Callable[[User], Client]


def now(body: Subscription) -> Subscription:
    """A subscription as it stands."""
    return Subscription.objects.get(pk=body.pk)


def verbs() -> list[str]:
    """What was recorded of bodies, in order."""
    return list(Entry.objects.filter(verb__startswith="body.").order_by("pk").values_list("verb", flat=True))


def test_what_another_hall_publishes_is_kept_whole(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    body = make.followed(elsewhere_serving, make.entry(), by=cast.admin)
    item = body.items.get()
    assert (item.kind, item.title, item.licence) == ("lesson", "Ask the front desk first", "OGL-UK-3.0")
    assert item.data == make.LESSON
    assert item.html == "<p>Sit with the front desk for a day.</p>"
    assert (body.title, body.is_failing, body.more) == ("Elmbridge: lessons", False, False)
    assert verbs() == ["body.followed", "body.read"]


def test_a_feed_that_did_not_change_costs_no_words_and_writes_nothing(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    elsewhere_serving.says(make.feed([make.entry()]), ETag='"1"')
    body = exchange.subscribe(by=cast.admin, address=elsewhere_serving.url(), name="E")
    make.seen(body)
    again = make.seen(body)
    assert again is not None
    assert again.unchanged
    assert elsewhere_serving.asked[-1].headers["If-None-Match"] == '"1"'
    assert verbs() == ["body.followed", "body.read"]
    with clock.at(clock.now() + timedelta(days=2)):  # once a day all of it is read, as later pages may have changed
        make.seen(body)
    assert "If-None-Match" not in elsewhere_serving.asked[-1].headers


def test_what_is_reworded_is_reworded_and_what_is_gone_is_marked(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    one, two = make.entry("1"), make.entry("2", title="Two")
    body = make.followed(elsewhere_serving, one, two, by=cast.admin)
    first = body.items.get(guid="1")
    elsewhere_serving.says(make.feed([{**one, "title": "Otherwise"}], total=1))
    told = make.seen(body)
    assert told is not None
    assert (told.new, told.changed, told.gone) == (0, 1, 1)
    again = body.items.get(guid="1")
    assert (again.pk, again.title, again.first_seen) == (first.pk, "Otherwise", first.first_seen)
    assert body.items.get(guid="2").is_gone
    elsewhere_serving.says(make.feed([one, two], total=2))
    make.seen(body)
    assert not body.items.get(guid="2").is_gone


@pytest.mark.parametrize("total", [None, 5])
def test_what_a_feed_lists_no_longer_is_gone_only_where_it_lists_everything(
    elsewhere_serving: Elsewhere, cast: Cast, total: int | None
) -> None:
    body = make.followed(elsewhere_serving, make.entry("1"), make.entry("2"), by=cast.admin)
    elsewhere_serving.says(make.feed([make.entry("2")], total=total))
    make.seen(body)
    assert body.items.filter(gone_at=None).count() == 2


def test_a_feed_of_nobody_we_know_is_read_too(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    address = elsewhere_serving.says(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Blog</title><entry><id>1</id><title>Hello</title>"
        "<link href='https://blog.example/1'/><summary>Words</summary></entry></feed>",
        ATOM,
    )
    body = exchange.subscribe(by=cast.admin, address=address, name="A blog")
    make.seen(body)
    item = body.items.get()
    assert (item.kind, item.title, item.summary, item.url) == ("other", "Hello", "Words", "https://blog.example/1")
    assert item.data == {}


def test_a_body_that_claims_anothers_name_for_a_thing_changes_nothing_of_theirs(
    elsewhere_serving: Elsewhere, cast: Cast
) -> None:
    ours = make.followed(elsewhere_serving, make.entry("tag:elmbridge.example,2026:/lesson/1"), by=cast.admin)
    theirs = make.followed(
        elsewhere_serving,
        make.entry("tag:elmbridge.example,2026:/lesson/1", title="Forged"),
        by=cast.admin,
        name="Mallory",
        path="/mallory",
    )
    assert ours.items.get().title == "Ask the front desk first"
    assert theirs.items.get().title == "Forged"
    elsewhere_serving.says(make.feed([], total=0), path="/mallory")
    make.seen(theirs)
    assert not ours.items.get().is_gone


def test_a_failure_loses_nothing_and_is_tried_again_later_and_later(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    body = make.followed(elsewhere_serving, make.entry(), by=cast.admin)
    elsewhere_serving.fails(500)
    waits = []
    for _time in range(7):
        told = make.seen(body)
        assert told is not None
        assert told.fault == "broken"
        found = now(body)
        assert found.looked_at is not None
        waits.append(found.look_at - found.looked_at)
    assert waits[:3] == [timedelta(hours=1), timedelta(hours=2), timedelta(hours=4)]
    assert waits[-1] == timedelta(days=1)
    assert (found.failures, found.fault, found.fault_detail) == (7, "broken", "500")
    assert body.items.filter(gone_at=None).count() == 1
    assert verbs().count("body.unreadable") == 1  # not once for each try
    elsewhere_serving.says(make.feed([make.entry()], total=1))
    make.seen(body)
    assert (now(body).failures, now(body).is_failing, now(body).fault) == (0, False, "")


def test_a_body_that_fails_for_days_is_told_to_administrators(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    body = make.followed(elsewhere_serving, make.entry(), by=cast.admin)
    elsewhere_serving.fails(404)
    make.seen(body)
    assert list(others.troubles()) == []
    with clock.at(clock.now() + timedelta(days=4)):
        (words,) = others.troubles()
    assert "Elmbridge Council" in words
    assert "nothing at this address" in words
    exchange.end(body, by=cast.admin, keep=True)
    with clock.at(clock.now() + timedelta(days=4)):
        assert list(others.troubles()) == []


def test_what_breaks_in_the_hall_itself_leaves_the_subscription_to_be_tried_again(
    elsewhere_serving: Elsewhere, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = make.followed(elsewhere_serving, make.entry(), by=cast.admin)

    def broken(*_args: object, **_options: object) -> None:
        raise RuntimeError("our own fault")

    monkeypatch.setattr(reading, "look", broken)
    with pytest.raises(RuntimeError):
        make.seen(body)
    assert (now(body).fault, now(body).looking_until) == ("not_here", None)


def test_what_cannot_be_kept_is_tried_again_and_said(
    elsewhere_serving: Elsewhere, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = make.followed(elsewhere_serving, make.entry("1"), by=cast.admin)
    elsewhere_serving.says(make.feed([make.entry("2"), make.entry("3")], total=2))

    def broken(*_args: object) -> None:
        raise RuntimeError("our own fault")

    monkeypatch.setattr(looking, "_mark_gone", broken)
    with pytest.raises(RuntimeError):
        make.seen(body)
    assert (now(body).fault, now(body).looking_until) == ("not_here", None)
    assert [item.guid for item in body.items.all()] == ["1"]  # nothing half


def test_what_a_server_says_in_its_headers_is_kept_as_plain_words(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    address = elsewhere_serving.says("{}", "odd/\x01\x7f\x85\xff" + "x" * 500)
    body = exchange.subscribe(by=cast.admin, address=address, name="E")
    make.seen(body)
    assert now(body).fault == "no_feed"
    assert now(body).fault_detail.isprintable()


def test_only_one_looks_at_a_time_and_a_dead_claim_runs_out(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    body = make.followed(elsewhere_serving, make.entry(), by=cast.admin)
    assert looking._claim(body.pk) is not None  # and this worker is killed
    asked = len(elsewhere_serving.asked)
    assert make.seen(body) is None
    assert len(elsewhere_serving.asked) == asked
    with clock.at(clock.now() + looking.CLAIM + timedelta(seconds=1)):
        assert make.seen(body) is not None


def test_a_look_that_comes_too_late_keeps_nothing(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    body = make.followed(elsewhere_serving, by=cast.admin)
    slow = looking._claim(body.pk)
    assert slow is not None
    assert slow.looking_until is not None
    found = reading.Look(title="Late")
    with clock.at(clock.now() + looking.CLAIM + timedelta(seconds=1)):
        assert looking._claim(body.pk) is not None  # somebody else looks since
        assert looking._keep(body.pk, slow.looking_until, found) is None
    assert now(body).title != "Late"


def test_the_worker_looks_when_it_is_time(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    body = make.followed(elsewhere_serving, make.entry(), by=cast.admin)
    asked = len(elsewhere_serving.asked)
    assert looking.due() == 0
    with clock.at(clock.now() + looking.EVERY + timedelta(minutes=1)):
        assert looking.due() == 1
        assert looking.due() == 0
    assert len(elsewhere_serving.asked) == asked + 1
    exchange.end(body, by=cast.admin, keep=True)
    with clock.at(clock.now() + timedelta(days=3)):
        assert looking.due() == 0


def test_a_date_to_come_is_not_believed(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    ahead = (clock.now() + timedelta(days=900)).isoformat()
    body = make.followed(elsewhere_serving, make.entry(date_published=ahead, date_modified=ahead), by=cast.admin)
    assert body.items.get().said_at is None


def test_a_body_cannot_fill_the_hall(elsewhere_serving: Elsewhere, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "MOST_KEPT", 3)
    body = make.followed(elsewhere_serving, *(make.entry(str(n)) for n in range(3)), by=cast.admin)
    elsewhere_serving.says(make.feed([make.entry(str(n)) for n in range(10, 15)]))
    make.seen(body)
    assert body.items.count() == 3
    assert now(body).more


def test_hostile_text_is_kept_on_both_databases(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    nasty = "a\x00b\ud800c\u202ed"
    hostile = make.entry(
        nasty, title=nasty, content_html=f"<p>{nasty}</p>", data={nasty: [nasty, 1.5, 1e308, -1e300, None]}
    )
    body = make.followed(elsewhere_serving, hostile, by=cast.admin)
    assert body.items.get().title == "abcd"
    assert body.items.get().data == {"abcd": ["abcd", 1.5, None, None, None]}


def test_only_administrators_follow_bodies(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    body = make.followed(elsewhere_serving, by=cast.admin)
    for person in (cast.priya, cast.joan, cast.marcus, cast.auditor):
        with pytest.raises(PermissionDenied):
            exchange.subscribe(by=person, address="https://elmbridge.example/feed", name="E")
        with pytest.raises(PermissionDenied):
            exchange.look_now(body, by=person)
        with pytest.raises(PermissionDenied):
            exchange.call(body, by=person, name="X")
        with pytest.raises(PermissionDenied):
            exchange.end(body, by=person, keep=False)


def test_an_address_is_followed_once_at_a_time(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    body = make.followed(elsewhere_serving, by=cast.admin)
    with pytest.raises(exchange.FollowedAlready):
        exchange.subscribe(by=cast.admin, address=body.address, name="Again")
    exchange.end(body, by=cast.admin, keep=True)
    assert exchange.subscribe(by=cast.admin, address=body.address, name="Again").pk != body.pk
    with pytest.raises(Faulty) as caught:
        exchange.subscribe(by=cast.admin, address="file:///etc/passwd", name="E")
    assert caught.value.fault is Fault.ADDRESS


def test_there_is_an_end_to_whom_one_can_follow(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "MOST", 1)
    exchange.subscribe(by=cast.admin, address="https://one.example/", name="One")
    with pytest.raises(exchange.TooMany):
        exchange.subscribe(by=cast.admin, address="https://two.example/", name="Two")


def test_ending_keeps_or_takes_away_but_never_what_was_brought_in(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    body = make.followed(elsewhere_serving, make.entry("1"), make.entry("2"), by=cast.admin)
    lesson = exchange.bring_in(body.items.get(guid="1"), by=cast.priya)
    assert exchange.end(body, by=cast.admin, keep=False) == 1
    assert [item.guid for item in body.items.all()] == ["1"]
    lesson.refresh_from_db()
    assert lesson.origin == "Elmbridge Council"
    assert make.seen(body) is None  # nobody looks there any more
    with pytest.raises(PermissionDenied):
        exchange.end(body, by=cast.admin, keep=True)


def refused(change: Callable[[], object]) -> str:
    """Why the database refuses a change."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        change()
    return str(caught.value)


def test_the_database_keeps_what_is_whose(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    body = make.followed(elsewhere_serving, make.entry(), by=cast.admin)
    other = make.followed(elsewhere_serving, by=cast.admin, name="Other", path="/other")
    item = body.items.get()
    items, bodies = Item.objects.filter(pk=item.pk), Subscription.objects.filter(pk=body.pk)
    assert "stays that body" in refused(lambda: items.update(subscription=other))
    assert "stays that body" in refused(lambda: items.update(guid="else", key="0" * 64))
    assert "keeps its address" in refused(lambda: bodies.update(address="https://else.example/"))
    assert refused(lambda: bodies.update(fault="slow"))
    assert refused(lambda: bodies.update(failures=3))
    assert refused(lambda: items.update(title=""))
    assert refused(lambda: items.update(kind="secret"))
    assert refused(lambda: Subscription.objects.create(name="x", address="file:///etc/passwd"))
    assert refused(lambda: Subscription.objects.create(name="x", address=body.address))
    twin = {"subscription": body, "guid": item.guid, "key": item.key, "kind": "other", "title": "Twin", "digest": "d"}
    assert refused(lambda: Item.objects.create(**twin))
    assert refused(lambda: Item.objects.bulk_create([Item(**twin)]))
    exchange.end(body, by=cast.admin, keep=True)
    assert "stays ended" in refused(lambda: bodies.update(ended_at=None, ended_by=None))

    def moved() -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE lessons_item SET subscription_id = %s WHERE id = %s", [other.pk, item.pk])

    assert "stays that body" in refused(moved)


def test_the_command_looks_and_says_what_came_of_it(
    elsewhere_serving: Elsewhere, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    address = elsewhere_serving.says(make.feed([make.entry()], total=1))
    call_command("look_at_bodies", follow=address, name="Elmbridge Council")
    assert "1 new" in capsys.readouterr().out
    call_command("look_at_bodies", follow=address, name="Elmbridge Council")
    assert "followed already" in capsys.readouterr().out
    elsewhere_serving.fails(410)
    with pytest.raises(SystemExit):
        call_command("look_at_bodies", "--json")
    assert '"fault": "ended"' in capsys.readouterr().out
    for wrong in ({"follow": "file:///x", "name": "X"}, {"follow": address, "name": ""}):
        with pytest.raises(Exception, match=r"can’t be followed|--name"):
            call_command("look_at_bodies", **wrong)


def test_what_the_hall_holds_of_who_follows_is_in_their_copy(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    body = make.followed(elsewhere_serving, make.entry(), by=cast.admin)
    exchange.bring_in(body.items.get(), by=cast.admin)
    exchange.end(body, by=cast.admin, keep=True)
    told = list(others.own(cast.admin))
    assert told[0]["address"] == body.address
    assert told[0]["ended_at"] is not None
    assert told[1]["from"] == "Elmbridge Council"
    assert list(others.own(cast.priya)) == []


def test_a_form_sent_twice_follows_once(cast: Cast, as_user: AsUser) -> None:
    admin = as_user(cast.admin)
    sent = {
        "name": "Elmbridge Council",
        "address": "https://elmbridge.example/feed",
        "token": "7f2f2c5e-3a4b-4b0e-9a51-1c6b8f0a2d11",
    }
    first = admin.post(reverse("lessons:bodies"), sent)
    again = admin.post(reverse("lessons:bodies"), sent)
    assert first["Location"] == again["Location"]
    assert Subscription.objects.count() == 1
