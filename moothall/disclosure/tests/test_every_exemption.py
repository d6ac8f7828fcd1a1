"""For every exemption and exception a whole claim makes a letter that may go, and a poorer one does not."""

from dataclasses import replace
from datetime import date

import pytest

from moothall.disclosure.law import exemptions
from moothall.disclosure.law.exemptions import Claim, Exemption, available, needs
from moothall.disclosure.law.letters import Kind, LetterFacts, Outcome, missing, write
from moothall.disclosure.law.needs import Answer, Need
from moothall.disclosure.law.regimes import Body, Regime
from moothall.disclosure.tests import make_letters as make

DAY = date(2026, 9, 7)
EVERY = [
    one
    for regime in (Regime.FOIA, Regime.EIR, Regime.SAR, Regime.REUSE)
    for one in available(regime, body=Body.SCHOOL if regime == Regime.REUSE else Body.CENTRAL, on=DAY)
    if not one.router and one.key != "12(4)(a)"
]
SAID = ("bridges", "gulls", "ledgers", "orchards", "ferries", "quarries", "lanterns", "meadows", "harbours", "chimneys")


def answer(need: Need, number: int) -> str:
    """Something that answers the question, unlike every other answer."""
    if need.kind == Answer.CHOICE:
        return need.only or need.choices[-1][0]
    plain = {
        Answer.NAME: "Margaret Oyelaran",
        Answer.DATE: "2026-08-20",
        Answer.LINK: "https://moorland.gov.uk/budget",
        Answer.MINUTES: "6000",
    }
    word = SAID[number % len(SAID)]
    return plain.get(need.kind, f"Old {word} by Northgate keep {number} painted {word} apart from visiting anglers.")


def whole(one: Exemption, *, ncnd: bool = False) -> Claim:
    """A claim with every question answered."""
    limb = f"{one.cited}(a)" if one.limb else ""
    return Claim(one, {need.key: answer(need, number) for number, need in enumerate(needs(one))}, ncnd, limb)


def case(claim: Claim, outcome: Outcome) -> LetterFacts:
    regime = claim.exemption.regime
    facts = make.facts(make.part(outcome, claim), regime=regime)
    return replace(facts, body=Body.SCHOOL if regime == Regime.REUSE else Body.CENTRAL)


@pytest.mark.parametrize("one", EVERY, ids=lambda one: f"{one.regime}-{one.key}")
@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_whole_claim_makes_a_letter_that_may_go(one: Exemption, language: str) -> None:
    facts = replace(case(whole(one), Outcome.WITHHELD), language=language)
    text = write(Kind.REFUSAL, facts).text
    assert missing(Kind.REFUSAL, text, facts) == (), text


@pytest.mark.parametrize("one", EVERY, ids=lambda one: f"{one.regime}-{one.key}")
def test_each_thing_the_requester_is_told_is_missed(one: Exemption) -> None:
    claim = whole(one)
    facts = case(claim, Outcome.WITHHELD)
    text = write(Kind.REFUSAL, facts).text
    for need in exemptions.asked(claim):
        if need.told:
            assert missing(Kind.REFUSAL, text.replace(claim.answer(need.key), ""), facts), need.key


@pytest.mark.parametrize("one", [one for one in EVERY if one.ncnd], ids=lambda one: f"{one.regime}-{one.key}")
@pytest.mark.parametrize("language", ["en", "cy"])
def test_each_that_can_be_neither_confirmed_nor_denied(one: Exemption, language: str) -> None:
    facts = replace(case(whole(one, ncnd=True), Outcome.NEITHER), language=language)
    text = write(Kind.NCND, facts).text
    assert missing(Kind.NCND, text, facts) == (), text
    assert one.ncnd.split("-")[0] in text


@pytest.mark.parametrize("one", [one for one in EVERY if not one.ncnd], ids=lambda one: f"{one.regime}-{one.key}")
def test_no_other_can(one: Exemption) -> None:
    facts = case(whole(one, ncnd=True), Outcome.NEITHER)
    assert missing(Kind.NCND, write(Kind.NCND, facts).text, facts)


def test_two_claims_of_one_part_are_both_named_and_reasoned() -> None:
    both = make.part(Outcome.WITHHELD, make.claim("43(2)", make.RATES), make.claim("40(2) via 40(3A)", make.PEOPLE))
    facts = make.facts(both)
    letter = write(Kind.REFUSAL, facts)
    assert missing(Kind.REFUSAL, letter.text, facts) == ()
    for cited in ("section 40(2)", "section 43(2)"):
        assert missing(Kind.REFUSAL, letter.text.replace(cited, "the Act"), facts)
    for reason in (make.RATES["why"], make.PEOPLE["why"]):
        assert missing(Kind.REFUSAL, letter.text.replace(reason, ""), facts)
