"""What may be withheld, by whom, since when, and what a claim of it has to answer."""

from dataclasses import replace
from datetime import date

import pytest

from moothall.disclosure.law import exemptions
from moothall.disclosure.law.exemptions import Claim, UnsupportedError, available, find, missing, needs
from moothall.disclosure.law.regimes import Body, Regime
from moothall.disclosure.tests import make_letters as make

DAY = date(2026, 9, 7)


def keys(regime: Regime, body: Body = Body.COUNCIL, on: date = DAY) -> set[str]:
    return {one.key for one in available(regime, body=body, on=on)}


def test_a_council_is_offered_neither_34_nor_35_nor_those_of_parliament() -> None:
    only_central = {"34", "35", "36 (Commons/Lords)"}
    assert only_central.isdisjoint(keys(Regime.FOIA))
    assert only_central.isdisjoint(keys(Regime.FOIA, Body.SCHOOL))
    assert only_central <= keys(Regime.FOIA, Body.CENTRAL)


def test_the_tables_are_whole() -> None:
    assert len(keys(Regime.FOIA, Body.CENTRAL)) == 32 + 4  # Part II as the table splits it, and ss.12 and 14
    assert len(keys(Regime.EIR)) == 15
    for regime in (Regime.FOIA, Regime.EIR):
        for one in available(regime, body=Body.CENTRAL, on=DAY):
            assert one.tier in {"absolute", "qualified", "ground"}
            assert one.title
            assert one.citation.startswith(("section ", "regulation "))


@pytest.mark.parametrize(
    ("key", "tier", "ncnd", "citation"),
    [
        ("21", "absolute", "", "section 21(1)"),
        ("22", "qualified", "22(2)", "section 22(1)"),
        ("36", "qualified", "36(3)", "section 36(2)"),
        ("40(2) via 40(3A)", "absolute", "40(5B)", "section 40(2)"),
        ("41", "absolute", "41(2)", "section 41(1)"),
        ("43(1)", "qualified", "", "section 43(1)"),
        ("43(2)", "qualified", "43(3)", "section 43(2)"),
        ("44", "absolute", "44(2)", "section 44(1)"),
    ],
)
def test_each_exemption_is_as_the_act_has_it(key: str, tier: str, ncnd: str, citation: str) -> None:
    one = find(Regime.FOIA, key)
    assert (one.tier, one.ncnd, one.citation) == (tier, ncnd, citation)


def test_what_came_later_was_not_in_force_before() -> None:
    assert "22A" not in keys(Regime.FOIA, on=date(2014, 9, 30))
    assert "22A" in keys(Regime.FOIA, on=date(2014, 10, 1))
    assert "40(2) via 40(3A)" not in keys(Regime.FOIA, on=date(2018, 5, 24))
    old = make.claim("40(2) via 40(3A)", make.PEOPLE)
    assert [lack.key for lack in missing(old, Body.COUNCIL, on=date(2018, 5, 24))] == ["not_in_force"]
    assert missing(old, Body.COUNCIL, on=date(2018, 5, 25)) == ()


@pytest.mark.parametrize("regime", [Regime.FOISA, Regime.EISR, Regime.COMPLAINT])
def test_where_there_is_no_table_nothing_is_guessed(regime: Regime) -> None:
    assert exemptions.unsupported(regime)
    with pytest.raises(UnsupportedError):
        available(regime, body=Body.COUNCIL, on=DAY)
    with pytest.raises(UnsupportedError):
        find(regime, "30")
    with pytest.raises(UnsupportedError):
        available(Regime.FOIA, body=Body.SCOTTISH, on=DAY)


@pytest.mark.parametrize("key", ["39", "40(1)"])
def test_a_router_leads_to_another_regime_and_refuses_nothing(key: str) -> None:
    one = find(Regime.FOIA, key)
    assert needs(one) == ()
    assert [lack.key for lack in missing(Claim(one), Body.COUNCIL)] == ["router"]


@pytest.mark.parametrize(
    ("key", "asked"),
    [
        ("43(2)", {"interest", "causal_link", "real", "likelihood", "consulted", "for", "against", "balance"}),
        ("36", {"person", "office", "opinion", "opinion_on", "for", "against", "balance"}),
        ("40(2) via 40(3A)", {"whose", "legitimate_interest", "necessity", "data_balance"}),
        ("14(1)", {"burden", "motive", "value", "distress"}),
        ("12(1)", {"estimate", "evidence", "help"}),
        ("21", {"link"}),
        ("22", {"intended", "when", "reasonable", "balance"}),
        ("44", {"enactment"}),
    ],
)
def test_the_guided_forms_ask_what_the_law_asks(key: str, asked: set[str]) -> None:
    one = find(Regime.FOIA, key)
    found = {need.key for need in needs(one)}
    assert asked <= found
    assert ("balance" in found) == one.weighed


