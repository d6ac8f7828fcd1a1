"""The regimes a request is answered under: their Acts, their time limits, what moves those, who oversees them.

Read at the source: FOIA s.10; SI 2004/3364 reg 3; EIR reg 9; SI 2015/1415 reg 8; FOISA s.1(3), s.10 (its notes), s.21,
s.73; UK GDPR art 12(3), and of art 12A, in force since 5 February 2026 (SI 2026/82), its twin for law enforcement, DPA
2018 s.54(2) to (3C); the ICO on the right of access, on complaints, and on the time limits of the EIR. Not read at the
source, and to be looked at before they are quoted as law: EIR reg 8(5) and (6) and reg 11(4), the EISR, FOISA s.9,
SSI 2004/467, the wait of two months for a clarification, DPA 2018 s.164A itself.
"""

from dataclasses import dataclass, replace
from enum import Enum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Regime(TextChoices):
    """What a request, or a complaint about one, is answered under."""

    FOIA = "foia", _("Freedom of information")
    EIR = "eir", _("Environmental information")
    SAR = "sar", _("Subject access")
    FOISA = "foisa", _("Freedom of information (Scotland)")
    EISR = "eisr", _("Environmental information (Scotland)")
    REUSE = "reuse", _("Re-use")
    REVIEW = "review", _("Internal review")
    RECONSIDERATION = "reconsideration", _("Reconsideration")
    REUSE_REVIEW = "reuse_review", _("Review of re-use")
    COMPLAINT = "complaint", _("Data protection complaint")


OWN_DATA = (Regime.SAR, Regime.COMPLAINT)  # who asks is whom it is about: who searches for it has to know


class Body(TextChoices):
    """The kind of public authority; it decides the cost limit, the time of schools, and the law of Scotland."""

    COUNCIL = "council", _("Council")
    CENTRAL = "central", _("Central government")
    SCHOOL = "school", _("School")
    SCOTTISH = "scottish", _("Scottish authority")


class Regulator(TextChoices):
    """Who oversees a regime; the name and address of the office are a dated setting."""

    INFORMATION_COMMISSIONER = "ico", _("Information Commissioner")
    SCOTTISH_INFORMATION_COMMISSIONER = "sic", _("Scottish Information Commissioner")


class Unit(Enum):
    """What a time limit is counted in."""

    WORKING_DAYS = "working days"
    MONTHS = "months"
    DAYS = "days"


class Effect(Enum):
    """What something that happens does to the clock; there is no one "stop the clock"."""

    NOTHING = "nothing"
    RESETS = "resets"  # the day it is answered becomes the date of receipt
    PAUSES = "pauses"  # the days from the asking to the answer do not count, both included
    STARTS = "starts"  # the clock starts no sooner than the answer
    MEETS = "meets"  # the duty that has this limit is done with it


class Which(Enum):
    """The calendar that a limit is counted on."""

    UK = "uk"
    SCOTLAND = "scotland"
    OWN = "own"


@dataclass(frozen=True)
class Rule:
    """What one kind of thing does, and the section that says so."""

    effect: Effect = Effect.NOTHING
    source: str = ""


@dataclass(frozen=True)
class Lapse:
    """How long somebody has to pay; after that the request need not be answered."""

    source: str
    months: int = 0  # beginning with the day of the notice
    working_days: int = 0  # after the day of the notice


@dataclass(frozen=True)
class Extension:
    """How far a limit can be put off, in its own unit."""

    source: str
    further: int  # where nobody says how much
    most: int | None  # None: such time as is reasonable
    fixed: bool = False  # always `further`, whatever is said


@dataclass(frozen=True)
class CostRule:
    """The appropriate limit in pounds, and what an hour of work is reckoned at."""

    limit: int
    rate: int
    source: str

    @property
    def hours(self) -> float:
        """The hours that the limit buys; at the limit exactly a request is still answered."""
        return self.limit / self.rate


@dataclass(frozen=True)
class Rules:
    """A regime in numbers and sections."""

    act: Words
    limit: int
    source: str  # of the limit
    days_source: str  # what a working day is
    notice_source: str  # by when a refusal or an extension is told
    unit: Unit = Unit.WORKING_DAYS
    calendar: Which = Which.UK
    clarification: Rule = Rule()
    fee: Rule = Rule()
    identity: Rule = Rule()
    acknowledgement: Rule = Rule()
    validity: Rule = Rule()
    lapse: Lapse | None = None
    extension: Extension | None = None
    code_weekend: bool = False  # whether para 4.2 of the s.45 Code speaks of it
    regulator: Regulator = Regulator.INFORMATION_COMMISSIONER
    unsupported: Words = ""


