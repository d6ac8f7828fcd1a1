"""Keeping what the hall holds when a request comes, before anybody has searched for it (FOIA s.1(4), s.77)."""

import logging
from collections import defaultdict

from moothall import audit
from moothall.disclosure import wordlist
from moothall.disclosure.actions import holding
from moothall.disclosure.actions.cases import locked
from moothall.disclosure.models import Case, Opening
from moothall.disclosure.queries import capacity, deadlines, unheld
from moothall.search import statutory
from moothall.search.catching import Late
from moothall.search.index import IndexUnusable
from moothall.search.sources import split_key
from moothall.search.statutory import Searched

log = logging.getLogger(__name__)

MOST = 300  # things that one request holds by itself, so that nobody outside can stop all deletion
WORDS = 30  # of a request that are looked for, those of its title first
TURN = 20  # cases in one turn of the worker; the next one goes on


def look_at_openings() -> int:
    """Look, for each open case of which nobody did, at what is closest to its words; returns how many cases.

    Nothing is done where the council's terms say so, nor while the index can't be asked: the next turn does it.
    """
    if not deadlines.terms().hold_at_once:
        return 0
    waiting = Case.objects.open().filter(opening=None).order_by("pk")[:TURN]
    return sum(look(case) for case in waiting)


def look(case: Case) -> bool:
    """Hold what is closest to a case's words, once; not inside a transaction. Whether it was done now."""
    words = words_of(case)
    left_out = capacity.left_out()
    try:
        found = statutory.closest(words, most=MOST, without=left_out)
    except (Late, IndexUnusable) as error:
        log.warning("A case waits for the index: %s", type(error).__name__)
        return False
    return _keep(case, words, found)


def words_of(case: Case) -> list[str]:
    """The words of a request that say something, each once, those of its title first."""
    said = dict.fromkeys(wordlist.telling(f"{case.title}\n{case.words}"))
    return list(said)[:WORDS]


@audit.act
def _keep(case: Case, words: list[str], found: Searched) -> bool:
    case = locked(case)
    if not case.is_open or Opening.objects.filter(case=case).exists():
        return False  # meanwhile it was closed, or another worker was here
    Opening.objects.create(
        case=case,
        words=" ".join(words)[:1000],
        at=found.at,
        generation=found.generation,
        version=found.version,
        stamp=found.stamp,
        total=found.total,
        unheld=dict(unheld.how_many(found.kinds)),
        digest=found.digest,
    )
    things: defaultdict[str, set[int]] = defaultdict(set)
    for match in found.matches:
        kind, ref = split_key(match.key)
        things[kind].add(ref)
    holding.place(case, things, by=None)
    audit.record("case.opening_kept", by=None, on=case, found=found.total)
    return True
