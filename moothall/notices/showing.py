"""What a person may be told now about some notices: asked of the rooms, one question for each `load`."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from moothall.notices.kinds import Load, NoticeKind, Told, kinds
from moothall.notices.models import Notice
from moothall.people.models import User


@dataclass(frozen=True)
class Shown:
    """A notice with what its room says of it for this person."""

    notice: Notice
    kind: NoticeKind
    told: Told


def shown(user: User, notices: Iterable[Notice]) -> list[Shown]:
    """The notices, in their order, whose subjects this person may see now."""
    rows = list(notices)
    wanted: dict[Load, set[int]] = defaultdict(set)
    for row in rows:
        if found := kinds.get(row.kind):
            wanted[found.load].add(row.subject)
    loaded = {load: load(user, sorted(subjects)) for load, subjects in wanted.items()}
    result = []
    for row in rows:
        found = kinds.get(row.kind)
        told = loaded[found.load].get(row.subject) if found else None
        if found and told:
            result.append(Shown(row, found, told))
    return result
