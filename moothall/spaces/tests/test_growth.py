"""Pages ask the database the same few questions, however much there is."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.kit.registries import links_to
from moothall.people.models import User
from moothall.people.tests import make as make_people
from moothall.policies import guidance
from moothall.spaces.models import Openness, Space
from moothall.spaces.queries import desk
from moothall.spaces.tests import make

SignIn = Callable[[User], Client]
MOST = 12


@pytest.fixture
def reader(cast: Cast) -> User:
    """Someone in a team of a team, who has a role: the dearest reader there is."""
    council = make_people.team("Wexmoor")
    team = make_people.team("Libraries", council)
    User.objects.filter(pk=cast.gareth.pk).update(team=team)
    return User.objects.get(pk=cast.gareth.pk)


def fill(cast: Cast, reader: User, space: Space, rounds: int) -> None:
    """More of everything: members, guests, conversations, posts, files, mentions, edits."""
    start = User.objects.count()
    for number in range(start, start + rounds):
        author = make_people.user(f"Colleague {number}")
        make.add(space, author, by=cast.priya)
        make.add(space, make_people.user(f"Guest {number}", cast.marcus.kind), by=cast.priya)  # type: ignore[arg-type]
        talk = make.conversation(space, by=author, body=f"@{reader.handle}?")
        file = SimpleUploadedFile(f"{number}.csv", b"x")
        for reply in range(4):
            make.post(talk, by=author, body=f"@{reader.name} {reply}", files=[file])


def count(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_pages_stay_within_twelve_queries_as_everything_doubles(cast: Cast, reader: User, as_user: SignIn) -> None:
    space = make.space(by=cast.priya, openness=Openness.CLOSED, guests_allowed=True, members=[reader])
    talk = make.conversation(space, by=cast.priya)
    for number in range(20):
        make.post(talk, by=cast.priya, body=f"@{reader.handle} {number}", files=[SimpleUploadedFile("a.csv", b"x")])
    fill(cast, reader, space, 3)
    client = as_user(reader)
    pages = {
        "desk": reverse("home:desk"),
        "space": space.get_absolute_url(),
        "conversation": f"{talk.get_absolute_url()}?page=1",
        "list": reverse("spaces:list"),
        "people": space.people_url,
        "versions": reverse("spaces:versions", args=[talk.posts.get(number=1).pk]),
    }
    for url in pages.values():
        client.get(url)
    before = {name: count(client, url) for name, url in pages.items()}
    fill(cast, reader, space, 7)
    for name in ("A", "B", "C"):
        fill(cast, reader, make.space(name=name, by=cast.priya, guests_allowed=True, members=[reader]), 2)
    after = {name: count(client, url) for name, url in pages.items()}
    assert after == before
    assert max(after.values()) <= MOST, after


def test_the_first_reading_stays_within_the_budget_too(cast: Cast, reader: User, as_user: SignIn) -> None:
    space = make.space(by=cast.priya, openness=Openness.CLOSED, members=[reader])
    talk = make.conversation(space, by=cast.priya)
    client = as_user(reader)
    guidance.beside()  # what this process keeps for everyone, it has
    links_to(reader, space.container)
    with CaptureQueriesContext(connection) as queries:
        client.get(talk.get_absolute_url())
    asked = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    assert len(asked) <= MOST, asked


def test_the_card_takes_at_most_four_queries(cast: Cast, reader: User) -> None:
    space = make.space(by=cast.priya, guests_allowed=True, members=[reader])
    fill(cast, reader, space, 8)
    desk.card(reader)
    with CaptureQueriesContext(connection) as queries:
        card = desk.card(reader)
    assert card.news and len(queries) <= 4, [query["sql"] for query in queries]
