"""What is wrong in the file of a register is told by row and column, and nothing of it comes in."""

from collections.abc import Callable

import pytest
from django.test import Client

from conftest import Cast
from moothall.files.models import Upload
from moothall.people.models import User
from moothall.risks.actions import options
from moothall.risks.actions import registers as act
from moothall.risks.filling import ChangedMeanwhile
from moothall.risks.models import (
    Appraisal,
    RegisterImport,
    Risk,
    Round,
)
from moothall.risks.tests import make
from moothall.risks.tests import make_registers as files
from moothall.risks.tests.make_registers import data, faults, look, row, said, step

SignIn = Callable[[User], Client]


@pytest.fixture
def asked(cast: Cast) -> Appraisal:
    return files.asked(cast.priya)


@pytest.fixture
def round(asked: Appraisal) -> Round:
    return make.round_of(asked)


def test_every_fault_is_told_by_row_and_column_and_nothing_comes_in(
    cast: Cast, asked: Appraisal, as_user: SignIn
) -> None:
    content = data(
        row(**step()),
        row(ref="N2", cause="", category="mood", owner="Nobody Known", proximity="soon", twin="D7", event="x may"),
        row(ref="D3", event="y may", **step(response="avoid", serves="A Z", due="31/02/2030", cost="a lot")),
        row(ref="D3", name="Something else", **step(step="", serves="C")),
        row(ref="D4", event="z may", **step(response="tolerate", approver=cast.priya.email)),
        row(ref="", stance="", event="q may"),
    )
    client = as_user(cast.priya)
    answer = look(client, asked, content)
    page = answer.content.decode()
    assert answer.status_code == 422 and not Risk.objects.exists() and not Upload.objects.exists()
    for words in (
        "Enter why it may happen", "Nobody is called that", "Avoiding is no response", "There is no option Z here",
        "Enter a day, such as 2026-04-01", "Enter pounds", "It says something else than row 4",
        "Enter what is done, or leave all cells of the step empty", "You can’t ask yourself to sign",
        "Enter why the risk is borne as it is", "Say whether it is a risk of doing or of not doing",
    ):  # fmt: skip
        assert words in page, words
    found = set(faults(said(content, by=cast.priya, round=make.round_of(asked))))
    assert found >= {
        (3, "cause"), (3, "category"), (3, "owner"), (3, "proximity"), (4, "response"), (4, "serves"), (4, "due"),
        (4, "cost"), (5, "name"), (5, "step"), (6, "approver"), (6, "rationale"), (6, "review"), (7, "stance"),
    }  # fmt: skip
    assert not any(number == 2 for number, _column in found)


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"twin": "D7"}, "twin"),
        ({"twin": "N1"}, "twin"),
        ({"not_faced": "Z: no"}, "not_faced"),
        ({"not_faced": "because"}, "not_faced"),
        ({"not_faced": f"B: {'x' * 401}"}, "not_faced"),
        ({"not_faced": "C: no", **step()}, "serves"),
        ({"name": "x" * 101}, "name"),
        ({"note": "x" * 8001}, "note"),
        ({"note": "a bell \x07"}, "note"),
        (step(serves=""), "serves"),
        (step(acts_on=""), "acts_on"),
        (step(control=""), "control"),
        (step(response="take"), "rationale"),
        (step(in_place="2999-01-01"), "in_place"),
        (step(cost="-1"), "cost"),
        (step(cost="NaN"), "cost"),
        (step(approver="Gareth Pugh"), "approver"),
    ],
)
def test_a_single_fault_keeps_the_file_out(cast: Cast, round: Round, cells: dict[str, str], column: str) -> None:
    incoming = said(data(row(**cells)), by=cast.priya, round=round)
    assert faults(incoming) == [(2, column)] and not incoming.may_come_in
    with pytest.raises(ValueError, match="faults"):
        act.bring_in(round, by=cast.priya, incoming=incoming)
    assert not Risk.objects.exists()


def test_who_does_it_cannot_be_asked_to_sign(cast: Cast, round: Round) -> None:
    borne = step(
        response="tolerate", rationale="Rare.", approver="Gareth Pugh", actionee="Gareth Pugh", review="2030-01-01"
    )
    assert faults(said(data(row(**borne)), by=cast.priya, round=round)) == [(2, "approver")]


def test_a_guest_answers_for_nothing(cast: Cast, round: Round) -> None:
    content = data(row(owner=cast.marcus.email, **step(actionee=cast.marcus.email)))
    assert set(faults(said(content, by=cast.priya, round=round))) == {(2, "owner"), (2, "actionee")}


def test_the_same_sentence_under_two_refs_is_a_fault(cast: Cast, round: Round) -> None:
    assert faults(said(data(row(), row(ref="N2")), by=cast.priya, round=round)) == [(3, "event")]


def test_rows_without_a_ref_go_with_their_sentence_or_the_row_above(cast: Cast, round: Round) -> None:
    content = data(
        row(ref="", stance="not_doing", **step()),
        {"step": "Watch", "acts_on": "impact", "control": "detective", "serves": "C"},
        row(ref="", stance="doing", event="we may err"),
        row(ref="", stance="not_doing", **step(step="Ask")),
    )
    incoming = said(content, by=cast.priya, round=round)
    assert not incoming.faults and [list(one.rows) for one in incoming.risks] == [[2, 3, 5], [4]]
    assert len(incoming.risks[0].steps) == 3


def test_semicolons_a_mark_and_windows_letters_are_read(cast: Cast, round: Round) -> None:
    rows = [row(cause="Müller’s café is ours", **step())]
    for content in (
        data(*rows, delimiter=";", mark=True),
        data(*rows, delimiter="\t"),
        data(*rows).decode().encode("cp1252"),
    ):
        incoming = said(content, by=cast.priya, round=round)
        assert incoming.risks[0].cause == "Müller’s café is ours" and incoming.may_come_in


def test_an_option_that_went_meanwhile_stops_the_whole_file(cast: Cast, asked: Appraisal, round: Round) -> None:
    incoming = said(data(row(), row(ref="D1", event="we may err", **step(serves="D"))), by=cast.priya, round=round)
    options.remove_option(round.options.get(place=4), by=cast.priya)
    with pytest.raises(ChangedMeanwhile):
        act.bring_in(round, by=cast.priya, incoming=incoming)
    assert not Risk.objects.exists() and not RegisterImport.objects.exists()


def test_more_risks_than_an_appraisal_holds_stay_out(cast: Cast, round: Round) -> None:
    rows = [row(ref=f"D{n}", event=f"thing {n} may happen") for n in range(1, 202)]
    incoming = said(data(*rows), by=cast.priya, round=round)
    assert [fault.column for fault in incoming.faults] == [""] and "at most 200 risks" in incoming.faults[0].words
