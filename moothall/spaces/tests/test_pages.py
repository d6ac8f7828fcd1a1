"""The pages of spaces, as people meet them."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.people.models import User
from moothall.spaces.models import Conversation, Membership, Openness, Post, Space
from moothall.spaces.tests import make
from moothall.spaces.tests.conftest import Spaces

SignIn = Callable[[User], Client]


def test_every_page_answers(cast: Cast, spaces: Spaces, talk: Conversation, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    post = talk.posts.get(number=1)
    for url in (
        reverse("spaces:list"),
        reverse("spaces:new"),
        *(space.get_absolute_url() for space in (spaces.open, spaces.closed, spaces.private)),
        *(reverse(f"spaces:{name}", args=[spaces.closed.slug]) for name in ("start", "edit", "openness", "people", "leave")),
        talk.get_absolute_url(),
        reverse("spaces:rename", args=[talk.pk]),
        *(reverse(f"spaces:{name}", args=[post.pk]) for name in ("edit_post", "versions", "remove_post")),
        reverse("home:desk"),
    ):
        assert client.get(url).status_code == 200, url
