"""Our starter appraisals: questions, options, risks and what can be done about them, read from files beside this one.

No file holds a likelihood, an impact or a score, and none can: a key that is not known here is refused.
"""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.formats import date_format

from moothall.risks.choices import ActsOn, Category, Control, OptionKind, ResponseKind, Stance

FOLDER = Path(__file__).parent / "starter"
# A toleration is signed for by somebody, so none is suggested.
SUGGESTED = (ResponseKind.TREAT, ResponseKind.TRANSFER, ResponseKind.TAKE)


@dataclass(frozen=True)
class Fact:
    """Something that happened or was found elsewhere, in our words, and who says so."""

    text: str
    source: str
    link: str
    dated: str  # the day, month or year of the source, such as 2011-12-15, 2011-12 or 2011; empty where it bears none

    @property
    def known_on(self) -> date | None:
        """The last day of what `dated` says: from then on the fact was surely known."""
        parts = [int(part) for part in self.dated.split("-") if part]
        if not parts:
            return None
        if len(parts) == 3:
            return date(*parts)
        month = parts[1] if len(parts) == 2 else 12
        return date(parts[0] + month // 12, month % 12 + 1, 1) - timedelta(days=1)

    @property
    def words(self) -> str:
        """The date of its source as people write it, as far as it is known; empty where it bears none."""
        day = self.known_on
        return date_format(day, ("Y", "F Y", "j F Y")[self.dated.count("-")]) if day else ""


@dataclass(frozen=True)
class StarterOption:
    """One of the ways to answer the question."""

    key: str
    name: str
    kind: OptionKind
    summary: str


@dataclass(frozen=True)
class StarterRisk:
    """A risk of doing it or of not doing it, which is read as one sentence, with what happened elsewhere."""

    key: str
    name: str
    stance: Stance
    category: Category
    cause: str
    event: str
    consequence: str
    twin: str  # the key of its counterpart of the other stance, or empty
    first: bool
    facts: Sequence[Fact]

    @property
    def sentence(self) -> str:
        """The three parts as one sentence."""
        return f"Because {self.cause}, {self.event}, leading to {self.consequence}."


@dataclass(frozen=True)
class StarterResponse:
    """Something that can be done: it serves each of its risks under each of its options."""

    key: str
    step: str
    kind: ResponseKind
    acts_on: ActsOn
    control: Control
    gain: str  # of an opportunity that is taken: what it brings
    risks: Sequence[str]
    options: Sequence[str]


@dataclass(frozen=True)
class Starter:
    """An appraisal to begin from; what a risk means is for the council to judge."""

    slug: str
    title: str
    problem: str
    options: Sequence[StarterOption]
    risks: Sequence[StarterRisk]
    responses: Sequence[StarterResponse]

    @property
    def first(self) -> Sequence[StarterRisk]:
        """The six or so that matter first to most councils."""
        return tuple(risk for risk in self.risks if risk.first)

    @property
    def at_hand(self) -> Sequence[StarterRisk]:
        """The rest."""
        return tuple(risk for risk in self.risks if not risk.first)

    def responses_for(self, keys: Collection[str]) -> Sequence[StarterResponse]:
        """What can be done about any of these risks, each serving those of them that it is for."""
        cut = (replace(one, risks=tuple(key for key in one.risks if key in keys)) for one in self.responses)
        return tuple(one for one in cut if one.risks)

    def as_known_on(self, day: date) -> "Starter":
        """The same with those facts only that were surely known on a day."""

        def known(fact: Fact) -> bool:
            return fact.known_on is not None and fact.known_on <= day

        cut = (replace(risk, facts=tuple(fact for fact in risk.facts if known(fact))) for risk in self.risks)
        return replace(self, risks=tuple(cut))


@cache
def every() -> Sequence[Starter]:
    """All starter appraisals by their slugs; raises `ValueError` where a file is not as it should be."""
    return tuple(read(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml")))


def named(slug: str) -> Starter | None:
    """The starter appraisal with this slug."""
    return next((starter for starter in every() if starter.slug == slug), None)


def read(text: str) -> Starter:
    """Understand a file; raises `ValueError` with what is wrong in it."""
    said = tomllib.loads(text)
    _check_keys(said, {"slug", "title", "problem", "option", "risk", "response"})
    starter = Starter(
        slug=said["slug"],
        title=said["title"],
        problem=said["problem"].strip(),
        options=tuple(_option(one) for one in said["option"]),
        risks=tuple(_risk(one) for one in said["risk"]),
        responses=tuple(_response(one) for one in said["response"]),
    )
    _check_whole(starter)
    return starter


def _option(said: dict[str, Any]) -> StarterOption:
    _check_keys(said, {"key", "name", "kind", "summary"})
    return StarterOption(**{**said, "kind": OptionKind(said["kind"])})


def _risk(said: dict[str, Any]) -> StarterRisk:
    plain = {"key", "name", "stance", "category", "cause", "event", "consequence"}
    _check_keys(said, plain, {"twin", "first", "fact"})
    facts = tuple(_fact(one) for one in said.get("fact", []))
    rest: dict[str, Any] = {name: said[name] for name in plain}
    rest |= {"stance": Stance(said["stance"]), "category": Category(said["category"])}
    return StarterRisk(**rest, twin=said.get("twin", ""), first=said.get("first", False), facts=facts)


def _fact(said: dict[str, Any]) -> Fact:
    _check_keys(said, {"text", "source"}, {"link", "dated"})
    return Fact(text=said["text"], source=said["source"], link=said.get("link", ""), dated=said.get("dated", ""))


def _response(said: dict[str, Any]) -> StarterResponse:
    _check_keys(said, {"key", "step", "kind", "acts_on", "control", "risks", "options"}, {"gain"})
    kind, acts_on, control = ResponseKind(said["kind"]), ActsOn(said["acts_on"]), Control(said["control"])
    lists = {name: tuple(said[name]) for name in ("risks", "options")}
    return StarterResponse(**{"gain": "", **said, **lists, "kind": kind, "acts_on": acts_on, "control": control})


def _check_keys(said: Mapping[str, Any], needed: set[str], allowed: Collection[str] = ()) -> None:
    """Exactly these are said: whoever writes a score into a file is told that there is no place for it."""
    missing, unknown = needed - said.keys(), said.keys() - needed - set(allowed)
    if missing or unknown:
        where = said.get("key", said.get("slug", "?"))
        raise ValueError(f"{where}: missing {sorted(missing)}, not known here {sorted(unknown)}.")


def _check_whole(starter: Starter) -> None:
    """Every key is there once and known wherever it is named, and twins are of opposite stance."""
    options = {option.key for option in starter.options}
    risks = {risk.key: risk for risk in starter.risks}
    steps = {response.key for response in starter.responses}
    if (len(options), len(risks), len(steps)) != tuple(map(len, (starter.options, starter.risks, starter.responses))):
        raise ValueError("A key stands twice.")
    twinned = [risk for risk in starter.risks if risk.twin]
    wrong = [one.key for one in twinned if one.twin not in risks or risks[one.twin].stance == one.stance]
    for one in starter.responses:
        known = one.risks and one.options and {*one.risks} <= {*risks} and {*one.options} <= options
        if not (known and one.kind in SUGGESTED and bool(one.gain) == (one.kind == ResponseKind.TAKE)):
            wrong.append(one.key)
    if wrong:
        raise ValueError(f"Not as they should be: {', '.join(wrong)}.")
