"""A letter says what the law wants, in both languages, and does not go while any of it is missing."""

import re
from dataclasses import replace
from datetime import date

import pytest

from moothall.disclosure.law.exemptions import UnsupportedError
from moothall.disclosure.law.letters import (
    Commissioner,
    Kind,
    Lack,
    LetterFacts,
    Outcome,
    Requirement,
    Review,
    Waiver,
    missing,
    write,
)
from moothall.disclosure.law.regimes import Body, Regime
from moothall.disclosure.tests import make_letters as make
from moothall.kit.testing import never_ending

KINDS = make.every_kind()
WELSH_OFFICE = Commissioner("Swyddfa'r Comisiynydd Gwybodaeth", "2il Lawr, Tŷ Churchill, Caerdydd CF10 2HH")


def lacks(kind: Kind, text: str, facts: LetterFacts) -> set[Requirement]:
    return {lack.what for lack in missing(kind, text, facts)}


def sources(found: tuple[Lack, ...]) -> set[str]:
    return {lack.source for lack in found}


def written(facts: LetterFacts, kind: Kind = Kind.PART_REFUSAL) -> str:
    return write(kind, facts).text


def environmental(key: str, answers: dict[str, str], outcome: Outcome = Outcome.WITHHELD) -> LetterFacts:
    return make.facts(make.part(outcome, make.claim(key, answers, regime=Regime.EIR)), regime=Regime.EIR)


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_letter_from_whole_facts_may_go(name: str, language: str) -> None:
    kind, facts = KINDS[name]
    facts = in_language(facts, language)
    letter = write(kind, facts)
    assert missing(kind, letter.text, facts) == (), letter.text
    assert facts.reference in letter.subject


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_paragraph_that_the_law_wants_is_missed_when_it_is_taken_out(name: str, language: str) -> None:
    kind, facts = KINDS[name]
    facts = in_language(facts, language)
    letter = write(kind, facts)
    for number, paragraph in enumerate(letter.paragraphs):
        if not paragraph.meets:
            continue
        left = "\n\n".join(one.text for place, one in enumerate(letter.paragraphs) if place != number)
        found = missing(kind, left, facts)
        assert found, paragraph.text
        assert {lack.what for lack in found} & {*paragraph.meets, Requirement.STATES, Requirement.PART}, paragraph


@pytest.mark.parametrize("name", KINDS)
def test_a_paragraph_shrunk_to_a_heading_is_missed(name: str) -> None:
    kind, facts = KINDS[name]
    letter = write(kind, facts)
    for number, paragraph in enumerate(letter.paragraphs):
        if paragraph.meets:
            texts = [one.text for one in letter.paragraphs]
            texts[number] = " ".join(paragraph.text.split()[:2]).rstrip(".:;")
            assert missing(kind, "\n\n".join(texts), facts), paragraph.text


@pytest.mark.parametrize(
    "word", ["43(2)", "review", "foi.review@moorland.gov.uk", "Commissioner", "complain", "SK9", "Water"]
)
def test_each_word_that_carries_the_notice_is_missed(word: str) -> None:
    facts = make.refusal()
    text = written(facts)
    assert word in text
    assert missing(Kind.PART_REFUSAL, text.replace(word, ""), facts)


@pytest.mark.parametrize("office", ["Information Commissioner’s Office", "the Information Commissioner"])
def test_the_regulator_stands_in_the_sentence_with_its_article_and_in_welsh_as_it_was_said(office: str) -> None:
    facts = make.refusal(regulator=replace(make.OFFICE, name=office))
    article = "the " + office.removeprefix("the ")
    assert f"the right to complain to {article} and ask" in write(Kind.PART_REFUSAL, facts).text
    assert f"hawl i gwyno i {office} a gofyn" in write(Kind.PART_REFUSAL, facts, "cy").text


@pytest.mark.parametrize("word", [*make.OFFICE.name.split(), *make.OFFICE.address.split()])
def test_each_word_of_the_regulators_name_and_address_is_missed(word: str) -> None:
    facts = make.refusal()
    text = written(facts)
    start, end = text.index("the right to complain"), text.index("Yours sincerely")
    rights = text[start + 3 : end].replace(f" {word}", "", 1)
    found = missing(Kind.PART_REFUSAL, text[: start + 3] + rights + text[end:], facts)
    assert sources(found) == {"FOIA s.17(7)(b)"}


