"""The benefits map: its paths, where they break, and how it is drawn."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moothall.change.choices import NodeKind
from moothall.change.paths import Break, Place, Step, breaks
from moothall.change.pictures.benefits_map import BenefitsMap, Branch, benefits_map
from moothall.change.tests.make_pictures import drawn, places, steps
from moothall.kit.tests.drawing import HOSTILE, column

WHOLE = ("e1-c1", "c1-o1", "o1-b1", "b1-j1")
KEYS = ("e1", "c1", "o1", "b1", "j1")


def drawing(keys: tuple[str, ...] = KEYS, told: tuple[str, ...] = WHOLE) -> BenefitsMap:
    return benefits_map("map", places(*keys), steps(*told))


def test_a_whole_path_is_broken_nowhere() -> None:
    assert breaks(places(*KEYS), steps(*WHOLE)) == {}
    assert drawing().conclusion == "Every path leads to a benefit and to an objective"


_GAP = {
    "e1": Break.NO_BENEFIT,
    "c1": Break.NO_BENEFIT,
    "o1": Break.NO_BENEFIT,
    "b1": Break.NOTHING_LEADS_HERE,
}


@pytest.mark.parametrize(
    ("keys", "told", "broken"),
    [
        pytest.param((*KEYS, "e2"), WHOLE, {"e2": Break.NO_BENEFIT}, id="an enabler for nothing"),
        pytest.param(
            KEYS,
            WHOLE[:-1],
            {"b1": Break.NO_OBJECTIVE, "j1": Break.NOTHING_LEADS_HERE},
            id="a benefit for nothing",
        ),
        pytest.param(KEYS, WHOLE[:2] + WHOLE[3:], _GAP, id="a gap"),
        pytest.param((*KEYS, "d1"), (*WHOLE, "c1-d1"), {}, id="a disbenefit needs no objective"),
        pytest.param((*KEYS, "e2", "d1"), (*WHOLE, "e2-d1"), {"e2": Break.NO_BENEFIT}, id="only a disbenefit"),
        pytest.param(("e1", "j1"), ("e1-j1",), {"e1": Break.NO_BENEFIT}, id="past all benefits"),
    ],
)
def test_where_a_path_breaks_it_is_said(keys: tuple[str, ...], told: tuple[str, ...], broken: dict[str, Break]) -> None:
    assert breaks(places(*keys), steps(*told)) == broken
    picture = drawing(keys, told)
    assert [box.place.key for box in picture.boxes if box.is_broken] == sorted(
        broken, key=[box.place.key for box in picture.boxes].index
    )
    html = drawn("benefits_map", picture)
    for each in broken.values():
        assert each.words in re.sub(r"</text>\s*<text[^>]*>", " ", html)


@pytest.mark.parametrize("told", ["c1-e1", "b1-b1", "e1-x9", "c1-c2"])
def test_a_step_back_or_nowhere_is_refused(told: str) -> None:
    with pytest.raises(ValueError, match="a step leads"):
        benefits_map("map", places(*KEYS, "c2"), steps(told))


def test_a_place_or_a_step_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="once"):
        benefits_map("map", places("e1", "e1"), [])
    with pytest.raises(ValueError, match="once"):
        benefits_map("map", places("e1", "c1"), steps("e1-c1", "e1-c1:again"))
    with pytest.raises(ValueError, match="disbenefit"):
        Place("e1", NodeKind.ENABLER, "Training", is_disbenefit=True)


def test_a_disbenefit_is_told_by_its_word_and_its_shape() -> None:
    picture = drawing((*KEYS, "d1"), (*WHOLE, "c1-d1"))
    (against,) = [box for box in picture.boxes if box.place.is_disbenefit]
    (other,) = [box for box in picture.boxes if box.place.key == "b1"]
    assert against.lines[0].words == "Disbenefit"
    assert "l9" in against.outline and "l" not in other.outline
    assert column(picture.table, 1).count("Disbenefit") == 1


def test_assumptions_are_numbered_on_the_map_and_told_below_in_the_same_order() -> None:
    picture = drawing(told=("b1-j1:last", "e1-c1:first", "c1-o1", "o1-b1"))
    assert [(each.number, each.words) for each in picture.assumptions] == [(1, "first"), (2, "last")]
    assert [mark.number for mark in picture.marks] == [1, 2]
    assert picture.marks[0].x < picture.marks[1].x
    assert "first" in column(picture.table, 2)[0]


def test_a_crossing_that_can_be_undone_is_undone() -> None:
    picture = drawing(("e1", "e2", "c1", "c2"), ("e1-c2", "e2-c1"))
    y = {box.place.key: box.y for box in picture.boxes}
    assert (y["e1"] < y["e2"]) == (y["c2"] < y["c1"])


def test_it_folds_to_a_list_from_the_objective_back_to_what_enables_it() -> None:
    picture = drawing((*KEYS, "b2", "e9"), (*WHOLE, "o1-b2"))

    def said(branch: Branch) -> list[str]:
        again = ["again"] if branch.is_told_above else []
        return [branch.place.key, *again, *(key for each in branch.branches for key in said(each))]

    assert [said(branch) for branch in picture.tree] == [["j1", "b1", "o1", "c1", "e1"], ["b2", "o1", "again"], ["e9"]]


def test_every_place_is_a_link_with_its_kind_in_words() -> None:
    html = drawn("benefits_map", drawing())
    assert re.findall(r'<a href="/b1/" aria-label="(.*?)"', html) == ["Benefit: Title of b1"]


def test_a_long_title_is_cut_in_its_box_and_whole_in_the_table() -> None:
    title = "Councillors and the people who work for them find every paper before each meeting without asking"
    picture = benefits_map("map", [Place("b1", NodeKind.BENEFIT, title)], [])
    assert picture.boxes[0].lines[3].words.endswith("…")
    assert column(picture.table, 0) == [title]


def test_an_empty_map_is_words_alone() -> None:
    html = drawn("benefits_map", benefits_map("map", [], []))
    assert "<svg" not in html and "Nothing stands on the map yet" in html


@st.composite
def maps(draw: st.DrawFn) -> tuple[list[Place], list[Step]]:
    found = [f"{kind}{n}" for kind in "ecobdj" for n in range(draw(st.integers(0, 10)))]
    every = places(*found)
    pairs = [(start.key, end.key) for start in every for end in every if start.rank < end.rank]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=60)) if pairs else []
    return every, [Step(start, end, draw(st.sampled_from(["", "so"]))) for start, end in chosen]


@settings(max_examples=25, deadline=None)
@given(maps())
def test_whatever_the_map_no_box_lies_upon_another_and_each_is_told(told: tuple[list[Place], list[Step]]) -> None:
    every, chosen = told
    picture = benefits_map("map", every, chosen)
    assert sorted(box.place.key for box in picture.boxes) == sorted(place.key for place in every)
    for kind in NodeKind:
        boxes = sorted((box for box in picture.boxes if box.place.kind == kind), key=lambda box: box.y)
        assert all(above.y + above.tall < below.y for above, below in pairwise(boxes))
    assert all(box.y >= 0 and box.y + box.tall <= picture.tall for box in picture.boxes)
    assert len(picture.curves) == len(chosen) and len(picture.table.rows) == len(every)
    assert len(picture.marks) == sum(bool(step.assumption) for step in chosen)
    drawn("benefits_map", picture)


def test_hostile_words_stay_words() -> None:
    bad = [
        Place("a", NodeKind.ENABLER, HOSTILE, "/a/", HOSTILE),
        Place("b", NodeKind.BENEFIT, HOSTILE, "", HOSTILE, is_disbenefit=True),
    ]
    assert "<script" not in drawn("benefits_map", benefits_map("bad", bad, [Step("a", "b", HOSTILE)]))
