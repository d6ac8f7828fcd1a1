"""What pictures of several rooms share: words that fit, scales, columns with curves, the arcade, the thread, paper."""

import re
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import moothall
from moothall.kit import paper
from moothall.kit.pictures.arcade import Arcade, Bay, State, arcade
from moothall.kit.pictures.axes import MOST_TICKS, Days, Numbers, figures
from moothall.kit.pictures.layers import crossings, heights, layered
from moothall.kit.pictures.parts import lines_of, width
from moothall.kit.pictures.printing import SHEET
from moothall.kit.pictures.threads import thread_picture
from moothall.kit.registries import Strand, Thread
from moothall.kit.tests.drawing import HOSTILE, column, drawn

ROOMS = Path(moothall.__file__).parent


@given(st.text(max_size=200), st.floats(2, 40), st.integers(1, 5))
def test_words_broken_into_lines_fit_whatever_they_are(words: str, wide: float, most: int) -> None:
    lines = lines_of(words, wide, most)
    assert 1 <= len(lines) <= most
    assert all(width(line) <= wide for line in lines)


def test_words_that_fit_are_kept_whole_and_others_are_cut_with_a_sign() -> None:
    assert lines_of("Less internal e-mail", 20, 2) == ("Less internal e-mail",)
    assert (
        " ".join(lines_of("Councillors find papers without asking", 9, 9)) == "Councillors find papers without asking"
    )
    assert lines_of("Councillors find papers without asking", 9, 2)[1].endswith("…")


@given(st.lists(st.dates(), min_size=1, max_size=9), st.booleans())
def test_days_lie_inside_in_their_order_with_few_ticks(days: list[date], spare: bool) -> None:
    scale = Days(days, spare=spare)
    places = [scale.at(day) for day in sorted(days)]
    assert places == sorted(places) and all(0 <= place <= 100 for place in places)
    ticks = [tick.at for tick in scale.ticks()]
    assert len(ticks) <= MOST_TICKS and ticks == sorted(ticks)


@given(st.lists(st.decimals("-1e9", "1e9", places=4), min_size=1, max_size=9))
def test_numbers_lie_inside_the_more_the_higher_between_round_ends(values: list[Decimal]) -> None:
    scale = Numbers(values)
    assert scale.first <= float(min(values)) and float(max(values)) <= scale.last
    ticks = scale.ticks()
    assert 2 <= len(ticks) <= 9 and ticks[0].at == 100 and ticks[-1].at == 0
    assert len({tick.words for tick in ticks}) == len(ticks), "one tick can be told from the next"
    for place, tick in enumerate(ticks):
        assert read_back(tick.words) == pytest.approx(scale.first + place * scale.step, abs=scale.step / 100)


def read_back(words: str) -> float:
    """The number that somebody reads off an axis."""
    sizes = {"bn": 1e9, "m": 1e6, "k": 1e3}
    letter = next((letter for letter in sizes if words.endswith(letter)), "")
    number = words.removesuffix(letter).replace(",", "").replace("\N{MINUS SIGN}", "-")
    return float(number) * sizes.get(letter, 1)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ("0", "20000", ["0", "5k", "10k", "15k", "20k", "25k"]),
        ("-30000", "-25000", ["−32k", "−30k", "−28k", "−26k", "−24k"]),
        (
            "1000000",
            "1000004",
            ["999,999", "1,000,000", "1,000,001", "1,000,002", "1,000,003", "1,000,004", "1,000,005"],
        ),
        ("-0.9992", "-0.9885", ["−1.0025", "−1", "−0.9975", "−0.995", "−0.9925", "−0.99", "−0.9875"]),
        ("0", "1250000", ["0", "0.5m", "1m", "1.5m"]),
        (
            "1000000",
            "1000040",
            ["999,990", "1,000,000", "1,000,010", "1,000,020", "1,000,030", "1,000,040", "1,000,050"],
        ),
    ],
)
def test_ticks_say_their_numbers(low: str, high: str, words: list[str]) -> None:
    assert [tick.words for tick in Numbers([Decimal(low), Decimal(high)]).ticks()] == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("61", "61"),
        ("61.50", "61.5"),
        ("1250", "1,250"),
        ("1250000", "1.25m"),
        ("0.004", "0.004"),
        ("-3", "−3"),
        ("0", "0"),
    ],
)
def test_figures_are_said_as_people_read_them(value: str, words: str) -> None:
    assert figures(Decimal(value)) == words


@st.composite
def joined(draw: st.DrawFn) -> tuple[list[list[str]], list[list[str]]]:
    columns = [[f"{at}.{n}" for n in range(draw(st.integers(0, 7)))] for at in range(4)]
    chains = [[one, other] for left, right in pairwise(columns) for one in left for other in right]
    return columns, draw(st.lists(st.sampled_from(chains), unique_by=tuple, max_size=30)) if chains else []


