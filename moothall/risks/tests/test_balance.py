"""The balance grid."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moothall.kit.tests.drawing import HOSTILE, column, percents
from moothall.risks.pictures.balance import Balance, Option, Risk, Standing, Weighed, balance
from moothall.risks.tests.make_pictures import BANDS, HIGH, LOW, MODERATE, SEVERE, drawn, option, risks


def weighed(*options: Option) -> Balance:
    return balance("balance", risks(*(found.ref for found in options[0].risks)), options)


def test_doing_is_left_and_not_doing_is_right_of_the_line() -> None:
    (beam,) = weighed(option("A", D1=LOW, D2=HIGH, N1=SEVERE)).beams
    for block in beam.blocks:
        assert (block.middle < 50) == block.ref.startswith("D")


def test_the_heaviest_lies_nearest_the_line_and_the_unknown_outermost() -> None:
    picture = weighed(option("A", D1=Standing.STALE, D2=LOW, D3=SEVERE, N1=LOW, N2=SEVERE, N3=Standing.UNANSWERED))
    order = sorted(picture.beams[0].blocks, key=lambda block: block.x)
    assert [block.ref for block in order] == ["D1", "D2", "D3", "N2", "N1", "N3"]
    assert [block.is_open for block in order] == [True, False, False, False, False, True]


def test_a_relative_mark_is_said_in_words_and_has_no_band_of_its_own() -> None:
    picture = weighed(
        option("A", D1=HIGH, D2=HIGH, N1=HIGH), option("B", D1=Standing.BETTER, D2=Standing.WORSE, N1=Standing.SAME)
    )
    assert column(picture.table, 2) == ["Better than under A", "Worse than under A", "The same as under A"]
    blocks = {block.ref: block for block in picture.beams[1].blocks}
    assert [blocks[ref].short for ref in ("D1", "D2", "N1")] == ["better", "worse", "same"]
    assert {block.tone for block in blocks.values()} == {""}
    assert blocks["D2"].x > blocks["D1"].x


def test_neither_end_is_told_without_the_other() -> None:
    picture = weighed(option("A", D1=HIGH, N1=LOW))
    assert column(picture.table, 1) == ["Without: severe. With: high", "Without: severe. With: low"]
    assert "D1 severe without mitigation and high with it" in picture.description
    with pytest.raises(ValueError, match="one with it"):
        Weighed("D1", Standing.CLASSIFIED, HIGH)


def test_what_is_missing_is_dashed_and_said() -> None:
    picture = weighed(option("A", D1=Standing.UNCLASSIFIED, D2=Standing.NOT_FACED, N1=Standing.UNANSWERED))
    assert column(picture.table, 1) == ["Answered, not classified yet", "Does not apply", "No answer yet"]
    html = drawn("balance", picture)
    assert html.count("cell--stale") == 2
    assert picture.conclusion == "Nothing can be weighed yet"


def test_the_conclusion_names_the_options_that_tip_the_balance() -> None:
    best = option("B", D1=LOW, N1=MODERATE)
    assert weighed(option("A", D1=LOW, N1=SEVERE), best).conclusion == "Fewest high and severe risks stay under B"
    assert weighed(best, option("C", D1=LOW, N1=LOW)).conclusion == "High and severe risks do not tip the balance"
    unknown = option("C", D1=LOW, N1=Standing.STALE)
    assert weighed(best, unknown).conclusion == "Not all is known yet under C"


def test_thirty_risks_wrap_and_none_covers_another() -> None:
    many = {f"D{n}": LOW for n in range(18)} | {f"N{n}": SEVERE for n in range(12)}
    picture = weighed(*(option(letter, **many) for letter in "ABCDE"))
    spots = [(block.x, block.y) for beam in picture.beams for block in beam.blocks]
    assert len(set(spots)) == 150
    for above, below in pairwise(picture.beams):
        assert max(block.y for block in above.blocks) + picture.tall < below.y
    assert picture.beams[-1].bottom <= picture.height
    on_paper = balance("wide", risks(*many), [option("A", **many)], across=6)
    assert on_paper.height < weighed(option("A", **many)).height


def test_an_option_that_misses_a_risk_or_faces_one_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="B does not face"):
        weighed(option("A", D1=LOW, N1=LOW), option("B", D1=LOW))
    twice = Option("A", "Twice", (Weighed("D1", Standing.STALE), Weighed("D1", Standing.STALE)))
    with pytest.raises(ValueError, match="A does not face"):
        balance("b", risks("D1"), [twice])


def test_a_mark_without_what_it_needs_is_refused() -> None:
    with pytest.raises(ValueError, match="has a band"):
        Weighed("D1", Standing.CLASSIFIED)
    with pytest.raises(ValueError, match="than what"):
        Weighed("D1", Standing.BETTER, LOW)


def test_no_options_and_one_sided_balances_are_drawn() -> None:
    assert drawn("balance", balance("none", [], []))
    assert drawn("balance", weighed(option("A", N1=LOW)))
    assert drawn("balance", weighed(option("A", D1=LOW)))


def test_hostile_words_stay_words() -> None:
    risk = Risk(HOSTILE, HOSTILE, "doing")
    bad = Option(HOSTILE, HOSTILE, (Weighed(HOSTILE, Standing.BETTER, LOW, HOSTILE),))
    assert "<script" not in drawn("balance", balance("bad", [risk], [bad]))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.lists(st.one_of(st.sampled_from(BANDS), st.sampled_from(list(Standing)[1:])), min_size=9, max_size=9),
        min_size=1,
        max_size=4,
    )
)
def test_every_risk_is_shown_once_under_every_option_and_as_the_table_says(rows: list[list[object]]) -> None:
    refs = ["D1", "N1", "D2", "N2", "D3", "D4", "D5", "N3", "D6"]
    options = [option("ABCD"[place], **dict(zip(refs, row, strict=True))) for place, row in enumerate(rows)]  # type: ignore[arg-type]
    picture = weighed(*options)
    for beam in picture.beams:
        assert sorted(block.ref for block in beam.blocks) == sorted(refs)
    assert all(0 <= value <= 100 for value in percents(drawn("balance", picture)))
    assert all(block.x + picture.wide <= 100 for beam in picture.beams for block in beam.blocks)
    for place, found in enumerate(options):
        about = [words.split()[0] for words in column(picture.table, 0)]
        said = dict(zip(about, column(picture.table, place + 1), strict=True))
        assert said == {weighed_risk.ref: weighed_risk.words for weighed_risk in found.risks}
