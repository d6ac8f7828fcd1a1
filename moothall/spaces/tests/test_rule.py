"""The one permission rule: on random worlds, every way of reading agrees with who holds the container."""

import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conftest import Cast
from moothall.people.models import Grant, Kind, User
from moothall.people.tests import make as make_people
from moothall.spaces import documents
from moothall.spaces.actions import members, posts, spaces
from moothall.spaces.models import Attachment, Conversation, Openness, Post, PostRevision, Space
from moothall.spaces.queries import desk, talk
from moothall.spaces.queries import spaces as queries
from moothall.spaces.tests import make


def world(chance: random.Random) -> None:
    """People of every kind come, write, name one another, go; spaces change who can see them."""
    people = [
        make_people.user(f"Person {n}", chance.choice([Kind.STAFF, Kind.COUNCILLOR, Kind.GUEST])) for n in range(7)
    ]
    council = [person for person in people if not person.is_guest] or [make_people.user("Staff Er")]
    for number in range(4):
        keeper = chance.choice(council)
        made = make.space(
            name=f"Space {number}",
            by=keeper,
            openness=chance.choice(list(Openness)),
            guests_allowed=True,
            members=chance.sample(people, 4),
        )
        conversation = make.conversation(made, by=keeper, files=[SimpleUploadedFile("a.txt", b"a")])
        for writer in chance.sample(people, 3):
            if made.memberships.filter(user=writer).exists():
                make.post(conversation, by=writer, body=f"@{chance.choice(people).handle}")
        post = conversation.posts.get(number=1)
        posts.edit(post, by=keeper, body="Other words", seen=0)
        if chance.random() < 0.4:
            posts.remove(post, by=keeper, reason="Chance")
        for person in chance.sample(people, 2):
            if person.pk != keeper.pk and made.memberships.filter(user=person).exists():
                members.remove_member(made, by=keeper, user=person)
        if chance.random() < 0.5:
            spaces.change_openness(made, by=keeper, openness=chance.choice(list(Openness)))
    User.objects.filter(pk=chance.choice(people).pk).update(is_active=False)


def expected(person: User) -> set[int]:
    """The rule, said in its own words from the tables of this room, not from grants."""
    if not person.is_active:
        return set()
    joined = set(Space.objects.filter(memberships__user=person).values_list("pk", flat=True))
    opened = (
        set() if person.is_guest else set(Space.objects.filter(openness=Openness.OPEN).values_list("pk", flat=True))
    )
    return joined | opened


@pytest.mark.parametrize("seed", range(8))
def test_every_way_of_reading_follows_the_rule(cast: Cast, seed: int) -> None:
    world(random.Random(seed))
    posts_by_space = {space.pk: set(Post.objects.filter(conversation__space=space)) for space in Space.objects.all()}
    everything = list(Post.objects.values_list("pk", flat=True))
    for person in User.objects.all():
        rule = expected(person)
        readable = {post for pk in rule for post in posts_by_space[pk]}
        standing = {post.pk for post in readable if not post.is_removed}
        assert {space.pk for space in Space.objects.visible_to(person)} == rule
        assert set(Conversation.objects.visible_to(person).values_list("space", flat=True)) <= rule
        assert {talk.conversation(person, row.pk) for row in Conversation.objects.all()} - {None} == set(
            Conversation.objects.visible_to(person)
        )
        assert set(Post.objects.visible_to(person)) == readable
        assert set(PostRevision.objects.visible_to(person).values_list("post", flat=True)) <= standing
        assert set(Attachment.objects.visible_to(person).values_list("post", flat=True)) <= standing
        assert set(documents.load(person, everything)) == standing
        assert set(queries.places(person)) == {f"space:{pk}" for pk in rule}
        assert {item.conversation.space_id for item in desk.card(person).news} <= rule
        listed = set(Space.objects.listed_to(person).values_list("pk", flat=True))
        closed = set(Space.objects.filter(openness=Openness.CLOSED).values_list("pk", flat=True))
        assert listed == (rule if person.is_guest or not person.is_active else rule | closed)
        for document in documents.documents(everything):
            kind, ref = document.container.split(":")
            assert (kind, int(ref) in rule) == ("space", int(document.key.split(":")[1]) in standing)


@pytest.mark.parametrize("seed", range(4))
def test_the_audience_that_is_shown_is_the_audience_that_can_see(cast: Cast, seed: int) -> None:
    world(random.Random(seed))
    for space in Space.objects.all():
        can = [person for person in User.objects.all() if space.pk in expected(person)]
        sight = queries.sight(space)
        assert (sight.people, sight.guest_count) == (
            sum(not person.is_guest for person in can),
            sum(person.is_guest for person in can),
        )
        shown = queries.readers(space, viewer=cast.priya, after=None).rows
        assert {person.pk for person in shown} == {person.pk for person in can}
        assert Grant.objects.filter(kind="space", ref=space.pk).exists()