@settings(max_examples=40, deadline=None)
@given(joined())
def test_an_order_never_crosses_more_than_the_one_given_and_nothing_lies_upon_another(
    told: tuple[list[list[str]], list[list[str]]],
) -> None:
    columns, chains = told
    drawn_ = layered(columns, chains)
    assert [sorted(names) for names in drawn_.columns] == [sorted(names) for names in columns]
    assert crossings(drawn_.columns, drawn_.right) <= crossings(columns, drawn_.right)
    names = [name for names in columns for name in names]
    sizes = {name: 10.0 + n % 3 * 7 for n, name in enumerate(names)}
    middles = heights(drawn_, sizes, 5.0)
    for ordered in drawn_.columns:
        for one, other in pairwise(ordered):
            assert middles[one] + sizes[one] / 2 + 5 <= middles[other] - sizes[other] / 2 + 1e-6
    assert all(middles[name] - sizes[name] / 2 >= -1e-6 for name in middles)


def seven(*states: State) -> Arcade:
    words = ("People", "Purpose", "Value", "Risk", "Owner", "Measure", "Guide")
    bays = [Bay(n, word, state, f"#c{n}") for n, (word, state) in enumerate(zip(words, states, strict=False), 1)]
    return arcade("Talk in the open", bays[::-1])


MET, NOT_YET, CARE = State.MET, State.NOT_YET, State.CARE


def test_a_card_says_how_many_commitments_stand_how() -> None:
    picture = seven(MET, MET, NOT_YET, CARE, MET, MET, MET)
    assert picture.conclusion == "Seven commitments: five met, one not yet, one needs attention"
    assert seven(CARE, CARE).conclusion == "Two commitments: two need attention"


def test_bays_stand_in_order_each_with_sign_word_and_way_on() -> None:
    html = re.sub(r"\s+", " ", drawn("kit/pictures/arcade.html", {"arcade": seven(MET, NOT_YET, CARE)}))
    found = re.findall(r'href="(#c\d)">.*?<svg[^>]*> <(\w+).*?bay__word">(.*?)</span>', html)
    assert found == [
        ("#c1", "path", "People<br>Met"),
        ("#c2", "circle", "Purpose<br>Not yet"),
        ("#c3", "path", "Value<br>Needs attention"),
    ]
    assert len(set(re.findall(r' d="(.*?)"', html))) == 2, "met and needs attention have each their own sign"


def test_a_commitment_has_one_bay() -> None:
    with pytest.raises(ValueError, match="one bay"):
        arcade("Talk", [Bay(1, "People", MET, "#a"), Bay(1, "People", CARE, "#b")])


def test_a_thread_is_drawn_from_top_to_foot_with_what_is_loose_in_words() -> None:
    thread = Thread(
        "Talk", "", (Strand("Objective", "One council"), Strand("Appraisal", "", loose="None"), Strand("Lesson", "Ask"))
    )
    picture = thread_picture("thread", thread)
    assert [knot.is_dotted for knot in picture.knots] == [False, True, True]
    assert all(one.y < other.y for one, other in pairwise(picture.knots)) and picture.knots[-1].y < picture.tall
    assert picture.note == "One strand is loose: appraisal"
    assert column(picture.table, 2) == ["–", "None", "–"]
    assert ">None</text>" in drawn("kit/pictures/thread_picture.html", {"thread_picture": picture})


def test_hostile_words_stay_words() -> None:
    thread = thread_picture("bad", Thread(HOSTILE, "", (Strand(HOSTILE, HOSTILE, "", "", HOSTILE),)))
    assert "<script" not in drawn("kit/pictures/thread_picture.html", {"thread_picture": thread})
    bad = arcade(HOSTILE, [Bay(1, HOSTILE, MET, "#c1")])
    assert "<script" not in drawn("kit/pictures/arcade.html", {"arcade": bad})


def test_every_class_that_a_picture_of_any_room_draws_with_is_dressed_for_paper() -> None:
    templates = sorted(ROOMS.glob("*/templates/*/pictures/*.html"))
    assert len(templates) > 10
    html = "".join(path.read_text(encoding="utf-8") for path in templates)
    inside = "".join(re.findall(r"<(?:rect|circle|path|line|polyline|polygon|text)\b[^>]*>", html))
    said = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", inside)
    names = {name for found in re.findall(r'class="([^"]+)"', said) for name in found.split()}
    bare = {name for name in names if not name.endswith("-")}
    assert {name for name in bare if f".{name} " not in SHEET} <= {"halo", "bay"}


def test_the_colours_on_paper_are_those_of_the_screen() -> None:
    on_screen = (ROOMS / "kit" / "static" / "kit" / "moothall.css").read_text(encoding="utf-8").lower()
    used = set(re.findall(r"#[0-9a-f]{3,6}", SHEET + paper.SHEET.read_text(encoding="utf-8")))
    assert used - set(re.findall(r"#[0-9a-f]{3,6}", on_screen)) == set()