def test_a_figure_that_was_changed_is_caught() -> None:
    facts = make.refusal()
    for wrong in ("£28.4", "£2.48", "£2", "12.84"):
        assert Requirement.ANSWER in lacks(Kind.PART_REFUSAL, written(facts).replace("£2.84", wrong), facts)


def test_an_opinion_of_next_month_is_none() -> None:
    answers = {**make.OPINION, "opinion_on": "2026-10-03"}
    facts = make.facts(make.part(Outcome.WITHHELD, make.claim("36", answers, limb="36(2)(b)(i)")))
    assert "FOIA s.36(2)" in sources(missing(Kind.REFUSAL, written(facts, Kind.REFUSAL), facts))


def test_an_estimate_of_eighteen_hours_refuses_nothing() -> None:
    for minutes, may_go in (("1080", False), ("1081", True)):
        facts = make.facts(make.part(Outcome.WITHHELD, make.claim("12(1)", {**make.COST, "estimate": minutes})))
        assert (missing(Kind.COST, written(facts, Kind.COST), facts) == ()) is may_go


def test_a_refusal_under_43_2_does_not_go_without_the_balance_or_the_right_to_complain() -> None:
    answers = {**make.RATES, "balance": "   \u00a0\u200b "}
    facts = make.facts(make.part(Outcome.WITHHELD, make.claim("43(2)", answers)), regulator=None)
    found = missing(Kind.REFUSAL, written(facts, Kind.REFUSAL), facts)
    assert {"FOIA s.17(3)", "FOIA s.17(7)(b)"} <= sources(found)


def test_a_refusal_under_36_does_not_go_without_a_recorded_opinion() -> None:
    for key in ("person", "opinion", "opinion_on", "office", "opinion_likelihood"):
        answers = {**make.OPINION, key: ""}
        facts = make.facts(make.part(Outcome.WITHHELD, make.claim("36", answers, limb="36(2)(b)(i)")))
        found = missing(Kind.REFUSAL, written(facts, Kind.REFUSAL), facts)
        assert [lack.what for lack in found] == [Requirement.CLAIM], key
        assert found[0].source.startswith("FOIA s.36")


@pytest.mark.parametrize(("key", "limb"), [("34", ""), ("35", "35(1)(a)")])
def test_a_council_cannot_refuse_under_34_or_35(key: str, limb: str) -> None:
    answers = {"why": "Ministers discussed the policy on school meals in cabinet.", **make.WEIGHED}
    facts = make.facts(make.part(Outcome.WITHHELD, make.claim(key, answers, limb=limb)))
    assert Requirement.CLAIM in lacks(Kind.REFUSAL, written(facts, Kind.REFUSAL), facts)
    central = replace(facts, body=Body.CENTRAL)
    assert missing(Kind.REFUSAL, written(central, Kind.REFUSAL), central) == ()


@pytest.mark.parametrize(
    "instead",
    [
        "section 43",  # without its subsection
        "section 43(1)",
        "section 41(1)",
        "section 432",
        "sеction 43(2)",  # a Cyrillic letter
        "section 4З(2)",  # a Cyrillic Ze for three
        "section ４３(2)",  # full-width figures
        "the relevant section",
        "regulation 43(2)",
        "article 43(2)",
    ],
)
def test_another_provision_or_one_that_only_looks_right_is_caught(instead: str) -> None:
    facts = make.refusal()
    text = written(facts).replace("section 43(2)", instead)
    assert Requirement.EXEMPTION in lacks(Kind.PART_REFUSAL, text, facts)


@pytest.mark.parametrize(
    "instead", ["s.43(2)", "s. 43(2)", "Section 43 (2)", "sections 1(1) and 43(2)", "sec\u00adtion 43(2)", "s43(2)"]
)
def test_a_clerk_may_cite_as_people_do(instead: str) -> None:
    facts = make.refusal()
    assert missing(Kind.PART_REFUSAL, written(facts).replace("section 43(2)", instead), facts) == ()


def test_a_provision_that_nobody_claimed_is_caught() -> None:
    facts = make.refusal()
    text = f"{written(facts)}\n\nThe names are also exempt under section 40(2) of the Act."
    assert lacks(Kind.PART_REFUSAL, text, facts) == {Requirement.STRAY}


