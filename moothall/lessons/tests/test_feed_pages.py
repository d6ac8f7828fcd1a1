"""Feeds in pages: followed on the same server, each thing once, and to an end."""

import json

import pytest

from moothall.lessons.exchange import looking
from moothall.lessons.exchange.entries import Entry
from moothall.lessons.exchange.faults import Faulty
from moothall.lessons.tests.make_feeds import feed
from moothall.lessons.tests.serving import ATOM, JSON, RSS, Elsewhere


def test_every_page_is_read_and_then_all_of_it_is_known(elsewhere_serving: Elsewhere) -> None:
    for page, more in ((1, {"next_url": "/p2"}), (2, {})):
        said = {
            "version": "https://jsonfeed.org/version/1.1",
            "items": [{"id": f"{page}{n}", "title": f"{page}{n}"} for n in range(2)],
            "_moothall": {"total": 4},
            **more,
        }
        elsewhere_serving.says(json.dumps(said), path=f"/p{page}")
    found = looking.look(elsewhere_serving.url("/p1"))
    assert [entry.title for entry in found.entries] == ["10", "11", "20", "21"]
    assert found.whole
    assert not found.more


def test_pages_in_a_circle_or_on_another_server_are_not_followed(elsewhere_serving: Elsewhere) -> None:
    said = {
        "version": "https://jsonfeed.org/version/1",
        "items": [{"id": "1", "title": "T"}],
        "_moothall": {"total": 1},
    }
    for leads_to in (
        elsewhere_serving.url("/p1"),
        "https://other.example/feed",
        f"http://localhost:{elsewhere_serving.port}/p1",
    ):
        elsewhere_serving.says(json.dumps({**said, "next_url": leads_to}), path="/p1")
        found = looking.look(elsewhere_serving.url("/p1"))
        assert (len(found.entries), found.whole, found.more) == (1, False, True)


def test_a_later_page_that_fails_leaves_the_whole_look_failed(elsewhere_serving: Elsewhere) -> None:
    said = {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title": "T"}], "next_url": "/p2"}
    address = elsewhere_serving.says(json.dumps(said), path="/p1")
    with pytest.raises(Faulty):
        looking.look(address)


def test_endless_pages_come_to_an_end(elsewhere_serving: Elsewhere) -> None:
    for page in range(looking.MOST_PAGES + 5):
        said = {
            "version": "https://jsonfeed.org/version/1.1",
            "items": [{"id": f"{page}", "title": "T"}],
            "next_url": f"/p{page + 1}",
        }
        elsewhere_serving.says(json.dumps(said), path=f"/p{page}")
    found = looking.look(elsewhere_serving.url("/p0"))
    assert found.more
    assert len(elsewhere_serving.asked) <= looking.MOST_PAGES + 1


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (JSON, '{"version":"https://jsonfeed.org/version/1.1","items":[]}'),
        (ATOM, "<feed xmlns='http://www.w3.org/2005/Atom'/>"),
        (RSS, "<rss><channel/></rss>"),
    ],
)
def test_an_empty_feed_is_a_feed(elsewhere_serving: Elsewhere, kind: str, body: str) -> None:
    assert looking.look(elsewhere_serving.says(body, kind)).entries == ()


def test_what_is_said_twice_is_taken_once() -> None:
    found = feed({"id": "1", "title": "First"}, {"id": "1", "title": "Second"})
    kept: dict[str, Entry] = {}
    looking._add(kept, found)
    assert [entry.title for entry in kept.values()] == ["First"]
