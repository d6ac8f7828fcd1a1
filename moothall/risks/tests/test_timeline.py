"""The timeline of steps, and the bow-tie."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moothall.kit.tests.drawing import HOSTILE, Tags, column, percents
from moothall.risks.pictures.bowtie import Barrier, Bowtie, State, bowtie
from moothall.risks.pictures.timeline import Step, Timeline, timeline
from moothall.risks.tests.make_pictures import drawn

TODAY = date(2026, 6, 1)


def step(name: str = "Train", state: State = State.PLANNED, on: date | None = TODAY, **more: object) -> Step:
    return Step(name, state, on, **more)  # type: ignore[arg-type]


def drawing(*steps: Step) -> Timeline:
    return timeline("steps", steps, TODAY)


def barrier(name: str, acts_on: str = "likelihood", state: State = State.IN_PLACE, on: date | None = TODAY) -> Barrier:
    return Barrier(name, acts_on, "Preventive", state, "Priya Raman", on, "/steps/1/")


def tie(*barriers: Barrier) -> Bowtie:
    return bowtie("tie", "D1", barriers, cause="it is easy", event="somebody errs", consequence="harm")


def test_steps_stand_in_the_order_of_their_days() -> None:
    picture = drawing(step("Late", on=TODAY + timedelta(90)), step("Soon", on=TODAY + timedelta(5)))
    assert [bar.words for bar in picture.bars] == ["Soon", "Late"]
    assert picture.today < picture.bars[0].x < picture.bars[1].x


def test_a_step_without_a_day_is_named_and_stands_in_the_table() -> None:
    picture = drawing(step("Some day", on=None), step("Soon"))
    assert picture.note == "“Some day” has no day and is not placed."
    assert column(picture.table, 0) == ["Soon", "Some day"]
    assert column(picture.table, 4) == ["Planned, due 1 June 2026", "Planned, no day set"]


def test_each_state_has_its_own_shape_and_its_words() -> None:
    picture = drawing(*(step(state.name, state, TODAY + timedelta(n)) for n, state in enumerate(State)))
    html, key = drawn("timeline", picture).split("<ul", 1)
    assert html.count('class="late"') == 1
    assert html.count('class="dot"') == 1
    assert html.count('class="dot dot--open"') == 1
    assert html.count("line-through") == 1
    assert "Overdue since" in html
    assert all(word in key for word in ("planned", "in place", "overdue", "dropped"))


def test_a_step_that_came_late_shows_the_day_it_was_due() -> None:
    late = step("Late", State.IN_PLACE, TODAY, due=TODAY - timedelta(60))
    (bar,) = drawing(late).bars
    assert bar.is_late
    (on_time,) = drawing(step("On time", State.IN_PLACE, TODAY, due=TODAY)).bars
    assert on_time.due_x is None


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ([], "No step is planned or in place"),
        ([State.DROPPED], "No step is planned or in place"),
        ([State.OVERDUE, State.PLANNED, State.DROPPED], "1 step of 2 is overdue"),
        ([State.IN_PLACE, State.IN_PLACE], "Every step is in place"),
        ([State.IN_PLACE, State.PLANNED], "1 step of 2 is in place, none is overdue"),
    ],
)
def test_the_conclusion_counts_what_is_overdue(states: list[State], said: str) -> None:
    assert drawing(*(step(str(n), state) for n, state in enumerate(states))).conclusion == said


def test_a_timeline_of_nothing_is_words_alone() -> None:
    html = drawn("timeline", drawing())
    assert "<svg" not in html
    assert "<table" not in html


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.dates(), st.sampled_from(State), st.one_of(st.none(), st.dates())), max_size=45))
def test_whatever_the_days_each_step_is_shown_once_inside(told: list[tuple[date, State, date | None]]) -> None:
    steps = [step(f"Step {n}", state, day, due=due) for n, (day, state, due) in enumerate(told)]
    picture = drawing(*steps)
    assert sorted(bar.words for bar in picture.bars) == sorted(found.name for found in steps)
    assert all(0 <= value <= 100 for value in percents(drawn("timeline", picture)))
    assert len(picture.ticks) <= 5
    assert all(bar.mark_y < picture.height for bar in picture.bars)
    assert len(picture.table.rows) == len(steps)


def test_steps_stand_on_their_side_of_the_knot_and_those_that_hold_come_first() -> None:
    picture = tie(
        barrier("Training", state=State.DROPPED),
        barrier("Sweep", "impact", State.OVERDUE),
        barrier("Closed spaces"),
        barrier("Who can see", state=State.PLANNED),
    )
    assert [found.step for found in picture.preventing] == ["Closed spaces", "Who can see", "Training"]
    assert [found.step for found in picture.easing] == ["Sweep"]
    assert picture.conclusion == "D1: 1 of 3 steps is in place"
    assert picture.note == "“Sweep” is overdue. “Training” was dropped and no longer counts."
    assert column(picture.table, 1) == ["Likelihood", "Likelihood", "Likelihood", "Impact"]


def test_a_dropped_step_is_struck_through_and_said_to_be_dropped() -> None:
    html = drawn("bowtie", tie(barrier("Training", state=State.DROPPED)))
    assert "<s>Training</s>" in html
    assert "Dropped on 1 June 2026" in html


@pytest.mark.parametrize(
    ("barriers", "said"),
    [
        ([], "D1: nothing stands in the way"),
        ([barrier("Gone", state=State.DROPPED)], "D1: nothing stands in the way"),
        ([barrier("A")], "D1: nothing makes it less harmful, only less likely"),
        ([barrier("A", "impact")], "D1: nothing makes it less likely, only less harmful"),
        ([barrier("A"), barrier("B", "impact")], "D1: every step is in place"),
    ],
)
def test_the_knot_says_which_side_is_bare(barriers: list[Barrier], said: str) -> None:
    assert tie(*barriers).conclusion == said


def test_the_bow_tie_reads_in_order_without_seeing_it() -> None:
    html = drawn("bowtie", tie(barrier("Closed spaces"), barrier("Sweep", "impact")))
    said = [found for found in Tags(html).words if found]
    order = ["it is easy", "Closed spaces", "somebody errs", "Sweep", "harm"]
    assert [said.index(found) for found in order] == sorted(said.index(found) for found in order)
    assert html.count("<svg") == html.count('aria-hidden="true"') == 2


def test_a_step_on_neither_side_is_refused() -> None:
    with pytest.raises(ValueError, match="likelihood or on impact"):
        tie(barrier("A", "luck"))


def test_hostile_words_stay_words() -> None:
    bad = Barrier(HOSTILE, "impact", HOSTILE, State.DROPPED, HOSTILE, None, "/steps/1/")
    picture = bowtie("bad", HOSTILE, [bad], cause=HOSTILE, event=HOSTILE, consequence=HOSTILE)
    assert "<script" not in drawn("bowtie", picture)
    plan = timeline("bad", [Step(HOSTILE, State.OVERDUE, TODAY, HOSTILE, (HOSTILE,))], TODAY)
    assert "<script" not in drawn("timeline", plan)
