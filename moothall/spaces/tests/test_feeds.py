"""Feeds by a personal key: what they hold, and when they hold nothing any more."""

from datetime import timedelta

import pytest
from django.conf import LazySettings, settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import etree

from conftest import Cast
from moothall.kit import clock, rate
from moothall.people import actions as people_actions
from moothall.people.models import User
from moothall.spaces.actions import feeds, following, members, posts
from moothall.spaces.models import FeedKey, Level, Space
from moothall.spaces.tests import make
from moothall.spaces.tests.conftest import Spaces

ATOM = "{http://www.w3.org/2005/Atom}"


def key_of(person: User) -> str:
    """The secret of a new key."""
    return feeds.make_feed_key(by=person, label="Reader")[1]


def read(secret: str, space: Space | None = None, **headers: str) -> HttpResponse:
    """What a feed reader gets, which has no cookie."""
    name, more = ("spaces:space_feed", [space.slug]) if space else ("spaces:feed", [])
    return Client().get(reverse(name, args=[secret, *more]), headers=headers)  # type: ignore[return-value]


def words(answer: HttpResponse) -> str:
    """The contents of all entries."""
    assert answer.status_code == 200
    return " ".join(
        entry.findtext(f"{ATOM}content") or "" for entry in etree.fromstring(answer.content).iter(f"{ATOM}entry")
    )


def test_a_feed_is_atom(spaces: Spaces, cast: Cast) -> None:
    """RFC 4287, sections 4.1.1 and 4.1.2: what a feed and an entry must have, and ids that are one each."""
    talk = make.conversation(spaces.closed, by=cast.priya, title="Keys & <locks>", body="**Who** opens\x0b up?")
    make.post(talk, by=cast.gareth, body="I can.")
    answer = read(key_of(cast.gareth), spaces.closed)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = etree.fromstring(answer.content)
    assert root.tag == f"{ATOM}feed"
    for needed in ("id", "title", "updated"):
        assert root.findtext(f"{ATOM}{needed}")
    assert any(link.get("rel") == "self" for link in root.findall(f"{ATOM}link"))
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 2
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == 2
    assert all(str(name).startswith("tag:") for name in ids)
    for entry in entries:
        assert entry.findtext(f"{ATOM}title") == "Keys & <locks>"
        assert entry.findtext(f"{ATOM}updated")
        assert entry.find(f"{ATOM}author/{ATOM}name") is not None
        content = entry.find(f"{ATOM}content")
        assert content is not None
        assert content.get("type") == "html"
    assert "<strong>Who</strong>" in words(answer)


def test_who_has_it_is_not_sent_it_again_until_something_changes(spaces: Spaces, cast: Cast) -> None:
    talk = make.conversation(spaces.closed, by=cast.priya)
    last = make.post(talk, by=cast.gareth, body="The numbat is out.")
    secret = key_of(cast.gareth)
    first = read(secret, spaces.closed)
    assert read(secret, spaces.closed, **{"if-none-match": first["ETag"]}).status_code == 304
    posts.remove(last, by=cast.gareth, reason="by mistake")
    again = read(secret, spaces.closed, **{"if-none-match": first["ETag"], "if-modified-since": first["Last-Modified"]})
    assert again.status_code == 200  # a removal has no newer date, and must go through all the same
    assert "numbat" not in words(again)


def test_a_feed_is_kept_by_nobody_between(spaces: Spaces, cast: Cast) -> None:
    answer = read(key_of(cast.gareth), spaces.closed)
    assert "private" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies


def test_a_key_that_was_taken_back_opens_nothing(spaces: Spaces, cast: Cast) -> None:
    key, secret = feeds.make_feed_key(by=cast.gareth, label="Reader")
    assert read(secret).status_code == read(secret, spaces.closed).status_code == 200
    browser = Client()
    browser.force_login(cast.priya)
    assert browser.post(reverse("spaces:revoke_feed_key", args=[key.pk])).status_code == 404  # not hers
    browser.force_login(cast.gareth)
    assert browser.post(reverse("spaces:revoke_feed_key", args=[key.pk])).status_code == 302
    assert read(secret).status_code == read(secret, spaces.closed).status_code == 404


def test_whoever_left_a_space_reads_it_no_more(spaces: Spaces, cast: Cast) -> None:
    talk = make.conversation(spaces.closed, by=cast.priya, body="The quagga is back.")
    secret = key_of(cast.gareth)
    following.hear(talk, person=cast.gareth, level=Level.FOLLOWED)
    assert "quagga" in words(read(secret))
    members.remove_member(spaces.closed, by=cast.priya, user=cast.gareth)
    assert read(secret, spaces.closed).status_code == 404
    assert "quagga" not in words(read(secret))


