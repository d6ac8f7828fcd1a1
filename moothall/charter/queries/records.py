"""What cards are read from: the records of many initiatives at once, by a fixed number of questions, as plain values.

Names out of an appraisal that this person may not read are left out; that something is wrong there is said.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from moothall.change.models import (
    Alignment,
    Benefit,
    Confirmation,
    Direction,
    Edge,
    Engagement,
    Initiative,
    InitiativeReview,
    Involved,
    Node,
    Plan,
    Reading,
    Stakeholder,
    TouchedTeam,
    Weighing,
)
from moothall.charter.evidence import record as plain
from moothall.lessons.models import Lesson, LessonAbout
from moothall.people.models import Function, User
from moothall.risks.models import Appraisal, Decision, IncidentKind, Occurrence, OptionKind, Response
from moothall.risks.queries import living

Rows = dict[int, list[Any]]
SOMEBODY = ("", "__name", "__job", "__ask_about", "__team__function")


def records_of(initiatives: "QuerySet[Initiative]", user: User) -> list[plain.Record]:
    """The records of some initiatives, by title, in about fifteen questions however many they are."""
    pks = initiatives.order_by().values("pk")
    parts: dict[str, Any] = {
        "aligned": _aligned(pks),
        "weighed": _weighed(pks, user),
        "stakeholders": _stakeholders(pks),
        "engagements": _engagements(pks),
        "teams": _teams(pks),
        "benefits": _benefits(pks),
        "nodes": _nodes(pks),
        "edges": _edges(pks),
        "confirmed": _confirmed(pks),
        "reviewed": set(InitiativeReview.objects.filter(initiative__in=pks).values_list("initiative", flat=True)),
    }
    told = _told()
    names = ("owner", "guide", "sponsor")
    people = [f"{name}{part}" for name in names for part in SOMEBODY]
    rows = initiatives.order_by("title", "pk").values_list(
        "pk", "title", "owner_accepted_at", "delivery__began_on", "delivery__before_hall", "closing__outcome",
        "closing__at", *people,
    )  # fmt: skip
    return [_record(row, parts, told) for row in rows]


def _record(row: tuple[Any, ...], parts: dict[str, Any], told: dict[str, set[int]]) -> plain.Record:
    pk, title, accepted, began, before, outcome, closed, *people = row
    owner, guide, sponsor = (_somebody(people[start : start + 5]) for start in (0, 5, 10))
    benefits, weighed = parts["benefits"].get(pk, ()), parts["weighed"].get(pk, ())
    return plain.Record(
        pk=pk,
        title=title,
        owner=owner,
        accepted_at=accepted,
        guide=guide,
        sponsor=sponsor,
        began_on=began,
        before_hall=bool(before),
        outcome=outcome or "",
        closed_on=_day(closed),
        reviewed=pk in parts["reviewed"],
        aligned=parts["aligned"].get(pk, ()),
        weighed=weighed,
        stakeholders=parts["stakeholders"].get(pk, ()),
        engagements=parts["engagements"].get(pk, ()),
        teams=parts["teams"].get(pk, {}),
        benefits=benefits,
        nodes=parts["nodes"].get(pk, {}),
        edges=parts["edges"].get(pk, ()),
        lessons=_lessons(told, pk, benefits, weighed),
        confirmed=parts["confirmed"].get(pk, ()),
    )


def _somebody(values: Sequence[Any]) -> plain.Somebody | None:
    pk, name, job, ask_about, function = values
    if pk is None:
        return None
    return plain.Somebody(pk, name, function == Function.TECHNOLOGY, (job or "", ask_about or ""))


def _aligned(pks: Any) -> Rows:
    found: Rows = defaultdict(list)
    rows = Alignment.objects.filter(initiative__in=pks).order_by("at", "pk")
    for pk, objective, title, source, at, adopted, valid, replaced, plan in rows.values_list(
        "initiative", "objective", "objective__title", "objective__source", "at", "objective__plan__adopted_on",
        "objective__plan__valid_to", "objective__plan__replaced_by__adopted_on", "objective__plan__title",
    ):  # fmt: skip
        found[pk].append(plain.Aligned(objective, title, f"{plan}, {source}", at, adopted, valid, replaced))
    return found


def _weighed(pks: Any, user: User) -> Rows:
    rows = Weighing.objects.filter(initiative__in=pks).order_by("pk")
    weighings = list(rows.values_list("initiative", "appraisal", "appraisal__question"))
    if not weighings:
        return {}
    appraisals = Weighing.objects.filter(initiative__in=pks).values("appraisal")
    seen = set(Appraisal.objects.visible_to(user).filter(pk__in=appraisals).values_list("pk", flat=True))
    decided, options = _decided(appraisals)
    faced, stale = _faced(options)
    late = _late(options, seen)
    occurred = _occurred(appraisals, seen)
    found: Rows = defaultdict(list)
    for pk, appraisal, question in weighings:
        at, option = decided.get(appraisal, (None, None))
        found[pk].append(
            plain.Weighed(
                appraisal=appraisal,
                title=question if appraisal in seen else _("an appraisal that you may not read"),
                decided=option is not None,
                did_at=at,
                faced=faced.get(option or 0, 0),
                stale=stale.get(option or 0, 0),
                late=tuple(late.get(option or 0, ())),
                occurred=tuple(occurred.get(appraisal, ())),
            )
        )
    return found


def _decided(appraisals: Any) -> tuple[dict[int, tuple[datetime | None, int]], list[int]]:
    """When each was first decided to do something, and the option that was chosen last."""
    decided: dict[int, tuple[datetime | None, int]] = {}
    rows = Decision.objects.filter(round__appraisal__in=appraisals).order_by("round__number")
    for appraisal, at, option, kind in rows.values_list("round__appraisal", "at", "option", "option__kind"):
        first = decided[appraisal][0] if appraisal in decided else None
        decided[appraisal] = (first or (at if kind != OptionKind.DO_NOTHING else None), option)
    return decided, [option for _at, option in decided.values()]


def _faced(options: list[int]) -> tuple[dict[int, int], dict[int, int]]:
    """How many risks each option faces, and how many of them are judged on what no longer stands."""
    faced: dict[int, int] = defaultdict(int)
    stale: dict[int, int] = defaultdict(int)
    rows: Any = living.exposures(None).filter(option__in=options).order_by()
    for option, band in rows.values_list("option", "band"):
        faced[option] += 1
        stale[option] += band == living.STALE
    return faced, stale


def _late(options: list[int], seen: set[int]) -> Rows:
    found: Rows = defaultdict(list)
    rows = Response.objects.filter(
        dropped_at=None, treatments__dropped_at=None, treatments__exposure__applies=True,
        treatments__exposure__option__in=options,
    )  # fmt: skip
    rows = living.overdue(rows).order_by("due_on", "pk").distinct()
    for option, pk, words, due, appraisal in rows.values_list(
        "treatments__exposure__option", "pk", "step", "due_on", "round__appraisal"
    ):
        if due is not None:
            names = (pk, words) if appraisal in seen else (0, _("in an appraisal that you may not read"))
            found[option].append(plain.Step(*names, due))
    return found


def _occurred(appraisals: Any, seen: set[int]) -> Rows:
    found: Rows = defaultdict(list)
    rows = Occurrence.objects.filter(risk__round__appraisal__in=appraisals, incident__kind=IncidentKind.INCIDENT)
    for appraisal, pk, name in (
        rows.order_by("risk").values_list("risk__round__appraisal", "risk", "risk__name").distinct()
    ):
        found[appraisal].append((pk, name if appraisal in seen else _("in an appraisal that you may not read")))
    return found


def _stakeholders(pks: Any) -> Rows:
    found: Rows = defaultdict(list)
    rows = Stakeholder.objects.filter(initiative__in=pks).order_by("pk")
    for pk, who, name, side, team, function, of_person, functions in rows.values_list(
        "initiative", "pk", "name", "side", "team", "team__function", "person__team", "person__team__function"
    ):
        inside = side == plain.INSIDE
        found[pk].append(
            plain.Stakeholder(
                who,
                name,
                side,
                (team or of_person) if inside else None,
                (function or functions or "") if inside else "",
            )
        )
    return found


def _engagements(pks: Any) -> Rows:
    involved: dict[int, list[int]] = defaultdict(list)
    for engagement, who in Involved.objects.filter(engagement__initiative__in=pks).values_list(
        "engagement", "stakeholder"
    ):
        involved[engagement].append(who)
    found: Rows = defaultdict(list)
    rows = Engagement.objects.filter(initiative__in=pks).order_by("opened_on", "pk")
    for pk, key, asked, stage, opened, closed, added, said, changed, why in rows.values_list(
        "initiative", "pk", "asked", "stage", "opened_on", "closed_on", "added_at", "said", "changed", "unchanged_why"
    ):
        answered = bool(said and (changed or why))
        found[pk].append(
            plain.Engagement(
                key, asked, stage, opened, closed, timezone.localdate(added), tuple(involved.get(key, ())), changed,
                answered,
            )
        )  # fmt: skip
    return found


def _teams(pks: Any) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = defaultdict(dict)
    rows = TouchedTeam.objects.filter(initiative__in=pks).order_by("team__name")
    for pk, team, name in rows.values_list("initiative", "team", "team__name"):
        found[pk][team] = name
    return found


def _nodes(pks: Any) -> dict[int, dict[int, tuple[str, int | None]]]:
    found: dict[int, dict[int, tuple[str, int | None]]] = defaultdict(dict)
    rows = Node.objects.filter(initiative__in=pks)
    for pk, node, kind, benefit, objective in rows.values_list("initiative", "pk", "kind", "benefit", "objective"):
        found[pk][node] = (kind, benefit or objective)
    return found


def _edges(pks: Any) -> Rows:
    found: Rows = defaultdict(list)
    rows = Edge.objects.filter(source__initiative__in=pks)
    for pk, source, target in rows.values_list("source__initiative", "source", "target"):
        found[pk].append((source, target))
    return found


def _confirmed(pks: Any) -> Rows:
    found: Rows = defaultdict(list)
    rows = Confirmation.objects.filter(initiative__in=pks, by=F("initiative__owner")).order_by("pk")
    for pk, guide, by, words in rows.values_list("initiative", "guide", "by__name", "words"):
        found[pk].append(plain.Confirmed(guide, by, words))
    return found


BENEFIT = (
    "initiative", "pk", "title", "disbenefit", "described", "added_at", "dropped", "measure", "measure__title",
    "measure__objective", "measure__objective__plan", "measure__direction", "measure__target", "measure__target_on",
    "measure__first_due", "measure__frequency", "retired",
)  # fmt: skip


def _benefits(pks: Any) -> Rows:
    readings, plans = _readings(pks), _plans(pks)
    people: dict[tuple[Any, ...], plain.Somebody | None] = {}
    found: Rows = defaultdict(list)
    rows = Benefit.objects.filter(initiative__in=pks).order_by("pk")
    rows = rows.annotate(  # asked here, so that long texts stay where they are
        described=_whether(~Q(recipients="") & ~Q(plan="")),
        dropped=_whether(Q(dropped_at__isnull=False)),
        retired=_whether(Q(measure__retired_at__isnull=False)),
    )
    for row in rows.values_list(*BENEFIT, *(f"owner{part}" for part in SOMEBODY)):
        (pk, key, title, dis, described, added, dropped, measure, name, objective, quoted, direction, target, until,
         due, frequency, retired, *owner) = row  # fmt: skip
        who = tuple(owner)
        if who not in people:
            people[who] = _somebody(owner)
        read = readings.get(measure, NEVER_READ)
        adopted, ended = plans.get(quoted, (None, None))
        found[pk].append(
            plain.Benefit(
                pk=key, title=title, disbenefit=dis, owner=people[who], described=described, added_at=added,
                dropped=dropped, measure=measure, measure_title=name or "", objective=objective,
                plan_adopted_on=adopted, plan_ended_on=ended, rising=direction != Direction.DOWN, target=target,
                target_on=until, first_due=due, frequency=frequency or "", retired=retired, readings=read.count,
                last_on=read.last_on, last_has_value=read.last_on is not None and read.last_on == read.known_on,
                value=read.value,
            )
        )  # fmt: skip
    return found


def _whether(condition: Q) -> Any:
    return ExpressionWrapper(condition, output_field=BooleanField())


@dataclass(frozen=True, slots=True)
class Read:
    """How often a measure was read, when last, when last with a value, and that value; corrected readings not."""

    count: int
    last_on: date | None
    known_on: date | None
    value: Decimal | None


NEVER_READ = Read(0, None, None, None)


def _readings(pks: Any) -> dict[int, Read]:
    measures = Benefit.objects.filter(initiative__in=pks, measure__isnull=False).values("measure")
    standing = Reading.objects.exclude(pk__in=Reading.objects.filter(corrects__isnull=False).values("corrects"))
    last = standing.filter(measure=OuterRef("measure"), value__isnull=False).order_by("-read_on", "-pk")
    rows = (
        standing.filter(measure__in=measures)
        .order_by()
        .values("measure")
        .annotate(
            count=Count("pk"),
            last_on=Max("read_on"),
            known_on=Max("read_on", filter=Q(value__isnull=False)),
            last_value=Subquery(last.values("value")[:1]),
        )
    )
    return {
        measure: Read(*values)
        for measure, *values in rows.values_list("measure", "count", "last_on", "known_on", "last_value")
    }


def _plans(pks: Any) -> dict[int, tuple[date, date | None]]:
    """Of each plan that is quoted when it was adopted, and when it ended, by its last day or by its next version."""
    quoted = Benefit.objects.filter(initiative__in=pks).values("measure__objective__plan")
    rows = Plan.objects.filter(pk__in=quoted).values_list("pk", "adopted_on", "valid_to", "replaced_by__adopted_on")
    return {
        pk: (adopted, min((day for day in (valid, replaced) if day), default=None))
        for pk, adopted, valid, replaced in rows
    }


def _told() -> dict[str, set[int]]:
    """Of which benefits, risks and initiatives a lesson is published and not withdrawn; lessons are few."""
    told: dict[str, set[int]] = {"benefit": set(), "risk": set(), "initiative": set()}
    kinds = Q()
    for kind in told:
        kinds |= Q(thing__startswith=f"{kind}:")
    rows = LessonAbout.objects.filter(kinds, lesson__in=Lesson.objects.counting())
    for thing in rows.values_list("thing", flat=True).distinct():
        kind, _colon, ref = thing.partition(":")
        if ref.isdecimal():
            told[kind].add(int(ref))
    return told


def _lessons(told: dict[str, set[int]], pk: int, benefits: Sequence[Any], weighed: Sequence[Any]) -> frozenset[str]:
    ours = {f"benefit:{each.pk}" for each in benefits if each.pk in told["benefit"]}
    ours |= {f"risk:{risk}" for each in weighed for risk, _name in each.occurred if risk in told["risk"]}
    return frozenset(ours | ({f"initiative:{pk}"} if pk in told["initiative"] else set()))


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None
