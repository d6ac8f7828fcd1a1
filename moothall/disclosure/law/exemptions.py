"""The exemptions, exceptions and grounds on which a request may be refused, and what a claim of one needs.

FOIA 2000 Part II and ss.12 and 14, EIR 2004 regs 12 and 13, DPA 2018 Schedules 2 to 4, and SI 2015/1415 reg 5, from
tables with the days from which they are in force. For Scottish bodies there is no table: it is said that they are not
supported.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TypedDict

from django.utils.translation import gettext as _

from moothall.disclosure.law import needs as forms
from moothall.disclosure.law.citing import LAWS, SCHEDULES
from moothall.disclosure.law.cost import Cost, spoken
from moothall.disclosure.law.needs import Answer, Need
from moothall.disclosure.law.regimes import Body, Regime
from moothall.disclosure.law.words import named, plain, reasoned, said
from moothall.kit.registries import Words

SUPPORTED = frozenset({Regime.FOIA, Regime.EIR, Regime.SAR, Regime.REUSE})
FORMS = {
    Regime.FOIA: forms.FOIA_FORMS,
    Regime.EIR: forms.EIR_FORMS,
    Regime.SAR: forms.DPA_FORMS,
    Regime.REUSE: forms.REUSE_FORMS,
}
EVERYBODY = frozenset({Body.COUNCIL, Body.CENTRAL, Body.SCHOOL})
COSTLY = frozenset({"12(1)", "12(2)"})
NO_WEIGHING = frozenset({"12(4)(a)", "13", "6(1)(b)", "5(3)"})


class UnsupportedError(LookupError):
    """There is no table for this law yet, and nothing is guessed."""


@dataclass(frozen=True, slots=True)
class Exemption:
    """One provision under which information may be withheld.

    `citation` is as it stands in a letter. Where `limb` is set, a claim must name the paragraph: “section 31(1)(a)”.
    `tier` is absolute, qualified, or ground (ss.12 and 14, which are outside Part II); `ncnd` the provision for neither
    confirming nor denying, or empty.
    """

    regime: Regime
    key: str
    cited: str
    title: str
    tier: str
    test: str
    ncnd: str
    bodies: frozenset[Body]
    use: str
    since: date
    until: date | None
    note: str
    limb: bool = False

    @property
    def citation(self) -> str:
        """As written in a letter: “section 43(2)”, “regulation 12(5)(e)”, “paragraph 16 of Schedule 2”."""
        return LAWS[self.regime].provision(self.cited)

    @property
    def source(self) -> str:
        """As a source is named: “FOIA s.43(2)”, “DPA 2018 Sch 2 para 16”."""
        return f"{LAWS[self.regime].prefix}{self.cited}"

    @property
    def weighed(self) -> bool:
        """Whether the public interest has to be weighed."""
        return self.tier == "qualified"

    @property
    def router(self) -> bool:
        """Whether it is no ground for refusing but the way to another regime."""
        return self.use == "router"

    @property
    def unsearched(self) -> bool:
        """Whether it can be claimed without knowing what is held: too costly, vexatious, unreasonable, too general."""
        return self.ground or self.key in {"12(4)(a)", "12(4)(b)", "12(4)(c)"}

    @property
    def ground(self) -> bool:
        """Whether it is s.12 or s.14, which are no exemptions."""
        return self.tier == "ground"

    def in_force(self, on: date) -> bool:
        """Whether it is the law on that day."""
        return self.since <= on and (self.until is None or on <= self.until)

    def open_to(self, body: Body) -> bool:
        """Whether that kind of body can claim it."""
        return body in self.bodies


@dataclass(frozen=True, slots=True)
class Missing:
    """What a claim still lacks: the question's key, in words, and the law that asks for it."""

    key: str
    words: Words
    source: str


@dataclass(frozen=True, slots=True)
class Claim:
    """That an exemption applies, with the answers of its form by key, in the language of the letter.

    `limb` is the full citation without “section”, where the exemption has paragraphs: “36(2)(b)(i)”.
    """

    exemption: Exemption
    answers: Mapping[str, str] = field(default_factory=dict)
    ncnd: bool = False
    limb: str = ""

    @property
    def cited(self) -> str:
        """What the letter has to name: “43(2)”, “31(1)(a)”."""
        return self.limb or self.exemption.cited

    def answer(self, key: str) -> str:
        """What was answered, or nothing."""
        return self.answers.get(key, "")


