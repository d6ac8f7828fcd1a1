"""Reads for the pages of the schedule and of the rules in force, and for the pages of what they hold for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moothall.kit.prepared import prepared
from moothall.kit.registries import Link, Person
from moothall.people.models import User
from moothall.records import retention
from moothall.records.custody import Custody, Named, custodies
from moothall.records.models import Application, RetentionRule, Trigger
from moothall.records.models.retention import looks_after_retention
from moothall.records.periods import Period


@dataclass(frozen=True)
class Place:
    """What an application holds for, as far as this person may know it."""

    words: str
    url: str = ""


@dataclass(frozen=True)
class Applied:
    """An application as lists show it."""

    application: Application
    place: Place
    sentence: str
    state: str
    tone: str


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for a review."""

    ref: int
    named: Named | None
    container: str
    since: datetime
    size: int
    held: bool


def may_look(person: Person) -> bool:
    """Whether the rules in force and the disposals are shown to this person."""
    return looks_after_retention(cast(User, person))


def schedule(*, words: str = "") -> "QuerySet[RetentionRule]":
    """The newest version of each line, with how many live applications any version of it has."""
    rows = RetentionRule.objects.current().annotate(
        live=Count(
            "applications",
            filter=Q(applications__switched_on_at__isnull=False, applications__switched_off_at=None),
        )
    )
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(class_path__icontains=words) | Q(reference__icontains=words))
    return rows


def versions(rule: RetentionRule) -> list[RetentionRule]:
    """Every version of a line, the newest first."""
    rows = RetentionRule.objects.filter(reference=rule.reference).select_related("created_by")
    return list(rows.order_by("-version")[:50])


def sentence(rule: RetentionRule, custody: Custody | None = None, application: Application | None = None) -> str:
    """`Kept 2 years after the last post, then destroyed`, in the words of what it holds for."""
    if rule.period == Period():
        return _("No period yet: this rule is a placeholder")
    if rule.trigger == Trigger.DATE and application is not None and application.event_date:
        start = date_format(application.event_date, "j F Y")
    elif custody is not None and rule.trigger in custody.triggers:
        start = str(custody.triggers[rule.trigger])
    else:
        label = rule.get_trigger_display()
        start = label[:1].lower() + label[1:]
    return _("Kept {period} after {start}, {then}").format(period=rule.period.words, start=start, then=rule.then)


def applications(*, rule: RetentionRule | None = None) -> "QuerySet[Application]":
    """Where rules are applied; for one line of the schedule, by any version of it."""
    rows = Application.objects.select_related("rule", "rule__superseded_by", "made_by")
    return rows.filter(rule__reference=rule.reference) if rule is not None else rows


def shown(user: User, rows: Sequence[Application]) -> list[Applied]:
    """Applications with the names of what they hold for: one question for each kind."""
    places = _places(user, rows)
    return [Applied(row, places[row.pk], sentence(row.rule, _custody(row), row), *_state(row)) for row in rows]


def place_of(user: User, application: Application) -> Place:
    """What one application holds for."""
    return _places(user, [application])[application.pk]


def review_list(user: User, application: Application, rows: Sequence[Any]) -> list[Waiting]:
    """What waits for a review, each with its name if this person may read it, and whether it is held."""
    custody = retention.reach(application).custody
    units = list(rows)
    pks = [unit.pk for unit in units]
    names = custody.named(user, custody.unit, pks)
    held = set(retention.held(custody.units(None).filter(pk__in=pks)).values_list("pk", flat=True))
    return [
        Waiting(
            unit.pk, names.get(unit.pk), f"{custody.key}:{unit.container_id}", unit.since, unit.size, unit.pk in held
        )
        for unit in units
    ]


def links(person: Person, thing: str) -> Iterable[Link]:
    """How long what is said here is kept, on the page of a space, a mailbox or a conversation."""
    kind, _colon, ref = thing.partition(":")
    if not any(kind in (custody.key, custody.unit) for custody in custodies) or not ref.isdecimal():
        return []
    rows = list(_live_for(kind, int(ref)))
    nearest = [row for row in rows if row.ref is not None] or rows
    chosen = max(nearest, key=lambda row: (row.rule.period.weight, row.pk), default=None)
    if chosen is None:
        return []
    return [
        Link(
            title=sentence(chosen.rule, _custody(chosen), chosen),
            url=reverse("records:rule", args=[chosen.rule_id]),
            kind=_("Retention"),
            note=chosen.rule.reference,
        )
    ]


@prepared
def _live_for(kind: str, ref: int) -> "QuerySet[Application]":
    here = Q(ref=ref) | Q(ref__isnull=True)
    live = Application.objects.filter(here, kind=kind, switched_on_at__isnull=False, switched_off_at__isnull=True)
    return live.select_related("rule")


def _custody(application: Application) -> Custody | None:
    try:
        return retention.reach(application).custody
    except retention.NoCustody:
        return None


def _places(user: User, rows: Sequence[Application]) -> dict[int, Place]:
    found: dict[tuple[str, int], Named] = {}
    for custody in custodies:
        for kind in (custody.key, custody.unit):
            refs = [row.ref for row in rows if row.kind == kind and row.ref is not None]
            if refs:
                found |= {(kind, ref): name for ref, name in custody.named(user, kind, refs).items()}
    return {row.pk: _place(row, found) for row in rows}


def _place(row: Application, found: dict[tuple[str, int], Named]) -> Place:
    custody = _custody(row)
    if row.ref is None:
        return Place(str(custody.every) if custody else row.container)
    named = found.get((row.kind, row.ref))
    if named is not None:
        return Place(named.title, named.url)
    return Place(_("One that you may not see ({token})").format(token=row.container))


def _state(row: Application) -> tuple[str, str]:
    if row.switched_off_at:
        return _("Switched off"), "plain"
    if row.switched_on_at is None:
        return _("Not switched on yet"), "care"
    if getattr(row.rule, "superseded_by", None) is not None:
        return _("On, by an older version"), "care"
    return _("On"), "good"