@pytest.mark.parametrize(
    ("minutes", "body", "over"), [(1080, "council", 0), (1081, "council", 1), (1440, "central", 0)]
)
def test_an_estimate_that_comes_to_the_limit_is_not_over_it(minutes: int, body: str, over: int) -> None:
    claim = make.claim("12(1)", {**make.COST, "estimate": str(minutes)})
    found = missing(claim, Body(body))
    assert [lack.key for lack in found] == ([] if over else ["estimate"])


def test_what_was_settled_after_the_request_does_not_count() -> None:
    settled = {
        "why": "The spending report is being laid out for publication.",
        "intended": "2026-09-07",
        "when": "On 30 October 2026 in the open data pages.",
        "reasonable": "Checking the figures takes five weeks.",
        **make.WEIGHED,
    }
    assert [lack.key for lack in missing(make.claim("22", settled), Body.COUNCIL, on=DAY)] == ["intended"]
    settled["intended"] = "2026-09-06"
    assert missing(make.claim("22", settled), Body.COUNCIL, on=DAY) == ()
    again = make.claim("14(2)", {**make.REPEATED, "earlier_on": "2026-09-08"})
    assert [lack.key for lack in missing(again, Body.COUNCIL, on=DAY)] == ["earlier_on"]


def test_every_question_has_words_and_its_law() -> None:
    for regime in (Regime.FOIA, Regime.EIR):
        for one in available(regime, body=Body.CENTRAL, on=DAY):
            form = needs(one)
            assert len({need.key for need in form}) == len(form)
            assert all(str(need.words) and need.source for need in form)
            assert one.router or form


def test_environmental_harm_has_to_be_certain_enough() -> None:
    answers = {**make.EMISSIONLESS, "likelihood": "would_be_likely"}
    found = missing(make.claim("12(5)(e)", answers, regime=Regime.EIR), Body.COUNCIL)
    assert [lack.key for lack in found] == ["likelihood"]


@pytest.mark.parametrize("limb", ["", "36", "36(2)", "36(2)b", "36(3)(a)", "31(1)(a)", "36(2)(b)(i)(x)(y)"])
def test_the_paragraph_has_to_be_named_and_to_be_of_this_section(limb: str) -> None:
    claim = make.claim("36", make.OPINION, limb=limb)
    assert "limb" in {lack.key for lack in missing(claim, Body.COUNCIL)}
    assert missing(replace(claim, limb="36(2)(b)(ii)"), Body.COUNCIL) == ()


def test_nobody_is_dated_who_was_not_asked() -> None:
    alone = {**make.RATES, "third_party": "no", "consulted_on": ""}
    assert missing(make.claim("43(2)", alone), Body.COUNCIL) == ()
    undated = {**make.RATES, "consulted_on": ""}
    assert [lack.key for lack in missing(make.claim("43(2)", undated), Body.COUNCIL)] == ["consulted_on"]


def test_the_same_words_do_not_answer_two_questions() -> None:
    again = {**make.RATES, "against": make.RATES["for"], "balance": f" {make.RATES['for']} "}
    assert [lack.key for lack in missing(make.claim("43(2)", again), Body.COUNCIL)] == ["against", "balance"]


def test_statistics_need_no_opinion_but_still_the_balance() -> None:
    answers = {"why": "The monthly absence counts were still being reconciled.", "statistics": "yes", **make.WEIGHED}
    assert missing(make.claim("36", answers, limb="36(2)(c)"), Body.COUNCIL) == ()
    answers["balance"] = ""
    assert [lack.key for lack in missing(make.claim("36", answers, limb="36(2)(c)"), Body.COUNCIL)] == ["balance"]


@pytest.mark.parametrize(
    "nothing",
    ["", "   ", "\u00a0\u200b\u2060", "-", "n/a", "N/A.", "tbc", "see above", "x", "....", "Reasons:", "ok"],
)
def test_an_answer_that_says_nothing_is_none(nothing: str) -> None:
    for key in ("why", "interest", "consulted", "balance"):
        claim = make.claim("43(2)", {**make.RATES, key: nothing})
        assert [lack.key for lack in missing(claim, Body.COUNCIL)] == [key]


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("opinion_on", "last week"),
        ("opinion_on", "2026-02-30"),
        ("person", "?"),
        ("opinion_likelihood", "maybe"),
        ("statistics", "perhaps"),
    ],
)
def test_an_answer_of_the_wrong_kind_is_none(key: str, wrong: str) -> None:
    claim = make.claim("36", {**make.OPINION, key: wrong}, limb="36(2)(b)(i)")
    assert key in {lack.key for lack in missing(claim, Body.COUNCIL)}


@pytest.mark.parametrize("link", ["the website", "www.moorland.gov.uk", "javascript:alert(1)", "https://", "http://x"])
def test_elsewhere_is_a_whole_link(link: str) -> None:
    claim = make.claim("21", {"why": "The budget book is on our website.", "link": link})
    assert [lack.key for lack in missing(claim, Body.COUNCIL)] == ["link"]
