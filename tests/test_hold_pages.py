"""Holds as people meet them: placed, shown, found by words, reviewed and released; and what nobody else learns."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry, Private
from moothall.kit import clock
from moothall.kit.registries import links, links_to
from moothall.mail.models import Mailbox, Message
from moothall.mail.tests import make as make_mail
from moothall.notices.models import Notice
from moothall.people import actions as people_actions
from moothall.people.models import Role, User
from moothall.people.tests import make as make_people
from moothall.records import holding, naming, sweeping
from moothall.records.actions import holds
from moothall.records.actions.holds import What
from moothall.records.models import Hold, HoldReview
from moothall.records.naming import Token
from moothall.records.tests import make_holds
from moothall.search import index, reader, writer
from moothall.spaces.actions import posts
from moothall.spaces.models import Conversation, Openness, Post, Space
from moothall.spaces.tests import make

SignIn = Callable[[User], Client]
SECRET = "A claim about the boiler in the old library."


@pytest.fixture
def manager(cast: Cast) -> User:
    return make_holds.manager()


@pytest.fixture
def officer(cast: Cast) -> User:
    return make_people.user("Dilys Ferris", roles=(Role.DISCLOSURE_OFFICER,))


@pytest.fixture
def private(cast: Cast) -> Space:
    return make.space(name="Reorganisation", by=cast.priya, openness=Openness.PRIVATE)


@pytest.fixture
def talk(cast: Cast, private: Space) -> Conversation:
    return make.conversation(private, by=cast.priya, title="Boiler secrets", body="The boiler bursts on Fridays.")


@pytest.fixture
def box(cast: Cast) -> Mailbox:
    made = make_mail.mailbox(owner=cast.gareth)
    make_mail.brought_in(made, [make_mail.eml("Boiler offer", "A new boiler for you.", message_id="<1@x>")])
    return made


def filled(**more: object) -> dict[str, object]:
    """The form as somebody fills it in."""
    return {"reason": SECRET, "case": "Claim 2026/7", "owner": "@rhiannon-oakes", **more}


def test_a_hold_is_placed_by_pasting_addresses(
    cast: Cast, manager: User, talk: Conversation, box: Mailbox, as_user: SignIn
) -> None:
    client = as_user(manager)
    things = f"https://hall.wexmoor.example{talk.get_absolute_url()}?page=1#post-3\r\n\r\nmailbox {box.pk}"
    people = f"{cast.joan.email}\nsales@halden.example"
    form = filled(things=things, people=people, review_on="2099-01-31")

    answer = client.post(reverse("records:place_hold"), form, follow=True)

    hold = Hold.objects.get()
    assert answer.redirect_chain[-1][0] == hold.get_absolute_url()
    assert {scope.token_text for scope in hold.scopes.all()} == {
        f"conversation:{talk.pk}", f"mailbox:{box.pk}", f"user:{cast.joan.pk}", f"address:{cast.joan.email}",
        "address:sales@halden.example",
    }  # fmt: skip
    page = answer.content.decode()
    assert SECRET in page and "31 January 2099" in page
    assert "Boiler secrets" not in page and "Reorganisation" not in page  # she may hold it, and not read it
    assert f"Conversation {talk.pk}" in page
    entry = Entry.objects.get(verb="hold.placed")
    assert SECRET not in str(entry.details) and Private.objects.filter(entry=entry, content__reason=SECRET).exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("reason", "", "Enter why this must not be lost"),
        ("things", "https://example.org/nothing/", "Nothing is found for"),
        ("things", "conversation 99999", "Nothing is found for"),
        ("things", "/spaces/conversations/99999/", "Nothing is found for"),
        ("people", "nobody at all", "is nobody here"),
        ("owner", "marcus-finch", "a guest"),
        ("review_on", "2001-01-01", "Enter a day after today"),
        ("search", "!!!", "no word in this"),
        ("things", "", "Say what is to be held"),
    ],
)
def test_a_hold_that_says_nothing_useful_says_where_to_mend_it(
    manager: User, as_user: SignIn, field: str, value: str, words: str
) -> None:
    form = filled(**{"things": manager.get_absolute_url(), field: value})
    answer = as_user(manager).post(reverse("records:place_hold"), form)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert (SECRET in answer.content.decode()) == (field != "reason") and not Hold.objects.exists()


def test_the_same_form_sent_twice_holds_once(manager: User, talk: Conversation, as_user: SignIn) -> None:
    client, token = as_user(manager), "6e2f6c8e-1f0b-4b63-9d67-0f3a3f0f9a10"
    for _time in range(2):
        client.post(reverse("records:place_hold"), filled(things=talk.get_absolute_url(), token=token))
    assert Hold.objects.count() == 1


def test_a_look_before_tells_only_how_much_there_is(
    cast: Cast, manager: User, talk: Conversation, box: Mailbox, as_user: SignIn
) -> None:
    opened = make.conversation(make.space(name="Harrowby", by=cast.gareth), by=cast.gareth, title="Old boiler")
    form = filled(search="boiler", things=opened.get_absolute_url(), preview="1")

    answer = as_user(manager).post(reverse("records:place_hold"), form)

    page = answer.content.decode()
    assert answer.status_code == 200 and not Hold.objects.exists()
    assert "The search finds 3 things in the whole hall." in " ".join(page.split())
    assert f"in space:{talk.space_id}, which you may not read" in page and "in Harrowby" in page
    for leak in ("Boiler secrets", "Reorganisation", "Fridays", "libraries@", "Boiler offer", "halden"):
        assert leak not in page
    tried = Entry.objects.get(verb="hold.search_tried")
    assert tried.details == {"found": 3} and Private.objects.get(entry=tried).content == {"query": "boiler"}


def test_what_a_search_finds_is_held_now_and_later(cast: Cast, manager: User, talk: Conversation, box: Mailbox) -> None:
    hold = make_holds.hold(by=manager, searches=["bursts", "offer"])
    post, message = talk.posts.get(number=1), Message.objects.get()
    assert set(holding.held(Post.objects.all())) == {post} and set(holding.held(Message.objects.all())) == {message}
    assert list(holding.holds_on(talk)) == [hold] and not holding.holds_on(cast.priya).exists()

    later = make.post(talk, by=cast.priya, body="It bursts again.")
    make.post(talk, by=cast.priya, body="Nothing to do with it.")
    assert holding.held(Post.objects.all()).count() == 1
    assert sweeping.refresh_all() == 1
    assert set(holding.held(Post.objects.all())) == {post, later}
    assert sweeping.refresh_all() == 0
    posts.edit(later, by=cast.priya, body="A story.", seen=0)
    assert sweeping.refresh(hold) == 0
    assert holding.held(Post.objects.filter(pk=later.pk)).exists()  # once found, held until the release
    assert Entry.objects.filter(verb="hold.search_refreshed").count() == 1

    holds.release(hold, by=manager, reason="Settled.")
    make.post(talk, by=cast.priya, body="It bursts for the third time.")
    assert sweeping.refresh_all() == 0 and sweeping.refresh(hold) == 0
    assert not holding.held(Post.objects.all()).exists()


def test_without_an_index_no_search_is_swept_and_no_disposal_goes_on(
    cast: Cast, manager: User, talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_holds.hold(by=manager, searches=["boiler"])

    def broken() -> None:
        raise index.IndexUnusable("it is damaged.")

    monkeypatch.setattr(reader, "searcher", broken)
    with pytest.raises(index.IndexUnusable):
        sweeping.refresh_all()


def test_an_index_that_is_late_is_waited_for_and_then_refused(
    cast: Cast, manager: User, talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "PATIENCE", 0.3)
    monkeypatch.setattr(writer, "drain", lambda **_more: 0)
    with pytest.raises(sweeping.Late):
        sweeping.sweep("boiler")
    with pytest.raises(sweeping.Senseless):
        sweeping.sweep("-boiler")


def test_the_page_says_so_when_the_index_cannot_be_asked(
    manager: User, talk: Conversation, as_user: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold = make_holds.hold(f"conversation:{talk.pk}", by=manager, searches=["boiler"])

    def late(_query: str) -> None:
        raise sweeping.Late

    monkeypatch.setattr(sweeping, "sweep", late)
    answer = as_user(manager).post(reverse("records:place_hold"), filled(search="boiler"))
    assert answer.status_code == 422 and "still catching up" in answer.content.decode()
    answer = as_user(manager).post(reverse("records:refresh_hold", args=[hold.pk]), follow=True)
    assert "still catching up" in answer.content.decode()


def test_a_person_is_held_by_the_addresses_they_have_and_had(cast: Cast, manager: User, box: Mailbox) -> None:
    letters = [
        make_mail.eml("One", "From before.", sender="P <priya.raman@wexmoor.example>", message_id="<2@x>"),
        make_mail.eml("Two", "From after.", sender="P <priya.jones@wexmoor.example>", message_id="<3@x>"),
    ]
    make_mail.brought_in(box, letters)
    make_holds.hold(by=manager, people=[cast.priya])
    assert set(holding.held(Message.objects.all()).values_list("subject", flat=True)) == {"One"}
    User.objects.filter(pk=cast.priya.pk).update(email="priya.jones@wexmoor.example")
    sweeping.refresh_all()
    assert set(holding.held(Message.objects.all()).values_list("subject", flat=True)) == {"One", "Two"}


def test_who_may_see_what(cast: Cast, manager: User, officer: User, talk: Conversation, as_user: SignIn) -> None:
    hold = make_holds.hold(f"conversation:{talk.pk}", by=manager, owner=cast.joan)
    listed, page = reverse("records:holds"), hold.get_absolute_url()
    for person in (manager, officer, cast.admin, cast.joan):
        for url in (listed, page):
            answer = as_user(person).get(url)
            assert answer.status_code == 200 and SECRET in answer.content.decode(), (person, url)
    for url in (listed, page):
        words = as_user(cast.auditor).get(url).content.decode()
        assert SECRET not in words and "Claim 2026/7" not in words
    for person in (cast.priya, cast.gareth, cast.marcus, cast.outsider):
        client = as_user(person)
        assert client.get(listed).status_code == 403
        for name in ("hold", "add_to_hold", "pass_hold_on", "review_hold", "release_hold"):
            assert client.get(reverse(f"records:{name}", args=[hold.pk])).status_code == 404
        assert client.post(reverse("records:refresh_hold", args=[hold.pk])).status_code == 404
        assert client.get(reverse("records:place_hold")).status_code == 403
    for person in (cast.joan, officer, cast.auditor):
        client = as_user(person)
        assert client.get(reverse("records:place_hold")).status_code == 403
        for name in ("add_to_hold", "pass_hold_on", "release_hold"):
            assert client.get(reverse(f"records:{name}", args=[hold.pk])).status_code == 403


def test_verbs_are_for_those_who_look_after_records(
    cast: Cast, manager: User, officer: User, talk: Conversation
) -> None:
    hold = make_holds.hold(f"conversation:{talk.pk}", by=manager, owner=cast.joan)
    what = What((Token("space", talk.space_id),))
    for person in (cast.priya, cast.joan, officer, cast.auditor, cast.marcus):
        for verb in (
            lambda by: make_holds.hold(f"space:{talk.space_id}", by=by, owner=cast.joan),
            lambda by: holds.add(hold, by=by, what=what),
            lambda by: holds.release(hold, by=by, reason="Because."),
            lambda by: holds.pass_on(hold, by=by, owner=cast.priya),
            lambda by: holds.refresh_search(hold, by=by),
            lambda by: holds.preview(by=by, query="boiler"),
        ):
            with pytest.raises(PermissionDenied):
                verb(person)
    with pytest.raises(PermissionDenied):
        holds.review(hold, by=officer, note="Still.", next_on=None)
    with pytest.raises(PermissionDenied):
        make_holds.hold(f"space:{talk.space_id}", by=manager, owner=cast.marcus)
    assert hold.scopes.count() == 1 and Hold.objects.in_force().count() == 1


def test_held_is_shown_on_the_thing_to_those_who_may_know(
    cast: Cast, manager: User, as_user: SignIn, box: Mailbox
) -> None:
    space = make.space(name="Harrowby", by=cast.priya, members=[cast.gareth])
    talk = make.conversation(space, by=cast.priya)
    hold = make_holds.hold(f"conversation:{talk.pk}", f"mailbox:{box.pk}", by=manager, owner=cast.gareth)
    thread = Message.objects.get().thread
    for person, url in [
        (manager, talk.get_absolute_url()), (manager, space.get_absolute_url()), (cast.gareth, talk.get_absolute_url()),
        (cast.gareth, box.get_absolute_url()), (cast.gareth, thread.get_absolute_url()),
    ]:  # fmt: skip
        assert hold.get_absolute_url() in as_user(person).get(url).content.decode(), (person, url)
    page = as_user(cast.priya).get(talk.get_absolute_url()).content.decode()
    assert hold.get_absolute_url() not in page and "Held" not in page
    holds.release(hold, by=manager, reason="Settled.")
    assert links_to(User.objects.get(pk=manager.pk), f"conversation:{talk.pk}") == []
    assert links_to(manager, "space:99999") == links_to(manager, "nothing:1") == []


def test_for_everybody_else_the_question_costs_nothing(cast: Cast, talk: Conversation) -> None:
    priya = User.objects.get(pk=cast.priya.pk)
    of_holds = links.get("holds")
    assert of_holds is not None
    links_to(priya, talk.space.container)
    with CaptureQueriesContext(connection) as queries:
        list(of_holds.find(priya, talk.space.container))
    assert len(queries) == 0


def test_a_release_is_final_and_told(cast: Cast, manager: User, talk: Conversation, as_user: SignIn) -> None:
    hold = make_holds.hold(f"conversation:{talk.pk}", by=manager)
    client, url = as_user(manager), reverse("records:release_hold", args=[hold.pk])
    assert "Conversations" in client.get(url).content.decode()
    assert client.post(url, {"reason": ""}).status_code == 422
    answer = client.post(url, {"reason": "The claim is settled."}, follow=True)
    assert "The claim is settled." in answer.content.decode()
    assert client.get(url).status_code == 403
    assert client.get(reverse("records:add_to_hold", args=[hold.pk])).status_code == 403
    assert "Nothing is held" in client.get(reverse("records:holds")).content.decode()
    assert str(hold) in client.get(reverse("records:holds") + "?show=released").content.decode()
    with pytest.raises(PermissionDenied):
        holds.release(hold, by=manager, reason="Again.")
    with pytest.raises(PermissionDenied):
        holds.add(hold, by=manager, what=What((Token("space", talk.space_id),)))
    with pytest.raises(PermissionDenied):
        holds.review(hold, by=manager, note="-", next_on=None)


def test_more_is_held_for_the_same_reason(
    cast: Cast, manager: User, talk: Conversation, box: Mailbox, as_user: SignIn
) -> None:
    hold = make_holds.hold(f"conversation:{talk.pk}", by=manager)
    client, url = as_user(manager), reverse("records:add_to_hold", args=[hold.pk])
    shown = client.post(url, {"things": f"mailbox {box.pk}", "search": "offer", "preview": "1"})
    assert "This would be held" in shown.content.decode() and hold.scopes.count() == 1
    client.post(url, {"things": f"mailbox {box.pk}\nconversation {talk.pk}", "search": "offer"})
    assert hold.scopes.filter(search=None).count() == 2 and hold.searches.get().finds.count() == 1
    assert client.post(url, {"things": ""}).status_code == 422


def test_what_was_deleted_before_is_not_held(cast: Cast, manager: User, talk: Conversation, box: Mailbox) -> None:
    message = Message.objects.get()
    token = Token("message", message.pk)
    message.delete()
    with pytest.raises(holds.NothingThere):
        make_holds.hold(f"conversation:{talk.pk}", str(token), by=manager)
    assert not Hold.objects.exists()


def test_an_owner_is_told_when_a_review_is_due_once_each_time(
    cast: Cast, manager: User, talk: Conversation, as_user: SignIn
) -> None:
    today = clock.today()
    hold = make_holds.hold(f"conversation:{talk.pk}", by=manager, owner=cast.joan, review_on=today + timedelta(days=1))
    assert holds.tell_reviews() == 0
    with clock.at(clock.now() + timedelta(days=2)):
        assert holds.tell_reviews() == 1 and holds.tell_reviews() == 0
        assert Notice.objects.get(kind="records.hold_review").person == cast.joan
        assert "A hold is due for review" in as_user(cast.joan).get(reverse("notices:list")).content.decode()
        assert "Review due" in as_user(manager).get(reverse("records:holds")).content.decode()
        url = reverse("records:review_hold", args=[hold.pk])
        assert as_user(cast.joan).post(url, {"note": ""}).status_code == 422
        later = (today + timedelta(days=30)).isoformat()
        page = as_user(cast.joan).post(url, {"note": "The claim goes on.", "next_on": later}, follow=True)
        assert "The claim goes on." in page.content.decode()
        assert holds.tell_reviews() == 0
    with clock.at(clock.now() + timedelta(days=31)):
        assert holds.tell_reviews() == 1
    assert HoldReview.objects.count() == 2


def test_a_hold_outlives_its_owner_s_time_at_the_council(
    cast: Cast, manager: User, talk: Conversation, as_user: SignIn
) -> None:
    hold = make_holds.hold(
        f"conversation:{talk.pk}", by=manager, owner=cast.joan, review_on=clock.today() + timedelta(days=1)
    )
    people_actions.deactivate(cast.joan, by=cast.admin)
    hold.refresh_from_db()
    assert hold.in_force and hold.owner is None
    assert Entry.objects.filter(verb="hold.left_to_the_role").exists()
    assert not Hold.objects.visible_to(User.objects.get(pk=cast.joan.pk)).exists()
    assert manager.name in as_user(manager).get(hold.get_absolute_url()).content.decode()
    with clock.at(clock.now() + timedelta(days=2)):
        assert holds.tell_reviews() == 1
    as_user(manager).post(reverse("records:pass_hold_on", args=[hold.pk]), {"owner": "gareth-pugh"})
    assert Hold.objects.visible_to(User.objects.get(pk=cast.gareth.pk)).get() == hold


def test_names_are_read_as_people_write_them(cast: Cast, talk: Conversation, box: Mailbox) -> None:
    post = talk.posts.get(number=1)
    assert naming.thing(post.get_absolute_url()) == Token("post", post.pk)
    assert naming.thing(f"http://x.example/spaces/{talk.space.slug}/") == Token("space", talk.space_id)
    assert naming.thing(f"Mailbox: {box.pk}") == naming.thing(box.get_absolute_url()) == Token("mailbox", box.pk)
    assert naming.thing(f"mail thread {Message.objects.get().thread_id}") is None  # kinds are one word
    assert naming.thing(cast.joan.get_absolute_url()) == Token("user", cast.joan.pk)
    for nonsense in ("", "space", "space x", "space 99999999999999999999", "http://[bad", "/mail/", "hold 1", "\x00"):
        assert naming.thing(nonsense) is None
    assert naming.person("@joan-tregarthen") == naming.person(cast.joan.email.upper()) != ()
    assert naming.person("") == naming.person("x@y") == ()


def test_pages_cost_the_same_as_holds_double(cast: Cast, manager: User, talk: Conversation, as_user: SignIn) -> None:
    client, opened = as_user(manager), make.space(name="Harrowby", by=cast.priya)
    hold = make_holds.hold(f"conversation:{talk.pk}", f"space:{opened.pk}", by=manager, people=[cast.gareth])
    urls = [reverse("records:holds"), hold.get_absolute_url(), opened.get_absolute_url()]

    def count() -> list[int]:
        found = []
        for url in urls:
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            found.append(len(queries))
        return found

    before = count()
    for number in range(6):
        more = make.conversation(talk.space, by=cast.priya, title=f"T{number}")
        holds.add(hold, by=manager, what=What((Token("conversation", more.pk), *naming.person(cast.joan.email))))
        make_holds.hold(f"conversation:{more.pk}", by=manager, review_on=date(2099, 1, 1))
    assert count() == before and max(before) <= 26, before
