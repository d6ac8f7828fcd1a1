"""Searching the whole hall for a live case, and writing down what could not be searched."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from moothall import audit
from moothall.disclosure import permissions
from moothall.disclosure.actions import holding
from moothall.disclosure.actions.cases import Impossible, locked
from moothall.disclosure.models import Case, NotSearched, SearchHit, StatutorySearch
from moothall.disclosure.queries import capacity, unsearched
from moothall.disclosure.queries.unsearched import Tally
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.search import statutory
from moothall.search.queries import Filters
from moothall.search.statutory import Searched

BATCH = 2000
CLOSED = "The case is closed: nothing is searched for it any more."


@dataclass(frozen=True)
class Wanted:
    """What to look for, and what it is narrowed to."""

    query: str
    kinds: tuple[str, ...] = ()
    containers: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    @property
    def filters(self) -> Filters:
        """As the index takes them."""
        return Filters(self.kinds, self.containers, self.people, self.since, self.until)

    def written(self) -> Mapping[str, Any]:
        """As they stand on record; what narrows nothing is left out."""
        found: dict[str, Any] = {
            "kinds": sorted(self.kinds),
            "containers": sorted(self.containers),
            "people": sorted(self.people),
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
        }
        return {name: value for name, value in found.items() if value}


def search(case: Case, *, by: User, wanted: Wanted, reason: str) -> StatutorySearch:
    """Search everything but what councillors hold as their own; write down what was found, and hold it.

    Not inside a transaction, as the index catches up first. Raises `Impossible`; search's Late and IndexUnusable.
    """
    _require(case, by=by, reason=reason)
    left_out = capacity.left_out()
    tallied = unsearched.tally(unsearched.scope_of(case, and_of=wanted.containers))  # before: what is read now is late
    try:
        found = statutory.find(wanted.query, filters=wanted.filters, without=left_out)
    except statutory.Senseless as error:
        raise Impossible(_("Write a word to look for, or name a person or a place to keep to.")) from error
    except statutory.TooMany as error:
        raise Impossible(_("That finds more than anybody could read. Write more words, or keep to a place.")) from error
    with audit.acting():
        case = locked(case)
        _require(case, by=by, reason=reason)
        made = _written(found, case, by=by, wanted=wanted, reason=reason, left_out=left_out, unsearched=tallied)
        rows = (SearchHit(search=made, key=match.key, container=match.container) for match in found.matches)
        SearchHit.objects.bulk_create(rows, batch_size=BATCH)
        private = {"query": made.query, "filters": made.filters, "reason": made.reason}
        audit.record("case.searched", by=by, on=case, search=made.pk, found=made.total, private=private)
        holding.keep(case, by=by)
    return made


def _written(
    found: Searched,
    case: Case,
    *,
    by: User,
    wanted: Wanted,
    reason: str,
    left_out: Collection[str],
    unsearched: Sequence[Tally],
) -> StatutorySearch:
    return StatutorySearch.objects.create(
        case=case,
        query=wanted.query.strip(),
        filters=dict(wanted.written()),
        reason=reason.strip(),
        by=by,
        at=found.at,
        generation=found.generation,
        version=found.version,
        stamp=found.stamp,
        cut=found.cut,
        total=found.total,
        kinds=dict(found.kinds),
        containers=dict(found.containers),
        left_out=sorted(left_out),
        unsearched=list(unsearched),
        digest=found.digest,
        seconds=found.seconds,
    )


@audit.act
def say_not_searched(case: Case, *, by: User, what: str, why: str) -> NotSearched:
    """Write down that something was not searched, and why."""
    case = locked(case)
    require(permissions.can_work_on(by, case))
    if not what.strip() or not why.strip():
        raise Impossible(_("Say what was not searched, and why."))
    made = NotSearched.objects.create(case=case, what=what.strip(), why=why.strip(), by=by)
    audit.record("case.not_searched", by=by, on=case, row=made.pk)
    return made


def _require(case: Case, *, by: User, reason: str) -> None:
    require(permissions.can_search(by, case))
    if not case.is_open:
        raise Impossible(CLOSED)
    if not reason.strip():
        raise Impossible(_("Say why you search: it stays on record."))