COUNCILS_OWN = """
Our ref: IR 2026/0412

Dear Ms Petrov

Freedom of Information Act 2000: school meals

Thank you for your request, which reached us on 7 September. I can confirm that we hold the information.

Q1 The average the council paid for a meal in 2025 was £2.84, so that is our answer to question 1.

Question 2 is about the unit rates. These are exempt from disclosure under s.43(2) of the Act (prejudice to commercial
interests), because the contract shows how Harrow Kitchens builds its prices, and its competitors do not know that.
If a rival saw the unit rates, it could undercut Harrow Kitchens in the tender next March.

Public interest test

We recognise that parents should see whether public money buys good meals, and that rates open our spending to
scrutiny. Against that, if these rates leak then fewer caterers will bid, and the next contract will cost taxpayers
more. On balance we find the exemption should stand: the total price is published already, so the rates themselves
add little, while losing bidders would be expensive.

Your rights

If you are not content with how we handled this, you may ask for an internal review.
Please write to foi.review@moorland.gov.uk within 40 working days.

If you remain dissatisfied after that, you may apply directly to the Information Commissioner for a decision. The
Commissioner can be contacted at:

Wycliffe House
Water Lane
Wilmslow
Cheshire
SK9 5AF

Yours sincerely
Priya Nair
"""


def test_a_letter_in_a_councils_own_words_may_go_and_each_of_its_paragraphs_is_needed() -> None:
    facts = make.refusal()
    assert missing(Kind.PART_REFUSAL, COUNCILS_OWN, facts) == ()
    needed = ("I can confirm", "Q1", "Question 2", "We recognise", "you may ask for", "If you remain", "Wycliffe")
    paragraphs = COUNCILS_OWN.split("\n\n")
    for start in needed:
        left = [one for one in paragraphs if start not in one]
        assert len(left) == len(paragraphs) - 1
        assert missing(Kind.PART_REFUSAL, "\n\n".join(left), facts), start


def test_headings_alone_say_nothing() -> None:
    facts = make.refusal()
    headings = (
        "Section 43(2)\n\nPublic interest test\n\nReasons for refusal\n\nInternal review\n\nInformation Commissioner"
    )
    assert lacks(Kind.PART_REFUSAL, headings, facts) >= {
        Requirement.EXEMPTION,
        Requirement.STATES,
        Requirement.WHY,
        Requirement.PUBLIC_INTEREST,
        Requirement.REVIEW,
        Requirement.COMPLAINT,
    }


def test_sections_of_other_acts_are_no_exemptions() -> None:
    facts = make.refusal()
    text = f"{written(facts)}\n\nAgreements under section 38 of the Highways Act are on our website."
    assert missing(Kind.PART_REFUSAL, text, facts) == ()


def test_denying_it_is_not_saying_it() -> None:
    facts = make.refusal()
    text = written(facts).replace("We are withholding this information under", "We have not withheld anything under")
    assert Requirement.STATES in lacks(Kind.PART_REFUSAL, text, facts)
    text = written(facts).replace("you can ask us for an internal review", "you cannot ask us for an internal review")
    assert Requirement.REVIEW in lacks(Kind.PART_REFUSAL, text, facts)
    text = written(facts).replace("You have the right to complain", "You have no right to complain")
    assert Requirement.COMPLAINT in lacks(Kind.PART_REFUSAL, text, facts)


def test_headings_and_the_formula_are_no_reasons() -> None:
    facts = make.refusal()
    text = written(facts)
    for key in ("for", "against", "balance"):
        text = text.replace(make.RATES[key], "The public interest in withholding outweighs that in disclosing.")
    text = f"{text}\n\nPublic interest test\n\nReasons for the balance of the public interest"
    assert Requirement.PUBLIC_INTEREST in lacks(Kind.PART_REFUSAL, text, facts)
    hollow = {
        **make.RATES,
        "balance": "The public interest in withholding outweighs the public interest in disclosure.",
    }
    facts = make.facts(make.part(Outcome.WITHHELD, make.claim("43(2)", hollow)))
    assert Requirement.PUBLIC_INTEREST in lacks(Kind.REFUSAL, written(facts, Kind.REFUSAL), facts)


def test_the_requesters_own_question_does_not_answer_for_the_council() -> None:
    asked = (
        "Are you withholding this under section 43(2)? Will a rival who saw the unit rates undercut Harrow Kitchens in "
        "the March tender?"
    )
    refused = replace(make.part(Outcome.WITHHELD, make.claim("43(2)", make.RATES), number=2), words=asked)
    given = make.part(Outcome.GIVEN, answer="The council paid £2.84 for each meal in 2025.")
    facts = make.facts(given, refused)
    text = written(facts)
    assert missing(Kind.PART_REFUSAL, text, facts) == ()
    answered = text.replace(f"in this way. {make.RATES['causal_link']}", "")
    assert Requirement.WHY in lacks(Kind.PART_REFUSAL, answered, facts)


