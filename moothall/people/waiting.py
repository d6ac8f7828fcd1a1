"""What may wait for a person in any room, asked in one question for the whole desk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, QuerySet

from moothall.kit.registry import Registry
from moothall.people import grants
from moothall.people.models import User

_FOUND = "_waiting_found"
Rows = Mapping[str, QuerySet[Any, Any]]


@dataclass(frozen=True)
class Waits:
    """The sorts of things of one room that can wait for a person, each with the rows that would."""

    key: str
    rows: Callable[[User], Rows]
    order: int = 100


waits: Registry[Waits] = Registry("what waits")


def sorts(user: User, room: str) -> frozenset[str]:
    """The sorts of one room of which something waits; for somebody who makes a request all rooms are asked at once."""
    if not getattr(user, grants.ASKING, False):
        return _ask({sort: rows for each in waits if each.key == room for sort, rows in each.rows(user).items()}, user)
    found: frozenset[str] | None = getattr(user, _FOUND, None)
    if found is None:
        every = {f"{each.key}.{sort}": rows for each in waits for sort, rows in each.rows(user).items()}
        found = _ask(every, user)
        setattr(user, _FOUND, found)
    return frozenset(name.removeprefix(f"{room}.") for name in found if name.startswith(f"{room}."))


def _ask(asked: Rows, user: User) -> frozenset[str]:
    if not asked:
        return frozenset()
    columns = {f"waits_{number}": Exists(rows.order_by()) for number, rows in enumerate(asked.values())}
    row = User.objects.filter(pk=user.pk).annotate(**columns).values(*columns).first() or {}
    return frozenset(sort for sort, column in zip(asked, columns, strict=True) if row.get(column))
