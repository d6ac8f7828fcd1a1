"""A lesson is adopted for a matter, or not applicable to it and why; its author is told."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.kit import clock
from moothall.kit.registries import links_to
from moothall.lessons import matters, telling
from moothall.lessons.actions import publishing, uses
from moothall.lessons.matters import Matter
from moothall.lessons.models import Lesson, LessonUse, Verdict
from moothall.lessons.queries import counting, lessons, matching, reading, things
from moothall.lessons.tests import make
from moothall.notices.models import Notice
from moothall.people.models import User
from moothall.records.tests import make_systems

SignIn = Callable[[User], Client]


@pytest.fixture
def learned(cast: Cast) -> Lesson:
    return make.lesson(by=cast.priya)


@pytest.fixture
def thing(cast: Cast) -> str:
    """A platform that Gareth answers for."""
    return f"system:{make_systems.system('Booking forms', by=cast.admin, owner=cast.gareth).pk}"


@pytest.fixture
def closed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> str:
    """Something that Gareth alone may see."""
    matter = Matter(
        key="secret",
        label="Secret",
        load=lambda person, asked: {
            each: ("Closed matter", "/closed/") for each in asked if person.pk == cast.gareth.pk
        },
    )
    monkeypatch.setitem(matters.matters._items, "secret", matter)
    return "secret:5"


def use_of(lesson: Lesson) -> str:
    return reverse("lessons:use", args=[lesson.pk])


def test_a_lesson_is_adopted_from_the_page_of_the_matter(
    cast: Cast, learned: Lesson, thing: str, as_user: SignIn
) -> None:
    answer = as_user(cast.gareth).post(use_of(learned), {"for": thing, "verdict": "adopted", "back": "/records/?x=1"})
    assert answer["Location"] == "/records/?x=1"
    use = LessonUse.objects.get()
    assert (use.lesson, use.thing, use.verdict, use.by, use.number) == (learned, thing, "adopted", cast.gareth, 1)
    page = as_user(cast.joan).get(learned.get_absolute_url()).content.decode()
    assert "Booking forms" in page
    assert "Gareth Pugh" in page
    assert Notice.objects.get(kind=telling.USED).person == cast.priya
    told = as_user(cast.priya).get("/notices/").content.decode()
    assert "Gareth Pugh adopted your lesson for “Booking forms”" in told
    listed = as_user(cast.joan).get(reverse("lessons:list")).content.decode()
    assert "Used again once" in listed
    assert lessons.reused() == 1


def test_without_javascript_not_applicable_asks_for_a_reason_and_keeps_what_was_typed(
    cast: Cast, learned: Lesson, thing: str, as_user: SignIn
) -> None:
    client = as_user(cast.gareth)
    asked = client.get(
        use_of(learned), {"for": thing, "verdict": "not_applicable", "back": "/records/"}
    ).content.decode()
    assert "Booking forms" in asked
    assert 'value="/records/"' in asked
    given = {"for": thing, "verdict": "not_applicable", "back": "/records/"}
    answer = client.post(use_of(learned), given)
    assert answer.status_code == 422
    assert "Enter why it is not applicable" in answer.content.decode()
    assert 'value="/records/"' in answer.content.decode()
    assert not LessonUse.objects.exists()
    assert client.post(use_of(learned), given | {"reason": "We have no counter."})["Location"] == "/records/"
    assert LessonUse.objects.get().reason == "We have no counter."
    with pytest.raises(ValueError, match="Say why"):
        uses.record_use(learned, by=cast.gareth, thing=thing, verdict=Verdict.NOT_APPLICABLE, reason=" ")


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "evil", "/\\evil"])
def test_it_leads_back_into_the_hall_alone(cast: Cast, learned: Lesson, thing: str, as_user: SignIn, away: str) -> None:
    answer = as_user(cast.gareth).post(use_of(learned), {"for": thing, "verdict": "adopted", "back": away})
    assert answer["Location"].startswith("/records/")


def test_used_twice_is_used_once_and_whoever_thinks_otherwise_says_so(cast: Cast, learned: Lesson, thing: str) -> None:
    first = make.adopted(learned, by=cast.gareth, thing=thing)
    assert make.adopted(learned, by=cast.gareth, thing=thing) == first
    assert Notice.objects.filter(kind=telling.USED).count() == 1
    later = make.set_aside(learned, by=cast.admin, thing=thing)
    assert (later.number, LessonUse.objects.count()) == (2, 2)
    assert list(LessonUse.objects.counting()) == [later]
    assert lessons.reused() == 0
    assert things.adopted_for([thing]) == {}
    assert Notice.objects.get(kind=telling.USED, done_at=None).subject == later.pk, "the earlier is no news"
    read = reading.read(learned, cast.joan)
    assert [used.use for used in read.not_applicable] == [later]
    assert read.adopted == []


def test_who_may_say_so_is_said_by_the_room_of_the_matter(
    cast: Cast, learned: Lesson, thing: str, as_user: SignIn
) -> None:
    given = {"for": thing, "verdict": "adopted"}
    for person, status in ((cast.joan, 403), (cast.priya, 403), (cast.marcus, 404)):
        assert as_user(person).post(use_of(learned), given).status_code == status
        with pytest.raises(PermissionDenied):
            make.adopted(learned, by=person, thing=thing)
    for nothing in ("", "system:999999", "nothing:1", "system:1' OR 1=1", "system:" + "9" * 40):
        assert as_user(cast.gareth).post(use_of(learned), given | {"for": nothing}).status_code == 404
        with pytest.raises(PermissionDenied):
            make.adopted(learned, by=cast.gareth, thing=nothing)
    publishing.publish_public(learned, by=cast.priya)
    assert as_user(cast.marcus).post(use_of(learned), given).status_code == 404
    assert not LessonUse.objects.exists()


def test_of_a_matter_that_is_closed_to_them_people_learn_nothing(
    cast: Cast, learned: Lesson, closed: str, as_user: SignIn
) -> None:
    make.adopted(learned, by=cast.gareth, thing=closed, reason="We close the counter")
    assert "Closed matter" in as_user(cast.gareth).get(learned.get_absolute_url()).content.decode()
    for person in (cast.priya, cast.joan, cast.admin):
        for address in (learned.get_absolute_url(), "/notices/"):
            page = as_user(person).get(address).content.decode()
            assert "Closed matter" not in page
            assert "We close the counter" not in page
            assert "Gareth" not in page
    assert "Your lesson was adopted" in as_user(cast.priya).get("/notices/").content.decode()
    about = make.lesson(by=cast.gareth, about=(closed,))
    assert "Closed matter" not in as_user(cast.joan).get(about.get_absolute_url()).content.decode()
    assert list(links_to(cast.joan, "other:5")) == []


def test_a_lesson_that_no_longer_stands_is_not_used(cast: Cast, learned: Lesson, thing: str, as_user: SignIn) -> None:
    make.lesson(by=cast.priya, replaces=learned)
    with pytest.raises(uses.NoLongerOffered):
        make.adopted(learned, by=cast.gareth, thing=thing)
    answer = as_user(cast.gareth).post(use_of(learned), {"for": thing, "verdict": "adopted", "back": "/records/"})
    assert answer["Location"] == "/records/"
    publishing.withdraw(learned, by=cast.priya, reason="Wrong")
    with pytest.raises(uses.NoLongerOffered):
        make.adopted(learned, by=cast.gareth, thing=thing)


def test_a_thing_leads_to_the_lessons_learned_from_it_and_adopted_for_it(
    cast: Cast, learned: Lesson, thing: str, as_user: SignIn
) -> None:
    own = make.lesson(by=cast.priya, title="Learned from it", about=(thing,))
    make.adopted(learned, by=cast.gareth, thing=thing)
    make.draft(by=cast.joan, title="A draft about it", about=(thing,))
    found = {link.title: str(link.kind) for link in links_to(cast.joan, thing)}
    assert found == {own.title: "Lesson learned from it", learned.title: "Lesson adopted for it"}
    assert list(links_to(cast.marcus, thing)) == []
    page = as_user(cast.joan).get(LessonUse.objects.get().lesson.get_absolute_url()).content.decode()
    assert "Booking forms" in page
    assert "Learned from it" in as_user(cast.joan).get(f"/records/systems/{'booking-forms'}/").content.decode()


def test_others_ask_which_published_lessons_are_about_things_in_one_question(
    cast: Cast, thing: str, django_assert_num_queries: Callable[[int], object]
) -> None:
    other = f"system:{make_systems.system('Other', by=cast.admin).pk}"
    one = make.lesson(by=cast.priya, title="One", about=(thing, other))
    two = make.lesson(by=cast.priya, title="Two", about=(thing,))
    make.draft(by=cast.priya, about=(thing,))
    gone = make.lesson(by=cast.priya, title="Gone", about=(other,))
    publishing.withdraw(gone, by=cast.priya, reason="Wrong")
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert things.published_about([thing, other, "benefit:4"]) == {thing: [one, two], other: [one]}
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        assert things.published_about([]) == {}
    make.adopted(one, by=cast.admin, thing=other)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert [use.lesson for use in things.adopted_for([other, thing])[other]] == [one]


def test_a_thing_whose_lesson_was_replaced_has_its_lesson_still_and_the_newest_is_read(
    cast: Cast, thing: str, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    first = make.lesson(by=cast.priya, title="First", about=(thing,))
    second = make.lesson(by=cast.priya, title="Second, and it does not say what it is about", replaces=first)
    third = make.lesson(by=cast.priya, title="Third", replaces=second)
    make.draft(by=cast.priya)
    with django_assert_max_num_queries(3):  # type: ignore[attr-defined]
        assert things.published_about([thing]) == {thing: [third]}
    assert [link.title for link in links_to(cast.joan, thing)] == ["Third"]
    assert things.about(third) == [thing]
    publishing.withdraw(third, by=cast.priya, reason="Wrong")
    assert things.published_about([thing]) == {thing: [second]}
    publishing.withdraw(second, by=cast.priya, reason="Wrong too")
    assert things.published_about([thing]) == {thing: [first]}
    publishing.withdraw(first, by=cast.priya, reason="Wrong from the first")
    assert things.published_about([thing]) == {}


def test_the_two_that_ask_whether_there_is_a_lesson_always_agree(cast: Cast, thing: str) -> None:
    first = make.lesson(by=cast.priya, title="First", about=(thing,))
    changes: list[Callable[[], object]] = [
        lambda: make.lesson(by=cast.priya, title="Second", replaces=first),
        lambda: publishing.withdraw(first, by=cast.priya, reason="Wrong"),
    ]
    for change in changes:
        change()
        assert set(things.published_about([thing, "benefit:4"])) == things.told([thing, "benefit:4"])
    assert things.told([thing]) == set(), "what was withdrawn hides a failure again, whatever stands in its place"
    assert things.told([]) == set()


def test_what_is_shared_and_used_again_is_counted_by_the_days(cast: Cast, learned: Lesson, thing: str) -> None:
    make.adopted(learned, by=cast.gareth, thing=thing)
    today = clock.today()
    yesterday = today - timedelta(days=1)
    assert counting.shared(yesterday, today).value == counting.adopted(today, today).value == 1
    assert counting.shared(yesterday, yesterday).value == counting.adopted(yesterday, yesterday).value == 0


def test_where_lessons_are_offered_nothing_is_offered_twice(cast: Cast, learned: Lesson, thing: str) -> None:
    text = "New forms for the front desk"
    offer = matching.offer(cast.gareth, thing, text=text, may_use=True)
    assert offer is not None
    assert [match.lesson for match in offer.matches] == [learned]
    make.set_aside(learned, by=cast.gareth, thing=thing)
    offer = matching.offer(cast.gareth, thing, text=text, may_use=True)
    assert offer is not None
    assert (offer.matches, [use.lesson for use in offer.done]) == ([], [learned])
    assert matching.offer(cast.gareth, "system:77", text="Roads", may_use=True) is None