def test_a_clerk_may_put_reasons_better() -> None:
    facts = make.refusal()
    text = written(facts).replace(
        make.RATES["against"],
        "Were these rates to leak, fewer caterers would bid for the next contract, and taxpayers would pay more.",
    )
    assert missing(Kind.PART_REFUSAL, text, facts) == ()


def test_calling_a_refusal_an_answer_does_not_help() -> None:
    facts = make.refusal()
    bare = "Dear Ana Petrov,\n\nIn answer to question 1, we hold it: the council paid £2.84 for each meal in 2025."
    found = lacks(Kind.ANSWER, bare, facts)
    assert {Requirement.EXEMPTION, Requirement.PUBLIC_INTEREST, Requirement.REVIEW, Requirement.PART} <= found


def test_a_refusal_for_which_nothing_is_claimed_is_caught() -> None:
    facts = make.facts(make.part(Outcome.WITHHELD))
    found = missing(Kind.REFUSAL, written(facts, Kind.REFUSAL), facts)
    assert "FOIA s.17(1)(b)" in sources(found)


def test_what_is_neither_confirmed_nor_denied_is_not_given_away() -> None:
    kind, facts = KINDS["ncnd"]
    text = written(facts, kind)
    for slip in ("We hold this information.", "We do not hold this information."):
        assert Requirement.BETRAYS in lacks(kind, f"{text}\n\n{slip}", facts)


def test_an_exemption_without_such_a_limb_cannot_neither_confirm_nor_deny() -> None:
    answers = {"why": "Harrow Kitchens keeps its recipe costing as a trade secret.", **make.WEIGHED}
    facts = make.facts(make.part(Outcome.NEITHER, make.claim("43(1)", answers, ncnd=True)))
    assert Requirement.CLAIM in lacks(Kind.NCND, written(facts, Kind.NCND), facts)


def test_the_law_lets_reasons_be_left_out_where_a_named_officer_says_why() -> None:
    waiver = Waiver(Requirement.PUBLIC_INTEREST, "Margaret Oyelaran", "The arguments would themselves name the bidder.")
    facts = make.refusal()
    text = written(facts)
    for key in ("for", "against", "balance"):
        text = text.replace(make.RATES[key], "")
    assert lacks(Kind.PART_REFUSAL, text, facts) == {Requirement.PUBLIC_INTEREST}
    assert missing(Kind.PART_REFUSAL, text, replace(facts, waivers=(waiver,))) == ()
    for poor in (replace(waiver, officer=" "), replace(waiver, reason=" - "), replace(waiver, cited="40(2)")):
        assert Requirement.PUBLIC_INTEREST in lacks(Kind.PART_REFUSAL, text, replace(facts, waivers=(poor,)))


@pytest.mark.parametrize("part", [Requirement.REVIEW, Requirement.COMPLAINT, Requirement.EXEMPTION, Requirement.STATES])
def test_nothing_else_may_be_left_out(part: Requirement) -> None:
    facts = make.refusal(waivers=(Waiver(part, "Margaret Oyelaran", "It would be shorter without it."),))
    assert Requirement.WAIVER in lacks(Kind.PART_REFUSAL, written(facts), facts)


def test_environmental_reasons_may_not_be_left_out() -> None:
    kind, facts = KINDS["eir_refusal"]
    waiver = Waiver(Requirement.PUBLIC_INTEREST, "Margaret Oyelaran", "The arguments would name the developer.")
    facts = replace(facts, waivers=(waiver,))
    text = written(facts, kind).replace(make.EMISSIONLESS["balance"], "")
    assert {Requirement.WAIVER, Requirement.PUBLIC_INTEREST} <= lacks(kind, text, facts)


