"""Which exemptions are claimed for the parts of a case, and what each claim still lacks, in words, with its section."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.disclosure.law import exemptions
from moothall.disclosure.law.exemptions import Claim, Exemption, Missing, UnsupportedError
from moothall.disclosure.law.letters.claims import untold
from moothall.disclosure.law.letters.passages import WEIGHING, number_of, provision
from moothall.disclosure.law.regimes import Body, Regime
from moothall.disclosure.models import Case, Part, Reason

PARAGRAPH = "paragraph"  # in the answers of a reason: the paragraph that is claimed, such as 36(2)(b)(i)
LAW = {Regime.REVIEW: Regime.FOIA, Regime.RECONSIDERATION: Regime.EIR, Regime.REUSE_REVIEW: Regime.REUSE}
REVIEWS = frozenset({*LAW, Regime.COMPLAINT})  # where they are of an earlier answer


@dataclass(frozen=True)
class Lacking:
    """What keeps a letter back, in words, and the law that wants it; `part` is the number of the part it is about.

    `url` is the address at which somebody who works on the case puts it right, if there is one.
    """

    words: str
    law: str = ""
    part: int = 0
    url: str = ""


@dataclass(frozen=True)
class Claimed:
    """A standing claim, with what it lacks; `claim` is None where its table does not know it."""

    reason: Reason
    claim: Claim | None
    missing: Sequence[Missing]

    @property
    def title(self) -> str:
        """The provision as a letter names it."""
        return provision(self.claim) if self.claim else self.reason.citation


def root_of(case: Case) -> Case:
    """The case that was asked first: a review looks at it again."""
    return case.of if case.of_id and case.of is not None else case


def law_of(case: Case) -> Regime:
    """The law whose exemptions apply: a review is decided under that of the request it looks at."""
    own = Regime(case.regime)
    if own in REVIEWS and case.of is not None:
        return law_of(case.of)
    return LAW.get(own, own)


def offered(case: Case) -> tuple[Exemption, ...]:
    """What can be claimed in this case: never what is not open to this kind of body, nor what leads to another law.

    Raises UnsupportedError, in words, where there is no table.
    """
    found = exemptions.available(law_of(case), body=Body(case.body), on=root_of(case).received_on)
    return tuple(one for one in found if not one.router)


def fault(part: Part, citation: str, *, case: Case, ncnd: bool) -> str:
    """Why this cannot be claimed for a part, in words, or nothing: s.34 and s.35 are not open to a council."""
    try:
        one = next((each for each in offered(case) if each.key == citation), None)
    except UnsupportedError as error:
        return str(error)
    if one is None:
        return _("This exemption is not open to us in this case.")
    if ncnd and not one.ncnd:
        return _("This exemption does not allow neither confirming nor denying.")
    return _("The part was put by.") if part.dropped_at is not None else ""


def standing(case: Case) -> list[Reason]:
    """The claims that stand, each citation of a part in its last row; asks one question."""
    last: dict[tuple[int, str], Reason] = {}
    for reason in Reason.objects.filter(part__case=case, part__dropped_at=None).select_related("part").order_by("pk"):
        last[reason.part_id, reason.citation] = reason
    return [reason for reason in last.values() if not reason.dropped]


def claimed(case: Case) -> list[Claimed]:
    """The standing claims with what each lacks."""
    return [_claimed(reason, case) for reason in standing(case)]


def claimed_for(part: Part) -> list[Claimed]:
    """Those of one part."""
    return [found for found in claimed(part.case) if found.reason.part_id == part.pk]


def claim_of(reason: Reason, law: Regime) -> Claim | None:
    """The claim as the law reads it; None where its table has no such provision."""
    return claim_from(law, reason.citation, reason.answers, ncnd=reason.ncnd)


def claim_from(law: Regime, citation: str, answers: Any, *, ncnd: bool = False) -> Claim | None:
    """A claim from the answers of a form, or of a row whoever wrote it."""
    try:
        one = exemptions.find(law, citation)
    except (KeyError, UnsupportedError):
        return None
    given: Mapping[str, Any] = answers if isinstance(answers, dict) else {}
    said = {str(key): value for key, value in given.items() if isinstance(value, str)}
    return Claim(one, said, ncnd=ncnd, limb=said.get(PARAGRAPH, "").removeprefix("s.").strip())


def _claimed(reason: Reason, case: Case) -> Claimed:
    claim = claim_of(reason, law_of(case))
    if claim is None:
        words = _("%(citation)s is no provision that can be claimed here.") % {"citation": reason.citation}
        return Claimed(reason, None, (Missing("unknown", words, ""),))
    return Claimed(reason, claim, exemptions.missing(claim, Body(case.body), on=root_of(case).received_on))


def lacking(found: Sequence[Claimed], *, undecided: bool = False) -> list[Lacking]:
    """What the claims lack, the balance said once, and not at all while it is `undecided`."""
    lines: list[Lacking] = []
    for one in found:
        number, url = one.reason.part.position or 0, _form_of(one)
        weighing = [miss for miss in one.missing if miss.key in WEIGHING]
        if weighing and not undecided:
            eir = one.claim is not None and one.claim.exemption.regime == Regime.EIR
            words = _("Part {number} has no public-interest balance").format(number=number)
            lines.append(Lacking(words, "EIR reg 14(3)(b)" if eir else "FOIA s.17(3)", number, url))
        for miss in one.missing:
            if miss.key not in WEIGHING:
                words = _("Part {number}, {provision}: {words}")
                words = words.format(number=number, provision=one.title, words=miss.words)
                lines.append(Lacking(words, miss.source, number, url))
    return list(dict.fromkeys(lines))


def _form_of(one: Claimed) -> str:
    """The guided form of a claim; the claims of its part where no table knows it."""
    reason = one.reason
    if one.claim is None:
        return reverse("disclosure:claims", args=[reason.part_id])
    asked = {"of": reason.citation} | ({"ncnd": "1"} if reason.ncnd else {})
    return f"{reverse('disclosure:claim', args=[reason.part_id])}?{urlencode(asked)}"


def said_by_law(found: Sequence[Claimed]) -> frozenset[str]:
    """The words in which the linter says the same, of the claim and of the letter, so that nothing is said twice."""
    lines = [(provision(one.claim), miss.words) for one in found if one.claim is not None for miss in one.missing]
    return frozenset(line for named, words in lines for line in (f"{named}: {words}", untold(named, words)))


def cited(claim: Claim) -> str:
    """The number that a letter names for it."""
    return number_of(claim)
