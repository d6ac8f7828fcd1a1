"""Stakeholders, reach and portfolio, drawn."""

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moothall.change.pictures.portfolio import Part, portfolio
from moothall.change.pictures.reach import Reach, Stage, Team, reach
from moothall.change.pictures.stakeholders import Grid, Quadrant, Scale, Stakeholder, stakeholder_grid
from moothall.change.standing import State
from moothall.change.tests.make_pictures import SCALE, benefit, drawn, initiative, objective, stakeholder, team, totals
from moothall.kit.tests.drawing import HOSTILE, Tags, column, percents


def grid(*people: Stakeholder) -> Grid:
    return stakeholder_grid("grid", SCALE, people)


def corner(picture: Grid, quadrant: Quadrant) -> list[int]:
    (found,) = [each for each in picture.corners if each.quadrant == quadrant]
    return [arrow.number for arrow in found.arrows]


def test_each_stands_in_the_quarter_of_their_power_and_interest() -> None:
    picture = grid(
        stakeholder("Strong and keen", 3, 3),
        stakeholder("Strong", 3, 1),
        stakeholder("Keen", 1, 3),
        stakeholder("Neither", 1, 1),
    )
    assert [corner(picture, each) for each in Quadrant] == [[1], [2], [3], [4]]
    assert [each.stakeholder.name for each in picture.key] == ["Strong", "Strong and keen", "Neither", "Keen"]


def test_an_arrow_leads_from_where_they_stand_to_where_we_want_them() -> None:
    picture = grid(
        stakeholder("Won", 3, 3, 1, 3), stakeholder("There", 3, 3, 3, 3), stakeholder("Unsaid", 3, 3, 2, None)
    )
    arrows = {each.number: each for found in picture.corners for each in found.arrows}
    by_name = {each.stakeholder.name: arrows[each.number] for each in picture.key}
    assert (by_name["Won"].now, by_name["Won"].wanted, by_name["Won"].moves) == (0, 100, True)
    assert not by_name["There"].moves and not by_name["Unsaid"].moves
    html = drawn("stakeholder_grid", picture)
    pictures = html.split('<ul class="key', 1)[0]
    assert pictures.count("marker-end") == 1 and pictures.count('class="ring"') == 1
    assert sorted(column(picture.table, 5)) == ["Supportive", "Supportive", "not said"]


def test_forty_in_one_quarter_each_have_a_number_a_place_and_a_name() -> None:
    picture = grid(*(stakeholder(f"Team {n}", now=n % 3 + 1) for n in range(40)))
    (full,) = [each for each in picture.corners if each.arrows]
    assert len({(arrow.x, arrow.y) for arrow in full.arrows}) == 40
    assert [arrow.number for arrow in full.arrows] == [each.number for each in picture.key] == list(range(1, 41))
    html = drawn("stakeholder_grid", picture)
    assert all(0 <= value <= 100 for value in percents(html))
    assert all(f">{n}</text>" in html and f'<b class="num">{n}</b>' in html for n in range(1, 41))


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ((), "Nobody is named yet"),
        ((stakeholder(), stakeholder("Legal", now=3)), "1 of 2 with more power is not yet where we want them"),
        ((stakeholder(now=3),), "Nobody from outside the council is named"),
        (
            (stakeholder(now=3), stakeholder("Out", now=3, wanted=None, is_internal=False)),
            "Where we want 1 of them is not said",
        ),
        ((stakeholder(now=3, is_internal=False),), "All with more power are where we want them"),
    ],
)
def test_the_grid_concludes_with_what_is_to_do(people: tuple[Stakeholder, ...], said: str) -> None:
    assert grid(*people).conclusion == said


@pytest.mark.parametrize("bad", [{"power": 0}, {"interest": 4}, {"now": 4}, {"wanted": 9}])
def test_a_step_outside_its_scale_is_refused(bad: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="outside the scale"):
        grid(stakeholder(**bad))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="two steps"):
        Scale(("one",), ("a", "b"), ("a", "b"))


def mapped(*teams: Team) -> Reach:
    return reach("reach", teams)


def test_teams_never_asked_come_first_and_are_named() -> None:
    picture = mapped(team("Asked", 2, 0, 1), team("B"), team("A"), team("Must", must_change=True))
    assert [row.team.name for row in picture.rows] == ["Must", "A", "B", "Asked"]
    assert picture.conclusion == "Must, A and B were never asked"
    assert picture.note == "1 team of 4 was asked."
    said = [words for words in Tags(drawn("reach", picture)).words if words]
    assert said.count("Never asked") == 3 and said.count("not asked") == 10
    assert "asked 2 times" in said and "asked once" in said


