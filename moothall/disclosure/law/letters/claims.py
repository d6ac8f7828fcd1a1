"""Whether a letter says of each claim what the law wants: that it is made, by which provision, why, and the balance."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from moothall.disclosure.law import exemptions, words
from moothall.disclosure.law.citing import LAWS, SCHEDULES
from moothall.disclosure.law.exemptions import Claim
from moothall.disclosure.law.letters.edited import Edited, within
from moothall.disclosure.law.letters.facts import Lack, LetterFacts, Part, Requirement
from moothall.disclosure.law.letters.passages import WEIGHING, law, meets, number_of, provision
from moothall.disclosure.law.letters.phrases import EXEMPTION_NUMBERS
from moothall.disclosure.law.letters.waivers import waived
from moothall.disclosure.law.needs import Answer, Need
from moothall.disclosure.law.regimes import Regime

REUSE_EXCLUSIONS = 5  # the regulation in which all of them stand


def of_claim(
    claim: Claim, part: Part, letter: Edited, facts: LetterFacts, *, undecided: bool, excused: bool
) -> Iterator[Lack]:
    """What is lacking of one claim; `undecided` while the public interest is weighed, `excused` by s.17(6)."""
    yield from _readiness(claim, facts, undecided=undecided)
    if excused:
        return
    named, number = provision(claim), number_of(claim)
    cites = LAWS[claim.exemption.regime]
    ground = cites.ground if claim.exemption.ground else ""
    if not letter.cites(number):
        text = _("The letter does not name %(provision)s, with its subsection.") % {"provision": named}
        yield Lack(Requirement.EXEMPTION, text, ground or cites.names)
    phrase = letter.says.neither if claim.ncnd else letter.says.withholds
    if not letter.together(phrase.found, number):
        text = _("The letter does not say that question %(number)s is refused under %(provision)s.")
        values = {"number": part.number, "provision": named}
        yield Lack(Requirement.STATES, text % values, ground or cites.states)
    for need in exemptions.asked(claim):
        if need.told and not (undecided and need.key in WEIGHING):
            yield from _told(need, claim, letter, facts)


def _readiness(claim: Claim, facts: LetterFacts, *, undecided: bool) -> Iterator[Lack]:
    if claim.exemption.regime != facts.regime:
        text = _("%(provision)s does not belong to the law that this request is under.")
        yield Lack(Requirement.CLAIM, text % {"provision": provision(claim)}, "")
    if claim.answer("opinion_on").strip() > facts.written.isoformat():
        text = _("%(provision)s: the opinion is dated after the letter.") % {"provision": provision(claim)}
        yield Lack(Requirement.CLAIM, text, "FOIA s.36(2)")
    for lack in exemptions.missing(claim, facts.body, on=facts.received):
        if undecided and lack.key in WEIGHING:
            continue
        words_ = f"{provision(claim)}: {lack.words}"
        yield Lack(Requirement.CLAIM, words_, lack.source)


def _told(need: Need, claim: Claim, letter: Edited, facts: LetterFacts) -> Iterator[Lack]:
    what, answer = meets(need.key), claim.answer(need.key)
    if waived(what, claim, facts):
        return
    if need.kind == Answer.LINK:
        there = letter.contains(answer.strip())
    else:
        others = (claim.answer(other.key) for other in exemptions.asked(claim) if other.told and other != need)
        there = words.reasoned(answer) and letter.covers(answer, "\n".join(others))
    if there:
        return
    yield Lack(what, untold(provision(claim), need.words), law(claim, need.key))


def untold(named: str, question: object) -> str:
    """That a letter does not tell what was answered in the claim of a provision."""
    text = _("%(provision)s: the letter does not answer “%(question)s” as the file does.")
    return text % {"provision": named, "question": question}


def stray(letter: Edited, facts: LetterFacts) -> Iterator[Lack]:
    """Exemptions that a sentence of refusal names though nobody has claimed them."""
    if not facts.claims:
        return
    ours = {one for claim in facts.claims for one in (claim.cited, number_of(claim), claim.exemption.ncnd) if one}
    found: dict[str, None] = {}
    for sentence in letter.every():
        if not letter.says.withholds.found(sentence) and not letter.says.neither.found(sentence):
            continue
        for one in sorted(words.citations(sentence, of=letter.of)):
            if _is_exemption(one, facts.regime) and not any(within(one, own) or within(own, one) for own in ours):
                found[one] = None
    for one in found:
        named = LAWS[facts.regime].provision(one)
        text = _("The letter refuses under %(number)s, which the case does not claim.") % {"number": named}
        yield Lack(Requirement.STRAY, text, LAWS[facts.regime].names)


def _is_exemption(number: str, regime: Regime) -> bool:
    if number.startswith(SCHEDULES):
        return True
    head = int("".join(mark for mark in number.split("(", maxsplit=1)[0] if mark.isascii() and mark.isdigit()) or 0)
    if regime == Regime.REUSE:
        return head == REUSE_EXCLUSIONS
    if regime == Regime.EIR:
        return number.startswith(("12(4)", "12(5)")) or head == 13
    return head in EXEMPTION_NUMBERS or head in {12, 14}
