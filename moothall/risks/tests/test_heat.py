"""The heat map."""

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moothall.kit.tests.drawing import HOSTILE, Tags, column, percents
from moothall.risks.choices import Stance
from moothall.risks.pictures.heat import Heat, Item, Unplaced, heat
from moothall.risks.tests.make_pictures import drawn, item, matrix


def drawing(*items: Item, unplaced: tuple[Unplaced, ...] = (), rows: str = "") -> Heat:
    return heat("map-e", "E", matrix(rows) if rows else matrix(), items, unplaced)


def refs(picture: Heat) -> list[str]:
    return [ref for mark in picture.marks for ref in mark.refs]


def test_every_risk_has_one_mark_and_an_arrow_from_where_it_was() -> None:
    picture = drawing(item("N1", (5, 4), (1, 2)), item("D1", (4, 5), (1, 4)))
    assert sorted(refs(picture)) == ["D1", "N1"]
    assert len(picture.moves) == 2
    by_ref = {mark.label: mark for mark in picture.marks}
    for move in picture.moves:
        mark = by_ref[move.refs[0]]
        assert (move.x2, move.y2) == (mark.x, mark.y)
    assert by_ref["D1"].is_doing
    assert not by_ref["N1"].is_doing


def test_a_risk_that_stays_is_ringed_and_has_no_arrow() -> None:
    (mark,) = drawing(item("D1", (3, 3), (3, 3))).marks
    assert mark.is_ringed
    assert drawing(item("D1", (3, 3), (3, 3))).moves == ()
    assert not drawing(item("D1", (3, 3), (3, 2))).marks[0].is_ringed


def test_likelihood_goes_up_and_impact_goes_right() -> None:
    low, high = drawing(item("D1", (3, 3), (1, 1)), item("D2", (3, 3), (5, 5))).marks
    assert low.x < high.x
    assert low.y > high.y
    squares = drawing().squares
    assert (squares[0].x, squares[0].y, squares[0].letter) == (0, 0, "M")
    assert (squares[-1].x, squares[-1].y, squares[-1].letter) == (80, 80, "M")


def test_forty_risks_in_a_cell_become_two_marks_with_their_counts_and_all_are_named() -> None:
    rng = random.Random(4)
    items = [
        item(f"{'D' if n % 3 else 'N'}{n}", (rng.randint(2, 5), rng.randint(3, 5)), (2, 2), name=f"Risk {n}")
        for n in range(40)
    ]
    picture = drawing(*items)
    assert sorted(mark.label for mark in picture.marks) == ["14", "26"]
    assert sum(move.count for move in picture.moves) == 40
    assert len(picture.table.rows) == 40
    assert all(f"{found.ref}" in picture.description for found in items)
    html = drawn("heat", picture)
    assert html.count('class="to--doing"') + html.count('class="to--not"') == 2


def test_two_in_a_cell_stand_apart_and_a_third_of_another_stance_is_named() -> None:
    first, second = drawing(item("D1"), item("D2")).marks
    assert abs(first.y - second.y) >= 8
    marks = drawing(item("D1"), item("D2"), item("N1")).marks
    assert [mark.label for mark in marks] == ["2", "N1"]


def test_arrows_that_leave_one_cell_begin_apart() -> None:
    moves = drawing(*(item(f"D{n}", (5, 5), (n, 1)) for n in range(1, 5))).moves
    assert len({(move.x1, move.y1) for move in moves}) == 4


def test_a_risk_that_has_no_place_is_named_with_the_reason_and_shows_neither_end() -> None:
    picture = drawing(unplaced=(Unplaced("D3", "Requests", Stance.DOING, "it is stale"),))
    assert picture.note == "D3 is not placed: it is stale."
    assert picture.marks == ()
    assert picture.moves == ()
    assert column(picture.table, 3) == ["It is stale"]
    assert column(picture.table, 2) == ["Not placed"]
    assert picture.conclusion == "E: nothing can be placed yet"


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([item("D1", (5, 5), (1, 1)), item("N1", (4, 4), (1, 2))], "E: all come down to low"),
        ([item("D1", (5, 5), (1, 1)), item("N1", (4, 4), (4, 4))], "E: 1 of 2 risks come down"),
        ([item("D1", (1, 1), (1, 2))], "E: no risk leaves its band"),
        ([item("D1", (1, 1), (5, 5)), item("D2", (5, 5), (1, 1))], "E: 1 risk comes out worse"),
    ],
)
def test_the_conclusion_says_what_mitigation_does(items: list[Item], said: str) -> None:
    assert drawing(*items).conclusion == said


def test_the_description_and_the_table_say_what_the_picture_shows() -> None:
    picture = drawing(item("N1", (5, 4), (1, 2)), item("N2", (5, 4), (1, 2)), item("D1", (1, 1), (1, 1)))
    assert picture.description == "N1 and N2 fall from severe to low. D1 stays low."
    assert column(picture.table, 0) == ["N1 Somebody errs", "N2 Somebody errs", "D1 Somebody errs"]
    assert column(picture.table, 2)[0] == "Severe: likelihood 5, impact 4"
    assert column(picture.table, 3)[0] == "Low: likelihood 1, impact 2"
    html = drawn("heat", picture)
    assert 'href="/risks/N1/"' in html
    assert 'role="img"' in html
    assert Tags(html).ids == ["map-e-title", "map-e-desc", "map-e-tip"]


@pytest.mark.parametrize("place", [(0, 1), (1, 0), (6, 1), (1, 6), (-1, 2)])
def test_a_place_outside_the_scale_is_refused(place: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="outside the scale"):
        drawing(item("D1", place, (1, 1)))
    with pytest.raises(ValueError, match="outside the scale"):
        drawing(item("D1", (1, 1), place))


def test_a_scale_need_not_be_square() -> None:
    picture = drawing(item("D1", (2, 6), (1, 3)), rows="LLLMMM MMHHSS")
    assert len(picture.squares) == 12
    assert [tick.words for tick in picture.impacts] == ["1", "2", "3", "4", "5", "6"]
    assert (picture.width, picture.height) == (16.67, 50)


def test_a_name_that_could_not_be_an_id_is_refused() -> None:
    with pytest.raises(ValueError, match="small letters"):
        heat('x" onload="y', "E", matrix(), [])


def test_hostile_words_stay_words() -> None:
    bad = Item(HOSTILE, HOSTILE, "doing", (3, 3), (1, 1), "/risks/1/")
    picture = heat("map", HOSTILE, matrix(), [bad], [Unplaced(HOSTILE, HOSTILE, "not_doing", HOSTILE)])
    html = drawn("heat", picture)
    assert "<script" not in html
    assert "&lt;script&gt;" in html


Told = tuple[tuple[int, int], tuple[int, int], bool]
PLACES = st.tuples(st.integers(1, 5), st.integers(1, 5))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(PLACES, PLACES, st.booleans()), max_size=60))
def test_whatever_the_risks_each_is_shown_once_inside_the_picture(told: list[Told]) -> None:
    items = [item(f"{'D' if doing else 'N'}{n}", before, after) for n, (before, after, doing) in enumerate(told)]
    picture = drawing(*items)
    assert Counter(refs(picture)) == Counter(found.ref for found in items)
    moved = Counter(ref for move in picture.moves for ref in move.refs)
    assert moved == Counter(found.ref for found in items if found.without != found.with_mitigation)
    assert all(0 <= value <= 100 for value in percents(drawn("heat", picture)))
    spots = [(mark.x, mark.y) for mark in picture.marks]
    assert len(set(spots)) == len(spots)
    assert len(picture.table.rows) == len(items)
