"""What the law lets a letter leave out, and whether a named officer has said why."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from moothall.disclosure.law import words
from moothall.disclosure.law.exemptions import Claim
from moothall.disclosure.law.letters.facts import Lack, LetterFacts, Requirement, Waiver
from moothall.disclosure.law.regimes import Regime

UNSAID = frozenset({Requirement.WHY, Requirement.PUBLIC_INTEREST})  # s.17(4)
REPEATED = frozenset({"14(1)", "14(2)"})


def waived(what: Requirement, claim: Claim, facts: LetterFacts) -> bool:
    """Whether the letter may leave this out for this claim (s.17(4)): saying it would tell what is exempt."""
    if what not in UNSAID or claim.exemption.ground:
        return False
    return any(
        waiver.part == what and waiver.cited in ("", claim.cited) and not _fault(waiver, facts)
        for waiver in facts.waivers
    )


def notice_waived(facts: LetterFacts) -> bool:
    """Whether no notice is owed at all (s.17(6)): an earlier one was given for s.14, and another is unreasonable."""
    return any(waiver.part == Requirement.NOTICE and not _fault(waiver, facts) for waiver in facts.waivers)


def refused_waivers(facts: LetterFacts) -> Iterator[Lack]:
    """The waivers that the law does not allow, or that nobody answers for."""
    for waiver in facts.waivers:
        if fault := _fault(waiver, facts):
            yield Lack(
                Requirement.WAIVER, fault, "FOIA s.17(6)" if waiver.part == Requirement.NOTICE else "FOIA s.17(4)"
            )


def _fault(waiver: Waiver, facts: LetterFacts) -> str:
    if facts.regime != Regime.FOIA or waiver.part not in {*UNSAID, Requirement.NOTICE}:
        return _("The law does not let this part be left out.")
    if not words.named(waiver.officer) or not words.said(waiver.reason):
        return _("A part is left out, and no named officer says why.")
    if waiver.part != Requirement.NOTICE:
        return ""
    if not facts.claims or any(claim.exemption.key not in REPEATED for claim in facts.claims):
        return _("A notice can be left out for a vexatious or repeated request alone.")
    if facts.earlier_notice_on is None or facts.earlier_notice_on >= facts.written:
        return _("No earlier notice for such a request is recorded.")
    return ""