# When a request that waits for clarification may be closed: a stated wait, not a rule of law (s.45 Code of Practice,
# July 2018: two months).
CLARIFICATION_WAIT_MONTHS = 2
# A school's time ends with this working day at the latest (SI 2004/3364 reg 3(2)(b)).
SCHOOL_CAP = 60
SCHOOL_SOURCE = "SI 2004/3364 reg 3"
CODE_WEEKEND_SOURCE = "s.45 Code of Practice (2018) para 4.2"

_NO_TABLES = _("The exemptions and exceptions of Scotland are not in the tables of this hall yet; deadlines are.")

_FOIA = Rules(
    act=_("Freedom of Information Act 2000"),
    limit=20,
    source="FOIA s.10(1)",
    days_source="FOIA s.10(6)",
    notice_source="FOIA s.17(1)",
    clarification=Rule(Effect.RESETS, "FOIA s.1(3), s.10(6)(b)"),
    validity=Rule(Effect.STARTS, "FOIA s.8(1), s.10(1)"),
    fee=Rule(Effect.PAUSES, "FOIA s.10(2)"),
    lapse=Lapse("FOIA s.9(2)", months=3),
    # Such time as is reasonable; 20 further days at the most is good practice (ICO, and the s.45 Code).
    extension=Extension("FOIA s.10(3)", further=20, most=20),
    code_weekend=True,
)
_EIR = Rules(
    act=_("Environmental Information Regulations 2004"),
    limit=20,
    source="EIR reg 5(2)",
    days_source="EIR reg 2(1), FOIA s.10(6)",
    notice_source="EIR reg 7(3), reg 14(2)",
    clarification=Rule(Effect.RESETS, "EIR reg 9(4)"),
    fee=Rule(Effect.PAUSES, "EIR reg 8(6)"),
    lapse=Lapse("EIR reg 8(5)", working_days=60),
    extension=Extension("EIR reg 7(1)", further=20, most=20, fixed=True),  # complexity and volume; 40 in all
)
_SAR = Rules(
    act=_("UK GDPR"),
    limit=1,
    source="UK GDPR art 12(3), art 12A",
    days_source="ICO guidance on the right of access",
    notice_source="UK GDPR art 12A",
    unit=Unit.MONTHS,
    calendar=Which.OWN,
    clarification=Rule(Effect.PAUSES, "UK GDPR art 12A"),
    fee=Rule(Effect.STARTS, "UK GDPR art 12A, art 12(5)"),
    identity=Rule(Effect.STARTS, "UK GDPR art 12A, art 12(6)"),
    extension=Extension("UK GDPR art 12A", further=2, most=2, fixed=True),
)
_FOISA = Rules(
    act=_("Freedom of Information (Scotland) Act 2002"),
    limit=20,
    source="FOISA s.10(1)",
    days_source="FOISA s.73",
    notice_source="FOISA s.16",
    calendar=Which.SCOTLAND,
    clarification=Rule(Effect.RESETS, "FOISA s.1(3), s.10(1)(b)"),
    validity=Rule(Effect.STARTS, "FOISA s.8(1), s.10(1)"),
    fee=Rule(Effect.PAUSES, "FOISA s.10(2)"),
    lapse=Lapse("FOISA s.9", months=3),
    regulator=Regulator.SCOTTISH_INFORMATION_COMMISSIONER,
    unsupported=_NO_TABLES,
)
_EISR = replace(
    _FOISA,
    act=_("Environmental Information (Scotland) Regulations 2004"),
    source="EISR reg 5(2)",
    days_source="EISR reg 2(1), FOISA s.73",
    notice_source="EISR reg 7, reg 13",
    clarification=Rule(Effect.RESETS, "EISR reg 9"),
    validity=Rule(),
    fee=Rule(Effect.PAUSES, "EISR reg 8"),
    lapse=Lapse("EISR reg 8", working_days=60),
    extension=Extension("EISR reg 7", further=20, most=20, fixed=True),
)
_REUSE = Rules(
    act=_("Re-use of Public Sector Information Regulations 2015"),
    limit=20,
    source="SI 2015/1415 reg 8(1)",
    days_source="SI 2015/1415 reg 2, FOIA s.10(6)",
    notice_source="SI 2015/1415 reg 8(3)",
    validity=Rule(Effect.STARTS, "SI 2015/1415 reg 6, reg 8(1)"),
    extension=Extension("SI 2015/1415 reg 8(2)", further=20, most=None),
)
_REVIEW = Rules(
    act=_("Code of Practice under section 45 of the Freedom of Information Act 2000"),
    limit=20,
    source="s.45 Code of Practice (2018) part 5",
    days_source="FOIA s.10(6)",
    notice_source="s.45 Code of Practice (2018) part 5",
    extension=Extension("s.45 Code of Practice (2018) part 5", further=20, most=20),  # 40 in exceptional cases
    code_weekend=True,
)
_RECONSIDERATION = Rules(
    act=_EIR.act,
    limit=40,
    source="EIR reg 11(4)",
    days_source=_EIR.days_source,
    notice_source="EIR reg 11(4)",
)
_REUSE_REVIEW = Rules(
    act=_REUSE.act,
    limit=20,  # the Regulations say “within a reasonable time”: as for an internal review
    source="SI 2015/1415 reg 17(3), s.45 Code of Practice (2018) part 5",
    days_source=_REUSE.days_source,
    notice_source="SI 2015/1415 reg 17(3)",
    extension=Extension("SI 2015/1415 reg 17(3)", further=20, most=20),
)
_COMPLAINT = Rules(
    act=_("Data Protection Act 2018"),
    limit=30,
    source="DPA 2018 s.164A",
    days_source="ICO guidance on data protection complaints",
    notice_source="DPA 2018 s.164A",
    unit=Unit.DAYS,
    calendar=Which.OWN,
    acknowledgement=Rule(Effect.MEETS, "DPA 2018 s.164A"),  # the outcome has no limit in days
)
_RULES = {
    Regime.FOIA: _FOIA,
    Regime.EIR: _EIR,
    Regime.SAR: _SAR,
    Regime.FOISA: _FOISA,
    Regime.EISR: _EISR,
    Regime.REUSE: _REUSE,
    Regime.REVIEW: _REVIEW,
    Regime.RECONSIDERATION: _RECONSIDERATION,
    Regime.REUSE_REVIEW: _REUSE_REVIEW,
    Regime.COMPLAINT: _COMPLAINT,
}
_REVIEWS_OF_SCOTLAND = {
    Regime.REVIEW: replace(
        _FOISA,
        source="FOISA s.21(1)",
        notice_source="FOISA s.21(5)",
        clarification=Rule(),
        validity=Rule(),
        fee=Rule(),
        lapse=None,
    ),
    Regime.RECONSIDERATION: replace(
        _EISR,
        source="EISR reg 16(4)",
        notice_source="EISR reg 16(4)",
        clarification=Rule(),
        fee=Rule(),
        lapse=None,
        extension=None,
    ),
}
_IN_SCOTLAND = {Regime.FOIA: Regime.FOISA, Regime.EIR: Regime.EISR}


def in_force(regime: Regime, body: Body) -> Regime:
    """The regime that binds this body: a Scottish authority answers under the Acts of Scotland (FOISA s.3, s.80)."""
    return _IN_SCOTLAND.get(regime, regime) if body == Body.SCOTTISH else regime


def rules(regime: Regime, body: Body = Body.COUNCIL) -> Rules:
    """The rules of a regime for this kind of body."""
    if body == Body.SCOTTISH and regime in _REVIEWS_OF_SCOTLAND:
        return _REVIEWS_OF_SCOTLAND[regime]
    return _RULES[in_force(regime, body)]


def cost(regime: Regime, body: Body = Body.COUNCIL) -> CostRule | None:
    """The appropriate limit, where the regime has one; only the two Freedom of Information Acts do.

    SI 2004/3244: £600 for bodies of Part I of Schedule 1, £450 for all others, at £25 an hour. SSI 2004/467: £600,
    an hour at no more than £15.
    """
    match in_force(regime, body):
        case Regime.FOIA:
            return CostRule(600 if body == Body.CENTRAL else 450, 25, "FOIA s.12, SI 2004/3244")
        case Regime.FOISA:
            return CostRule(600, 15, "FOISA s.12, SSI 2004/467")
    return None
