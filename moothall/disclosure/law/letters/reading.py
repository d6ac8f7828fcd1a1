"""The linter: what a letter, as a clerk left it, lacks of what the law wants it to say.

FOIA s.17, EIR reg 14, UK GDPR art 12(4) and SI 2015/1415 reg 9 say what a refusal must contain. The words are read
against the facts of the case, so that neither an empty heading nor a provision that nobody claimed will do.
"""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from moothall.disclosure.law import words
from moothall.disclosure.law.citing import LAWS
from moothall.disclosure.law.letters import rights
from moothall.disclosure.law.letters.claims import of_claim, stray
from moothall.disclosure.law.letters.edited import Edited
from moothall.disclosure.law.letters.facts import (
    DECISIONS,
    WITHOUT_PARTS,
    Kind,
    Lack,
    LetterFacts,
    Outcome,
    Part,
    Requirement,
)
from moothall.disclosure.law.letters.waivers import notice_waived, refused_waivers
from moothall.disclosure.law.letters.writing import day, unwritten
from moothall.disclosure.law.regimes import Regime

MOST = 200_000  # characters: a letter of a hundred pages


def missing(kind: Kind, text: str, facts: LetterFacts) -> tuple[Lack, ...]:
    """Everything for want of which the letter may not go, each with its law; empty where it may."""
    if reason := unwritten(facts):
        return (Lack(Requirement.UNSUPPORTED, reason, ""),)
    if len(text) > MOST:
        return (Lack(Requirement.UNFINISHED, _("The letter is too long to be read: enclose what is long."), ""),)
    letter = Edited(text, facts)
    found = [*_form(letter), *refused_waivers(facts)]
    if kind in DECISIONS or kind == Kind.EXTENSION:
        found += _decision(kind, letter, facts)
    found += _of_kind(kind, letter, facts)
    return tuple(dict.fromkeys(found))


def _form(letter: Edited) -> Iterator[Lack]:
    """What is wrong with the text as such."""
    if not words.said(letter.raw):
        yield Lack(Requirement.UNFINISHED, _("There is no letter."), "")
    if blanks := letter.blanks():
        text = _("Something was still to be filled in: %(blanks)s") % {"blanks": ", ".join(blanks[:3])}
        yield Lack(Requirement.UNFINISHED, text, "")
    if odd := words.disguised(letter.raw):
        text = _("Letters of another alphabet stand for Latin ones in: %(words)s") % {"words": ", ".join(odd[:3])}
        yield Lack(Requirement.LOOKALIKE, text, "")


def _decision(kind: Kind, letter: Edited, facts: LetterFacts) -> Iterator[Lack]:
    if not facts.parts and kind not in WITHOUT_PARTS:
        yield Lack(Requirement.PART, _("No part of the request is recorded."), LAWS[facts.regime].answer)
    excused = notice_waived(facts)
    for part in facts.parts:
        yield from _part(part, letter, facts, undecided=kind == Kind.EXTENSION)
        for claim in part.claims:
            yield from of_claim(claim, part, letter, facts, undecided=kind == Kind.EXTENSION, excused=excused)
    yield from stray(letter, facts)
    if not excused:
        yield from rights.of_letter(kind, letter, facts)


def _part(part: Part, letter: Edited, facts: LetterFacts, *, undecided: bool) -> Iterator[Lack]:
    law, number = LAWS[facts.regime].answer, {"number": part.number}
    if len(facts.parts) > 1 and not letter.mentions(part.number):
        yield Lack(Requirement.PART, _("The letter does not say what it answers to question %(number)s.") % number, law)
    if part.refused and not part.claims and facts.regime != Regime.SAR:
        text = _("Question %(number)s is refused, and no provision is claimed for it.") % number
        yield Lack(Requirement.EXEMPTION, text, LAWS[facts.regime].names)
    if part.outcome == Outcome.NOT_HELD:
        yield from _not_held(part, letter, facts)
    elif part.outcome == Outcome.NEITHER:
        yield from _neither(part, letter, facts)
    elif not any(claim.exemption.unsearched for claim in part.claims):
        if facts.regime != Regime.REUSE and not letter.any(letter.says.holds.found):
            yield Lack(Requirement.HELD, _("The letter does not say that the information is held."), law)
        if facts.regime == Regime.REUSE and part.outcome != Outcome.WITHHELD:
            yield from _permitted(letter, law)
        if not undecided:
            yield from _given(part, letter, law)
    if facts.regime == Regime.SAR and part.refused and not part.claims:
        if not letter.any(letter.says.withholds.found):
            yield Lack(Requirement.STATES, _("The letter does not say that data are kept back."), "UK GDPR art 12(4)")
        yield from rights.reasons(part.reason, letter, _("why the data are kept back"))


def _permitted(letter: Edited, law: str) -> Iterator[Lack]:
    if not letter.any(letter.says.permits.found):
        yield Lack(Requirement.PERMITS, _("The letter does not say that it may be re-used."), law)


