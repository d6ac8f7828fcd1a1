"""Fields that a form does not have change nothing: who wrote, where it lies, who looks after it, what it is marked."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.kit import clock
from moothall.notices.models import Choice
from moothall.people.models import User
from moothall.spaces.models import Conversation, Draft, FeedKey, Openness, Post, Space
from moothall.spaces.tests import make

SignIn = Callable[[User], Client]


@pytest.fixture
def smuggled(cast: Cast) -> dict[str, object]:
    """All that somebody might try, by the names of columns."""
    elsewhere = make.space(by=cast.joan, name="Elsewhere", openness=Openness.CLOSED)
    return {
        "id": 1,
        "pk": 1,
        "author": cast.joan.pk,
        "author_id": cast.joan.pk,
        "user": cast.joan.pk,
        "user_id": cast.joan.pk,
        "by": cast.joan.pk,
        "person": cast.joan.pk,
        "created_by": cast.joan.pk,
        "started_by": cast.joan.pk,
        "facilitator": "on",
        "official": "on",
        "marking": "sensitive",
        "container": elsewhere.container,
        "conversation": 999,
        "conversation_id": 999,
        "space_id": elsewhere.pk,
        "html": "<script>x</script>",
        "number": 77,
        "created_at": "2001-01-01T00:00:00Z",
        "removed_at": "",
        "digest": "0" * 64,
        "revoked_at": "",
        "is_active": "",
        "kind": "guest",
    }


def test_a_post_is_its_writers_and_lies_where_it_was_written(
    cast: Cast, as_user: SignIn, smuggled: dict[str, object]
) -> None:
    space = make.space(by=cast.priya)
    talk = make.conversation(space, by=cast.priya)
    client = as_user(cast.priya)
    client.post(talk.get_absolute_url(), smuggled | {"body": "A reply."})
    client.post(reverse("spaces:start", args=[space.slug]), smuggled | {"title": "Another", "body": "Words."})
    client.post(
        reverse("spaces:edit_post", args=[talk.posts.get(number=1).pk]), smuggled | {"body": "Mine.", "seen": 0}
    )
    assert Post.objects.count() == 3
    assert set(Post.objects.values_list("author", "conversation__space")) == {(cast.priya.pk, space.pk)}
    assert not Post.objects.filter(html__contains="script").exists()
    assert not Post.objects.filter(created_at__year=2001).exists()
    assert set(Conversation.objects.values_list("started_by", flat=True)) == {cast.priya.pk}


def test_the_settings_of_a_space_are_those_of_its_form(
    cast: Cast, as_user: SignIn, smuggled: dict[str, object]
) -> None:
    space = make.space(by=cast.priya)
    typed = smuggled | {"name": "Renamed", "purpose": "As before."}
    as_user(cast.priya).post(reverse("spaces:edit", args=[space.slug]), typed | {"openness": "private", "slug": "x"})
    space.refresh_from_db()
    assert (space.name, space.openness, space.official, space.created_by) == (
        "Renamed",
        Openness.OPEN,
        False,
        cast.priya,
    )
    as_user(cast.gareth).post(reverse("spaces:join", args=[space.slug]), smuggled)
    assert not space.memberships.get(user=cast.gareth).facilitator
    as_user(cast.gareth).post(reverse("spaces:new"), typed | {"openness": "open"})
    made = Space.objects.get(created_by=cast.gareth)
    assert not made.official and not made.is_sensitive


def test_drafts_keys_and_wishes_are_ones_own(cast: Cast, as_user: SignIn, smuggled: dict[str, object]) -> None:
    space = make.space(by=cast.priya)
    talk = make.conversation(space, by=cast.priya)
    client = as_user(cast.priya)
    client.post(talk.get_absolute_url(), smuggled | {"body": "Not yet.", "keep": "1"})
    client.post(reverse("spaces:feeds"), smuggled | {"label": "Reader"})
    client.post(reverse("notices:settings"), smuggled | {"spaces.mention": "daily"})
    assert set(Draft.objects.values_list("user", flat=True)) <= {cast.priya.pk}
    (key,) = FeedKey.objects.all()
    assert key.user == cast.priya and key.digest != "0" * 64 and key.revoked_at is None
    assert key.made_at.date() == clock.now().date()
    assert set(Choice.objects.values_list("person", flat=True)) <= {cast.priya.pk}
    for person in User.objects.all():
        assert person.is_active and (person.kind == "guest") == (person.pk == cast.marcus.pk)
