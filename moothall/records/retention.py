"""What is due: the one question that a preview and a disposal both ask, so that they cannot disagree."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db.models import DateTimeField, F, OuterRef, Q, QuerySet, Subquery, Value

from moothall.records import holding
from moothall.records.custody import Custody, custodies
from moothall.records.models.retention import Action, Application, ReviewDecision, Trigger, Verdict
from moothall.records.periods import end_of, start_of

EARLIEST = date(2, 1, 1)  # before it there is no day in every time zone

Units = QuerySet[Any, Any]


class NoCustody(Exception):  # noqa: N818  says what is the matter
    """No room that is on keeps things of this kind."""


@dataclass(frozen=True)
class Reach:
    """What an application reaches: everything of a custody, one container of it, or one unit."""

    custody: Custody
    level: int  # 0 all containers, 1 one container, 2 one unit


def reach(application: Application) -> Reach:
    """Whose custody the application is about; raises NoCustody where the room is off or keeps no such thing."""
    for custody in custodies:
        if application.kind == custody.key:
            return Reach(custody, 0 if application.ref is None else 1)
        if application.kind == custody.unit and application.ref is not None:
            return Reach(custody, 2)
    raise NoCustody(application.kind)


def overruled_by(application: Application) -> Application | None:
    """The live application to the very same place that has the longer period, if there is one."""
    same = Application.objects.live().filter(kind=application.kind, ref=application.ref).exclude(pk=application.pk)
    rivals = [rival for rival in same.select_related("rule") if not _replaces(application, rival)]
    longest = max(rivals, key=_strength, default=None)
    return longest if longest is not None and _strength(longest) > _strength(application) else None


def governed(application: Application) -> Units:
    """Every unit that this application rules: none where a longer period rules, and not what is nearer to another."""
    found = reach(application)
    custody = found.custody
    if overruled_by(application) is not None:
        return _units(found, application).none()
    rows = _units(found, application)
    live = Application.objects.live().exclude(pk=application.pk).filter(ref__isnull=False)
    if found.level < 2:
        rows = rows.exclude(pk__in=live.filter(kind=custody.unit).values("ref"))
    if found.level < 1:
        rows = rows.exclude(container_id__in=live.filter(kind=custody.key).values("ref"))
    return rows


def due(application: Application, *, cutoff: date, today: date) -> Units:
    """The governed units whose trigger day is the cut-off day or before, but for those that a review keeps until later.

    Held ones are among them. Each row carries `since`, the moment from which the rule counted.
    """
    rows = governed(application).filter(since__lt=end_of(max(cutoff, EARLIEST)))
    custody = reach(application).custody
    if not _any_decided(custody):  # as it is with most rules, so nothing is looked up for each unit
        return rows
    return _decided(rows, custody).filter(_over(today))


def to_take(application: Application, *, cutoff: date, today: date) -> Units:
    """What a run meets: all that is due, or of what is to be reviewed first only what was decided to be destroyed."""
    rows = due(application, cutoff=cutoff, today=today)
    if application.rule.action != Action.REVIEW:
        return rows
    if not _any_decided(reach(application).custody):
        return rows.none()
    return rows.filter(decided=Verdict.DESTROY, decided_at__gt=F("since"))


def to_review(application: Application, *, today: date) -> Units:
    """What is due and waits for somebody to decide."""
    rows = due(application, cutoff=application.cutoff(today), today=today)
    if not _any_decided(reach(application).custody):
        return rows
    return rows.filter(Q(decided__isnull=True) | ~Q(decided=Verdict.DESTROY) | Q(decided_at__lte=F("since")))


def held(units: Units) -> Units:
    """Those of the units that are under a hold, or in which something is."""
    return holding.held(units)


def free(units: Units) -> Units:
    """Those of the units in which nothing is under a hold."""
    return holding.free(units)


def _units(found: Reach, application: Application) -> Units:
    rows = found.custody.units(application.ref if found.level == 1 else None)
    if found.level == 2:
        rows = rows.filter(pk=application.ref)
    annotated: Units = rows.annotate(since=_since(application))
    return annotated


def _since(application: Application) -> Any:
    if application.rule.trigger != Trigger.DATE:
        return F(application.rule.trigger)
    day: datetime = start_of(cast(date, application.event_date))
    return Value(day, output_field=DateTimeField())


def _any_decided(custody: Custody) -> bool:
    return ReviewDecision.objects.filter(unit=custody.unit).exists()


def _over(today: date) -> Q:
    """That no review keeps a unit any more."""
    return Q(decided__isnull=True) | ~Q(decided=Verdict.KEEP) | Q(decided_until__lte=today)


def _decided(rows: Units, custody: Custody) -> Units:
    """Each unit with the newest decision of a review about it."""
    newest = ReviewDecision.objects.filter(unit=custody.unit, ref=OuterRef("pk")).order_by("-pk")
    annotated: Units = rows.annotate(
        decided=Subquery(newest.values("verdict")[:1]),
        decided_at=Subquery(newest.values("at")[:1]),
        decided_until=Subquery(newest.values("keep_until")[:1]),
    )
    return annotated


def _strength(application: Application) -> tuple[tuple[int, int], int]:
    return application.rule.period.weight, application.pk or 0


def _replaces(application: Application, rival: Application) -> bool:
    """Whether switching this application on switches that one off: it applies another version of the same line."""
    return not application.is_live and application.rule.reference == rival.rule.reference
