"""The clauses that apply to what a person is doing, to be shown beside it.

They are the same for everyone who may sign in, so each process keeps them for a minute, in each language. What its own
people change shows at once; what another process changes, and a version whose day has come, within that minute.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.urls import reverse

from moothall.kit import markdown
from moothall.kit.apps import is_on
from moothall.policies.models import Act, Clause, Placement, Text, Version
from moothall.policies.queries import standing

KEPT_FOR = 60.0  # seconds
MOST = 2  # clauses beside one act
FIRST_WORDS = 300  # characters of a clause that are shown

Shelf = Mapping[Act, Sequence["Shown"]]


@dataclass(frozen=True)
class Shown:
    """A clause as it stands beside an act."""

    policy: str
    slug: str
    number: str
    version: int
    heading: str
    words: str
    language: str

    @property
    def url(self) -> str:
        """The clause's own page."""
        return reverse("policies:clause", args=[self.slug, self.number])


@dataclass
class _Kept:
    """What this process remembers, by language; `generation` goes up with every change that it makes itself."""

    generation: int = 0
    shelves: dict[str, tuple[int, float, Shelf]] = field(default_factory=dict)


_kept = _Kept()


def beside(*acts: Act) -> list[Shown]:
    """The clauses in force beside these acts, the first act's first, each once, a few at most."""
    if not is_on("policies"):
        return []
    shelf = _shelf(standing.language())
    found = {(clause.slug, clause.number): clause for act in acts for clause in shelf.get(act, ())}
    return list(found.values())[:MOST]


def beside_named(act: str) -> list[Shown]:
    """The clauses beside an act that a lower room names; ValueError for an act that nobody knows."""
    return beside(Act(act))


def changed() -> None:
    """Have this process look again: now, and once more when the change under way is committed."""
    forget()
    transaction.on_commit(forget)


def forget() -> None:
    """Look again at the next question."""
    _kept.generation += 1
    _kept.shelves = {}


def excerpt(html: str, most: int = FIRST_WORDS) -> str:
    """The first words of a clause."""
    words = markdown.plain(html)
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + "…"


def _shelf(wanted: str) -> Shelf:
    generation, now = _kept.generation, time.monotonic()
    known = _kept.shelves.get(wanted)
    if known is not None and known[0] == generation and now - known[1] < KEPT_FOR:
        return known[2]
    shelf = _load(wanted)
    _kept.shelves = {**_kept.shelves, wanted: (generation, now, shelf)}
    return shelf


def _load(wanted: str) -> Shelf:
    """Three questions, however many clauses there are; one where there are none."""
    placements = list(Placement.objects.order_by("policy__slug", "pk").values_list("policy", "number", "act"))
    if not placements:
        return {}
    policies = {policy for policy, _number, _act in placements}
    numbers = {number for _policy, number, _act in placements}
    versions = Version.objects.in_force().filter(policy__in=policies).select_related("policy").prefetch_related("texts")
    texts = {
        text.pk: (text, version) for version in versions if (text := standing.chosen(list(version.texts.all()), wanted))
    }
    clauses = {
        (texts[clause.text_id][1].policy_id, clause.number): _shown(clause, *texts[clause.text_id])
        for clause in Clause.objects.filter(text__in=texts, number__in=numbers)
    }
    shelf: dict[Act, list[Shown]] = {}
    for policy, number, act in placements:
        if (policy, number) in clauses:
            shelf.setdefault(Act(act), []).append(clauses[policy, number])
    return shelf


def _shown(clause: Clause, text: Text, version: Version) -> Shown:
    return Shown(
        policy=text.title,
        slug=version.policy.slug,
        number=clause.number,
        version=version.number,
        heading=clause.heading,
        words=excerpt(clause.html),
        language=text.language,
    )
