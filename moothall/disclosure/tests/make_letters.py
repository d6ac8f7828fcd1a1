"""Claims and the facts of letters, whole and dated, for the tests of the law; each test takes one thing away."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from moothall.disclosure.law.exemptions import Claim, find
from moothall.disclosure.law.letters import (
    Commissioner,
    Kind,
    LetterFacts,
    Outcome,
    Part,
    Review,
)
from moothall.disclosure.law.regimes import Regime

WEIGHED = {
    "for": "Parents should see whether public money buys good meals, and rates open spending to scrutiny.",
    "against": "If the rates leak, fewer caterers will bid and the next contract will cost taxpayers more.",
    "balance": "The total price is published already, so rates add little, while losing bidders would be expensive.",
}
HARM = {
    "interest": "The supplier's position in next year's tender for catering.",
    "causal_link": "A rival who saw the unit rates could undercut Harrow Kitchens in the March tender.",
    "real": "The tender is worth two million pounds and is three months away.",
    "likelihood": "would_be_likely",
}
RATES = {
    "why": "The contract shows how Harrow Kitchens builds its prices, which competitors do not know.",
    "third_party": "yes",
    "consulted_on": "2026-09-14",
    "consulted": "Harrow Kitchens wrote on 14 September 2026 that its unit rates are secret.",
    **HARM,
    **WEIGHED,
}
OPINION = {
    "why": "Officers set out options frankly before the budget was settled, and would write less in future.",
    "statistics": "no",
    "person": "Margaret Oyelaran",
    "office": "Monitoring Officer, by ministerial authorisation.",
    "opinion_on": "2026-09-21",
    "opinion": "She read the four e-mails and holds that advice would be less candid.",
    "opinion_likelihood": "would_be_likely",
    **WEIGHED,
}
PEOPLE = {
    "why": "The complaint names two junior officers and a resident, who could be known from it.",
    "whose": "Two junior officers and a resident of Mill Lane.",
    "expects": "They were told that complaints stay confidential.",
    "legitimate_interest": "Knowing how complaints are handled.",
    "necessity": "Totals would serve it without any name.",
    "data_balance": "Their privacy overrides it, as naming them would cause distress.",
    "special": "no",
}
NEITHER = {
    "why": "To say whether anybody complained of the person you name would itself tell something about them.",
}
COST = {
    "estimate": "2610",
    "evidence": "Thirty of 1,740 files were timed on 16 September 2026.",
    "help": "We could search the files of one ward, or those of 2025 alone.",
}
VEXATIOUS = {
    "burden": "Forty requests since May take one officer half of each week.",
    "motive": "The wording shows that it goes on with a settled planning dispute.",
    "value": "The answers were published in June, so little is left to learn.",
    "distress": "Two officers are called liars by name in the request.",
}
REPEATED = {
    "earlier": "Request FOI 2026/0207, answered in full.",
    "earlier_on": "2026-08-20",
    "similar": "It asks the same five questions in another order.",
    "interval": "Nothing has changed in the three weeks since.",
}
EMISSIONLESS = {
    "why": "The developer's viability model was supplied under a duty of confidence in the planning contract.",
    "interest": "The developer's position against its competitors.",
    "causal_link": "Publishing the assumptions on land values would hand competitors its bidding strategy.",
    "real": "Three sites in Moorland are being bid for now.",
    "likelihood": "would",
    "emissions": "no",
    "third_party": "no",
    "consulted": "The developer marked the model as confidential when it was supplied.",
    "for": "Residents of Northgate want to test whether fewer affordable homes are justified.",
    "against": "Developers who fear publication would give planners thinner figures.",
    "balance": "A summary of the viability report is published, which lets residents test the conclusion.",
}
NEIGHBOUR = {
    "why": "Two pages are a neighbour's account of the noise, from which the neighbour would be known.",
    "whose": "The neighbour at number 14, whose dog and garden are described.",
    "consent": "no",
    "asked": "We wrote on 14 September 2026; the neighbour refused in writing.",
    "confidence": "A complaint about noise, which the council promised to keep in confidence.",
    "reasonable": "no",
    "less": "The account itself tells who wrote it, with or without the name.",
}
ARCHITECT = {
    "why": "The drawings of the leisure centre were commissioned, and their copyright was never bought.",
    "owner": "Pell and Marsh Architects of Brook Street own the copyright in the drawings.",
}
OFFICE = Commissioner(
    "the Information Commissioner", "Wycliffe House, Water Lane, Wilmslow, Cheshire SK9 5AF", "https://ico.org.uk"
)
REVIEW = Review("foi.review@moorland.gov.uk")


def claim(
    key: str, answers: dict[str, str], *, regime: Regime = Regime.FOIA, limb: str = "", ncnd: bool = False
) -> Claim:
    """A claim of an exemption, by its key in the table."""
    return Claim(find(regime, key), answers, ncnd=ncnd, limb=limb)


def part(outcome: Outcome, *claims: Claim, number: int = 1, answer: str = "", reason: str = "") -> Part:
    """One question about school meals."""
    asked = {1: "What does the council pay for each school meal?", 2: "Which unit rates has Harrow Kitchens agreed?"}
    return Part(number, asked[number], outcome, claims, answer=answer, reason=reason)


def facts(*parts: Part, **more: object) -> LetterFacts:
    """A request received on Monday 7 September 2026 and answered on Friday 2 October."""
    whole = LetterFacts(
        council="Moorland Council",
        requester="Ana Petrov",
        reference="IR 2026/0412",
        regime=Regime.FOIA,
        received=date(2026, 9, 7),
        written=date(2026, 10, 2),
        due=date(2026, 10, 5),
        parts=parts,
        review=REVIEW,
        regulator=OFFICE,
        signed_by="Priya Nair",
        office="Information Governance Officer",
    )
    return replace(whole, **more)  # type: ignore[arg-type]


def refusal(**more: object) -> LetterFacts:
    """One question answered and one refused under section 43(2)."""
    return facts(
        part(Outcome.GIVEN, answer="The council paid £2.84 for each meal in 2025."),
        part(Outcome.WITHHELD, claim("43(2)", RATES), number=2),
        **more,
    )


def every_kind() -> dict[str, tuple[Kind, LetterFacts]]:
    """One whole case for each kind of letter, and for the exemptions that councils claim most."""
    held = part(Outcome.GIVEN, answer="The council paid £2.84 for each meal in 2025.")
    developer = claim("12(5)(e)", EMISSIONLESS, regime=Regime.EIR)
    sar: dict[str, object] = {
        "regime": Regime.SAR,
        "processing": "We keep these data to run council tax, from you and the Valuation Office, for seven years.",
    }
    return {
        "acknowledgement": (Kind.ACKNOWLEDGEMENT, facts()),
        "clarification": (Kind.CLARIFICATION, facts(question="Which of our nine schools do you mean by the old one?")),
        "fees": (Kind.FEES_NOTICE, facts(fee=Decimal("12.40"), pay_to="By card at the town hall")),
        "extension": (
            Kind.EXTENSION,
            facts(part(Outcome.WITHHELD, claim("43(2)", RATES)), decision_by=date(2026, 11, 2)),
        ),
        "answer": (Kind.ANSWER, facts(held)),
        "part_refusal": (Kind.PART_REFUSAL, refusal()),
        "refusal_36": (
            Kind.REFUSAL,
            facts(part(Outcome.WITHHELD, claim("36", OPINION, limb="36(2)(b)(i)"))),
        ),
        "refusal_40": (Kind.REFUSAL, facts(part(Outcome.WITHHELD, claim("40(2) via 40(3A)", PEOPLE)))),
        "elsewhere": (
            Kind.REFUSAL,
            facts(
                part(
                    Outcome.WITHHELD,
                    claim(
                        "21", {"why": "The budget book is on our website.", "link": "https://moorland.gov.uk/budget"}
                    ),
                )
            ),
        ),
        "cost": (Kind.COST, facts(part(Outcome.WITHHELD, claim("12(1)", COST)))),
        "vexatious": (Kind.VEXATIOUS, facts(part(Outcome.WITHHELD, claim("14(1)", VEXATIOUS)))),
        "repeated": (Kind.VEXATIOUS, facts(part(Outcome.WITHHELD, claim("14(2)", REPEATED)))),
        "ncnd": (
            Kind.NCND,
            facts(part(Outcome.NEITHER, claim("40(2) via 40(3A)", NEITHER, ncnd=True))),
        ),
        "eir_refusal": (Kind.EIR_REFUSAL, facts(part(Outcome.WITHHELD, developer), regime=Regime.EIR)),
        "eir_extension": (
            Kind.EIR_EXTENSION,
            facts(
                regime=Regime.EIR,
                extended_to=date(2026, 11, 2),
                reasons="There are 4,100 drainage surveys from eleven contractors in three archives.",
            ),
        ),
        "sar_answer": (Kind.SAR_ANSWER, facts(replace(held, enclosed="council-tax.pdf"), **sar)),
        "sar_partly": (
            Kind.SAR_ANSWER,
            facts(
                part(
                    Outcome.PARTLY,
                    answer="Your council tax file is enclosed with this letter.",
                    reason="Two pages speak of your neighbour, who has not agreed to be named.",
                ),
                **sar,
            ),
        ),
        "sar_refusal": (
            Kind.SAR_REFUSAL,
            facts(
                regime=Regime.SAR, reasons="You offered to drop it for money, so the demand is manifestly unfounded."
            ),
        ),
        "sar_claimed": (
            Kind.SAR_ANSWER,
            facts(
                part(
                    Outcome.PARTLY,
                    claim("Sch 2 para 16", NEIGHBOUR, regime=Regime.SAR),
                    answer="Your council tax file is enclosed with this letter.",
                ),
                **sar,
            ),
        ),
        "reuse": (
            Kind.ANSWER,
            facts(
                part(Outcome.GIVEN, answer="The Open Government Licence v3.0 applies, and there is no charge."),
                regime=Regime.REUSE,
            ),
        ),
        "reuse_refusal": (
            Kind.REFUSAL,
            facts(part(Outcome.WITHHELD, claim("5(1)(b)", ARCHITECT, regime=Regime.REUSE)), regime=Regime.REUSE),
        ),
        "reuse_extension": (
            Kind.EIR_EXTENSION,
            facts(
                regime=Regime.REUSE,
                extended_to=date(2026, 11, 2),
                reasons="The archive has 4,100 maps, and the rights in each have to be looked up.",
            ),
        ),
        "reuse_clarification": (
            Kind.CLARIFICATION,
            facts(regime=Regime.REUSE, question="Which of the two editions of the map do you mean?"),
        ),
        "complaint_acknowledgement": (Kind.ACKNOWLEDGEMENT, facts(regime=Regime.COMPLAINT)),
        "complaint": (
            Kind.COMPLAINT,
            facts(
                regime=Regime.COMPLAINT,
                findings="Your address was sent to a wrong person on 3 August. We had it deleted and trained the team.",
            ),
        ),
        "not_held": (Kind.NOT_HELD, facts(part(Outcome.NOT_HELD, reason="We searched the contracts register."))),
        "transfer": (Kind.TRANSFER, facts(transfer_to="Northshire County Council")),
        "review": (
            Kind.REVIEW_OUTCOME,
            facts(
                part(Outcome.WITHHELD, claim("43(2)", RATES)),
                reviewer="Tomasz Lewicki",
                findings="The search was thorough, and the rates remain sensitive until the March tender.",
            ),
        ),
    }