def test_a_second_notice_for_a_vexatious_request_may_be_left_out() -> None:
    kind, facts = KINDS["repeated"]
    short = "Dear Ana Petrov,\n\nWe wrote to you on 20 August 2026 and have nothing to add."
    waiver = Waiver(Requirement.NOTICE, "Margaret Oyelaran", "A notice for the same request was sent in August.")
    asked = replace(facts, waivers=(waiver,))
    assert Requirement.WAIVER in lacks(kind, short, asked)
    assert missing(kind, short, replace(asked, earlier_notice_on=date(2026, 8, 20))) == ()
    costly = replace(make.every_kind()["cost"][1], waivers=(waiver,), earlier_notice_on=date(2026, 8, 20))
    assert Requirement.WAIVER in lacks(Kind.COST, short, costly)


def test_where_there_is_no_review_the_letter_says_so() -> None:
    facts = make.refusal(review=Review(none=True))
    text = written(facts)
    assert missing(Kind.PART_REFUSAL, text, facts) == ()
    assert Requirement.REVIEW in lacks(
        Kind.PART_REFUSAL, text.replace("We have no procedure", "We have a procedure"), facts
    )
    kind, environmental = KINDS["eir_refusal"]
    environmental = replace(environmental, review=Review(none=True))
    assert "EIR reg 11" in sources(missing(kind, written(environmental, kind), environmental))


def test_more_time_is_taken_for_a_qualified_exemption_alone_and_with_its_date() -> None:
    kind, facts = KINDS["extension"]
    text = written(facts, kind)
    for same in ("2nd November 2026", "02/11/2026", "2026-11-02"):
        assert missing(kind, text.replace("2 November 2026", same), facts) == ()
    for other in ("12 November 2026", "2 November 2027", "November 2026"):
        assert Requirement.DECISION_DATE in lacks(kind, text.replace("2 November 2026", other), facts)
    absolute = replace(facts, parts=(make.part(Outcome.WITHHELD, make.claim("40(2) via 40(3A)", make.PEOPLE)),))
    assert "FOIA s.10(3)" in sources(missing(kind, written(absolute, kind), absolute))


def test_information_on_emissions_is_not_withheld_for_confidence() -> None:
    answers = {**make.EMISSIONLESS, "emissions": "yes"}
    facts = make.facts(
        make.part(Outcome.WITHHELD, make.claim("12(5)(e)", answers, regime=Regime.EIR)), regime=Regime.EIR
    )
    assert "EIR reg 12(9)" in sources(missing(Kind.EIR_REFUSAL, written(facts, Kind.EIR_REFUSAL), facts))


def test_unfinished_material_names_who_finishes_it_and_when() -> None:
    answers = {
        "why": "The flood model is still being calibrated by engineers.",
        "preparing": "The Environment Agency prepares the model.",
        "completion": "It should be finished in March 2027.",
        **make.WEIGHED,
    }
    facts = make.facts(
        make.part(Outcome.WITHHELD, make.claim("12(4)(d)", answers, regime=Regime.EIR)), regime=Regime.EIR
    )
    text = written(facts, Kind.EIR_REFUSAL)
    assert missing(Kind.EIR_REFUSAL, text, facts) == ()
    assert "EIR reg 14(4)" in sources(missing(Kind.EIR_REFUSAL, text.replace("March 2027", "time"), facts))


def test_what_is_not_held_is_an_exception_under_the_regulations() -> None:
    facts = make.facts(make.part(Outcome.NOT_HELD), regime=Regime.EIR)
    found = missing(Kind.NOT_HELD, written(facts, Kind.NOT_HELD), facts)
    assert any("reg 12(4)(a)" in source for source in sources(found))
    held_not = {"why": "The survey of Mill Lane was never carried out."}
    facts = make.facts(
        make.part(Outcome.NOT_HELD, make.claim("12(4)(a)", held_not, regime=Regime.EIR)), regime=Regime.EIR
    )
    assert missing(Kind.EIR_REFUSAL, written(facts, Kind.EIR_REFUSAL), facts) == ()


@pytest.mark.parametrize(
    ("key", "own"),
    [
        ("12(4)(b)", {"limb": "cost", "proportion": "Reading 60,000 drainage e-mails would take two officers a year."}),
        ("12(4)(c)", {"helped": "On 9 September 2026 we offered a list of drainage surveys by ward."}),
    ],
)
def test_an_unreasonable_request_is_refused_without_saying_what_is_held(key: str, own: dict[str, str]) -> None:
    answers = {"why": "The request asks for every e-mail on drainage since 1996.", **own, **make.WEIGHED}
    facts = environmental(key, answers)
    text = written(facts, Kind.EIR_REFUSAL)
    assert missing(Kind.EIR_REFUSAL, text, facts) == ()
    assert "we hold" not in text


