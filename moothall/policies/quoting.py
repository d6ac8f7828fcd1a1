"""How a clause is named in what people write, and the clause that is meant.

`[[social-software 3.2]]`, or the address of the clause on the page of its policy, of a version, or of its own.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from moothall.kit.apps import is_on
from moothall.policies import guidance
from moothall.policies.models import Clause, Version
from moothall.policies.queries import standing

MOST = 20  # clauses that one text quotes
_NUMBER = r"[1-9][0-9]{0,2}(?:\.[1-9][0-9]{0,2}){0,2}"
SHORT = re.compile(rf"\[\[(?P<slug>[a-z0-9][a-z0-9_-]{{0,79}}) (?P<number>{_NUMBER})\]\]")
_ANCHOR = re.compile(rf"clause-({_NUMBER})")
_LONGEST_ADDRESS = 300


@dataclass(frozen=True)
class Reference:
    """A clause as someone named it; without a version it is the one in force."""

    slug: str
    number: str
    version: int | None = None


@dataclass(frozen=True)
class Quoted:
    """The clause that was meant, as it stands in the version that was meant."""

    pk: int
    policy: str
    slug: str
    number: str
    version: int
    heading: str
    words: str

    @property
    def url(self) -> str:
        """The clause in that version, which stays as it is."""
        return f"{reverse('policies:version', args=[self.slug, self.version])}#clause-{self.number}"

    @property
    def label(self) -> str:
        """What it is called in a post: the policy, the clause, its heading, and of which version."""
        if self.heading:
            words = _("{policy}, clause {number}: {heading} (version {version})")
        else:
            words = _("{policy}, clause {number} (version {version})")
        return words.format(policy=self.policy, number=self.number, heading=self.heading, version=self.version)


def short(slug: str, number: str) -> str:
    """What to write to quote a clause."""
    return f"[[{slug} {number}]]"


def in_text(text: str) -> Iterator[tuple[int, int, Reference]]:
    """Every clause that a text names in short, and where."""
    for match in SHORT.finditer(text):
        yield match.start(), match.end(), Reference(match["slug"], match["number"])


def of_address(href: str) -> Reference | None:
    """The clause behind an address of this hall; None for every other address."""
    if len(href) > _LONGEST_ADDRESS or "clause" not in href:
        return None
    try:
        parts, home = urlsplit(href), urlsplit(settings.MOOTHALL_URL)
        found = resolve(parts.path) if not parts.netloc or parts.netloc == home.netloc else None
    except (ValueError, Resolver404):
        return None
    if found is None or found.namespace != "policies" or "slug" not in found.kwargs:
        return None
    return _named(found.url_name or "", found.kwargs, parts.fragment)


def _named(page: str, given: Mapping[str, object], fragment: str) -> Reference | None:
    slug, anchor = str(given["slug"]), _ANCHOR.fullmatch(fragment)
    if page == "clause":
        return Reference(slug, str(given["number"]))
    if page == "policy" and anchor:
        return Reference(slug, anchor[1])
    if page == "version" and anchor:
        return Reference(slug, anchor[1], int(str(given["number"])))
    return None


def resolved(named: Collection[Reference]) -> Mapping[Reference, Quoted]:
    """The clauses that are meant, in the reader's language, a few at most; only what was adopted can be quoted."""
    wanted = sorted(named, key=lambda one: (one.slug, one.number, one.version or 0))[:MOST]
    if not wanted or not is_on("policies"):
        return {}
    slugs, numbers = {one.slug for one in wanted}, {one.number for one in wanted}
    rows = Clause.objects.filter(
        number__in=numbers, text__version__policy__slug__in=slugs, text__version__adopted_at__isnull=False
    ).select_related("text__version__policy")
    in_force = set(Version.objects.in_force().filter(policy__slug__in=slugs).values_list("pk", flat=True))
    by_version: dict[Reference, dict[str, Clause]] = {}
    for clause in rows:
        version = clause.text.version
        exact = Reference(version.policy.slug, clause.number, version.number)
        for name in (exact, Reference(exact.slug, exact.number)) if version.pk in in_force else (exact,):
            by_version.setdefault(name, {})[clause.text.language] = clause
    return {name: _quoted(by_version[name]) for name in wanted if name in by_version}


def _quoted(texts: Mapping[str, Clause]) -> Quoted:
    clause = texts.get(standing.language()) or texts.get("en") or next(iter(texts.values()))
    return Quoted(
        pk=clause.pk,
        policy=clause.text.title,
        slug=clause.text.version.policy.slug,
        number=clause.number,
        version=clause.text.version.number,
        heading=clause.heading,
        words=guidance.excerpt(clause.html),
    )
