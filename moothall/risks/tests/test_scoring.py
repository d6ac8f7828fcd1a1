"""Scales: what they must keep, where each fault is mended, and how scores mislead (Cox 2008)."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.people.models import User
from moothall.risks import scoring
from moothall.risks.actions import scales
from moothall.risks.models import LEVELS, Band, Level, Scale
from moothall.risks.scoring import Draft, Range
from moothall.risks.tests import make, make_watch

SignIn = Callable[[User], Client]
NUMBERS = range(1, LEVELS + 1)


def with_level(draft: Draft, axis: str, number: int, **changed: str) -> Draft:
    levels = list(getattr(draft, axis))
    old = levels[number - 1]
    levels[number - 1] = Range(
        old.label, Decimal(changed.get("low", str(old.low))), Decimal(changed.get("high", str(old.high)))
    )
    return replace(draft, **{axis: tuple(levels)})  # type: ignore[arg-type]


def with_band(draft: Draft, likelihood: int, impact: int, letter: str) -> Draft:
    place = (likelihood - 1) * LEVELS + impact - 1
    return replace(draft, matrix=draft.matrix[:place] + letter + draft.matrix[place + 1 :])


def places(draft: Draft) -> set[str]:
    return {fault.at for fault in scoring.faults(draft)}


def test_the_suggested_scale_has_no_fault_and_the_numbers_of_the_illustration() -> None:
    draft = scoring.suggested()
    assert scoring.faults(draft) == []
    assert [str(level.low) for level in draft.likelihood] == ["0.01", "0.03", "0.1", "0.3", "1"]
    assert [str(level.high) for level in draft.impact] == ["10000", "50000", "250000", "1000000", "5000000"]


def worth(draft: Draft, likelihood: int, impact: int, count: int = 200_000, seed: int = 7) -> "npt.NDArray[np.float64]":
    """Losses a year of a pair of levels, log-uniform within both."""
    chance = np.random.default_rng(seed + 31 * likelihood + impact)
    ends = [
        (float(level.low), float(level.high)) for level in (draft.likelihood[likelihood - 1], draft.impact[impact - 1])
    ]
    parts = [np.exp(chance.uniform(np.log(low), np.log(high), count)) for low, high in ends]
    return np.asarray(parts[0] * parts[1])


def beats(draft: Draft, one: tuple[int, int], other: tuple[int, int]) -> float:
    return float((worth(draft, *one) > worth(draft, *other)).mean())


def test_scores_mislead_as_cox_says() -> None:
    draft = scoring.suggested()
    products = {i * j for i in NUMBERS for j in NUMBERS}
    assert len(products) == 14
    assert beats(draft, (2, 5), (5, 2)) == pytest.approx(0.92, abs=0.01)
    assert beats(draft, (1, 5), (5, 1)) == pytest.approx(0.99, abs=0.01)
    assert beats(draft, (1, 5), (3, 2)) == pytest.approx(1.0, abs=0.005), "6 is less than 5"


def test_sixteen_of_288_ordered_pairs_of_cells_are_likelier_wrong_than_right() -> None:
    draft = scoring.suggested()
    cells = [(i, j) for i in NUMBERS for j in NUMBERS]
    samples = {cell: worth(draft, *cell, count=100_000) for cell in cells}
    ordered = [(a, b) for a in cells for b in cells if a[0] * a[1] > b[0] * b[1]]
    wrong = [pair for pair in ordered if (samples[pair[0]] > samples[pair[1]]).mean() < 0.51]
    assert len(ordered) == 288
    assert len(wrong) == 16, "one of them as good as a toss: (5, 2), of 10, beside (1, 5), of 5"


def test_bands_are_of_one_mind_with_what_they_are_worth() -> None:
    draft = scoring.suggested()
    cells = [(i, j) for i in NUMBERS for j in NUMBERS]
    low = [cell for cell in cells if draft.letter(*cell) == Band.LOW]
    severe = [cell for cell in cells if draft.letter(*cell) == Band.SEVERE]

    def ends(cell: tuple[int, int]) -> tuple[Decimal, Decimal]:
        likelihood, impact = draft.likelihood[cell[0] - 1], draft.impact[cell[1] - 1]
        return likelihood.low * impact.low, likelihood.high * impact.high

    assert low
    assert severe
    assert min(ends(cell)[0] for cell in severe) >= max(ends(cell)[1] for cell in low)


@pytest.mark.parametrize(
    ("change", "at"),
    [
        (lambda d: with_level(d, "likelihood", 2, low="0.02"), "likelihood:2"),  # overlaps
        (lambda d: with_level(d, "likelihood", 2, low="0.04"), "likelihood:2"),  # a gap
        (lambda d: with_level(d, "impact", 3, low="50000", high="50000"), "impact:3"),  # empty
        (lambda d: with_level(d, "impact", 5, high="900000"), "impact:5"),  # falls
        (lambda d: with_level(d, "likelihood", 1, low="-1"), "likelihood:1"),
        (lambda d: replace(d, likelihood=d.likelihood[:4]), "likelihood:1"),
        (lambda d: replace(d, matrix=d.matrix[:24]), "cell:1:1"),
        (lambda d: replace(d, matrix="X" + d.matrix[1:]), "cell:1:1"),
        (lambda d: with_band(d, 3, 3, "L"), "cell:3:3"),  # falls
        (lambda d: replace(d, matrix="LSSSS" + "S" * 20), "cell:2:1"),  # severe beside low
    ],
)
def test_each_fault_says_where_it_is_mended(change: Callable[[Draft], Draft], at: str) -> None:
    assert at in places(change(scoring.suggested()))


def test_severe_worth_less_than_low_is_refused_though_they_lie_apart() -> None:
    steep = replace(scoring.suggested(), matrix="LLLLL" + "LLLLM" + "LLLLH" + "LLLMS" + "LMHSS")
    assert [fault.at for fault in scoring.faults(steep)] == ["cell:5:4"]
    poor = replace(scoring.suggested(), matrix="LLLLL" + "MMMMM" + "HHHHH" + "SSSSS" + "SSSSS")
    words = scoring.faults(poor)
    assert [fault.at for fault in words] == ["cell:4:1"]
    assert "can be worth less in a year" in words[0]


def sent(**changed: str) -> dict[str, str]:
    draft = scoring.suggested()
    data = {"name": "Wexmoor 2026"}
    for axis in ("likelihood", "impact"):
        for number, level in enumerate(getattr(draft, axis), start=1):
            data |= {
                f"{axis}_{number}_label": level.label,
                f"{axis}_{number}_low": str(level.low),
                f"{axis}_{number}_high": str(level.high),
            }
    data |= {f"band_{i}_{j}": draft.letter(i, j) for i in NUMBERS for j in NUMBERS}
    return data | changed


def test_a_risk_manager_adopts_a_scale_and_new_appraisals_take_it(cast: Cast, as_user: SignIn) -> None:
    rhian = make_watch.manager()
    before = make.appraisal(by=cast.priya)
    client = as_user(rhian)
    page = client.get(reverse("risks:scale_new")).content.decode()
    assert 'value="0.03"' in page
    answer = client.post(reverse("risks:scale_new"), sent(impact_5_high="£6,000,000"))
    assert answer.status_code == 302
    adopted = Scale.objects.current()
    assert adopted is not None
    assert adopted.name == "Wexmoor 2026"
    assert make.appraisal(by=cast.priya, question="Another?").scale == adopted
    before.refresh_from_db()
    assert before.scale != adopted
    shown = client.get(reverse("risks:scales")).content.decode()
    assert shown.index("Wexmoor 2026") < shown.index("Suggested scale")
    assert client.post(reverse("risks:scale_new"), sent()).status_code == 422, "the name is taken"
    for person in (cast.priya, cast.admin):
        assert as_user(person).get(reverse("risks:scale_new")).status_code == 403
        assert as_user(person).get(reverse("risks:scales")).status_code == 200
        with pytest.raises(PermissionDenied):
            scales.adopt_scale(replace(scoring.suggested(), name="Mine"), by=person)
    assert as_user(cast.marcus).get(reverse("risks:scales")).status_code == 403


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"likelihood_2_low": "0.02"}, "likelihood_2_low"),
        ({"impact_3_high": "250001"}, "impact_4_low"),
        ({"band_3_3": "L"}, "band_3_3"),
        ({"band_1_1": "X"}, "band_1_1"),
        ({"band_1_1": ""}, "band_1_1"),
        ({"impact_1_low": "lots"}, "impact_1_low"),
        ({"impact_1_low": "0.00001"}, "impact_1_low"),
        ({"impact_5_high": "1" + "0" * 14}, "impact_5_high"),
        ({"likelihood_1_label": " "}, "likelihood_1_label"),
        ({"name": ""}, "name"),
    ],
)
def test_a_fault_stands_where_it_is_mended(cast: Cast, as_user: SignIn, changed: dict[str, str], field: str) -> None:
    answer = as_user(make_watch.manager()).post(reverse("risks:scale_new"), sent(**changed))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Scale.objects.exists()
    assert "Wexmoor 2026" in answer.content.decode() or "name" in changed


def test_a_scale_stays_as_it_was_adopted(cast: Cast) -> None:
    rhian = make_watch.manager()
    scale = scales.adopt_scale(replace(scoring.suggested(), name="Ours"), by=rhian)
    make.appraisal(by=cast.priya)
    for change in (
        lambda: Scale.objects.filter(pk=scale.pk).update(matrix="S" * 25),
        lambda: Scale.objects.filter(pk=scale.pk).update(name="Theirs"),
        lambda: Level.objects.filter(scale=scale).update(high=10**6),
        lambda: Level.objects.filter(scale=scale).delete(),
        lambda: Scale.objects.create(name="Gaps", matrix="L" * 24, adopted_by=rhian),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    with pytest.raises(ValueError, match="of that name"):
        scales.adopt_scale(replace(scoring.suggested(), name="Ours"), by=rhian)
