"""Pages ask the database the same few questions, however many lessons and uses there are."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.lessons.models import Lesson
from moothall.lessons.queries.lessons import PAGE
from moothall.lessons.queries.matching import offer
from moothall.lessons.tests import make
from moothall.people.models import User
from moothall.records.tests import make_systems

SignIn = Callable[[User], Client]
MOST = 14


def fill(cast: Cast, start: int, count: int, used: str) -> None:
    """More lessons, each about something, adopted somewhere and on the public site; and more drafts."""
    for number in range(start, start + count):
        thing = f"system:{make_systems.system(f'System {number}', by=cast.admin, owner=cast.gareth).pk}"
        lesson = make.lesson(
            by=cast.priya, title=f"Lesson {number}", about=(thing,), applies_to=("forms", f"s{number}"), public=True
        )
        make.adopted(lesson, by=cast.admin, thing=used)
        first = Lesson.objects.published().order_by("pk")[0]
        if first.pk != lesson.pk:
            make.adopted(first, by=cast.admin, thing=thing)
        make.draft(by=cast.priya, title=f"Draft {number}", about=(thing,))


def test_pages_cost_the_same_as_everything_doubles(cast: Cast, as_user: SignIn) -> None:
    used = f"system:{make_systems.system('Used', by=cast.admin, owner=cast.gareth).pk}"
    fill(cast, 0, 3, used)
    lesson = Lesson.objects.published().order_by("pk")[0]
    client = as_user(cast.priya)
    pages = [
        reverse("lessons:list"),
        reverse("lessons:list") + "?show=mine&subject=forms",
        lesson.get_absolute_url(),
        reverse("lessons:public_list"),
        reverse("lessons:public_lesson", args=[lesson.pk]),
        reverse("lessons:new") + f"?about={used}",
    ]

    def counts() -> dict[str, int]:
        found = {}
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            found[page] = len(queries)
        with CaptureQueriesContext(connection) as queries:
            assert offer(cast.joan, used, text="forms", may_use=True) is not None
        return found | {"offer": len(queries)}

    counts()
    before = counts()
    fill(cast, 3, 6, used)
    assert counts() == before
    assert max(before.values()) <= MOST, before
    assert before["offer"] <= 5


def test_the_list_goes_on_where_a_page_ends(cast: Cast, as_user: SignIn) -> None:
    for number in range(PAGE + 3):
        make.lesson(by=cast.priya, title=f"Lesson number {number}.", public=True)
    for name in ("lessons:list", "lessons:public_list"):
        client, seen, address = as_user(cast.gareth), set(), reverse(name)
        for _page in range(2):
            answer = client.get(address)
            seen |= {each.lesson.title for each in answer.context["rows"]}
            cursor = answer.context["next_cursor"]
            address = reverse(name) + f"?after={cursor}"
        assert (len(seen), cursor) == (PAGE + 3, None)