def test_the_wrong_law_is_caught() -> None:
    facts = make.facts(make.part(Outcome.WITHHELD, make.claim("43(2)", make.RATES)), regime=Regime.EIR)
    assert Requirement.CLAIM in lacks(Kind.EIR_REFUSAL, written(facts, Kind.EIR_REFUSAL), facts)


def test_a_blank_to_fill_in_stops_the_letter() -> None:
    facts = make.refusal()
    for blank in ("[insert reason]", "XXXX", "____", "%(name)s", "{reference}"):
        assert Requirement.UNFINISHED in lacks(Kind.PART_REFUSAL, f"{written(facts)}\n\nSee {blank} here.", facts)


def test_an_address_set_in_lines_is_an_address() -> None:
    facts = make.refusal()
    address = make.OFFICE.address
    text = written(facts).replace(f"Write to: {address}.", f"Write to:\n\n{address.replace(', ', chr(10))}")
    assert missing(Kind.PART_REFUSAL, text, facts) == ()
    elsewhere = f"{text.replace('Wycliffe House', 'Wycliff House')}"
    assert Requirement.COMPLAINT in lacks(Kind.PART_REFUSAL, elsewhere, facts)


def test_the_fee_is_stated_to_the_penny() -> None:
    kind, facts = KINDS["fees"]
    text = written(facts, kind)
    for other in ("£12.4", "£112.40", "£12.405", "£12"):
        assert Requirement.FEE in lacks(kind, text.replace("£12.40", other), facts)


def test_scotland_is_not_guessed() -> None:
    for regime, body in ((Regime.FOISA, Body.SCOTTISH), (Regime.FOIA, Body.SCOTTISH), (Regime.REUSE, Body.SCOTTISH)):
        facts = replace(make.refusal(), regime=regime, body=body)
        assert [lack.what for lack in missing(Kind.REFUSAL, "Dear Ana,", facts)] == [Requirement.UNSUPPORTED]
        with pytest.raises(UnsupportedError):
            write(Kind.REFUSAL, facts)


def test_an_empty_letter_does_not_go() -> None:
    for kind, facts in KINDS.values():
        for text in ("", " \n\n\u200b ", "Dear Ana,"):
            assert missing(kind, text, facts)


HOSTILE = [
    "section ",
    "43(2),",
    "a. ",
    "(",
    "s. 4 and ",
    "[",
    "section 4, ",
    "nothing ",
    "dal yn ",
    "nid yw wybodaeth ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_text_is_read_to_its_end(piece: str) -> None:
    with never_ending("reading a letter"):
        for language in ("en", "cy"):
            text = piece * (30_000 // len(piece)) + "."
            assert missing(Kind.PART_REFUSAL, text, in_language(make.refusal(), language))
        assert missing(Kind.PART_REFUSAL, piece * 200_000, make.refusal())


def in_language(facts: LetterFacts, language: str) -> LetterFacts:
    """The same facts for a Welsh letter: what clerks typed stays as it is, the office is the Welsh one."""
    if language == "en":
        return facts
    return replace(facts, language="cy", regulator=WELSH_OFFICE)


def test_a_welsh_letter_is_welsh() -> None:
    letter = write(Kind.PART_REFUSAL, in_language(make.refusal(), "cy"))
    assert "Rydym yn dal y wybodaeth hon yn ôl o dan adran 43(2), Deddf Rhyddid Gwybodaeth 2000" in letter.text
    assert "7 Medi 2026" in letter.text
    assert not re.search(r"\b(?:withholding|working days|complain)\b", letter.text)


@pytest.mark.parametrize("name", [name for name, (_kind, facts) in KINDS.items() if facts.claims])
def test_each_answer_taken_from_a_claim_is_missed(name: str) -> None:
    kind, facts = KINDS[name]
    whole = facts.parts[-1]
    for key in whole.claims[0].answers:
        answers = {one: said for one, said in whole.claims[0].answers.items() if one != key}
        poorer = replace(whole, claims=(replace(whole.claims[0], answers=answers),))
        less = replace(facts, parts=(*facts.parts[:-1], poorer))
        asked_for = key in {"why", "for", "against", "balance"} or not whole.claims[0].ncnd
        weighing = key in {"for", "against", "balance"} and kind == Kind.EXTENSION
        expected = asked_for and not weighing
        assert bool(missing(kind, written(less, kind), less)) == expected, key
