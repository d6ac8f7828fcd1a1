"""A held draft can be written on and posted, and not thrown away, by whatever way."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.people.models import User
from moothall.records import holding
from moothall.records.actions import holds
from moothall.records.actions.holds import HeldError
from moothall.records.models import Hold
from moothall.records.tests import make_holds
from moothall.spaces import custody
from moothall.spaces.actions import conversations, drafts, posts
from moothall.spaces.models import Conversation, Draft, Post, Space
from moothall.spaces.tests import make

SignIn = Callable[[User], Client]
PLACES = ("conversation", "space", "nowhere")
COVERS = [
    ("conversation", "user"), ("conversation", "conversation"), ("conversation", "space"),
    ("space", "user"), ("space", "space"), ("nowhere", "user"),
]  # fmt: skip


@pytest.fixture
def space(cast: Cast) -> Space:
    return make.space(by=cast.priya, members=[cast.gareth])


@pytest.fixture
def talk(cast: Cast, space: Space) -> Conversation:
    return make.conversation(space, by=cast.priya, title="The boiler")


def place_of(name: str, talk: Conversation) -> drafts.Place:
    return {
        "conversation": drafts.Place(conversation=talk),
        "space": drafts.Place(space=talk.space),
        "nowhere": drafts.Place(),
    }[name]


def begun(cast: Cast, talk: Conversation, place: str = "conversation", words: str = "I let it leak.") -> Draft:
    title = "" if place == "conversation" else "A leak"
    made = drafts.keep(place_of(place, talk), drafts.Words(words, title=title), person=cast.gareth)
    assert made is not None
    return made


def held(cast: Cast, talk: Conversation, by_what: str) -> Hold:
    token = {
        "user": cast.gareth.holder,
        "conversation": f"conversation:{talk.pk}",
        "space": talk.space.container,
    }[by_what]
    return make_holds.hold(token, by=make_holds.manager())


def sql(statement: str, *params: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def refused(work: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        work()
    assert holding.is_refusal(caught.value)


@pytest.mark.parametrize(("place", "by_what"), COVERS)
def test_it_survives_the_orm_bulk_and_sql(cast: Cast, talk: Conversation, place: str, by_what: str) -> None:
    draft = begun(cast, talk, place)
    held(cast, talk, by_what)
    rows = Draft.objects.filter(pk=draft.pk)
    assert holding.held(rows).exists() and not holding.free(rows).exists() and holding.holds_on(draft).exists()
    refused(draft.delete)
    draft.refresh_from_db()
    refused(rows.delete)
    refused(lambda: rows._raw_delete("default"))
    refused(lambda: sql("DELETE FROM spaces_draft"))
    refused(lambda: sql("UPDATE spaces_draft SET title = '', body = ''"))
    refused(lambda: rows.update(title="", body=""))
    refused(lambda: rows.update(user=cast.outsider))
    if place != "nowhere" and by_what != "user":
        refused(lambda: rows.update(space=None, conversation=None))
    if connection.vendor == "sqlite":
        refused(lambda: sql("REPLACE INTO spaces_draft SELECT * FROM spaces_draft"))
    else:
        with pytest.raises(IntegrityError), transaction.atomic():
            sql("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE spaces_draft")
        refused(lambda: sql("SET LOCAL session_replication_role = replica; DELETE FROM spaces_draft"))
    assert list(rows.values_list("body", flat=True)) == [draft.body]


@pytest.mark.parametrize(("place", "by_what"), COVERS)
def test_it_can_be_written_on_and_posted(cast: Cast, talk: Conversation, place: str, by_what: str) -> None:
    draft, person = begun(cast, talk, place), cast.gareth
    held(cast, talk, by_what)
    title = draft.title
    more = drafts.keep(
        place_of(place, talk), drafts.Words("I let it leak, twice.", title=title, seen=draft.version), person=person
    )
    assert more is not None and more.body == "I let it leak, twice."
    body, seen, token = "I let it leak, once more.", more.version, uuid4()  # typed on since
    if place == "conversation":
        posts.reply(talk, by=person, body=body, draft=seen, token=token)
    else:
        where = place_of(place, talk)
        conversations.start(talk.space, by=person, title="Other", draft_for=where, body=body, draft=seen, token=token)
    assert not Draft.objects.exists()
    assert Post.objects.filter(author=person, body="I let it leak, once more.").count() == 1
    refused(lambda: sql("DELETE FROM spaces_post WHERE author_id = %s", person.pk))


def test_a_form_without_a_token_posts_it_too(cast: Cast, talk: Conversation) -> None:
    draft = begun(cast, talk, "space")
    held(cast, talk, "user")
    conversations.start(talk.space, by=cast.gareth, title="Hello", body="Hello all.", draft=draft.version)
    assert not Draft.objects.exists()


def test_the_same_words_elsewhere_or_by_another_do_not_let_it_go(cast: Cast, talk: Conversation) -> None:
    other = make.conversation(talk.space, by=cast.priya, title="Another")
    begun(cast, talk)
    held(cast, talk, "conversation")
    posts.reply(other, by=cast.gareth, body="I let it leak.")
    posts.reply(talk, by=cast.priya, body="I let it leak.")
    refused(lambda: sql("DELETE FROM spaces_draft"))
    posts.reply(talk, by=cast.gareth, body="Something else.")
    refused(lambda: sql("DELETE FROM spaces_draft"))
    assert Draft.objects.get().body == "I let it leak."


def test_its_writer_is_told_and_the_refusal_is_on_record(cast: Cast, talk: Conversation, as_user: SignIn) -> None:
    draft = begun(cast, talk)
    held(cast, talk, "user")
    client = as_user(cast.gareth)
    told = client.post(reverse("spaces:discard_draft", args=[draft.pk]), follow=True)
    assert told.status_code == 200 and "A hold is in force" in told.text and "Rhiannon Oakes" in told.text
    assert "The draft is gone" not in told.text
    on_page = {"body": draft.body, "draft": draft.version, "discard": "1"}
    assert "A hold is in force" in client.post(talk.get_absolute_url(), on_page, follow=True).text
    asked = {"place": f"conversation:{talk.pk}", "body": " ", "draft": draft.version}
    answer = client.post(reverse("spaces:keep_draft"), asked)
    assert answer.status_code == 409 and "A hold is in force" in answer.json()["words"]
    refusals = Entry.objects.filter(verb="hold.refused_deletion")
    assert [entry.details["things"] for entry in refusals] == [[f"draft:{draft.pk}"]] * 2
    assert "leak" not in str([entry.details for entry in refusals])
    assert Draft.objects.get().body == draft.body


def test_another_persons_draft_goes_and_after_the_release_all_do(cast: Cast, talk: Conversation) -> None:
    mine = begun(cast, talk)
    other = drafts.keep(drafts.Place(conversation=talk), drafts.Words("Thanks."), person=cast.priya)
    assert other is not None
    hold = held(cast, talk, "user")
    drafts.discard(other, person=cast.priya)
    with pytest.raises(HeldError):
        drafts.discard(mine, person=cast.gareth)
    holds.release(hold, by=User.objects.get(name="Rhiannon Oakes"), reason="Settled.")
    drafts.discard(mine, person=cast.gareth)
    assert not Draft.objects.exists()


def test_a_place_stays_with_the_held_draft_in_it(cast: Cast, talk: Conversation) -> None:
    begun(cast, talk)
    other = make.conversation(talk.space, by=cast.priya, title="Another")
    held(cast, talk, "user")
    free = holding.free(custody.units(talk.space_id))
    assert list(free) == [other]  # what a disposal takes
    refused(lambda: (talk.posts.all().delete(), talk.delete()))
    refused(lambda: (Post.objects.all().delete(), Conversation.objects.filter(pk=talk.pk).delete()))
    refused(lambda: custody.dispose([talk.pk]))
    refused(lambda: sql("DELETE FROM spaces_conversation WHERE id = %s", talk.pk))
    assert not holding.free(Space.objects.filter(pk=talk.space_id)).exists()
    assert Draft.objects.exists() and Conversation.objects.filter(pk=talk.pk).exists()


def test_an_empty_draft_is_nothing_to_hold(cast: Cast, talk: Conversation) -> None:
    draft = begun(cast, talk)
    drafts.keep(drafts.Place(conversation=talk), drafts.Words("", seen=draft.version), person=cast.gareth)
    held(cast, talk, "user")
    drafts.discard(Draft.objects.get(), person=cast.gareth)
    assert not Draft.objects.exists()
