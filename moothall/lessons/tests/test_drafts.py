"""A draft is its author's alone: by page, by finding, by link, by notice, by feed, by copy; administrators included."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.kit.registries import links_to
from moothall.lessons import documents
from moothall.lessons.actions import drafts, publishing
from moothall.lessons.models import Lesson, LessonAbout, Subject
from moothall.lessons.queries import matching, things
from moothall.lessons.tests import make
from moothall.people import export
from moothall.people.models import Role, User
from moothall.people.tests import make as make_people
from moothall.records.actions import holds
from moothall.records.actions.holds import HeldError
from moothall.records.tests import make_holds, make_systems
from moothall.search import writer

SignIn = Callable[[User], Client]
SECRET = "Quagga"
POST: dict[str, Any] = {
    "kind": "failure",
    "title": "Ask the front desk first",
    "context": "Harrowby",
    "happened": "It failed",
    "why": "Nobody asked",
    "would_do": "Ask",
    "applies_to": "Forms,  front   Desk, forms",
    "licence": "OGL-UK-3.0",
}


@pytest.fixture
def keeper(cast: Cast) -> User:
    """Somebody with every role there is."""
    return make_people.user("Roly Everywhere", roles=tuple(Role))


@pytest.fixture
def thing(cast: Cast) -> str:
    return f"system:{make_systems.system(by=cast.admin, owner=cast.priya).pk}"


@pytest.fixture
def written(cast: Cast, thing: str) -> Lesson:
    words = replace(make.words(f"{SECRET} is secret", about=(thing,)), happened=f"{SECRET} happened")
    return drafts.draft(by=cast.priya, words=words)


def test_no_page_shows_a_draft_to_anybody_else(cast: Cast, keeper: User, written: Lesson, as_user: SignIn) -> None:
    pages = ("lesson", "edit", "publish", "discard", "correct", "public_site", "withdraw", "use")
    for person in (cast.gareth, cast.joan, cast.marcus, cast.admin, keeper):
        client = as_user(person)
        for name in pages:
            address = reverse(f"lessons:{name}", args=[written.pk])
            assert client.get(address).status_code == 404, name
            assert client.post(address, POST | {"reason": "x", "verdict": "adopted"}).status_code == 404, name
        for address in (reverse("lessons:list"), reverse("lessons:list") + "?show=mine", "/", "/notices/"):
            assert SECRET not in client.get(address).content.decode()
    assert Client().get(reverse("lessons:public_lesson", args=[written.pk])).status_code == 404
    assert SECRET not in Client().get(reverse("lessons:public_list")).content.decode()
    assert as_user(cast.priya).get(written.get_absolute_url()).status_code == 200


def test_nothing_finds_or_links_a_draft(cast: Cast, keeper: User, thing: str, written: Lesson, as_user: SignIn) -> None:
    writer.drain()
    for person in (cast.priya, cast.gareth, keeper):
        found = as_user(person).get(reverse("search:find"), {"q": SECRET}).content.decode()
        assert "is secret" not in found
        assert links_to(person, thing) == [] or SECRET not in str(links_to(person, thing))
        assert matching.matching("forms at the front desk", person) == []
        assert documents.load(person, [written.pk]) == {}
    assert list(documents.documents([written.pk])) == []
    assert written.pk not in documents.ids(0)
    assert things.published_about([thing]) == {}


def test_nobody_else_writes_publishes_or_throws_away_a_draft(cast: Cast, keeper: User, written: Lesson) -> None:
    for person in (cast.gareth, cast.admin, keeper, cast.marcus):
        for act in (
            lambda by=person: drafts.edit_draft(written, by=by, words=make.words("Mine now")),
            lambda by=person: drafts.discard_draft(written, by=by),
            lambda by=person: publishing.publish(written, by=by),
            lambda by=person: publishing.publish_public(written, by=by),
            lambda by=person: publishing.withdraw(written, by=by, reason="Bad"),
            lambda by=person: drafts.draft(by=by, words=make.words(), replaces=written),
        ):
            with pytest.raises(PermissionDenied):
                act()
    written.refresh_from_db()
    assert (written.title, written.is_draft) == (f"{SECRET} is secret", True)


def test_the_record_of_acts_says_nothing_of_its_words(cast: Cast, written: Lesson) -> None:
    drafts.edit_draft(written, by=cast.priya, words=make.words(f"{SECRET} again"))
    drafts.discard_draft(written, by=cast.priya)
    said = Entry.objects.filter(verb__startswith="lesson.")
    assert sorted(said.values_list("verb", flat=True)) == [
        "lesson.draft_discarded",
        "lesson.draft_edited",
        "lesson.drafted",
    ]
    assert SECRET not in str(list(said.values()))
    assert not Subject.objects.exists() and not LessonAbout.objects.exists()


def test_only_a_copy_that_one_makes_oneself_has_ones_drafts(cast: Cast, written: Lesson) -> None:
    make.lesson(by=cast.priya, title="For everybody")

    def copy(own: bool) -> str:
        with export.zipped(cast.priya, own=own) as file, zipfile.ZipFile(io.BytesIO(file.read())) as archive:
            return "".join(archive.read(name).decode() for name in archive.namelist())

    assert SECRET in copy(own=True)
    assert SECRET not in copy(own=False)
    assert "For everybody" in copy(own=False)


def test_a_guest_writes_no_lesson(cast: Cast, as_user: SignIn) -> None:
    with pytest.raises(PermissionDenied):
        drafts.draft(by=cast.marcus, words=make.words())
    assert as_user(cast.marcus).get(reverse("lessons:new")).status_code == 403
    assert as_user(cast.marcus).post(reverse("lessons:new"), POST).status_code == 403


def test_somebody_writes_a_lesson_looks_it_over_and_publishes_it(cast: Cast, thing: str, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    address = reverse("lessons:new") + f"?about={thing}"
    assert "Platform: Shared drive" in client.get(address).content.decode()
    answer = client.post(address, POST | {"about": thing, "token": str(uuid4())})
    lesson = Lesson.objects.get()
    assert answer["Location"] == reverse("lessons:publish", args=[lesson.pk])
    assert list(lesson.subjects.order_by("pk").values_list("words", flat=True)) == ["forms", "front desk"]
    assert lesson.abouts.get().thing == thing
    page = client.get(answer["Location"]).content.decode()
    assert "Publish it in the hall" in page
    assert "Shared drive" in page
    client.post(answer["Location"])
    lesson.refresh_from_db()
    assert lesson.published_by == cast.priya
    assert as_user(cast.joan).get(lesson.get_absolute_url()).status_code == 200
    assert as_user(cast.marcus).get(lesson.get_absolute_url()).status_code == 404


def test_the_same_form_sent_twice_begins_one_lesson(cast: Cast, as_user: SignIn) -> None:
    given = POST | {"token": str(uuid4())}
    for _again in range(2):
        as_user(cast.priya).post(reverse("lessons:new"), given)
    assert Lesson.objects.count() == 1


def test_what_was_typed_stays_where_something_is_wrong(cast: Cast, as_user: SignIn) -> None:
    client, address = as_user(cast.priya), reverse("lessons:new")
    wrong = {"title": "", "kind": "", "applies_to": "x" * 60, "happened": "Kept \x00 words"}
    for name, value in wrong.items():
        answer = client.post(address, POST | {name: value})
        assert answer.status_code == 422, name
        assert f'id="id_{name}' in answer.content.decode()
        assert "Nobody asked" in answer.content.decode()
    many = client.post(address, POST | {"applies_to": ", ".join(f"subject {n}" for n in range(9))})
    assert "no more than 8 subjects" in many.content.decode()
    assert not Lesson.objects.exists()


def test_a_draft_may_have_gaps_and_a_published_lesson_may_not(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    client.post(reverse("lessons:new"), {"kind": "success", "title": "Half a thought", "licence": "OGL-UK-3.0"})
    lesson = Lesson.objects.get()
    address = reverse("lessons:publish", args=[lesson.pk])
    page = client.get(address).content.decode()
    assert "Say what happened" in page
    assert "Say what it applies to" in page
    assert "Publish it in the hall" not in page
    client.post(address)
    with pytest.raises(publishing.NotReady):
        publishing.publish(lesson, by=cast.priya)
    lesson.refresh_from_db()
    assert lesson.is_draft


def test_two_windows_do_not_overwrite_each_other(cast: Cast, written: Lesson, as_user: SignIn) -> None:
    client, address = as_user(cast.priya), reverse("lessons:edit", args=[written.pk])
    seen = written.edited_at.isoformat()
    client.post(address, POST | {"title": "From the first window", "seen": seen})
    answer = client.post(address, POST | {"title": "From the second window", "seen": seen})
    assert answer.status_code == 422
    assert "another window" in answer.content.decode()
    assert "From the second window" in answer.content.decode()
    written.refresh_from_db()
    assert written.title == "From the first window"
    client.post(address, POST | {"title": "Meant", "seen": written.edited_at.isoformat()})
    written.refresh_from_db()
    assert written.title == "Meant"


def test_a_lesson_is_about_what_its_author_can_see(cast: Cast, thing: str) -> None:
    for impossible in ("system:999999", "nothing:1", "system:0", "system", "system:1:2", "system:١"):
        with pytest.raises(ValueError, match="its author can see"):
            drafts.draft(by=cast.priya, words=make.words(about=(impossible,)))
    assert not Lesson.objects.exists()
    assert drafts.draft(by=cast.priya, words=make.words(about=(thing, thing))).abouts.count() == 1


def test_hostile_words_are_words(cast: Cast, as_user: SignIn) -> None:
    bad = "<script>alert(1)</script>{{ 7|add:7 }}"
    words = replace(make.words(bad, applies_to=(bad[:30],)), happened=bad, why=bad, would_do=bad, context=bad)
    lesson = publishing.publish(drafts.draft(by=cast.priya, words=words), by=cast.priya)
    publishing.publish_public(lesson, by=cast.priya)
    addresses = (lesson.get_absolute_url(), reverse("lessons:list"), reverse("lessons:public_list"))
    for address in (*addresses, reverse("lessons:public_lesson", args=[lesson.pk])):
        page = as_user(cast.gareth).get(address).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page
    for query in ("?subject=%00%ff", "?show=<b>", "?subject=" + "x" * 500):
        assert as_user(cast.gareth).get(reverse("lessons:list") + query).status_code == 200
    assert as_user(cast.gareth).get(reverse("lessons:list") + "?after=x").status_code == 400
    assert json.dumps(make.words().applies_to)


def test_a_draft_is_thrown_away_once_that_was_meant(cast: Cast, written: Lesson, as_user: SignIn) -> None:
    client, address = as_user(cast.priya), reverse("lessons:discard", args=[written.pk])
    client.get(address)
    assert Lesson.objects.filter(pk=written.pk).exists()
    client.post(address)
    assert not Lesson.objects.filter(pk=written.pk).exists()


def test_a_draft_that_a_hold_covers_can_be_written_on_and_not_thrown_away(
    cast: Cast, written: Lesson, as_user: SignIn
) -> None:
    manager = make_holds.manager()
    hold = make_holds.hold(by=manager, people=[cast.priya])
    with pytest.raises(HeldError):
        drafts.discard_draft(written, by=cast.priya)
    client = as_user(cast.priya)
    page = client.post(reverse("lessons:discard", args=[written.pk]), follow=True).content.decode()
    assert "A hold is in force" in page
    empty = {"kind": "failure", "title": "Nothing", "licence": "OGL-UK-3.0", "seen": written.edited_at.isoformat()}
    answer = client.post(reverse("lessons:edit", args=[written.pk]), empty)
    assert answer.status_code == 422
    assert "A hold is in force" in answer.content.decode()
    rows = Lesson.objects.filter(pk=written.pk)
    for way in (
        rows.delete,
        written.delete,
        lambda: rows._raw_delete("default"),
        lambda: rows.update(context="", happened="", why="", would_do=""),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            way()
    assert written.subjects.exists()
    assert Entry.objects.filter(verb="hold.refused_deletion").count() == 2
    drafts.edit_draft(written, by=cast.priya, words=make.words("Written on"))
    holds.release(hold, by=manager, reason="It is over.")
    drafts.discard_draft(written, by=cast.priya)
    assert not rows.exists()