def _not_held(part: Part, letter: Edited, facts: LetterFacts) -> Iterator[Lack]:
    if not letter.any(letter.says.lacks.found):
        text = _("The letter does not say that the information of question %(number)s is not held.")
        yield Lack(Requirement.NOT_HELD, text % {"number": part.number}, LAWS[facts.regime].answer)
    if facts.regime == Regime.EIR and not any(claim.exemption.key == "12(4)(a)" for claim in part.claims):
        text = _("What is not held is refused under regulation 12(4)(a), which nobody has claimed.")
        yield Lack(Requirement.EXEMPTION, text, "EIR reg 12(4)(a), reg 14(3)(a)")


def _neither(part: Part, letter: Edited, facts: LetterFacts) -> Iterator[Lack]:
    if not letter.any(letter.says.neither.found):
        text = _("The letter does not say that we neither confirm nor deny.")
        yield Lack(Requirement.STATES, text, "EIR reg 12(6)" if facts.regime == Regime.EIR else "FOIA s.17(1)(a)")
    if not any(claim.ncnd for claim in part.claims):
        text = _("No claim for question %(number)s is one to neither confirm nor deny.") % {"number": part.number}
        yield Lack(Requirement.EXEMPTION, text, "FOIA s.17(1)(b)")
    alone = all(one.outcome == Outcome.NEITHER for one in facts.parts)
    told = [
        sentence
        for sentence in letter.every()
        if (letter.says.holds.found(sentence) or letter.says.lacks.found(sentence))
        and (alone or letter.speaks_of(sentence, part.number))
    ]
    if told:
        text = _("The letter gives away what may be neither confirmed nor denied: “%(sentence)s”")
        yield Lack(Requirement.BETRAYS, text % {"sentence": told[0]}, "FOIA s.2(1)")


def _given(part: Part, letter: Edited, law: str) -> Iterator[Lack]:
    if part.outcome not in (Outcome.GIVEN, Outcome.PARTLY):
        return
    number = {"number": part.number}
    enclosed = [name.strip() for name in part.enclosed.split(",") if name.strip()]
    if not part.answer.strip() and not enclosed:
        yield Lack(Requirement.ANSWER, _("Nothing is recorded as given for question %(number)s.") % number, law)
    if part.answer.strip() and not letter.covers_anywhere(part.answer):
        yield Lack(
            Requirement.ANSWER, _("The recorded answer to question %(number)s is not in the letter.") % number, law
        )
    for name in enclosed:
        if not letter.contains(name):
            yield Lack(
                Requirement.ANSWER, _("The letter does not name what it encloses: %(name)s") % {"name": name}, law
            )


def _of_kind(kind: Kind, letter: Edited, facts: LetterFacts) -> Iterator[Lack]:
    checks = {
        Kind.ACKNOWLEDGEMENT: _due,
        Kind.CLARIFICATION: _question,
        Kind.FEES_NOTICE: _fee,
        Kind.EXTENSION: _estimate,
        Kind.EIR_EXTENSION: _extended,
        Kind.TRANSFER: _transferred,
        Kind.SAR_ANSWER: _particulars,
        Kind.SAR_REFUSAL: _sar_refused,
        Kind.REVIEW_OUTCOME: _reviewed,
        Kind.COMPLAINT: _looked_into,
    }
    if kind in checks:
        yield from checks[kind](letter, facts)


def _due(letter: Edited, facts: LetterFacts) -> Iterator[Lack]:
    law = LAWS[facts.regime].due
    if facts.regime == Regime.COMPLAINT:  # its day is that of the acknowledgement itself
        return
    if facts.due is None:
        yield Lack(Requirement.DUE, _("It is not known when the answer is due."), law)
    elif not letter.names_day(facts.due):
        text = _("The letter does not say that the answer is due on %(day)s.") % {"day": day(facts.due)}
        yield Lack(Requirement.DUE, text, law)


def _question(letter: Edited, facts: LetterFacts) -> Iterator[Lack]:
    law = LAWS[facts.regime].question
    if not words.said(facts.question) or not letter.covers(facts.question):
        yield Lack(Requirement.QUESTION, _("The letter does not ask what has to be known."), law)


def _fee(letter: Edited, facts: LetterFacts) -> Iterator[Lack]:
    law = LAWS[facts.regime].fee
    if facts.fee is None or facts.fee <= 0:
        yield Lack(Requirement.FEE, _("No fee is recorded."), law)
        return
    amounts = {f"£{facts.fee:.2f}", f"£{facts.fee:,.2f}", f"£{facts.fee:.2f}".removesuffix(".00")}
    if not any(_amount(sentence, amount) for sentence in letter.every() for amount in amounts):
        text = _("The letter does not state the fee of £%(fee)s.") % {"fee": f"{facts.fee:.2f}"}
        yield Lack(Requirement.FEE, text, law)
    if facts.regime == Regime.FOIA and not letter.any(letter.says.months.found):
        yield Lack(Requirement.FEE, _("The letter does not say that there are three months to pay."), "FOIA s.9(2)")


