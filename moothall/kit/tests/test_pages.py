"""Registries, and words for times, sizes and names."""

from datetime import UTC, datetime

import pytest

from moothall.kit import clock
from moothall.kit.registries import NavItem
from moothall.kit.registry import AlreadyRegisteredError, Registry
from moothall.kit.templatetags.kit import filesize, say
from moothall.kit.text import initials


def test_a_key_is_registered_once_and_items_come_in_order() -> None:
    doors: Registry[NavItem] = Registry("doors")
    doors.add(NavItem("b", "B", "b", order=2), NavItem("a", "A", "a", order=2), NavItem("c", "C", "c", order=1))
    assert [door.key for door in doors] == ["c", "a", "b"]
    with pytest.raises(AlreadyRegisteredError):
        doors.add(NavItem("a", "A", "a"))


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Priya Raman", "PR"),
        ("Cllr Joan Tregarthen", "JT"),
        ("Ada", "A"),
        ("Mary Anne O’Neil", "MO"),
        ("", "?"),
        ("…", "…"),
    ],
)
def test_initials_leave_titles_out(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-06-02T08:30", "this morning, 8:30"),
        ("2026-06-02T12:30", "today, 12:30"),
        ("2026-06-01T09:14", "yesterday, 9:14"),
        ("2026-05-29T16:02", "Friday, 16:02"),
        ("2026-05-02T16:02", "2 May"),
        ("2019-05-02T16:02", "2 May 2019"),
        ("2026-06-03T16:02", "3 June"),
    ],
)
def test_times_are_said_as_people_say_them(moment: str, words: str) -> None:
    with clock.at(datetime(2026, 6, 2, 15, tzinfo=UTC)):
        assert say(datetime.fromisoformat(moment).replace(tzinfo=UTC)) == words


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1 byte"), (999, "999 bytes"), (48_200, "48 KB"), (1_500_000, "1.5 MB")]
)
def test_sizes_are_in_words(size: int, words: str) -> None:
    assert filesize(size) == words
