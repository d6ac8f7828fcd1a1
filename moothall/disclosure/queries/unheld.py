"""What was found for a case and no hold covers: nothing found is lost, and nothing is called held that is not."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from moothall.disclosure.models import Case, SearchHit
from moothall.disclosure.sifting import others
from moothall.kit.registries import Words
from moothall.people.models import User
from moothall.records.holding import holdables
from moothall.search.sources import sources, split_key

SIZE = 50


@dataclass(frozen=True)
class Counted:
    """How many things of a kind were found, and what the kind is called."""

    name: Words
    count: int


@dataclass(frozen=True)
class Loose:
    """A thing that was found and is under no hold: by its title, with its own page for who may open it, and why."""

    title: str
    kind: Words
    url: str
    why: Words


def can_be_held() -> Mapping[str, str]:
    """The kinds of the index that a hold can cover, each with the kind of its token."""
    return {one.indexed: one.key for one in holdables if one.indexed}


def how_many(kinds: Mapping[str, int]) -> Mapping[str, int]:
    """Of so many things of each kind, those of kinds that no hold can cover."""
    holdable = can_be_held()
    return {kind: n for kind, n in kinds.items() if kind not in holdable}


def counts(case: Case) -> tuple[Counted, ...]:
    """How many things found for a case its hold does not cover, by kind; none of a case without a hold to speak of."""
    return counted(Counter(split_key(key)[0] for key in keys(case)))


def counted(kinds: Mapping[str, int]) -> tuple[Counted, ...]:
    """These numbers with the names of their kinds."""
    return tuple(Counted(label(kind), n) for kind, n in sorted(kinds.items()))


def label(kind: str) -> Words:
    """What a kind of the index is called."""
    source = sources.get(kind)
    return source.label if source else kind


def keys(case: Case) -> list[str]:
    """The keys of what was found for a case and is not covered by its hold, in two questions.

    Mail and posts are left aside: whatever is found of them is held with the search itself.
    """
    if case.hold is not None and not case.hold.in_force:
        return []
    apart = Q()
    for kind in others.LOADED:
        apart |= Q(key__startswith=f"{kind}:")
    found = SearchHit.objects.filter(search__case=case).exclude(apart)
    every = found.order_by().values_list("key", flat=True).distinct()
    covered = _covered(case)
    return sorted(key for key in every if key not in covered)


def listed(case: Case, user: User, after: str | None) -> tuple[list[Loose], str | None]:
    """A page of them, in a few questions for each kind on it."""
    left = [key for key in keys(case) if not after or key > after]
    page = left[:SIZE]
    return loose(page, user), page[-1] if len(left) > SIZE else None


def loose(keys: Collection[str], user: User) -> list[Loose]:
    """These things as whoever works on the case sees them: the title always, the link if they may open it."""
    told = others.documents(keys)
    urls = _urls(keys, user)
    return [
        Loose(
            told[key].title if key in told else _("It is not there any more"), _kind(key), urls.get(key, ""), _why(key)
        )
        for key in keys
    ]


def _covered(case: Case) -> frozenset[str]:
    if case.hold is None:
        return frozenset()
    kinds = {token: kind for kind, token in can_be_held().items() if kind not in others.LOADED}
    rows = case.hold.scopes.filter(kind__in=kinds).values_list("kind", "ref")
    return frozenset(f"{kinds[token]}:{ref}" for token, ref in rows)


def _urls(keys: Iterable[str], user: User) -> Mapping[str, str]:
    refs: dict[str, list[int]] = {}
    for key in keys:
        kind, ref = split_key(key)
        refs.setdefault(kind, []).append(ref)
    found: dict[str, str] = {}
    for kind, some in refs.items():
        source = sources.get(kind)
        for ref, hit in source.load(user, some).items() if source else ():
            found[f"{kind}:{ref}"] = hit.url
    return found


def _kind(key: str) -> Words:
    return label(split_key(key)[0])


def _why(key: str) -> Words:
    kind = split_key(key)[0]
    source = sources.get(kind)
    if source is not None and source.stays:
        return source.stays
    if kind in can_be_held():
        return _("It was found before such things could be held. Search again, and it is.")
    return _("Such a thing can’t be placed under a hold. Ask whoever answers for it to change and delete nothing.")