@pytest.mark.parametrize(
    ("teams", "said"),
    [
        ((), "No team is named yet"),
        ((team("A", 1, 1, 1),), "Every team was asked"),
        ((team("A", 1), team("B", 0, 1)), "Nobody was asked at this stage: in use"),
        (tuple(team(f"Team {n}") for n in range(7)), "7 teams were never asked"),
    ],
)
def test_the_reach_concludes_with_who_was_left_out(teams: tuple[Team, ...], said: str) -> None:
    assert mapped(*teams).conclusion == said


def test_what_brings_value_to_no_objective_stands_first_and_in_words() -> None:
    picture = portfolio(
        "all",
        [objective("One council", initiative("Talk", benefit()))],
        [initiative("A logo")],
        totals(initiatives=2, adrift=1, on_plan=1),
    )
    assert picture.conclusion == "From 1 of 2 initiatives no value flows to any objective"
    html = drawn("portfolio", picture)
    assert html.index("No value flows to any objective</span>") < html.index("A logo") < html.index("One council")
    assert "no benefits are planned" in html


def test_benefits_are_counted_and_their_numbers_never_added_up() -> None:
    several = (
        benefit(State.MET, "1.2"),
        benefit(State.AHEAD, "0.6"),
        benefit(State.ON_PLAN, "0.455"),
        benefit(State.BEHIND, "0.1"),
        benefit(State.MISSED, "-0.2"),
        benefit(State.UNREAD, None, "0"),
    )
    picture = portfolio("all", [objective("O", initiative("Talk", *several))], [], totals(initiatives=1))
    (row,) = picture.groups[0].rows
    assert row.counted == "1 reached, 2 on plan, 2 at risk, 1 not read yet"
    assert [(bit.part, bit.count) for bit in row.bits] == [
        (Part.REACHED, 1),
        (Part.ON_PLAN, 2),
        (Part.AT_RISK, 2),
        (Part.UNREAD, 1),
    ]
    assert row.realised == "−20% to 120%" and row.planned == "0% to 50%"
    assert [mark.x for mark in row.marks] == [100, 60, 45, 10, 0]


def test_benefits_of_one_share_pile_up_and_hide_none() -> None:
    picture = portfolio("all", [objective("O", initiative("Talk", *[benefit()] * 20))], [], totals(initiatives=1))
    (row,) = picture.groups[0].rows
    assert len({(mark.x, mark.y) for mark in row.marks}) == 20
    assert max(mark.y for mark in row.marks) < row.tall


def test_an_objective_that_nothing_serves_says_so() -> None:
    assert "No initiative serves it." in drawn(
        "portfolio", portfolio("all", [objective("O")], [], totals(initiatives=1))
    )


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({}, "No initiative is in the hall yet"),
        ({"initiatives": 3, "at_risk": 2, "on_plan": 5}, "2 benefits of 7 are at risk"),
        ({"initiatives": 3, "on_plan": 5}, "Value flows to an objective from every initiative"),
    ],
)
def test_the_portfolio_concludes_over_all_of_it(counts: dict[str, int], said: str) -> None:
    assert portfolio("all", [], [], totals(**counts)).conclusion == said


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(State), st.one_of(st.none(), st.decimals("-9", "9", places=3))), max_size=40))
def test_whatever_the_shares_bars_are_whole_and_marks_inside(told: list[tuple[State, Decimal | None]]) -> None:
    several = [benefit(standing, None if share is None else str(share)) for standing, share in told]
    picture = portfolio("all", [objective("O", initiative("I", *several))], [], totals(initiatives=1))
    (row,) = picture.groups[0].rows
    assert sum(bit.count for bit in row.bits) == len(told)
    assert not told or abs(sum(bit.wide for bit in row.bits) - 100) < 0.1
    assert all(0 <= value <= 100 for value in percents(drawn("portfolio", picture)))


def test_hostile_words_stay_words() -> None:
    people = [Stakeholder(HOSTILE, 3, 3, 1, 3, False, "/x/", HOSTILE)]
    teams = [Team(HOSTILE, HOSTILE, {Stage.DESIGN: 1}, "/x/", must_change=True)]
    bad = portfolio("bad", [objective(HOSTILE, initiative(HOSTILE))], [initiative(HOSTILE)], totals(initiatives=1))
    for template, picture in (
        ("stakeholder_grid", stakeholder_grid("bad", SCALE, people)),
        ("reach", reach("bad", teams)),
        ("portfolio", bad),
    ):
        html = drawn(template, picture)
        assert "<script" not in html and re.search("&lt;script", html)
