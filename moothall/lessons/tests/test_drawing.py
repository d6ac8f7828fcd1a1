"""Bringing in from a feed of Atom or RSS: a draft of one's own, with whose words it was begun from, for good."""

import uuid
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry as Recorded
from moothall.kit import clock
from moothall.kit.registries import personal_data
from moothall.lessons.actions import drafts, drawing, exchange, publishing
from moothall.lessons.exchange import texts
from moothall.lessons.models import Drawn, Item, Lesson, Outcome
from moothall.lessons.queries import drawn
from moothall.lessons.tests import make, make_exchange
from moothall.lessons.tests.make_feeds import HOSTILE, escaped
from moothall.lessons.tests.serving import ATOM, RSS, Elsewhere
from moothall.people.models import User

SignIn = Callable[[User], Client]
HTML = "<h1>Forms</h1><p>We moved\n them &amp; <a href='/why'>nobody asked</a>.</p><ul><li>One</li><li>Two</li></ul>"


def rss(html: str = HTML, *, title: str = "Ask first", rights: str = "") -> str:
    """A feed of RSS with one thing in it."""
    copyright = f"<copyright>{rights}</copyright>" if rights else ""
    return (
        f"<rss version='2.0'><channel><title>Elmbridge</title>{copyright}<item><title>{escaped(title)}</title>"
        f"<link>https://elmbridge.example/1</link><guid>https://elmbridge.example/1</guid>"
        f"<description>{escaped(html)}</description><pubDate>Sun, 01 Mar 2026 10:00:00 GMT</pubDate>"
        f"</item></channel></rss>"
    )


def thing(place: Elsewhere, cast: Cast, body: str = "", kind: str = RSS) -> Item:
    """The one thing of a body that is followed."""
    made = exchange.subscribe(by=cast.admin, address=place.says(body or rss(), kind), name="Elmbridge Council")
    make_exchange.seen(made)
    return made.items.get()


def typed(item: Item, **more: str) -> dict[str, str]:
    """What a browser sends of the form as it was shown."""
    shown = {name: str(value) for name, value in drawn.words(item).items()}
    return {**shown, "kind": "failure", "token": str(uuid.uuid4()), **more}


def test_what_a_feed_of_rss_says_becomes_ones_own_draft_with_its_origin(
    elsewhere_serving: Elsewhere, cast: Cast, as_user: SignIn
) -> None:
    item, browser = thing(elsewhere_serving, cast, rss(rights="OGL-UK-3.0")), as_user(cast.priya)
    page = browser.get(item.get_absolute_url()).content.decode()
    assert "Bring it in, as a draft of mine" in page
    form = browser.get(reverse("lessons:draw", args=[item.pk])).content.decode()
    assert "Published by Elmbridge Council, 1 March 2026. https://elmbridge.example/1" in form
    assert "We moved them &amp; nobody asked (https://elmbridge.example/why)." in form
    answer = browser.post(reverse("lessons:draw", args=[item.pk]), typed(item, then="later"))
    lesson = Lesson.objects.get()
    assert answer["Location"] == lesson.get_absolute_url()
    assert (lesson.author, lesson.is_draft, lesson.title) == (cast.priya, True, "Ask first")
    assert lesson.happened.replace("\r", "") == (
        "Forms\n\nWe moved them & nobody asked (https://elmbridge.example/why).\n\n- One\n- Two"
    )
    begun = lesson.drawn
    assert (begun.origin, begun.title, begun.licence) == ("Elmbridge Council", "Ask first", "OGL-UK-3.0")
    assert begun.licence_words == "Open Government Licence v3.0"
    page = browser.get(lesson.get_absolute_url()).content.decode()
    assert "published by Elmbridge Council." in page
    assert Recorded.objects.filter(verb="lesson.drawn").count() == 1


