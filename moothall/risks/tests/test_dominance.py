"""Counts and dominance, on lines made by hand."""

from itertools import count

import pytest

from moothall.risks.balance import dominated, tally
from moothall.risks.models import (
    Classification,
    Comparison,
    Exposure,
    Mark,
    Option,
    Response,
    ResponseKind,
    Risk,
    Scale,
    Stance,
    Treatment,
)
from moothall.risks.standing import Line, State, rests_on

KEYS = count(1)
SCALE = Scale(matrix="LLLMMLMMHHLMHHSMHHSSMHSSS")


def line(
    risk: Risk,
    option: Option,
    place: tuple[int, int] | None = None,
    *,
    applies: bool = True,
    stale: bool = False,
    mark: Comparison | None = None,
) -> Line:
    """An exposure with a step and, where it has a place, a classification of it."""
    exposure = Exposure(pk=next(KEYS), risk=risk, option=option, applies=applies, why_not="" if applies else "Never")
    response = Response(pk=next(KEYS), kind=ResponseKind.TREAT, step="Show people how")
    treatment = Treatment(pk=next(KEYS), response=response, exposure=exposure)
    treatments = (treatment,) if place or stale else ()
    judged = None
    if place:
        judged = Classification(
            basis=treatment,
            likelihood=place[0],
            impact=place[1],
            likelihood_without=5,
            impact_without=5,
            rests_on="1:0.0" if stale else rests_on(risk, treatments),
        )
    marked = Mark(exposure=exposure, verdict=mark, reason="So it is") if mark else None
    return Line(exposure, risk, option, treatments, judged, marked, mark is not None, SCALE)


def risk(stance: Stance = Stance.DOING) -> Risk:
    return Risk(pk=next(KEYS), stance=stance, number=1, name="It harms", cause="a", event="b", consequence="c")


def option(place: int) -> Option:
    return Option(pk=place, place=place)


A, B, C = option(1), option(2), option(3)


def test_an_option_no_better_anywhere_and_worse_somewhere_is_dominated() -> None:
    first, second = risk(), risk(Stance.NOT_DOING)
    columns = {
        A.pk: [line(first, A, (4, 4)), line(second, A, (2, 2))],
        B.pk: [line(first, B, (3, 4)), line(second, B, (2, 2))],
        C.pk: [line(first, C, (3, 3)), line(second, C, (2, 2))],
    }
    assert dominated(columns) == {A.pk: [B.pk, C.pk], B.pk: [C.pk]}


def test_two_alike_do_not_dominate_each_other() -> None:
    one = risk()
    assert dominated({A.pk: [line(one, A, (2, 2))], B.pk: [line(one, B, (2, 2))]}) == {}


def test_likelier_and_less_harmful_is_neither_better_nor_worse() -> None:
    one = risk()
    assert dominated({A.pk: [line(one, A, (4, 1))], B.pk: [line(one, B, (1, 4))]}) == {}


@pytest.mark.parametrize(
    ("place", "how"),
    [(None, {}), ((5, 5), {"stale": True}), (None, {"mark": Comparison.WORSE}), (None, {"stale": True})],
)
def test_what_is_not_classified_fresh_is_never_set_beside_another(
    place: tuple[int, int] | None, how: dict[str, object]
) -> None:
    first, second = risk(), risk()
    columns = {
        A.pk: [line(first, A, (5, 5)), line(second, A, place, **how)],  # type: ignore[arg-type]
        B.pk: [line(first, B, (1, 1)), line(second, B, (1, 1))],
    }
    assert dominated(columns) == {}


def test_not_facing_a_risk_is_better_than_facing_it() -> None:
    one = risk()
    columns = {A.pk: [line(one, A, (1, 1))], B.pk: [line(one, B, applies=False)]}
    assert dominated(columns) == {A.pk: [B.pk]}


def test_options_that_face_other_risks_are_not_compared() -> None:
    assert dominated({A.pk: [line(risk(), A, (5, 5))], B.pk: [line(risk(), B, (1, 1))]}) == {}
    assert dominated({A.pk: [], B.pk: []}) == {}


def test_counts_go_by_band_and_stance_and_say_what_has_none() -> None:
    doing = [
        line(risk(), A, (1, 1)),
        line(risk(), A, (1, 2)),
        line(risk(), A, (5, 5)),
        line(risk(), A, (2, 2), stale=True),
        line(risk(), A),
        line(risk(), A, mark=Comparison.WORSE),
        line(risk(), A, applies=False),
    ]
    other = [line(risk(Stance.NOT_DOING), A, (2, 2))]
    found = tally([*doing, *other], Stance.DOING)
    assert found.known == "2 low, 1 severe, 1 worse than elsewhere, 1 not faced"
    assert found.unknown == "1 stale, 1 not answered"
    assert found.total == 7
    assert tally([*doing, *other], Stance.NOT_DOING).known == "1 moderate"
    assert doing[4].state is State.NAMED
