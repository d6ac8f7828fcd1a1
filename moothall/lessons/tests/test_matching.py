"""Lessons on like matters are found by what they say that they apply to; the same words give the same lessons."""

import pytest
from django.test import override_settings

from conftest import Cast
from moothall.kit.testing import never_ending
from moothall.lessons.models import Lesson
from moothall.lessons.queries.matching import matching, offer
from moothall.lessons.tests import make
from moothall.lessons.words import plain_subjects, subjects
from moothall.people.models import User


def titles(text: str, person: User, **options: int) -> list[str]:
    return [match.lesson.title for match in matching(text, person, **options)]  # type: ignore[arg-type]


@pytest.fixture
def three(cast: Cast) -> list[Lesson]:
    given = {"Buses": ("school transport", "parents"), "Volunteers": ("volunteers",), "Letters": ("letters", "parents")}
    return [make.lesson(by=cast.priya, title=title, applies_to=words) for title, words in given.items()]


def test_a_subject_is_met_in_any_order_case_and_ending(cast: Cast, three: list[Lesson]) -> None:
    assert titles("How do we transport pupils to their SCHOOLS?", cast.joan) == ["Buses"]
    assert titles("A scheme for each volunteer", cast.joan) == ["Volunteers"]
    assert titles("Schools without a bus", cast.joan) == []
    assert titles("", cast.joan) == []
    assert titles("the and of", cast.joan) == []


def test_what_fits_best_comes_first_and_the_newer_of_equals(cast: Cast, three: list[Lesson]) -> None:
    text = "Letters to parents about school transport"
    found = matching(text, cast.joan)
    assert [match.lesson.title for match in found] == ["Buses", "Letters"]
    assert found[0].subjects == ("school transport", "parents")
    assert titles("Parents", cast.joan) == ["Letters", "Buses"], "of two that fit alike the newer"
    assert titles(text, cast.joan, limit=1) == ["Buses"]
    assert titles(text, cast.joan, limit=0) == []
    assert matching("", cast.joan, subjects=["volunteers"])[0].lesson.title == "Volunteers"
    assert all(titles(text, cast.joan) == ["Buses", "Letters"] for _again in range(3))


def test_guests_are_offered_what_is_public(cast: Cast, three: list[Lesson]) -> None:
    assert titles("Volunteers", cast.marcus) == []
    make.lesson(by=cast.priya, title="Public", applies_to=("volunteers",), public=True)
    assert titles("Volunteers", cast.marcus) == ["Public"]


def test_however_much_is_typed_it_ends(cast: Cast, three: list[Lesson]) -> None:
    with never_ending("matching"):
        titles("volunteers " * 200_000, cast.joan)
        titles("\x00\ud800 ' OR 1=1 -- % _ * \"", cast.joan)
        subjects(",;\n" * 100_000)


def test_where_the_room_is_off_nothing_is_offered(cast: Cast, three: list[Lesson]) -> None:
    assert offer(cast.joan, "system:1", text="volunteers", may_use=True) is not None
    with override_settings(MOOTHALL_ROOMS_OFF=("lessons",)):
        assert offer(cast.joan, "system:1", text="volunteers", may_use=True) is None


def test_subjects_are_a_few_and_short() -> None:
    assert subjects(" Roads ,roads;\n School  Transport,, ") == ("roads", "school transport")
    with pytest.raises(ValueError, match="a few subjects"):
        plain_subjects(["x" * 41])
    with pytest.raises(ValueError, match="a few subjects"):
        plain_subjects([str(number) for number in range(9)])
