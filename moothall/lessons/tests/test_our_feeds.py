"""The feeds that anybody may read: what is in them, what never is, and that another hall takes them in whole."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings, settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import etree

from conftest import Cast
from moothall.kit import clock, rate
from moothall.lessons import feeds, whole
from moothall.lessons.actions import exchange, publishing
from moothall.lessons.actions.drafts import LessonWords, draft
from moothall.lessons.exchange import in_json, in_xml
from moothall.lessons.models import Item, Outcome
from moothall.lessons.tests import make_exchange as make
from moothall.lessons.tests.serving import Elsewhere
from moothall.people.models import Role, User
from moothall.people.tests import make as people
from moothall.policies.actions import policies
from moothall.policies.tests import make as of_policies

ATOM = "{http://www.w3.org/2005/Atom}"


def get(key: str, ending: str = "json", page: int = 1, headers: Mapping[str, str] = {}) -> HttpResponse:
    """What anybody gets."""
    address = reverse(f"lessons:published_{ending}", args=[key])
    return Client().get(f"{address}?page={page}", headers=headers)  # type: ignore[return-value]


def items(key: str, page: int = 1) -> list[dict[str, Any]]:
    """The things of a JSON feed."""
    answer = get(key, page=page)
    assert answer.status_code == 200
    found: list[dict[str, Any]] = json.loads(answer.content)["items"]
    return found


def worded(title: str) -> LessonWords:
    """A lesson that says everything."""
    return LessonWords(
        kind=Outcome.FAILURE,
        title=title,
        context="Here",
        happened="This",
        why="So",
        would_do="That",
        applies_to=("pilots",),
    )


@pytest.fixture
def author(db: None) -> User:
    """Somebody whose name stands in no feed."""
    return people.user("Xanthippe Quill", team=people.team("Libraries"), job="Librarian")


def test_a_lesson_is_in_the_feed_with_all_that_it_says(author: User) -> None:
    lesson = make.public_lesson(by=author)
    one = items("lessons")[0]
    assert one["title"] == "Start small"
    assert one["url"] == f"{settings.MOOTHALL_URL}/lessons/public/{lesson.pk}/"
    assert one["id"].startswith("tag:")
    assert one["_moothall"]["licence"] == "OGL-UK-3.0"
    assert one["_moothall"]["licence_url"].startswith("https://www.nationalarchives.gov.uk/")
    assert one["_moothall"]["data"] == {
        "outcome": "success",
        "title": "Start small",
        "context": "Two branches, in spring.",
        "happened": "Queues fell.",
        "why": "Few <b>forms</b> & less fear.",
        "would_do": "Begin with two branches.",
        "applies_to": ["pilots", "libraries"],
    }
    assert "Few &lt;b&gt;forms" in one["content_html"]


def test_json_feed_has_what_its_specification_asks_for(author: User) -> None:
    make.public_lesson(by=author)
    answer = get("lessons")
    said = json.loads(answer.content)
    assert answer["Content-Type"] == "application/feed+json; charset=utf-8"
    assert said["version"] == "https://jsonfeed.org/version/1.1"
    assert said["feed_url"] == f"{settings.MOOTHALL_URL}/lessons/published/lessons.json"
    assert said["home_page_url"] == f"{settings.MOOTHALL_URL}/lessons/public/"
    assert said["_moothall"]["total"] == 1
    assert said["_moothall"]["about"].startswith("http")  # extensions say what they are
    for name in ("id", "url", "title", "content_html", "date_published", "date_modified"):
        assert said["items"][0][name]


def test_atom_has_what_its_specification_asks_for(author: User) -> None:
    make.public_lesson(by=author, title="Start <small>\x85", why="Be\x07cause")
    root = etree.fromstring(get("lessons", "atom").content)
    for needed in ("id", "title", "updated"):
        assert root.findtext(f"{ATOM}{needed}")
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    for needed in ("id", "title", "updated", "published", "rights", "summary", "content"):
        assert entry.findtext(f"{ATOM}{needed}"), needed
    assert [link.get("rel") for link in root.findall(f"{ATOM}link")].count("self") == 1
    category = entry.find(f"{ATOM}category")
    assert category is not None
    assert category.get("term") == "lesson"


def test_nobodys_name_draft_or_inner_lesson_is_in_any_feed(author: User, cast: Cast) -> None:
    public = make.public_lesson(by=author)
    words = worded("Numbat")
    draft(by=author, words=words)
    inner = draft(by=author, words=words)
    publishing.publish(inner, by=author)
    made = of_policies.adopted(by=cast.admin, stakeholder=cast.gareth, title="Social media")
    policies.publish(made, by=cast.admin)
    of_policies.policy(by=cast.admin, title="Wombat")
    of_policies.adopted(by=cast.admin, stakeholder=cast.gareth, title="Dugong")
    for key in ("lessons", "policies", feeds.ALL):
        for ending in ("json", "atom"):
            said = get(key, ending).content.decode()
            for hidden in (
                "Quill",
                "Xanthippe",
                "Ada",
                "Minton",
                "Numbat",
                "Wombat",
                "Dugong",
                "Librarian",
                f"user:{author.pk}",
            ):
                assert hidden not in said, (key, ending, hidden)
    publishing.withdraw(public, by=author, reason="It was wrong")
    assert items("lessons") == []
    policies.publish(made, by=cast.admin, published=False)
    assert items(feeds.ALL) == []


def test_what_was_replaced_or_taken_off_is_no_longer_there(author: User) -> None:
    old = make.public_lesson(by=author)
    newer = draft(
        by=author,
        words=worded("Newer"),
        replaces=old,
    )
    publishing.publish_public(publishing.publish(newer, by=author), by=author)
    assert [one["title"] for one in items("lessons")] == ["Newer"]
    publishing.withdraw_public(newer, by=author)
    assert [one["title"] for one in items("lessons")] == ["Start small"]


def test_a_policy_is_in_the_feed_clause_by_clause(cast: Cast) -> None:
    made = of_policies.adopted(by=cast.admin, stakeholder=cast.gareth, title="Social media")
    policies.publish(made, by=cast.admin)
    one = items("policies")[0]
    data = one["_moothall"]["data"]
    assert (data["slug"], data["version"], one["_moothall"]["kind"]) == (made.slug, 1, "policy")
    clauses = data["texts"][0]["clauses"]
    assert clauses[0]["number"] == "1"
    assert any("who you are" in clause["body"] for clause in clauses)
    assert "<strong>who you are</strong>" in one["content_html"]
    assert "/policies/public/" in one["url"]


def test_the_same_words_whatever_language_the_reader_prefers(cast: Cast) -> None:
    policies.publish(of_policies.adopted(by=cast.admin, stakeholder=cast.gareth), by=cast.admin)
    assert get("policies", headers={"accept-language": "cy"}).content == get("policies").content


def test_who_has_it_is_not_sent_it_again_until_something_changes(author: User) -> None:
    lesson = make.public_lesson(by=author)
    for ending in ("json", "atom"):
        first = get("lessons", ending)
        assert first["Last-Modified"]
        assert get("lessons", ending, headers={"if-none-match": first["ETag"]}).status_code == 304
        publishing.withdraw_public(lesson, by=author)
        had = {"if-none-match": first["ETag"], "if-modified-since": first["Last-Modified"]}
        again = get("lessons", ending, headers=had)
        assert again.status_code == 200  # what was taken off has no date, and must go through all the same
        publishing.publish_public(lesson, by=author)


def test_a_feed_opens_no_session_and_may_be_kept_for_minutes(author: User) -> None:
    answer = get("lessons")
    assert not answer.cookies
    assert "public" in answer["Cache-Control"]
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_names_stay_and_addresses_are_the_halls_own_whoever_asks(author: User) -> None:
    make.public_lesson(by=author)
    address = reverse("lessons:published_json", args=["lessons"])
    said = Client().get(address, headers={"host": "localhost"}).content
    assert said == Client().get(address, headers={"host": "127.0.0.1"}).content
    before = items("lessons")[0]["id"]
    with clock.at(clock.now() + timedelta(days=400)):
        assert items("lessons")[0]["id"] == before


def test_a_long_feed_has_pages_and_each_thing_once(author: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "PAGE", 2)
    for number in range(5):
        make.public_lesson(by=author, title=f"Lesson {number}")
    pages = [items("lessons", page) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [one["title"] for page in pages for one in page] == [f"Lesson {number}" for number in (4, 3, 2, 1, 0)]
    assert json.loads(get("lessons").content)["next_url"].endswith("/lessons.json?page=2")
    assert "next_url" not in json.loads(get("lessons", page=3).content)
    assert b'rel="next"' in get("lessons", "atom").content
    assert get("lessons", page=4).status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999", "1.5", "", "²"])
def test_a_page_that_is_none_is_not_there(page: str, db: None) -> None:
    assert Client().get(reverse("lessons:published_json", args=["lessons"]), {"page": page}).status_code == 404


def test_a_kind_that_is_none_is_not_there_and_an_empty_feed_is_a_feed(db: None) -> None:
    assert get("secrets").status_code == get("secrets", "atom").status_code == 404
    assert items("lessons") == items(feeds.ALL) == []
    assert etree.fromstring(get(feeds.ALL, "atom").content).findtext(f"{ATOM}updated")


def public_policy(cast: Cast, title: str) -> None:
    """A policy on the public site."""
    made = of_policies.adopted(by=cast.admin, stakeholder=cast.gareth, title=title)
    policies.publish(made, by=cast.admin)


def test_feeds_cost_the_same_however_much_is_in_them(author: User, cast: Cast) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert get(feeds.ALL).status_code == 200
        return len(asked)

    for number in range(2):
        make.public_lesson(by=author, title=f"Lesson {number}")
        policies.publish(
            of_policies.adopted(by=cast.admin, stakeholder=cast.gareth, title=f"Policy {number}"), by=cast.admin
        )
    before = cost()
    for number in range(2, 6):
        make.public_lesson(by=author, title=f"Lesson {number}")
        policies.publish(
            of_policies.adopted(by=cast.admin, stakeholder=cast.gareth, title=f"Policy {number}"), by=cast.admin
        )
    assert cost() == before


def test_feeds_are_limited_like_other_public_pages(db: None, settings: LazySettings) -> None:
    settings.MOOTHALL_LIMITS = {**settings.MOOTHALL_LIMITS, "public": rate.Rate(2, 60)}
    assert [get("lessons").status_code for _time in range(3)] == [200, 200, 429]


def test_the_page_of_what_we_share_names_every_feed(db: None) -> None:
    page = Client().get(reverse("lessons:published")).content.decode()
    for key in ("lessons", "policies", feeds.ALL):
        for ending in ("json", "atom"):
            assert reverse(f"lessons:published_{ending}", args=[key]) in page


def test_another_hall_takes_a_lesson_in_whole_and_a_reader_takes_its_words(author: User) -> None:
    lesson = make.public_lesson(by=author)
    from_json = in_json.read(get("lessons").content, "https://wexmoor.example/feed")
    from_atom = in_xml.read(get("lessons", "atom").content, "https://wexmoor.example/feed")
    assert from_json.total == 1
    for found in (from_json.entries[0], from_atom.entries[0]):
        assert (found.title, found.kind, found.licence) == ("Start small", "lesson", "OGL-UK-3.0")
        assert found.guid == from_json.entries[0].guid
        assert "Begin with two branches." in found.html
        assert found.said_by == settings.MOOTHALL_COUNCIL.name
    entry = from_json.entries[0]
    said = whole.lesson(Item(kind="lesson", title=entry.title, licence=entry.licence, data=dict(entry.data)))
    assert said is not None
    for part in whole.PARTS:
        assert getattr(said, part) == getattr(lesson, part)
    assert said.subjects == ("pilots", "libraries")


def test_a_lesson_that_was_brought_in_is_in_no_feed_of_ours(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    lesson = exchange.bring_in(make.item(elsewhere_serving), by=cast.priya)
    with pytest.raises(PermissionDenied):
        publishing.publish_public(lesson, by=people.user("Rita Keep", roles=(Role.RISK_MANAGER,)))
    type(lesson).objects.filter(pk=lesson.pk).update(public_at=clock.now(), public_by=cast.priya)  # past every rule
    assert items("lessons") == []
