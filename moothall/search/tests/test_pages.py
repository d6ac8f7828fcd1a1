from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.kit import clock
from moothall.people import actions as people_actions
from moothall.people import grants
from moothall.people.models import User
from moothall.people.tests import make
from moothall.search import writer

from .make import Notes
from .test_finding import HOSTILE

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def in_space(cast: Cast) -> User:
    """Priya, who may look into space 1."""
    grants.give("space:1", cast.priya.holder)
    return cast.priya


def page(client: Client, query: str, status: int = 200) -> str:
    response = client.get(f"/find/?{query}")
    assert response.status_code == status
    return response.content.decode()


def test_what_is_found_is_listed_with_its_number(notes: Notes, in_space: User, as_user: SignIn) -> None:
    notes.add("the bench by the library", title="Seats & signs")
    notes.add("a bench nobody else knows of", space=2)
    writer.drain()

    html = page(as_user(in_space), "q=bench")

    assert "<h1>“bench”</h1>" in html
    assert "1 result that you may see" in html
    assert "the <mark>bench</mark> by the library" in html
    assert '<a href="/notes/1/">Seats &amp; signs</a>' in html
    assert "nobody else" not in html
    assert "Space 2" not in html


def test_filters_are_ticked_as_the_address_says(notes: Notes, in_space: User, as_user: SignIn) -> None:
    notes.add("bench", who=(in_space.holder, "a@b.example"), date=clock.now())
    notes.add("bench", date=clock.now() - timedelta(days=800))
    writer.drain()

    html = page(as_user(in_space), f"q=bench&where=space:1&who={in_space.holder}&when=year&order=newest")

    assert "1 result that" in html
    assert 'name="where" value="space:1" checked' in html
    assert f'name="who" value="{in_space.holder}" checked><span>Priya Raman</span>' in html
    assert 'name="when" value="year" checked' in html
    assert '<input type="hidden" name="order" value="newest">' in html


def test_without_anything_to_look_for_the_page_says_how(in_space: User, as_user: SignIn) -> None:
    assert "Ways to say it" in page(as_user(in_space), "")
    assert as_user(in_space).get(reverse("search:how")).status_code == 200


def test_an_empty_result_teaches(notes: Notes, in_space: User, as_user: SignIn) -> None:
    notes.add("bench")
    writer.drain()

    assert "Try fewer words" in page(as_user(in_space), "q=unheard-of")
    assert "Type at least one word" in page(as_user(in_space), "q=%3F!")
    assert "Narrow these results" not in page(as_user(in_space), "q=unheard-of")
    assert '<a href="?q=bench">Look for this everywhere' in page(as_user(in_space), "q=bench&where=space:9&when=before")


def test_pages_follow_one_another(notes: Notes, in_space: User, as_user: SignIn) -> None:
    for _ in range(25):
        notes.add("bench")
    writer.drain()

    first, second = page(as_user(in_space), "q=bench"), page(as_user(in_space), "q=bench&page=2")

    assert "Showing 1 to 20 of 25" in first
    assert "?q=bench&amp;page=2" in first
    assert "Showing 21 to 25 of 25" in second
    assert "Next 20" not in second
    assert "Go back to the first results" in page(as_user(in_space), "q=bench&page=9")


def test_people_stand_above_what_is_found(notes: Notes, cast: Cast, as_user: SignIn) -> None:
    notes.add("Gareth Pugh paints the bench", title="A bench")
    grants.give("space:1", cast.priya.holder)
    writer.drain()

    html = page(as_user(cast.priya), "q=gareth+pugh")

    assert (
        html.index('<h2 id="people">People</h2>') < html.index(cast.gareth.get_absolute_url()) < html.index("A bench")
    )
    assert "Nothing you may see" not in html
    assert cast.gareth.get_absolute_url() in page(as_user(cast.priya), "q=%E2%80%9CGareth%E2%80%9D+supervisor")
    for elsewhere in ("q=gareth&page=2", "q=gareth&where=space:1", "q=gareth+-pugh", "q=g", "q=bench", "q=%25"):
        assert "Supervisor" not in page(as_user(cast.priya), elsewhere), elsewhere
    page_of_person = page(as_user(cast.joan), "q=gareth")
    assert "No post, mail or file that you may see matches" in page_of_person
    assert "Supervisor" in page_of_person


def test_a_guest_finds_only_the_people_beside_them_and_nobody_finds_who_has_left(
    notes: Notes, cast: Cast, as_user: SignIn
) -> None:
    grants.give("space:1", cast.marcus.holder)
    grants.give("space:1", cast.priya.holder)
    writer.drain()

    assert cast.priya.get_absolute_url() in page(as_user(cast.marcus), "q=raman")
    assert cast.gareth.get_absolute_url() not in page(as_user(cast.marcus), "q=gareth")
    people_actions.deactivate(cast.gareth, by=cast.admin)
    assert cast.gareth.get_absolute_url() not in page(as_user(cast.priya), "q=gareth")


def test_the_people_found_are_few_and_those_so_named_come_first(notes: Notes, cast: Cast, as_user: SignIn) -> None:
    for number in range(7):
        make.user(f"Abel Number {number}", job="Reeve of the river", email=f"a{number}@wexmoor.example")
    reeve = make.user("Wilf Reeve")
    writer.drain()
    client = as_user(cast.priya)

    with CaptureQueriesContext(connection) as asked:
        html = page(client, "q=reeve")
    assert html.count("ledger__person") == 5
    assert html.index(reeve.get_absolute_url()) < html.index("Abel Number 0")
    assert '<a href="/people/?q=reeve">All people who match</a>' in html
    assert len(asked) <= 8


def test_nobody_searches_without_signing_in(client: Client) -> None:
    assert client.get("/find/?q=bench").status_code == 302


def test_a_lost_index_is_being_repaired_not_an_error(notes: Notes, in_space: User, as_user: SignIn) -> None:
    html = page(as_user(in_space), "q=bench", status=503)

    assert "Finding is being repaired" in html


def test_what_is_still_being_read_is_said(notes: Notes, in_space: User, as_user: SignIn) -> None:
    writer.drain()
    notes.add("bench")

    assert "still being read" in page(as_user(in_space), "q=bench")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_address_breaks_the_page(notes: Notes, in_space: User, as_user: SignIn, text: str) -> None:
    notes.add("bench")
    writer.drain()
    told = quote(text.encode("utf-8", "replace"))[:9000]
    client = as_user(in_space)

    page(client, f"q={told}")
    page(
        client,
        f"q=bench&kind={told}&where={told}&who={told}&when={told}&from={told}&to={told}&page={told}&order={told}",
    )


@pytest.mark.parametrize(
    "query", ["page=-1", "page=99999999999999999999", "from=0001-01-01&to=9999-12-31", "q=a&page=0"]
)
def test_odd_numbers_and_dates_do_not_break_the_page(notes: Notes, in_space: User, as_user: SignIn, query: str) -> None:
    writer.drain()

    page(as_user(in_space), query)


def test_the_number_of_queries_stays_the_same(notes: Notes, in_space: User, as_user: SignIn) -> None:
    client = as_user(in_space)
    counted = []
    for more in (2, 30):
        for _ in range(more):
            notes.add("bench", who=(in_space.holder,))
        writer.drain()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page(client, "q=bench&page=1")
        counted.append(len(asked))

    assert counted[0] == counted[1] <= 12
