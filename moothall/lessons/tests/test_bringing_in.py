"""Bringing a lesson of another body in: its very words, with their origin, used like one's own and never passed on."""

from collections.abc import Sequence

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.kit import clock
from moothall.lessons.actions import exchange, uses
from moothall.lessons.matters import Matter, matters
from moothall.lessons.models import Brought, Item, Lesson, LessonUse, Verdict
from moothall.lessons.queries import counting, matching
from moothall.lessons.tests import make_exchange as make
from moothall.lessons.tests.serving import Elsewhere
from moothall.people.models import User


def test_all_that_it_says_stands_here_with_its_origin(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    item = make.item(elsewhere_serving, by=cast.admin)
    lesson = exchange.bring_in(item, by=cast.priya)
    said = dict(make.LESSON)
    assert lesson.kind == said.pop("outcome")
    assert list(lesson.subjects.order_by("pk").values_list("words", flat=True)) == said.pop("applies_to")
    assert {name: getattr(lesson, name) for name in said} == said
    assert (lesson.author, lesson.licence, lesson.origin) == (None, "OGL-UK-3.0", "Elmbridge Council")
    assert not lesson.is_draft
    assert lesson in Lesson.objects.visible_to(cast.gareth)
    assert lesson not in Lesson.objects.visible_to(cast.marcus)


def test_it_is_brought_in_once_and_reworded_it_replaces_what_was(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    body = make.followed(elsewhere_serving, make.entry(), by=cast.admin)
    first = exchange.bring_in(body.items.get(), by=cast.priya)
    assert exchange.bring_in(body.items.get(), by=cast.gareth) == first
    elsewhere_serving.says(make.feed([make.entry(data={**make.LESSON, "why": "Nobody asked anyone."})], total=1))
    make.seen(body)
    first.refresh_from_db()
    assert first.why == "Nobody asked the front desk."  # what was used stays as it was used
    second = exchange.bring_in(body.items.get(), by=cast.gareth)
    assert (second.replaces, second.why) == (first, "Nobody asked anyone.")
    assert list(Lesson.objects.standing()) == [second]


@pytest.mark.parametrize(
    "odd",
    [
        {"kind": "policy"},
        {"kind": "other"},
        {"data": {}},
        {"data": {**make.LESSON, "why": ""}},
        {"data": {**make.LESSON, "why": ["a"]}},
        {"data": {**make.LESSON, "outcome": "triumph"}},
        {"_moothall": {"kind": "lesson", "data": make.LESSON}},  # without a licence nobody may use it
    ],
)
def test_what_does_not_say_all_or_has_no_licence_is_only_read(
    elsewhere_serving: Elsewhere, cast: Cast, odd: dict[str, object]
) -> None:
    item = make.item(elsewhere_serving, by=cast.admin, **odd)
    with pytest.raises(exchange.NotWhole):
        exchange.bring_in(item, by=cast.priya)
    assert not Lesson.objects.exists()


def test_what_is_too_long_or_odd_is_made_to_fit(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    data = {**make.LESSON, "title": "t" * 290, "applies_to": ["x" * 60, 5, "ok", *(f"s{n}" for n in range(30))]}
    lesson = exchange.bring_in(make.item(elsewhere_serving, by=cast.admin, data=data), by=cast.priya)
    assert len(lesson.title) == 160
    subjects = list(lesson.subjects.order_by("pk").values_list("words", flat=True))
    assert (subjects[0], len(subjects)) == ("ok", 8)


def test_guests_bring_nothing_in(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    item = make.item(elsewhere_serving, by=cast.admin)
    with pytest.raises(PermissionDenied):
        exchange.bring_in(item, by=cast.marcus)


@pytest.fixture
def initiatives(monkeypatch: pytest.MonkeyPatch) -> None:
    """A matter that a room above knows, whatever else it registers."""

    def load(_person: object, things: Sequence[str]) -> dict[str, tuple[str, str]]:
        return dict.fromkeys(things, ("New forms", "/initiatives/7/"))

    monkeypatch.setitem(matters._items, "initiative", Matter("initiative", "Initiative", load))


def test_it_is_offered_at_the_moment_of_need_and_used_like_our_own(
    elsewhere_serving: Elsewhere, cast: Cast, initiatives: None
) -> None:
    lesson = exchange.bring_in(make.item(elsewhere_serving, by=cast.admin), by=cast.priya)
    (match,) = matching.matching("New forms at the front desk", cast.gareth)
    assert (match.lesson, match.lesson.origin) == (lesson, "Elmbridge Council")
    uses.record_use(lesson, by=cast.gareth, thing="initiative:7", verdict=Verdict.ADOPTED)
    assert LessonUse.objects.adopted().get().lesson == lesson


def test_it_does_not_count_as_a_lesson_that_we_shared(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    exchange.bring_in(make.item(elsewhere_serving, by=cast.admin), by=cast.priya)
    assert counting.shared(clock.today(), clock.today()).value == 0


def test_what_was_brought_in_was_brought_in(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    exchange.bring_in(make.item(elsewhere_serving, by=cast.admin), by=cast.priya)
    with pytest.raises(IntegrityError), transaction.atomic():
        Brought.objects.update(origin="Somebody else")
    with pytest.raises(IntegrityError), transaction.atomic():
        Brought.objects.get().delete()
    with pytest.raises(ProtectedError):
        Item.objects.get().delete()


def test_a_page_says_whose_words_these_are(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    item = make.item(elsewhere_serving, by=cast.admin)
    browser = signed_in(cast.priya)
    page = browser.get(item.get_absolute_url()).content.decode()
    assert "From Elmbridge Council, in their words." in page
    assert "Open Government Licence v3.0" in page
    assert "Bring it in" in page
    answer = browser.post(reverse("lessons:bring_in", args=[item.pk]), follow=True)
    page = answer.content.decode()
    assert "From Elmbridge Council." in page
    assert "These are the words of Elmbridge Council" in page
    assert "Bring it in" not in browser.get(item.get_absolute_url()).content.decode()
    assert "From Elmbridge Council." in browser.get(reverse("lessons:list")).content.decode()


def test_whoever_uses_it_is_told_when_its_body_changes_it_or_publishes_it_no_longer(
    elsewhere_serving: Elsewhere, cast: Cast
) -> None:
    body = make.followed(elsewhere_serving, make.entry(), by=cast.admin)
    lesson, browser = exchange.bring_in(body.items.get(), by=cast.priya), signed_in(cast.gareth)
    assert "changed it since" not in browser.get(lesson.get_absolute_url()).content.decode()
    elsewhere_serving.says(make.feed([make.entry(title="Otherwise")], total=1))
    make.seen(body)
    assert "They have changed it since." in browser.get(lesson.get_absolute_url()).content.decode()
    assert "Bring the new words in" in browser.get(body.items.get().get_absolute_url()).content.decode()
    elsewhere_serving.says(make.feed([], total=0))
    make.seen(body)
    assert "Elmbridge Council publishes this no longer" in browser.get(lesson.get_absolute_url()).content.decode()


def test_who_may_not_read_it_is_told_of_nothing(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    item = make.item(elsewhere_serving, by=cast.admin)
    guest = signed_in(cast.marcus)
    assert guest.get(item.get_absolute_url()).status_code == 404
    assert guest.post(reverse("lessons:bring_in", args=[item.pk])).status_code == 404
    assert signed_in(cast.priya).get(reverse("lessons:bring_in", args=[item.pk])).status_code == 405
    assert Client().get(item.get_absolute_url()).status_code == 302


def signed_in(person: User) -> Client:
    """A browser in which a person is signed in."""
    browser = Client()
    browser.force_login(person)
    return browser