@cache
def _tables() -> tuple[Exemption, ...]:
    return (*_foia(), *_grounds(), *_eir(), *_own_data(), *_reuse())


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (files("moothall.disclosure.law") / "tables" / name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def _foia() -> Iterator[Exemption]:
    for row in _rows("foia_exemptions.csv"):
        yield Exemption(
            regime=Regime.FOIA,
            key=row["section"],
            cited=row["cited"],
            title=row["title"],
            tier=row["tier"],
            test=row["test"],
            ncnd=row["ncnd"],
            bodies=frozenset({Body.CENTRAL}) if row["council_use"] == "not_available" else EVERYBODY,
            use=row["council_use"],
            limb=row["limb"] == "yes",
            **_last(row),
        )


def _grounds() -> Iterator[Exemption]:
    for row in _rows("foia_grounds.csv"):
        yield _plain(Regime.FOIA, row["section"], row, tier="ground", test="ground")


def _eir() -> Iterator[Exemption]:
    for row in _rows("eir_exceptions.csv"):
        tier = "absolute" if row["reg"] in NO_WEIGHING else "qualified"
        use = "router" if row["test"] == "router" else "common"
        yield _plain(Regime.EIR, row["reg"], row, tier=tier, test=row["test"], ncnd=row["ncnd"], use=use)


def _own_data() -> Iterator[Exemption]:
    for row in _rows("dpa_exemptions.csv"):
        number = f"{SCHEDULES}{row['schedule']} para {row['paragraph']}"
        yield _plain(Regime.SAR, number, row, test=row["test"], use=row["use"])


def _reuse() -> Iterator[Exemption]:
    for row in _rows("reuse_exclusions.csv"):
        bodies = frozenset({Body.SCHOOL}) if row["reg"] == "5(3)" else EVERYBODY
        yield _plain(Regime.REUSE, row["reg"], row, bodies=bodies)


def _plain(
    regime: Regime,
    number: str,
    row: Mapping[str, str],
    *,
    tier: str = "absolute",
    test: str = "class",
    ncnd: str = "",
    bodies: frozenset[Body] = EVERYBODY,
    use: str = "common",
) -> Exemption:
    """A provision that is cited by its own number."""
    return Exemption(regime, number, number, row["title"], tier, test, ncnd, bodies, use, **_last(row))


class _Last(TypedDict):
    """The last columns of every table."""

    since: date
    until: date | None
    note: str


def _last(row: Mapping[str, str]) -> _Last:
    until = row["in_force_until"]
    return {
        "since": date.fromisoformat(row["in_force_from"]),
        "until": date.fromisoformat(until) if until else None,
        "note": row["note"],
    }


def unsupported(regime: Regime, body: Body = Body.COUNCIL) -> str:
    """Why no exemption can be offered, in words, or nothing where there is a table."""
    if body == Body.SCOTTISH or regime in (Regime.FOISA, Regime.EISR):
        return _("The Scottish exemptions and exceptions are not yet supported here.")
    if regime not in SUPPORTED:
        return _("There is no table of exemptions for this regime.")
    return ""


def available(regime: Regime, *, body: Body, on: date) -> tuple[Exemption, ...]:
    """What that body can claim under that law on that day; raises UnsupportedError where there is no table."""
    if reason := unsupported(regime, body):
        raise UnsupportedError(reason)
    return tuple(one for one in _tables() if one.regime == regime and one.open_to(body) and one.in_force(on))


def find(regime: Regime, key: str) -> Exemption:
    """The exemption by its key in the table, such as “43(2)”; raises KeyError, or UnsupportedError without a table."""
    if reason := unsupported(regime):
        raise UnsupportedError(reason)
    for one in _tables():
        if one.regime == regime and one.key == key:
            return one
    raise KeyError(key)


def needs(exemption: Exemption) -> tuple[Need, ...]:
    """The questions that a claim of it has to answer, in the order in which they are asked."""
    if exemption.router:
        return ()
    law = LAWS[exemption.regime]
    own = FORMS[exemption.regime].get(exemption.key, ())
    chain: tuple[Need, ...] = ()
    if exemption.test in {"prejudice", "class+prejudice", "endangerment"}:
        chain = forms.prejudice(exemption.source)
    if exemption.test == "adverse_effect":
        chain = forms.prejudice(exemption.source, certain=True)
    if exemption.test in forms.OF_TESTS:
        chain = forms.OF_TESTS[exemption.test](exemption.source)
    first = () if exemption.ground else (forms.why(law.why),)
    return (*first, *own, *chain, *(forms.public_interest(law.balance) if exemption.weighed else ()))


def asked(claim: Claim) -> tuple[Need, ...]:
    """The questions that this claim has to answer, given what it has answered already."""
    found = needs(claim.exemption)
    if claim.ncnd:  # not what is in the information, but whether there is any, is then in question
        found = tuple(
            need for need in found if need.key in {"why", "for", "against", "balance"} or need in forms.OPINION
        )
    return tuple(need for need in found if need.unless is None or claim.answer(need.unless[0]) != need.unless[1])


def missing(claim: Claim, body: Body, *, on: date | None = None) -> tuple[Missing, ...]:
    """What the claim lacks, or why it cannot be made at all, each with its law."""
    return (*_barred(claim, body, on), *_limb(claim), *_unanswered(claim), *_at_odds(claim, body, on))


def _barred(claim: Claim, body: Body, on: date | None) -> Iterator[Missing]:
    one = claim.exemption
    law = one.source
    if reason := unsupported(one.regime, body):
        yield Missing("unsupported", reason, law)
    elif not one.open_to(body):
        words = _("%(citation)s is not open to this kind of body.") % {"citation": _capital(one.citation)}
        yield Missing("not_available", words, law)
    if on is not None and not one.in_force(on):
        words = _("%(citation)s was not in force on that day.") % {"citation": _capital(one.citation)}
        yield Missing("not_in_force", words, law)
    if one.router:
        words = _("This is no ground for refusing: change the regime of the case instead.")
        yield Missing("router", words, law)
    if claim.ncnd and not one.ncnd:
        words = _("%(citation)s does not allow neither confirming nor denying.") % {"citation": _capital(one.citation)}
        yield Missing("ncnd", words, law)


def _limb(claim: Claim) -> Iterator[Missing]:
    one = claim.exemption
    if one.limb and not _limb_fits(claim):
        words = _("Name the paragraph that applies, such as %(example)s.") % {"example": f"{one.citation}(a)"}
        yield Missing("limb", words, "FOIA s.17(1)(b)")
    if not one.limb and claim.limb and not claim.limb.startswith(one.cited):
        yield Missing("limb", _("The paragraph named belongs to another provision."), "FOIA s.17(1)(b)")


def _limb_fits(claim: Claim) -> bool:
    rest = claim.limb.removeprefix(claim.exemption.cited)
    return claim.limb.startswith(claim.exemption.cited) and re.fullmatch(r"(\([a-z]{1,4}\)){1,2}", rest) is not None


def _at_odds(claim: Claim, body: Body, on: date | None) -> Iterator[Missing]:
    """Answers that are answers, and show that the provision does not apply."""
    key, minutes = claim.exemption.key, claim.answer("estimate").strip()
    timed = key in COSTLY and body in EVERYBODY and re.fullmatch(r"[1-9]\d{0,8}", minutes, re.ASCII)
    if timed and not Cost(int(minutes), body).exceeds:
        words = _("The estimate comes to %(time)s, which is not over the limit.") % {"time": spoken(int(minutes))}
        yield Missing("estimate", words, f"FOIA s.{key}")
    if on is None:
        return
    if key == "22" and _not_before(claim.answer("intended"), on):
        yield Missing("intended", _("It was settled only after the request had come."), "FOIA s.22(1)(b)")
    if key == "14(2)" and _not_before(claim.answer("earlier_on"), on):
        yield Missing("earlier_on", _("The earlier request was answered only after this one."), "FOIA s.14(2)")


def _not_before(answer: str, on: date) -> bool:
    return _is_date(answer) and date.fromisoformat(answer.strip()) >= on


def _unanswered(claim: Claim) -> Iterator[Missing]:
    told: set[str] = set()
    for need in asked(claim):
        answer = claim.answer(need.key)
        if need.told and plain(answer).casefold() in told:
            yield Missing(need.key, _("The same words answer two questions."), need.source)
            continue
        if need.told and answers(need, answer):
            told.add(plain(answer).casefold())
        if not answers(need, answer):
            yield Missing(need.key, need.words, need.source)
        elif need.only and answer != need.only:
            yield Missing(need.key, need.refusal, need.source)


def answers(need: Need, answer: str) -> bool:
    """Whether the answer is one: words that say something, a real date, a whole link, one of the choices."""
    if need.kind == Answer.CHOICE:
        return answer in {value for value, _label in need.choices}
    if need.kind == Answer.NAME:
        return named(answer)
    if need.kind == Answer.DATE:
        return _is_date(answer)
    if need.kind == Answer.LINK:
        return re.fullmatch(r"https?://[^\s/]+\.[^\s]+", answer.strip()) is not None
    if need.kind == Answer.MINUTES:
        return re.fullmatch(r"[1-9]\d{0,8}", answer.strip(), re.ASCII) is not None
    return reasoned(answer) if need.told else said(answer)


def _is_date(answer: str) -> bool:
    try:
        date.fromisoformat(answer.strip())
    except ValueError:
        return False
    return True


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