def _amount(sentence: str, amount: str) -> bool:
    where = sentence.find(amount)
    rest = sentence[where + len(amount) :]
    return where >= 0 and not rest[:1].isdigit() and not (rest[:1] in {".", ","} and rest[1:2].isdigit())


def _estimate(letter: Edited, facts: LetterFacts) -> Iterator[Lack]:
    law = "FOIA s.17(2)"
    if not any(claim.exemption.weighed for claim in facts.claims):
        text = _("More time can be taken for a qualified exemption alone, and none is claimed.")
        yield Lack(Requirement.EXEMPTION, text, "FOIA s.10(3)")
    if facts.decision_by is None:
        yield Lack(Requirement.DECISION_DATE, _("No date is estimated for the decision."), law)
        return
    yield from _within(Requirement.DECISION_DATE, facts.decision_by, facts, LAWS[facts.regime].extended)
    if not letter.names_day(facts.decision_by):
        text = _("The letter does not estimate that the decision will be made by %(day)s.")
        yield Lack(Requirement.DECISION_DATE, text % {"day": day(facts.decision_by)}, law)


def _extended(letter: Edited, facts: LetterFacts) -> Iterator[Lack]:
    law = LAWS[facts.regime].extended
    if facts.regime not in (Regime.EIR, Regime.REUSE):
        text = _("Only environmental requests, and those for re-use, can be extended for complexity and volume.")
        yield Lack(Requirement.EXTENDED, text, "EIR reg 7(1), SI 2015/1415 reg 8(2)")
    if facts.regime == Regime.REUSE and not letter.any(letter.says.undecided.found):
        text = _("The letter does not say that no decision was reached yet.")
        yield Lack(Requirement.EXTENDED, text, "SI 2015/1415 reg 8(3)(a)")
    if facts.extended_to is None or not letter.names_day(facts.extended_to):
        source = "SI 2015/1415 reg 8(3)(b)" if facts.regime == Regime.REUSE else "EIR reg 7(1), (3)"
        yield Lack(Requirement.EXTENDED, _("The letter does not say until when it is extended."), source)
    if facts.extended_to is not None:
        yield from _within(Requirement.EXTENDED, facts.extended_to, facts, law)
    yield from rights.reasons(facts.reasons, letter, _("why it is complex and voluminous"), law)


def _within(what: Requirement, until: date, facts: LetterFacts, law: str) -> Iterator[Lack]:
    """Whether a day that is named lies ahead, past the day that is due, and no later than the law gives."""
    first = max(facts.written, facts.due or facts.written)
    if until <= first:
        text = _("More time has to end after %(day)s.")
        yield Lack(what, text % {"day": day(first)}, law)
    elif facts.longest is not None and until > facts.longest:
        text = _("The clock gives no more time than until %(day)s.")
        yield Lack(what, text % {"day": day(facts.longest)}, law)


def _transferred(letter: Edited, facts: LetterFacts) -> Iterator[Lack]:
    law = LAWS[facts.regime].transfer
    if not words.named(facts.transfer_to) or not letter.contains(facts.transfer_to):
        yield Lack(Requirement.TRANSFER, _("The letter does not name the authority that may hold it."), law)
    if not letter.any(letter.says.lacks.found):
        yield Lack(Requirement.NOT_HELD, _("The letter does not say that the information is not held."), law)


def _particulars(letter: Edited, facts: LetterFacts) -> Iterator[Lack]:
    if not words.said(facts.processing) or not letter.covers_anywhere(facts.processing):
        text = _("The letter does not say for what, from whom, to whom and for how long the data are kept.")
        yield Lack(Requirement.PARTICULARS, text, "UK GDPR art 15(1)")


def _sar_refused(letter: Edited, facts: LetterFacts) -> Iterator[Lack]:
    if not letter.any(letter.says.withholds.found):
        yield Lack(Requirement.STATES, _("The letter does not say that the request is refused."), "UK GDPR art 12(4)")
    yield from rights.reasons(facts.reasons, letter, _("why no action is taken"))


def _reviewed(letter: Edited, facts: LetterFacts) -> Iterator[Lack]:
    law = LAWS[facts.regime].reviewed
    if not words.said(facts.findings) or not letter.covers(facts.findings):
        yield Lack(Requirement.ANSWER, _("The letter does not say what the review found."), law)
    if not words.named(facts.reviewer) or not letter.contains(facts.reviewer):
        yield Lack(Requirement.ANSWER, _("The letter does not say who reviewed the decision."), law)


def _looked_into(letter: Edited, facts: LetterFacts) -> Iterator[Lack]:
    if not words.said(facts.findings) or not letter.covers(facts.findings):
        text = _("The letter does not say what became of the complaint.")
        yield Lack(Requirement.ANSWER, text, LAWS[facts.regime].answer)
