"""Whether a letter tells people what they can do about it: review, the regulator, the court."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from moothall.disclosure.law import words
from moothall.disclosure.law.citing import LAWS
from moothall.disclosure.law.letters.edited import Edited, bare
from moothall.disclosure.law.letters.facts import Kind, Lack, LetterFacts, Requirement
from moothall.disclosure.law.regimes import Regime

ADDRESS_WITHIN = 3  # paragraphs after the sentence: a clerk may set the address apart


def of_letter(kind: Kind, letter: Edited, facts: LetterFacts) -> Iterator[Lack]:
    """What the letter lacks of the requester's rights."""
    if facts.owes_review(kind):
        yield from _review(letter, facts)
    if facts.owes_complaint(kind):
        yield from _complaint(letter, facts, refused=facts.refused or kind == Kind.SAR_REFUSAL)
    if facts.owes_remedy(kind) and not letter.any(letter.says.remedy.found):
        text = _("The letter does not say that a court can be asked for a remedy.")
        yield Lack(Requirement.REMEDY, text, "UK GDPR art 12(4)")


def _review(letter: Edited, facts: LetterFacts) -> Iterator[Lack]:
    law = LAWS[facts.regime].review
    review, phrase = facts.review, letter.says.review
    if review is None or (not review.none and not words.named(review.contact)):
        yield Lack(Requirement.REVIEW, _("It is not recorded where a review can be asked for."), law)
        return
    if review.none and facts.regime in (Regime.EIR, Regime.REUSE):
        text = _("The Regulations give a right to reconsideration: there is always a procedure.")
        yield Lack(Requirement.REVIEW, text, "EIR reg 11" if facts.regime == Regime.EIR else "SI 2015/1415 reg 17(1)")
        return
    if review.none:
        if not letter.any(phrase.denied):
            text = _("The letter does not say that there is no procedure for a review.")
            yield Lack(Requirement.REVIEW, text, law)
        return
    for number, some in enumerate(letter.sentences):
        if any(phrase.found(one) for one in some) and words.says(letter.near(number), review.contact):
            return
    text = _("The letter does not say that a review can be asked for, and where: %(contact)s")
    yield Lack(Requirement.REVIEW, text % {"contact": review.contact}, law)


def _complaint(letter: Edited, facts: LetterFacts, *, refused: bool) -> Iterator[Lack]:
    given = facts.regime == Regime.SAR and not refused
    law = "UK GDPR art 15(1)(f)" if given else LAWS[facts.regime].complaint
    regulator = facts.regulator
    if regulator is None or not words.named(regulator.name) or not bare(regulator.address or regulator.website):
        yield Lack(Requirement.COMPLAINT, _("The regulator's name and address are not set."), law)
        return
    places = [
        number
        for number, some in enumerate(letter.sentences)
        if any(letter.says.complains.found(one) and words.says(one, regulator.name) for one in some)
    ]
    if not places:
        text = _("The letter does not say that one can complain to %(name)s.") % {"name": regulator.name}
        yield Lack(Requirement.COMPLAINT, text, law)
        return
    address = bare(regulator.address or regulator.website)
    if not any(address in bare(letter.near(number, ADDRESS_WITHIN)) for number in places):
        text = _("The letter does not give the address of %(name)s.") % {"name": regulator.name}
        yield Lack(Requirement.COMPLAINT, text, law)


def reasons(recorded: str, letter: Edited, what: str, law: str = "UK GDPR art 12(4)") -> Iterator[Lack]:
    """Whether the recorded reasons are reasons, and are in the letter; `what` finishes “does not say …”."""
    if not words.reasoned(recorded):
        yield Lack(Requirement.WHY, _("It is not recorded %(what)s.") % {"what": what}, law)
    elif not letter.covers(recorded):
        yield Lack(Requirement.WHY, _("The letter does not say %(what)s.") % {"what": what}, law)
