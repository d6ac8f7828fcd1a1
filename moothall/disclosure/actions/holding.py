"""Holding what was found for a case, so that nobody deletes it while an answer is owed (FOIA s.1(4), s.77)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from moothall import audit
from moothall.disclosure import permissions
from moothall.disclosure.actions.cases import Impossible, locked
from moothall.disclosure.models import Case, SearchHit
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.records.actions import case_holds
from moothall.records.actions.holds import StillNeeded
from moothall.records.models import Hold
from moothall.records.models.holds import NEUTRAL
from moothall.search.sources import split_key

REASON = "An information request was made. What was found for it must not be changed or deleted until it is answered."


@audit.act
def keep(case: Case, *, by: User) -> Hold | None:
    """Hold all that the searches of a case found, in its one hold; None where they found nothing that can be held.

    What is said of it names no case that is sensitive, or about one of us: others see the list of holds.
    """
    case = locked(case)
    require(permissions.can_search(by, case))
    if not case.is_open:
        raise Impossible(_("The case is closed: nothing more is held for it."))
    return place(case, found(case), by=by)


@audit.act
def place(case: Case, things: Mapping[str, Iterable[int]], *, by: User | None) -> Hold | None:
    """Hold these things for an open case that we have to ourselves, inside the act; nobody (`by` None) is the hall."""
    if case.hold is not None and case.hold.in_force:
        added = case_holds.add(case.hold, by=by, things=things)
        if added:
            audit.record("case.holds_more", by=by, on=case, things=added)
        return case.hold
    secret = case.sensitive or case.about_id is not None
    try:
        case.hold = case_holds.place(
            by=by,
            owner=case.owner or by,  # where there is neither, the records managers look after it
            reason=NEUTRAL if secret else REASON,
            case="" if secret else case.reference,
            things=things,
        )
    except ValueError:
        return None
    case.save(update_fields=["hold"])
    audit.record("case.holds", by=by, on=case, hold=case.hold.pk)
    return case.hold


@audit.act
def let_go(case: Case, *, by: User, reason: str) -> Case:
    """Release what is held for a case that is closed. Raises `Impossible`."""
    case = locked(case)
    require(permissions.can_search(by, case))
    if case.hold is None or not case.hold.in_force:
        raise Impossible(_("Nothing is held for it."))
    if not reason.strip():
        raise Impossible(_("Say why it can be released."))
    try:
        case_holds.release(case.hold, by=by, reason=reason)
    except StillNeeded as error:
        raise Impossible(str(error)) from error
    audit.record("case.holds_no_more", by=by, on=case, hold=case.hold.pk)
    return case


def found(case: Case) -> dict[str, set[int]]:
    """What the searches of a case found, by kind; asks one question."""
    things: defaultdict[str, set[int]] = defaultdict(set)
    for key in SearchHit.objects.filter(search__case=case).values_list("key", flat=True).distinct():
        kind, ref = split_key(key)
        things[kind].add(ref)
    return dict(things)