def test_atom_too_and_what_names_no_licence_says_so(elsewhere_serving: Elsewhere, cast: Cast, as_user: SignIn) -> None:
    atom = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>E</title><entry><id>1</id><title>Ask first</title>"
        "<summary>In short</summary></entry></feed>"
    )
    item, browser = thing(elsewhere_serving, cast, atom, ATOM), as_user(cast.priya)
    browser.post(reverse("lessons:draw", args=[item.pk]), typed(item))
    lesson = Lesson.objects.get()
    assert lesson.happened == "In short"
    assert "No licence is named." in browser.get(lesson.get_absolute_url()).content.decode()
    drafts.edit_draft(lesson, by=cast.priya, words=make.words())
    publishing.publish(lesson, by=cast.priya)
    before = browser.get(reverse("lessons:public_site", args=[lesson.pk])).content.decode()
    assert "who name no licence" in before
    publishing.publish_public(lesson, by=cast.priya)
    outside = Client().get(reverse("lessons:public_lesson", args=[lesson.pk])).content.decode()
    assert "published by Elmbridge Council." in outside
    assert item.get_absolute_url() not in outside
    feed = Client().get(reverse("lessons:published_json", args=["lessons"])).json()
    assert feed["items"][0]["_moothall"]["data"]["begun_from"]["body"] == "Elmbridge Council"
    assert "published by Elmbridge Council" in feed["items"][0]["content_html"]


