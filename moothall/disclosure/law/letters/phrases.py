"""The turns of phrase by which a letter is recognised to say something, in English and in Welsh.

They are read sentence by sentence: a heading says nothing, and a sentence that denies it does not say it.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """What says it, and what takes it back in the same sentence."""

    says: re.Pattern[str]
    denies: re.Pattern[str]

    def found(self, sentence: str) -> bool:
        """Whether the sentence says it."""
        return self.says.search(sentence) is not None and self.denies.search(sentence) is None

    def denied(self, sentence: str) -> bool:
        """Whether the sentence says that it is not so."""
        return self.says.search(sentence) is not None and self.denies.search(sentence) is not None


@dataclass(frozen=True, slots=True)
class Phrases:
    """All of them, in one language."""

    withholds: Phrase
    neither: Phrase
    holds: Phrase
    lacks: Phrase
    review: Phrase
    complains: Phrase
    remedy: Phrase
    months: Phrase
    permits: Phrase
    undecided: Phrase
    question: str


def _phrase(says: str, denies: str = r"(?!)") -> Phrase:
    return Phrase(re.compile(says, re.I), re.compile(denies, re.I))


_NO_RIGHT = (
    r"\b(?:cannot|can not|can't|may not|no right|not entitled|no procedure|no longer|there is no"
    r"|(?:do|does|will) not (?:offer|have|provide|accept))\b"
)
_DIM_HAWL = r"\b(?:ni allwch|ni chewch|nid oes|does dim|dim hawl|dim gweithdrefn)\b"
_NEITHER = r"neither confirm nor deny|confirm or deny|refuse to (?:confirm|say)"
_NA_GWADU = r"[cg]h?adarnhau (?:na|nac|neu) g?wadu|gwrthod dweud"

ENGLISH = Phrases(
    withholds=_phrase(
        r"\b(?:with(?:hold|held|holding)|exempt\w*|excepted|refus\w+"
        r"|not (?:\w+ )?(?:sending|disclos\w+|releas\w+|provid\w+|comply\w*|have to comply)"
        r"|cannot (?:disclose|release|provide|send))\b",
        r"\b(?:not|nothing|none|never|no information)\s+(?:\w+\s+){0,3}(?:with(?:hold|held)|exempt|excepted|refus)"
        r"|\bnothing\b[^.]{0,120}\b(?:withheld|refused)",
    ),
    neither=_phrase(_NEITHER, r"\b(?:can|do|does|will|we) (?:now )?confirm that\b"),
    holds=_phrase(
        r"\b(?:we|council) (?:do |does |also )?holds?\b|\b(?:is|are) held\b|\bconfirm that we hold",
        rf"\bnot h(?:old|eld)\b|{_NEITHER}|\bif\b",
    ),
    lacks=_phrase(r"\b(?:do|does|did) not hold\b|\bnot held\b|\bno (?:such )?information is held", _NEITHER),
    review=_phrase(
        r"\binternal review\b|\breview (?:of )?(?:this|the|our) decision|\breconsider|\brepresentations", _NO_RIGHT
    ),
    complains=_phrase(r"\b(?:complain|complaint|appeal|apply)\b", _NO_RIGHT),
    remedy=_phrase(r"\bcourts?\b|\bjudicial remedy\b", _NO_RIGHT),
    months=_phrase(r"\b(?:three|3) months\b"),
    permits=_phrase(
        r"\b(?:may|can|free to) re-?use\b|\bpermi(?:t|ssion)\b.{0,60}\bre-?us\w+"
        r"|\bre-?us\w+.{0,60}\b(?:permitted|licen[cs]ed|allowed)\b",
        r"\b(?:not|cannot|may not|no)\b",
    ),
    undecided=_phrase(r"\b(?:not|no)\b.{0,40}\b(?:decision|decided)\b|\b(?:decision|decided)\b.{0,40}\bnot\b"),
    question=r"\b(?:questions?|parts?|items?|points?)\b[^.;:]{{0,40}}?(?<!\d){number}(?!\d)",
)
WELSH = Phrases(
    withholds=_phrase(
        r"yn dal .{0,120}\bôl\b|\bdal yn ôl\b|\batal\b|\beithri\w*|\besempt\w*|\bg?wrthod\w*"
        r"|\bddim yn (?:ei )?h?anfon\b",
        r"\b(?:heb|ddim|nid|dim byd)\s+(?:\w+\s+){0,4}(?:dal|atal|gwrthod|wrthod|eithrio)",
    ),
    neither=_phrase(_NA_GWADU, r"\bgallwn gadarnhau bod\b"),
    holds=_phrase(
        r"wybodaeth\b.{0,120}\bgennym\b|\bgennym\b.{0,120}wybodaeth\b|wybodaeth\b.{0,120}\bcael ei chadw\b",
        rf"\bnid\b|\bnad\b|{_NA_GWADU}|\bos\b",
    ),
    lacks=_phrase(
        r"\b(?:nid|nad) (?:yw|oes)\b.{0,120}wybodaeth\b.{0,120}\bgennym\b|\bnid oes gennym.{0,120}wybodaeth\b",
        _NA_GWADU,
    ),
    review=_phrase(r"\badolygiad mewnol\b|\bailystyried", _DIM_HAWL),
    complains=_phrase(r"\b[cg]h?wyn\w*|\bapelio\b", _DIM_HAWL),
    remedy=_phrase(r"\bllys\w*|\blys\w*|\brhwymedi barnwrol\b", _DIM_HAWL),
    months=_phrase(r"\b(?:tri|thri|3) mis\b"),
    permits=_phrase(r"\b(?:cewch|gallwch|caniatâd|caniateir)\b.{0,80}\bailddefnyddio\b", r"\b(?:ni|nid|na|ddim)\b"),
    undecided=_phrase(r"\b(?:heb|nid|ddim|dim)\b.{0,60}\b(?:penderfyn\w+|benderfyn\w+|phenderfyn\w+)"),
    question=r"\b(?:[cgn]*g?h?westiwn|cwestiynau|rhan|rhannau)\b[^.;:]{{0,40}}?(?<!\d){number}(?!\d)",
)
IN = {"en": ENGLISH, "cy": WELSH}
EXEMPTION_NUMBERS = range(21, 45)  # the sections of Part II
