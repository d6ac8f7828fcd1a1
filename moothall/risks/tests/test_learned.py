"""Lessons on like matters are offered where a question is weighed, and what was learned is seen beside it."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.kit.registries import links_to
from moothall.lessons.matters import may_use, named
from moothall.lessons.models import Lesson, LessonUse
from moothall.lessons.tests import make as make_lessons
from moothall.people.models import User
from moothall.risks.models import Appraisal
from moothall.risks.tests import make, make_watch

SignIn = Callable[[User], Client]


@pytest.fixture
def asked(cast: Cast) -> Appraisal:
    return make.appraisal(by=cast.priya, question="How do volunteers find one another?")


@pytest.fixture
def learned(cast: Cast) -> Lesson:
    return make_lessons.lesson(by=cast.joan, title="Meet volunteers where they are", applies_to=("volunteers",))


def test_a_lesson_is_found_at_the_moment_of_need_and_its_use_stands_there(
    cast: Cast, asked: Appraisal, learned: Lesson, as_user: SignIn
) -> None:
    client = as_user(cast.priya)
    for name in ("work", "options"):
        address = reverse(f"risks:{name}", args=[asked.pk])
        page = client.get(address).content.decode()
        assert "Meet volunteers where they are" in page
        assert "Offered here because it applies to: volunteers." in page
    use = reverse("lessons:use", args=[learned.pk])
    answer = client.post(use, {"for": asked.container, "verdict": "adopted", "back": address})
    assert answer["Location"] == address
    page = client.get(address).content.decode()
    assert "Offered here" not in page
    assert "Lessons used here" in page
    assert "Lesson adopted for it" in client.get(asked.get_absolute_url()).content.decode()
    assert asked.question in as_user(cast.joan).get(learned.get_absolute_url()).content.decode()


def test_those_who_do_not_write_it_have_no_say_in_it(
    cast: Cast, asked: Appraisal, learned: Lesson, as_user: SignIn
) -> None:
    page = as_user(cast.gareth).get(reverse("risks:work", args=[asked.pk])).content.decode()
    assert "Meet volunteers where they are" in page
    assert "Adopt it" not in page
    use = reverse("lessons:use", args=[learned.pk])
    given = {"for": asked.container, "verdict": "adopted"}
    assert as_user(cast.gareth).post(use, given).status_code == 403
    secret = make.appraisal(by=cast.priya, question="Volunteers in secret?", closed=True)
    assert as_user(cast.gareth).post(use, given | {"for": secret.container}).status_code == 404
    assert not LessonUse.objects.exists()
    make_lessons.adopted(learned, by=cast.priya, thing=secret.container)
    assert "Volunteers in secret?" not in as_user(cast.joan).get(learned.get_absolute_url()).content.decode()


def test_what_can_be_learned_from_is_named_to_those_who_may_read_it(cast: Cast, asked: Appraisal) -> None:
    risk = make.risk(asked, by=cast.priya, name="Words do harm")
    incident = make_watch.incident(by=cast.gareth)
    keys = [asked.container, f"risk:{risk.pk}", f"incident:{incident.pk}"]
    assert list(named(cast.gareth, keys)) == keys
    assert list(named(cast.joan, keys)) == keys[:2]
    assert list(named(cast.marcus, keys)) == []
    assert [may_use(cast.priya, key) for key in keys] == [True, True, False]
    lesson = make_lessons.lesson(by=cast.gareth, title="From a report", about=(keys[2],))
    assert [link.title for link in links_to(cast.gareth, keys[2])] == [lesson.title]


def test_a_lesson_from_a_report_says_nothing_of_it_to_others(cast: Cast, as_user: SignIn) -> None:
    incident = make_watch.incident(by=cast.gareth)
    page = as_user(cast.gareth).get(incident.get_absolute_url()).content.decode()
    assert f"?about=incident:{incident.pk}" in page
    lesson = make_lessons.lesson(by=cast.gareth, title="From a report", about=(f"incident:{incident.pk}",))
    assert lesson.title in as_user(cast.gareth).get(incident.get_absolute_url()).content.decode()
    for person in (cast.joan, cast.priya):
        page = as_user(person).get(lesson.get_absolute_url()).content.decode()
        assert incident.what[:20] not in page
        assert "incident" not in page.lower()
        answer = as_user(person).get(reverse("lessons:new") + f"?about=incident:{incident.pk}")
        assert incident.what[:20] not in answer.content.decode()


def test_the_board_asks_the_same_however_many_lessons_there_are(
    cast: Cast, asked: Appraisal, learned: Lesson, as_user: SignIn
) -> None:
    client, address = as_user(cast.priya), reverse("risks:work", args=[asked.pk])

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    count()
    before = count()
    for number in range(6):
        more = make_lessons.lesson(by=cast.joan, title=f"More {number}", applies_to=("volunteers", f"s{number}"))
        make_lessons.adopted(more, by=cast.priya, thing=asked.container) if number % 2 else None
    assert count() <= before


def test_where_the_room_of_lessons_is_off_the_board_goes_without(
    cast: Cast, asked: Appraisal, learned: Lesson, as_user: SignIn
) -> None:
    with override_settings(MOOTHALL_ROOMS_OFF=("lessons",)):
        page = as_user(cast.priya).get(reverse("risks:work", args=[asked.pk])).content.decode()
    assert "Meet volunteers" not in page
