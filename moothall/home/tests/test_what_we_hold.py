"""Spaces and mailboxes of this hall as assets by themselves: live figures, coverage, and whose names are told.

It stands in the room that may know spaces, mail and records.
"""

from collections.abc import Callable, Sequence

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.mail import live as mail_live
from moothall.mail.models import Mailbox
from moothall.mail.tests import make as make_mail
from moothall.people.models import Role, User
from moothall.people.tests import make as make_people
from moothall.records.queries import holdings
from moothall.records.queries import live as queries
from moothall.records.tests import make_assets
from moothall.search import writer
from moothall.spaces import live as space_live
from moothall.spaces.actions import posts
from moothall.spaces.models import Openness, Space
from moothall.spaces.tests import make

SignIn = Callable[[User], Client]


@pytest.fixture
def keeper(cast: Cast) -> User:
    return make_people.user("Rhona Keeper", roles=(Role.RECORDS_MANAGER,), team=make_people.team("Records"))


@pytest.fixture
def world(cast: Cast) -> Sequence[Space]:
    """A space of each openness looked after by Priya, with talk and a file, and a mailbox that Gareth holds."""
    made = []
    for openness in Openness:
        space = make.space(by=cast.priya, name=f"Quagga {openness.value}", openness=openness)
        talk = make.conversation(
            space, by=cast.priya, title="Stripes", files=[SimpleUploadedFile("a.txt", b"twelve bytes")]
        )
        gone = make.post(talk, by=cast.priya)
        make.post(talk, by=cast.priya)
        posts.remove(gone, by=cast.priya, reason="Wrong")
        made.append(space)
    box = make_mail.mailbox("quagga@wexmoor.example", owner=cast.gareth)
    make_mail.brought_in(box, [make_mail.eml("One"), make_mail.eml("Two")])
    writer.rebuild()
    return made


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def by_container(person: User) -> dict[str, queries.Line]:
    return {line.live.container: line for line in queries.everything(fresh(person))}


def test_the_figures_are_those_of_this_moment(cast: Cast, world: Sequence[Space]) -> None:
    (space,) = space_live.live([world[0].pk])
    assert (space.units, space.size, space.searchable, space.looked_after_by) == (1, 12, 2, (cast.priya.pk,))
    assert space.open_to_all and space.first and space.last and space.first <= space.last
    box = Mailbox.objects.get()
    (mailbox,) = mail_live.live(None)
    assert (mailbox.container, mailbox.units, mailbox.searchable) == (box.container, 2, 2)
    assert mailbox.size == sum(box.messages.values_list("size", flat=True))
    make.post(world[0].conversations.get(), by=cast.priya)
    assert next(iter(space_live.live([world[0].pk]))).searchable == 3
    assert [one.container for one in space_live.live(None)] == [space.container for space in world]


def test_coverage_is_what_the_index_holds_of_what_it_should(cast: Cast, world: Sequence[Space]) -> None:
    line = by_container(cast.priya)[world[0].container]
    assert (line.indexed, line.covered) == (2, 100)
    make.post(world[0].conversations.get(), by=cast.priya)
    late = by_container(cast.priya)[world[0].container]
    assert (late.indexed, late.covered) == (2, 66)
    assert queries.covered([late]).percent == 66


def test_without_an_index_it_says_that_it_cannot_be_asked(cast: Cast, as_user: SignIn) -> None:
    make.space(by=cast.priya)
    client = as_user(cast.priya)
    assert "The index can’t be asked now" in client.get(reverse("records:assets_here")).text
    assert "The index can’t be asked now" in client.get(reverse("records:holdings")).text


def test_names_are_told_to_who_may_know_them_and_figures_to_who_may_read_or_must_know(
    cast: Cast, keeper: User, world: Sequence[Space], as_user: SignIn
) -> None:
    opened, closed, private = world
    box = Mailbox.objects.get().container
    outsider = by_container(cast.outsider)
    assert set(outsider) == {opened.container, closed.container}
    assert outsider[opened.container].figures and not outsider[closed.container].figures
    assert outsider[closed.container].covered is None
    assert set(by_container(cast.gareth)) == {opened.container, closed.container, box}
    admin = by_container(cast.admin)
    assert admin[box].name == "quagga@wexmoor.example" and not admin[box].figures
    assert private.container not in admin
    for person in (keeper, cast.auditor):
        lines = by_container(person)
        assert set(lines) == {opened.container, closed.container, private.container, box}
        assert all(line.figures for line in lines.values())
        assert str(lines[private.container].name) == "A private space" and lines[private.container].url == ""
        assert str(lines[box].name) == "A mailbox"
        assert [one.name for one in lines[private.container].keepers] == ["Priya Raman"]
        shown = as_user(person).get(reverse("records:assets_here")).text
        assert "Quagga private" not in shown and "quagga@" not in shown and "Stripes" not in shown
    shown = as_user(cast.outsider).get(reverse("records:assets_here")).text
    assert "Quagga closed" in shown and "private" not in shown.lower().replace("as a private", "")
    assert as_user(cast.marcus).get(reverse("records:assets_here")).status_code == 403


def test_the_map_counts_assets_and_places_by_service(
    cast: Cast, keeper: User, world: Sequence[Space], as_user: SignIn
) -> None:
    User.objects.filter(pk=cast.priya.pk).update(team=make_people.team("Libraries"))
    make_assets.asset(by=keeper, service="Libraries", personal_data="yes", searchable="yes")
    make_assets.asset(by=keeper, service="Parks", closed=True)
    mine = holdings.holdings(fresh(keeper))
    assert [(row.name, row.total.assets, row.here) for row in mine.services] == [
        ("Libraries", 1, 3), ("Parks", 1, 0), ("", 0, 1),
    ]  # fmt: skip
    theirs = holdings.holdings(fresh(cast.outsider))
    assert [(row.name, row.total.assets, row.here) for row in theirs.services] == [("Libraries", 1, 2)]
    shown = as_user(cast.outsider).get(reverse("records:holdings")).text
    assert "Libraries" in shown and "Parks" not in shown


def count(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_pages_ask_the_same_few_questions_as_everything_doubles(cast: Cast, keeper: User, as_user: SignIn) -> None:
    def fill(rounds: int) -> None:
        for number in range(rounds):
            person = make_people.user(
                f"Owner {User.objects.count()}", team=make_people.team(f"T{User.objects.count()}")
            )
            made = make_assets.asset(by=keeper, owner=person, service=f"S{number}", closed=number % 2 == 0)
            make_assets.review(made, by=keeper)
            space = make.space(by=person, name=f"Space {number}", openness=list(Openness)[number % 3])
            make.conversation(space, by=person)
            make_mail.mailbox(f"box{Mailbox.objects.count()}@wexmoor.example", owner=person)

    fill(4)
    writer.rebuild()
    asset = make_assets.asset(by=keeper, owner=cast.gareth, name="A1")
    make_assets.review(asset, by=keeper)
    client = as_user(fresh(keeper))
    names = ("assets", "assets_here", "holdings", "export_assets", "import_assets")
    pages = [reverse(f"records:{name}") for name in names] + [asset.get_absolute_url()]
    for page in pages:
        client.get(page)
    before = [count(client, page) for page in pages]
    fill(8)
    for number in range(5):
        make_assets.review(asset, by=keeper, words=f"Review {number}")
    writer.rebuild()
    after = [count(client, page) for page in pages]
    assert after == before
    assert max(after) <= 25, dict(zip(pages, after, strict=True))
