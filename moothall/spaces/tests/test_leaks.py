"""Nobody sees by any way what they may not see."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.people.models import User
from moothall.spaces import documents
from moothall.spaces.actions import members, posts
from moothall.spaces.models import Attachment, Conversation, Openness, Post, PostRevision, Space
from moothall.spaces.queries import desk
from moothall.spaces.queries import spaces as queries
from moothall.spaces.tests import make
from moothall.spaces.tests.conftest import Spaces

SignIn = Callable[[User], Client]
SECRET = "Forty posts will go"


@pytest.fixture
def secret(cast: Cast, spaces: Spaces) -> Conversation:
    """What is said in the private space, with a file and a former version."""
    file = SimpleUploadedFile("posts.csv", b"a,b", "text/csv")
    talk = make.conversation(spaces.private, by=cast.priya, title="Forty", body="Fifty posts will go", files=[file])
    posts.edit(talk.posts.get(), by=cast.priya, body=f"{SECRET}, @Gareth Pugh", seen=0)
    return talk


def addresses_of(talk: Conversation) -> list[str]:
    post = talk.posts.get(number=1)
    return [
        talk.get_absolute_url(),
        reverse("spaces:rename", args=[talk.pk]),
        *(reverse(f"spaces:{name}", args=[post.pk]) for name in ("post", "edit_post", "versions", "remove_post")),
        *(file.get_absolute_url() for file in post.attachments.all()),
        *(
            reverse(f"spaces:{name}", args=[talk.space.slug])
            for name in ("start", "edit", "openness", "people", "leave")
        ),
    ]


@pytest.mark.parametrize("who", ["outsider", "marcus", "joan", "admin", "auditor"])
def test_a_private_space_is_not_there_for_others(
    cast: Cast, spaces: Spaces, secret: Conversation, as_user: SignIn, who: str
) -> None:
    client = as_user(getattr(cast, who))
    for url in [spaces.private.get_absolute_url(), *addresses_of(secret)]:
        assert client.get(url).status_code == 404, url
        assert client.post(url, {"body": "x", "reason": "x", "title": "x"}).status_code in {404, 405}, url
    for name in ("join", "step_down", "official"):
        assert client.post(reverse(f"spaces:{name}", args=[spaces.private.slug])).status_code == 404
    for page in (reverse("spaces:list"), reverse("home:desk")):
        assert "Reorganisation" not in client.get(page).text
        assert "Forty" not in client.get(page).text


@pytest.mark.parametrize("who", ["outsider", "joan"])
def test_a_closed_space_shows_its_purpose_and_whom_to_ask_and_nothing_else(
    cast: Cast, spaces: Spaces, talk: Conversation, as_user: SignIn, who: str
) -> None:
    client = as_user(getattr(cast, who))
    page = client.get(spaces.closed.get_absolute_url())
    assert page.status_code == 200
    assert "Priya Raman" in page.text
    for hidden in ("Gareth Pugh", "Marcus Finch", "Blue badges"):
        assert hidden not in page.text
    for url in addresses_of(talk):
        assert client.get(url).status_code == 404, url


def test_a_guest_sees_only_the_spaces_they_are_in(cast: Cast, spaces: Spaces, as_user: SignIn) -> None:
    client = as_user(cast.marcus)
    page = client.get(reverse("spaces:list")).text
    assert "Front Desk" in page
    assert "Harrowby Library" not in page
    assert client.get(spaces.open.get_absolute_url()).status_code == 404
    assert client.post(reverse("spaces:join", args=[spaces.open.slug])).status_code == 404
    assert client.get(reverse("spaces:new")).status_code == 403


def test_who_has_left_sees_nothing_any_more(cast: Cast, secret: Conversation, as_user: SignIn) -> None:
    client = as_user(cast.gareth)
    assert SECRET in client.get(secret.get_absolute_url()).text
    members.leave(secret.space, by=cast.gareth)
    for url in [secret.space.get_absolute_url(), *addresses_of(secret)]:
        assert client.get(url).status_code == 404, url
    assert "Forty" not in client.get(reverse("home:desk")).text


def test_who_was_put_out_is_named_in_vain(cast: Cast, secret: Conversation) -> None:
    make.post(secret, by=cast.priya, body="@Gareth Pugh, are you there?")
    members.remove_member(secret.space, by=cast.priya, user=cast.gareth)
    assert desk.card(User.objects.get(pk=cast.gareth.pk)).news == []


def test_who_may_no_longer_sign_in_sees_nothing(cast: Cast, spaces: Spaces, secret: Conversation) -> None:
    User.objects.filter(pk=cast.gareth.pk).update(is_active=False)
    gone = User.objects.get(pk=cast.gareth.pk)
    for model in (Space, Conversation, Post, PostRevision, Attachment):
        assert not model.objects.visible_to(gone).exists()
    assert not Space.objects.listed_to(gone).exists()


def test_a_removed_post_is_nowhere(cast: Cast, secret: Conversation, as_user: SignIn) -> None:
    post = secret.posts.get()
    file = post.attachments.get()
    posts.remove(post, by=cast.priya, reason="Not announced")
    client = as_user(cast.gareth)
    assert SECRET not in client.get(secret.get_absolute_url()).text
    for url in (file.get_absolute_url(), *(reverse(f"spaces:{n}", args=[post.pk]) for n in ("versions", "edit_post"))):
        assert client.get(url).status_code == 404, url
    assert list(documents.documents([post.pk])) == []
    assert documents.load(cast.gareth, [post.pk]) == {}
    assert SECRET not in client.get(reverse("home:desk")).text


def test_search_results_are_checked_against_the_database(cast: Cast, secret: Conversation) -> None:
    pk = secret.posts.get().pk
    assert documents.load(cast.gareth, [pk])[pk].title == "Forty"
    assert documents.load(cast.outsider, [pk]) == {}
    assert secret.space.container not in queries.places(cast.outsider)


def test_the_audience_shown_for_a_closed_space_counts_only_those_who_can_come_in(cast: Cast, spaces: Spaces) -> None:
    User.objects.filter(pk=cast.gareth.pk).update(is_active=False)
    sight = queries.sight(spaces.closed)
    assert (sight.people, [guest.name for guest in sight.guests]) == (1, ["Marcus Finch"])


def test_a_guest_cannot_find_names_by_mentioning(cast: Cast, talk: Conversation, as_user: SignIn) -> None:
    response = as_user(cast.marcus).post(talk.get_absolute_url(), {"body": "@Olwen Side @olwen-side"}, follow=True)
    assert "Olwen Side can’t see this space" not in response.text


def test_a_private_space_cannot_be_found_by_trying_names(cast: Cast, spaces: Spaces) -> None:
    assert spaces.private.slug != "reorganisation"
    same = make.space(name="Reorganisation", by=cast.outsider, openness=Openness.OPEN)
    assert same.slug == "reorganisation"