def test_a_draft_lacks_what_the_feed_does_not_say(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    item = thing(elsewhere_serving, cast)
    lesson = drawing.draw(item, by=cast.priya, words=make.words())
    lesson = drafts.edit_draft(lesson, by=cast.priya, words=drafts.LessonWords(kind=Outcome.FAILURE, title="T"))
    with pytest.raises(publishing.NotReady):
        publishing.publish(lesson, by=cast.priya)


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_html_of_an_item_is_nothing_but_words_in_the_draft(
    elsewhere_serving: Elsewhere, cast: Cast, as_user: SignIn, html: str
) -> None:
    item, browser = thing(elsewhere_serving, cast, rss(html + "w", title=html + "T")), as_user(cast.priya)
    said = str(drawn.words(item)["happened"])
    assert "<" not in said and "alert" not in said and "javascript" not in said.lower()
    browser.post(reverse("lessons:draw", args=[item.pk]), typed(item))
    page = browser.get(Lesson.objects.get().get_absolute_url()).content.decode().lower()
    assert "onerror=" not in page and "<iframe" not in page and "javascript:" not in page and "//evil" not in page


def test_what_was_never_cleaned_is_cleaned_when_text_is_made_of_it() -> None:
    assert texts.of_html("<script>alert(1)</script><p onclick=x>W<style>*{}</style>ords\u202e</p>", 99) == "Words"
    assert texts.of_html("<p>" + "w" * 9_000, 6_000).endswith("…")
    assert len(texts.of_html("<p>" + "w" * 9_000, 6_000)) == 6_000
    assert texts.of_html("<table><tr><th>A</th><td>1</td></tr></table>a<br>b", 99) == "A 1\n\na\nb"


def test_it_is_brought_in_once_by_each_person_and_once_by_a_form_sent_twice(
    elsewhere_serving: Elsewhere, cast: Cast, as_user: SignIn
) -> None:
    item, browser, form = thing(elsewhere_serving, cast), as_user(cast.priya), reverse("lessons:draw", args=[1])
    form = reverse("lessons:draw", args=[item.pk])
    sent = typed(item)
    browser.post(form, sent)
    assert browser.post(form, sent).status_code == 302
    again = browser.post(form, typed(item, title="Typed in another window"))
    assert again.status_code == 422
    assert "Typed in another window" in again.content.decode()
    assert browser.get(form)["Location"] == Lesson.objects.get().get_absolute_url()
    with pytest.raises(drawing.BegunAlready):
        drawing.draw(item, by=cast.priya, words=make.words())
    assert Lesson.objects.count() == 1
    drawing.draw(item, by=cast.gareth, words=make.words("Gareth's own"))
    assert Lesson.objects.count() == 2
    lesson = Lesson.objects.get(author=cast.priya)
    drafts.discard_draft(lesson, by=cast.priya)
    assert browser.get(form).status_code == 200, "thrown away, it can be brought in anew"


def test_of_anothers_draft_nothing_is_seen_anywhere(elsewhere_serving: Elsewhere, cast: Cast, as_user: SignIn) -> None:
    item = thing(elsewhere_serving, cast)
    lesson = drawing.draw(item, by=cast.priya, words=make.words("The okapi lesson"))
    for person in (cast.gareth, cast.admin, cast.auditor):
        browser = as_user(person)
        assert "okapi" not in browser.get(item.get_absolute_url()).content.decode()
        assert browser.get(lesson.get_absolute_url()).status_code == 404
        assert browser.get(reverse("lessons:draw", args=[item.pk])).status_code == 200, "it is still to be drawn from"
        assert drawn.here(item, person) == []
    mine = [row for each in personal_data if each.key == "lesson_drafts" for row in each.export(cast.priya)]
    assert mine[0]["begun_from"] == ["Elmbridge Council: Ask first https://elmbridge.example/1"]
    others = [row for each in personal_data if not each.private for row in each.export(cast.priya)]
    assert "Ask first" not in str(others)
    drafts.edit_draft(lesson, by=cast.priya, words=make.words("The okapi lesson"))
    publishing.publish(lesson, by=cast.priya)
    assert "okapi" in as_user(cast.gareth).get(item.get_absolute_url()).content.decode()


def test_nobody_says_of_anothers_lesson_or_of_a_published_one_where_it_comes_from(
    elsewhere_serving: Elsewhere, cast: Cast
) -> None:
    item = thing(elsewhere_serving, cast)
    theirs, ours = make.draft(by=cast.gareth), make.lesson(by=cast.priya)
    for lesson in (theirs, ours):
        with pytest.raises(IntegrityError), transaction.atomic():
            Drawn.objects.create(lesson=lesson, item=item, origin="E", title="T", by=cast.priya)
        with pytest.raises(IntegrityError), transaction.atomic():
            Drawn.objects.bulk_create([Drawn(lesson=lesson, item=item, origin="E", title="T", by=cast.priya)])


def test_where_a_published_lesson_comes_from_stays(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    item = thing(elsewhere_serving, cast)
    lesson = drawing.draw(item, by=cast.priya, words=make.words())
    publishing.publish(lesson, by=cast.priya)
    attacks = ["UPDATE lessons_drawn SET origin = 'Ours'", "DELETE FROM lessons_drawn"]
    for sql in attacks:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    with pytest.raises(IntegrityError), transaction.atomic():
        Drawn.objects.update(title="Ours")
    with pytest.raises((IntegrityError, ProtectedError)), transaction.atomic():
        item.delete()
    newer = make.lesson(by=cast.priya, replaces=lesson)
    begun = drawn.origin(newer)
    assert begun is not None and begun.origin == "Elmbridge Council", "a correction says it too"


def test_guests_and_what_can_be_brought_in_whole_are_left_out(
    elsewhere_serving: Elsewhere, cast: Cast, as_user: SignIn
) -> None:
    item = thing(elsewhere_serving, cast)
    assert as_user(cast.marcus).get(reverse("lessons:draw", args=[item.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        drawing.draw(item, by=cast.marcus, words=make.words())
    whole = make_exchange.followed(elsewhere_serving, make_exchange.entry(), path="/whole").items.get()
    policy = make_exchange.followed(elsewhere_serving, make_exchange.entry(kind="policy"), path="/p").items.get()
    for other in (whole, policy):
        assert as_user(cast.priya).get(reverse("lessons:draw", args=[other.pk])).status_code == 403
        with pytest.raises(PermissionDenied):
            drawing.draw(other, by=cast.priya, words=make.words())


def test_what_lessons_come_from_stays_when_a_body_is_followed_no_longer(
    elsewhere_serving: Elsewhere, cast: Cast
) -> None:
    item = thing(elsewhere_serving, cast)
    drawing.draw(item, by=cast.priya, words=make.words())
    assert exchange.end(item.subscription, by=cast.admin, keep=False) == 0
    assert Item.objects.get() == item


def test_typed_words_stay_and_the_page_costs_the_same_however_many_drew_from_it(
    elsewhere_serving: Elsewhere, cast: Cast, as_user: SignIn, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    item, browser = thing(elsewhere_serving, cast), as_user(cast.priya)
    wrong = browser.post(reverse("lessons:draw", args=[item.pk]), {**typed(item, why="Typed"), "title": ""})
    assert wrong.status_code == 422 and "Typed" in wrong.content.decode()
    browser.get(item.get_absolute_url())
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        browser.get(item.get_absolute_url())
    for person in (cast.gareth, cast.joan, cast.admin):
        publishing.publish(drawing.draw(item, by=person, words=make.words()), by=person)
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        browser.get(item.get_absolute_url())
    assert clock.now() >= Drawn.objects.latest("pk").at
