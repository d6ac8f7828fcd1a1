"""What a rule would take: figures from the database alone, however many things there are."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Min, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from moothall.people.models import User
from moothall.records import retention
from moothall.records.models.retention import Application

MOST_OWNERS = 20


@dataclass(frozen=True)
class Owned:
    """How much of what is due belongs to one person; `person` is None where nobody looks after it."""

    person: int | None
    name: str
    units: int
    size: int


@dataclass(frozen=True)
class Preview:
    """What, how much, whose, held or not: what would be taken today is `free`. Sizes in bytes."""

    cutoff: date
    governed: int
    due: int
    size: int
    held: int
    held_size: int
    first: date | None
    last: date | None
    owners: tuple[Owned, ...]

    @property
    def not_due(self) -> int:
        """What the rule is about and whose time has not come, or that a review keeps for longer."""
        return self.governed - self.due

    @property
    def free(self) -> int:
        """What nothing holds."""
        return self.due - self.held

    @property
    def free_size(self) -> int:
        """Its bytes."""
        return self.size - self.held_size

    @property
    def figures(self) -> dict[str, Any]:
        """The preview as it is kept: figures and days, people by number only."""
        kept = asdict(self)
        kept["owners"] = [[one.person, one.units, one.size] for one in self.owners]
        for name in ("cutoff", "first", "last"):
            kept[name] = kept[name].isoformat() if kept[name] else None
        return kept

    @property
    def digest(self) -> str:
        """SHA-256 of the figures, by which is known that what was seen is what is there."""
        told = json.dumps(self.figures, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(told.encode()).hexdigest()


def preview(application: Application, *, today: date, run: bool = False) -> Preview:
    """What is due today; of what is reviewed first a `run` takes only what was decided to go. Raises NoCustody."""
    day = application.cutoff(today)
    governed = retention.governed(application).count()
    ask = retention.to_take if run else retention.due
    rows = ask(application, cutoff=day, today=today)
    counted = _by_owner(rows)
    held = retention.held(rows).aggregate(n=Count("pk"), bytes=Coalesce(Sum("size"), 0))
    return Preview(
        cutoff=day,
        governed=governed,
        due=sum(row["n"] for row in counted),
        size=sum(row["bytes"] for row in counted),
        held=held["n"],
        held_size=held["bytes"],
        first=_day(min((row["earliest"] for row in counted), default=None)),
        last=_day(max((row["latest"] for row in counted), default=None)),
        owners=_owners(counted[:MOST_OWNERS]),
    )


def _by_owner(rows: retention.Units) -> list[dict[str, Any]]:
    """How many there are, how much, and from which moments, by person, the most first: the one reading of all rows."""
    counted = (
        rows.order_by()
        .values("owner_id")
        .annotate(n=Count("pk"), bytes=Coalesce(Sum("size"), 0), earliest=Min("since"), latest=Max("since"))
    )
    return list(counted.order_by("-n", "owner_id"))


def _owners(counted: list[dict[str, Any]]) -> tuple[Owned, ...]:
    """The people to whom most of it belongs."""
    names = dict(User._base_manager.filter(pk__in=[row["owner_id"] for row in counted]).values_list("pk", "name"))
    return tuple(Owned(row["owner_id"], names.get(row["owner_id"], ""), row["n"], row["bytes"]) for row in counted)


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else timezone.localdate(moment)
