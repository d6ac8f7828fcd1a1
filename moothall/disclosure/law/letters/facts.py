"""What a letter is about: the facts of the case from which it is written and against which it is read."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from moothall.disclosure.law.exemptions import Claim
from moothall.disclosure.law.regimes import Body, Regime


class Kind(TextChoices):
    """What a letter is for."""

    ACKNOWLEDGEMENT = "acknowledgement", _("Acknowledgement")
    CLARIFICATION = "clarification", _("Asking what is meant")
    FEES_NOTICE = "fees_notice", _("Fees notice")
    EXTENSION = "extension", _("More time for the public interest")
    ANSWER = "answer", _("Answer")
    PART_REFUSAL = "part_refusal", _("Answer with a part refused")
    REFUSAL = "refusal", _("Refusal")
    COST = "cost", _("Refusal for its cost")
    VEXATIOUS = "vexatious", _("Refusal as vexatious or repeated")
    NCND = "ncnd", _("Neither confirming nor denying")
    EIR_REFUSAL = "eir_refusal", _("Environmental refusal")
    EIR_EXTENSION = "eir_extension", _("More time for complexity and volume")
    SAR_ANSWER = "sar_answer", _("Copy of personal data")
    SAR_REFUSAL = "sar_refusal", _("Refusal of personal data")
    NOT_HELD = "not_held", _("Not held")
    TRANSFER = "transfer", _("Another authority holds it")
    REVIEW_OUTCOME = "review_outcome", _("Outcome of a review")
    COMPLAINT = "complaint", _("Outcome of a complaint")


DECISIONS = frozenset(
    {
        Kind.ANSWER,
        Kind.PART_REFUSAL,
        Kind.REFUSAL,
        Kind.COST,
        Kind.VEXATIOUS,
        Kind.NCND,
        Kind.EIR_REFUSAL,
        Kind.SAR_ANSWER,
        Kind.SAR_REFUSAL,
        Kind.NOT_HELD,
        Kind.REVIEW_OUTCOME,
        Kind.COMPLAINT,
    }
)
WITHOUT_PARTS = frozenset({Kind.SAR_REFUSAL, Kind.COMPLAINT})  # they speak of the whole at once


class Outcome(TextChoices):
    """What became of one part of a request."""

    GIVEN = "given", _("Given")
    PARTLY = "partly", _("Given in part")
    WITHHELD = "withheld", _("Withheld")
    NOT_HELD = "not_held", _("Not held")
    NEITHER = "neither", _("Neither confirmed nor denied")


class Requirement(StrEnum):
    """What the law wants a letter to say."""

    STATES = "states"
    EXEMPTION = "exemption"
    WHY = "why"
    PUBLIC_INTEREST = "public_interest"
    HELP = "help"
    DECISION_DATE = "decision_date"
    REVIEW = "review"
    COMPLAINT = "complaint"
    REMEDY = "remedy"
    HELD = "held"
    PERMITS = "permits"
    NOT_HELD = "not_held"
    ANSWER = "answer"
    PART = "part"
    PARTICULARS = "particulars"
    DUE = "due"
    QUESTION = "question"
    FEE = "fee"
    EXTENDED = "extended"
    TRANSFER = "transfer"
    NOTICE = "notice"
    CLAIM = "claim"
    BETRAYS = "betrays"
    STRAY = "stray"
    LOOKALIKE = "lookalike"
    UNFINISHED = "unfinished"
    WAIVER = "waiver"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Part:
    """One question of a request, as it is answered.

    `answer` are the words given and `enclosed` the names of documents sent with the letter. `reason` is why personal
    data are kept back, or what was searched for what is not held.
    """

    number: int
    words: str
    outcome: Outcome
    claims: tuple[Claim, ...] = ()
    answer: str = ""
    enclosed: str = ""
    reason: str = ""

    @property
    def refused(self) -> bool:
        """Whether anything of it is refused."""
        return self.outcome in (Outcome.PARTLY, Outcome.WITHHELD, Outcome.NEITHER) or bool(self.claims)


@dataclass(frozen=True, slots=True)
class Review:
    """How the council looks at a decision again: where to ask, within how many working days; or that it does not."""

    contact: str = ""
    days: int = 40
    none: bool = False


@dataclass(frozen=True, slots=True)
class Commissioner:
    """To whom one can complain on the day of the letter: a dated setting, in the language of the letter."""

    name: str
    address: str
    website: str = ""


@dataclass(frozen=True, slots=True)
class Waiver:
    """That a part is left out because the law lets it be: which, by which officer, and why.

    `cited` limits it to one claim, such as “43(2)”; without it, it is for every claim of the letter.
    """

    part: Requirement
    officer: str
    reason: str
    cited: str = ""


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """The facts of a case that a letter rests on. All words are in the language of the letter, `en` or `cy`."""

    council: str
    requester: str
    reference: str
    regime: Regime
    received: date
    written: date
    body: Body = Body.COUNCIL
    language: str = "en"
    parts: tuple[Part, ...] = ()
    review: Review | None = None
    regulator: Commissioner | None = None
    waivers: tuple[Waiver, ...] = ()
    due: date | None = None
    decision_by: date | None = None
    extended_to: date | None = None
    longest: date | None = None  # the last day that an extension of this day gives
    earlier_notice_on: date | None = None
    question: str = ""
    fee: Decimal | None = None
    pay_to: str = ""
    reasons: str = ""
    transfer_to: str = ""
    processing: str = ""
    reviewer: str = ""
    findings: str = ""
    signed_by: str = ""
    office: str = ""

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim of every part."""
        return tuple(claim for part in self.parts for claim in part.claims)

    @property
    def refused(self) -> bool:
        """Whether anything is refused."""
        return any(part.refused for part in self.parts)

    def owes_review(self, kind: Kind) -> bool:
        """Whether the letter has to say how to ask for a review: FOIA s.17(7)(a), EIR reg 14(5)(a), RPSI reg 9."""
        return self.refused and self.regime != Regime.SAR and kind != Kind.REVIEW_OUTCOME

    def owes_complaint(self, kind: Kind) -> bool:
        """Whether it has to say how to complain to the regulator; an answer with personal data always has."""
        return self.refused or self.regime == Regime.SAR or kind in (Kind.REVIEW_OUTCOME, Kind.COMPLAINT)

    def owes_remedy(self, kind: Kind) -> bool:
        """Whether it has to name the remedy of a court: UK GDPR art 12(4)."""
        return self.regime == Regime.SAR and (self.refused or kind == Kind.SAR_REFUSAL)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a letter, with what the law wanted and it meets."""

    text: str
    meets: tuple[Requirement, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it is written: its subject and paragraphs."""

    subject: str
    paragraphs: tuple[Paragraph, ...]
    language: str = "en"

    @property
    def text(self) -> str:
        """The paragraphs, parted by empty lines, as a clerk edits them."""
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Lack:
    """What a letter lacks and may not go without, in words, and the law that asks for it."""

    what: Requirement
    words: str
    source: str