def test_a_leavers_keys_open_nothing_also_when_they_come_back(spaces: Spaces, cast: Cast) -> None:
    secret = key_of(cast.gareth)
    people_actions.deactivate(cast.gareth, by=cast.admin)
    assert read(secret).status_code == read(secret, spaces.open).status_code == 404
    people_actions.reactivate(cast.gareth, by=cast.admin)
    assert read(secret).status_code == 404


def test_a_feed_follows_what_is_followed_and_not_what_is_muted(spaces: Spaces, cast: Cast) -> None:
    followed = make.conversation(spaces.open, by=cast.priya, title="A", body="The okapi.")
    muted = make.conversation(spaces.open, by=cast.priya, title="B", body="The dugong.")
    following.hear(spaces.open, person=cast.gareth, level=Level.FOLLOWED)
    following.hear(muted, person=cast.gareth, level=Level.MUTED)
    said = words(read(key_of(cast.gareth)))
    assert "okapi" in said
    assert "dugong" not in said
    following.hear(muted, person=cast.gareth, level=None)
    following.hear(followed, person=cast.gareth, level=Level.MUTED)
    following.hear(spaces.open, person=cast.gareth, level=None)
    assert "okapi" not in words(read(key_of(cast.gareth)))


@pytest.mark.parametrize(
    ("content", "heard"), [("all", {"okapi", "dugong"}), ("open", {"okapi"}), ("none", set[str]())]
)
def test_a_feed_says_no_more_than_a_mail_may(
    content: str, heard: set[str], spaces: Spaces, cast: Cast, settings: LazySettings
) -> None:
    """What a council keeps out of mails does not leave the hall by the reader beside them."""
    settings.MOOTHALL_MAIL_CONTENT = content
    for space, word in ((spaces.open, "okapi"), (spaces.closed, "dugong")):
        make.conversation(space, by=cast.priya, title=f"The {word}", body=f"Feed the {word}.")
        following.hear(space, person=cast.gareth, level=Level.FOLLOWED)
    secret = key_of(cast.gareth)
    answers = [read(secret), read(secret, spaces.open), read(secret, spaces.closed)]
    all_of_it = " ".join(answer.content.decode() for answer in answers)
    assert {word for word in ("okapi", "dugong") if word in all_of_it} == heard
    assert (spaces.closed.name in all_of_it) == ("dugong" in heard)
    assert ("Priya Raman" in all_of_it) == bool(heard)
    assert [len(list(etree.fromstring(answer.content).iter(f"{ATOM}entry"))) for answer in answers] == [2, 1, 1]


@pytest.mark.parametrize("secret", ["x", "0" * 43, "\x00", "null"])
def test_a_guessed_key_opens_nothing(secret: str, spaces: Spaces, cast: Cast) -> None:
    assert read(key_of(cast.gareth)).status_code == 200
    assert read(secret).status_code == read(secret, spaces.open).status_code == 404


def test_only_a_digest_of_the_key_is_kept_and_it_is_shown_once(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.gareth)
    page = browser.post(reverse("spaces:feeds"), {"label": "Reader"})
    assert "no-store" in page["Cache-Control"]
    key = FeedKey.objects.get()
    assert page.context["secret"]
    assert page.context["secret"] not in str(vars(key))
    assert page.context["secret"] not in browser.get(reverse("spaces:feeds")).content.decode()


def test_asking_too_often_is_refused(spaces: Spaces, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = {**settings.MOOTHALL_LIMITS, "public": rate.parse("LIMIT_PUBLIC", "2/h")}
    monkeypatch.setattr(settings, "MOOTHALL_LIMITS", limits)
    secret = key_of(cast.gareth)
    assert [read(secret).status_code for _ in range(3)] == [200, 200, 429]
    assert read("0" * 43).status_code == 429  # guessing counts as well


def test_a_reader_that_asks_often_writes_seldom(spaces: Spaces, cast: Cast) -> None:
    secret = key_of(cast.gareth)
    read(secret)
    used = FeedKey.objects.get().used_at
    read(secret)
    assert FeedKey.objects.get().used_at == used
    with clock.at(clock.now() + timedelta(minutes=6)):
        read(secret)
    assert FeedKey.objects.get().used_at != used
